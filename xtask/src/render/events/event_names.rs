//! How a delivery's event is found out: by its body, by header and body together, and by other texts than the spec's.
//!
//! In: where deliveries name their event, and how they call each. Out: the functions of the module `event` that read the name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Body, DeliveredName, Docs, EventNamePlace, Model};
use crate::place::Pointer;
use crate::render::syntax::{Imports, doc_text, ident};

/// `event_name` and `decode`, where the body tells the event's name.
pub(crate) fn render_reading(model: &Model, imports: &mut Imports) -> TokenStream {
    if let EventNamePlace::HeaderAndBody { header, pointer } = &model.event_name {
        return render_reading_halves(model, header, pointer, imports);
    }
    let pointers = model.event_name.pointers();
    let Some((last, before)) = pointers.split_last() else {
        return quote!();
    };
    imports.add("crate::runtime::generated::member_text");
    let mut found = render_member_text(model, last, imports);
    let nothing = nameless(model);
    for pointer in before.iter().rev() {
        let first = render_member_text(model, pointer, imports);
        found = quote!(match #first {
            Err(#nothing) => #found,
            found => found,
        });
    }
    let named = if has_delivered_names(model) {
        quote!(EventName::in_delivery(&name))
    } else {
        quote!(EventName::from(name))
    };
    let places = pointers.iter();
    let places = places.map(|pointer| Docs::code(&pointer.to_string()));
    let places: Vec<String> = places.collect();
    let reads = doc_text(&format!(
        "Reads the event's name, which stands at {} in the body.\n\nNothing else of the body is decoded, and nothing behind the name is looked at: what follows may not be JSON\nat all. Where the name is given twice, the first one counts.",
        places.join(" or, where nothing is there, at ")
    ));
    let decode = model.event_name.is_in_body().then(render_decode);
    quote!(
        #reads
        ///
        /// # Errors
        ///
        /// A [`DecodeError`] if the body is no object or has neither text nor integer there, or is not JSON up to there.
        pub fn event_name(body: &[u8]) -> Result<EventName, DecodeError> {
            let name = #found?;
            Ok(#named)
        }

        #decode
    )
}

/// `decode` and `decode_with`, where the body alone tells the event's name.
fn render_decode() -> TokenStream {
    quote!(
        /// Decodes a body into the event that it names.
        ///
        /// What differs from the spec is taken out and listed as defects. An event that the spec does
        /// not list gives [`Event::Unknown`] with the body as JSON.
        ///
        /// # Errors
        ///
        /// A [`DecodeError`] if the body names no event, or if it cannot be decoded without what
        /// differs from the spec.
        pub fn decode(body: &[u8]) -> Result<Decoded<Event>, DecodeError> {
            decode_with(body, Strictness::Tolerant)
        }

        /// Decodes a body into the event that it names, as strictly as asked.
        ///
        /// # Errors
        ///
        /// Those of [`decode`]. With [`Strictness::Strict`] also where the body differs from the spec
        /// at all.
        pub fn decode_with(
            body: &[u8],
            strictness: Strictness,
        ) -> Result<Decoded<Event>, DecodeError> {
            decode_as(event_name(body)?, body, strictness)
        }
    )
}

/// Whether deliveries name an event otherwise than the spec does.
pub(crate) fn has_delivered_names(model: &Model) -> bool {
    model
        .events()
        .any(|event| !event.delivered_names.is_empty())
}

/// The table of the texts by which deliveries name events.
pub(crate) fn render_delivered(model: &Model) -> TokenStream {
    if !has_delivered_names(model) {
        return quote!();
    }
    let joins = matches!(model.event_name, EventNamePlace::HeaderAndBody { .. });
    let arms = model.events().filter_map(|event| {
        let mut texts: Vec<String> = Vec::new();
        for name in &event.delivered_names {
            let text = if joins {
                name.comparable_text()
            } else {
                name.joined()
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        let variant = ident(&event.name.ident);
        (!texts.is_empty()).then(|| quote!(#(#texts)|* => Self::#variant,))
    });
    let (docs, compared) = if joins {
        let separators = DeliveredName::SEPARATORS;
        (
            "The event that deliveries call by this text: the spec's own name, or what header and body say, joined by a dot.\n\n\
             `-`, `_` and `/` count as dots, since vendors separate the words of a name now by one and now by another.",
            quote!(text.replace([#(#separators),*], ".").as_str()),
        )
    } else {
        (
            "The event that deliveries call by this text: the spec's own name, or what the body says.",
            quote!(text),
        )
    };
    let docs = doc_text(docs);
    quote!(
        impl EventName {
            #docs
            #[must_use]
            pub fn in_delivery(text: &str) -> Self {
                match #compared {
                    #(#arms)*
                    _ => Self::from(text),
                }
            }
        }
    )
}

/// `event_name`, where header and body tell the event's name together.
fn render_reading_halves(
    model: &Model,
    header: &str,
    pointer: &Pointer,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("crate::runtime::generated::member_text");
    let found = render_member_text(model, pointer, imports);
    let (nothing, fault) = if model.is_json_alone() {
        (
            quote!(DecodeError::NoEventName { .. } | DecodeError::NotAnObject { .. }),
            doc_text("A [`DecodeError`] if the body is not JSON."),
        )
    } else {
        (
            nameless(model),
            doc_text("A [`DecodeError`] if what the body has there is half of a character."),
        )
    };
    let docs = doc_text(&format!(
        "The event's name, of which the header {} says the first half and the body the second, at {}.\n\n\
         Where the body has nothing there, or what it has names no event, the header's half alone counts.",
        Docs::code(header),
        Docs::code(&pointer.to_string()),
    ));
    quote!(
        #docs
        ///
        /// # Errors
        ///
        #fault
        pub fn event_name(header: &str, body: &[u8]) -> Result<EventName, DecodeError> {
            let joined = match #found {
                Ok(member) => format!("{header}.{member}"),
                Err(#nothing) => header.to_owned(),
                Err(error) => return Err(error),
            };
            Ok(match (EventName::in_delivery(&joined), EventName::in_delivery(header)) {
                (EventName::Unknown(_), EventName::Unknown(_)) => EventName::Unknown(joined),
                (EventName::Unknown(_), known) | (known, _) => known,
            })
        }
    )
}

/// The errors of a body that has nothing to say of its event. Where not every body is JSON, one that is not is no fault.
fn nameless(model: &Model) -> TokenStream {
    if model.is_json_alone() {
        return quote!(DecodeError::NoEventName { .. });
    }
    quote!(
        DecodeError::NoEventName { .. }
            | DecodeError::NotAnObject { .. }
            | DecodeError::NotJson { .. }
            | DecodeError::NotUtf8 { .. }
    )
}

/// The text at a place of the body: of a form too, where an event is sent as one.
fn render_member_text(model: &Model, pointer: &Pointer, imports: &mut Imports) -> TokenStream {
    let tokens: Vec<&str> = pointer.tokens().collect();
    let found = quote!(member_text(body, &[#(#tokens),*]));
    if tokens.is_empty() {
        return found;
    }
    let any = |wanted: fn(&Body) -> bool| model.events().any(|event| event.bodies().any(wanted));
    let mut readers = Vec::new();
    if any(|body| matches!(body, Body::Multipart(_))) {
        readers.push("multipart_text");
    }
    if any(|body| matches!(body, Body::Form(_))) {
        readers.push("form_text");
    }
    let mut readers = readers.into_iter().map(|reader| match tokens.as_slice() {
        [field] => {
            imports.add(&format!("crate::runtime::generated::{reader}"));
            let reader = ident(reader);
            quote!(#reader(body, #field)?)
        }
        inside => {
            let reader = format!("{reader}_at");
            imports.add(&format!("crate::runtime::generated::{reader}"));
            let reader = ident(&reader);
            quote!(#reader(body, &[#(#inside),*])?)
        }
    });
    let read = match (readers.next(), readers.next()) {
        (Some(one), None) => quote!(#one.ok_or(error)),
        (Some(one), Some(other)) => quote!(match #one {
            Some(name) => Ok(name),
            None => #other.ok_or(error),
        }),
        _ => return found,
    };
    // What is JSON is no form, whatever stands in its strings.
    quote!(
        match #found {
            Err(error @ (DecodeError::NotJson { .. } | DecodeError::NotUtf8 { .. })) => #read,
            found => found,
        }
    )
}
