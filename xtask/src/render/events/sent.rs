//! Decoding by the `Content-Type`, where events come in bodies of several media types.
//!
//! In: the model's events. Out: `decode_sent` of the module `event`, and what it stands on; nothing where every event comes in one media
//! type.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::decoding::{Reading, decoded};
use crate::model::{Body, Event, Model};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, gate, ident};

/// Whether the `Content-Type` says how some event is decoded.
pub(crate) fn is_by_content_type(model: &Model) -> bool {
    model.events().any(Event::is_by_content_type)
}

/// `decode_sent`.
pub(crate) fn render_sent(
    model: &Model,
    stack: &Stack,
    imports: &mut Imports,
) -> Option<TokenStream> {
    if !is_by_content_type(model) {
        return None;
    }
    imports.add("crate::runtime::generated::essence");
    let mut arms = Vec::new();
    for group in &model.groups {
        let gate = gate(group);
        for event in &group.events {
            let name = ident(&event.name.ident);
            let reading = Reading::new(model, event, stack);
            for (body, media_types) in otherwise(event) {
                let mut needed = Imports::default();
                let decoded = decoded(event, body, &name, reading, &mut needed);
                imports.add_gated(group.feature.as_deref(), needed);
                arms.push(quote!(#gate (EventName::#name, #(#media_types)|*) => #decoded,));
            }
        }
    }
    let undecoded = render_is_undecoded(model, imports);
    let refusal = undecoded.as_ref().map(|_| {
        quote!(if is_undecoded(&name, &media_type) {
            return Err(DecodeError::NotDecoded { media_type });
        })
    });
    let decoding = if arms.is_empty() {
        quote!(decode_as(name, body, strictness))
    } else {
        quote!(
            match (&name, media_type.as_str()) {
                #(#arms)*
                _ => decode_as(name, body, strictness),
            }
        )
    };
    Some(quote!(
        /// Decodes the body of an event whose name is known from elsewhere, written as its `Content-Type` says.
        ///
        /// Without one, and where the spec has nothing to say of it, this is [`decode_as`].
        ///
        /// # Errors
        ///
        /// Those of [`decode_as`], and [`DecodeError::NotDecoded`] for a media type that the spec lists beside the one that the
        /// payload's type is made from.
        pub fn decode_sent(
            name: EventName,
            content_type: Option<&str>,
            body: &[u8],
            strictness: Strictness,
        ) -> Result<Decoded<Event>, DecodeError> {
            let media_type = content_type.map(essence).unwrap_or_default();
            #refusal
            #decoding
        }

        #undecoded
    ))
}

/// The media types in which an event is decoded otherwise than by itself, by what they are written in.
fn otherwise(event: &Event) -> IndexMap<&Body, Vec<&str>> {
    let mut otherwise: IndexMap<&Body, Vec<&str>> = IndexMap::new();
    for further in &event.further {
        if further.body == event.body {
            continue;
        }
        let media_type = match &further.body {
            Body::Raw | Body::Nothing => continue,
            // A range has one member that is decoded.
            Body::Multipart(_) => "multipart/form-data",
            Body::Json if further.is_range() => "application/json",
            Body::Json | Body::Form(_) => further.media_type.as_str(),
        };
        let media_types = otherwise.entry(&further.body).or_default();
        if !media_types.contains(&media_type) {
            media_types.push(media_type);
        }
    }
    otherwise
}

/// The media types that an event may come in and that are not decoded, by name and by range.
fn undecoded(event: &Event) -> (Vec<&str>, Vec<&str>) {
    let raw = event.further.iter();
    let raw = raw.filter(|further| further.body == Body::Raw);
    let (mut named, mut ranges) = (Vec::new(), Vec::new());
    for further in raw {
        if further.is_range() {
            ranges.push(further.media_type.as_str());
        } else {
            named.push(further.media_type.as_str());
        }
    }
    (named, ranges)
}

/// The condition that a media type is none of those that an event is decoded from.
fn is_not_decoded(event: &Event) -> TokenStream {
    let is_json = event.bodies().any(|body| *body == Body::Json);
    let mut names: Vec<&str> = Vec::new();
    for body in event.bodies() {
        match body {
            Body::Form(_) => names.push("application/x-www-form-urlencoded"),
            Body::Multipart(_) => names.push("multipart/form-data"),
            Body::Json | Body::Raw | Body::Nothing => {}
        }
    }
    let names = (!names.is_empty()).then(|| quote!(!matches!(media_type, #(#names)|*)));
    let json = is_json.then(|| quote!(!is_json(media_type)));
    let conditions = json.into_iter().chain(names);
    quote!(#(#conditions)&&*)
}

/// The function that knows the media types that are not decoded; nothing where all are.
fn render_is_undecoded(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    let mut by_names: IndexMap<Vec<&str>, Vec<_>> = IndexMap::new();
    let mut by_range: IndexMap<String, (TokenStream, Vec<_>)> = IndexMap::new();
    for event in model.events() {
        let name = ident(&event.name.ident);
        let (named, ranges) = undecoded(event);
        if !named.is_empty() {
            by_names.entry(named).or_default().push(name.clone());
        }
        // A body that is handed over as it is may be written in anything.
        if ranges.is_empty() || !event.body.decodes() {
            continue;
        }
        imports.add("crate::runtime::generated::is_within");
        let not_decoded = is_not_decoded(event);
        if event.bodies().any(|body| *body == Body::Json) {
            imports.add("crate::runtime::generated::is_json");
        }
        let within = ranges.iter();
        let within = within.map(|range| quote!(is_within(media_type, #range)));
        let within = if ranges.len() == 1 {
            quote!(#(#within)*)
        } else {
            quote!((#(#within)||*))
        };
        let condition = quote!(#within && #not_decoded);
        let (_, names) = by_range
            .entry(condition.to_string())
            .or_insert_with(|| (condition, Vec::new()));
        names.push(name);
    }
    let patterns = by_names
        .iter()
        .map(|(media_types, names)| quote!((#(EventName::#names)|*, #(#media_types)|*)));
    let patterns: Vec<TokenStream> = patterns.collect();
    let arms = by_range.values();
    let arms = arms.map(|(condition, names)| quote!(#(EventName::#names)|* => #condition,));
    let arms: Vec<TokenStream> = arms.collect();
    let listed =
        (!patterns.is_empty()).then(|| quote!(matches!((name, media_type), #(#patterns)|*)));
    let ranged = (!arms.is_empty()).then(|| quote!(match name { #(#arms)* _ => false }));
    let body = match (listed, ranged) {
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => one,
        (Some(listed), Some(ranged)) => quote!(
            if #listed {
                return true;
            }
            #ranged
        ),
    };
    Some(quote!(
        /// Whether the spec lists this media type for the event and the payload's type is made from another.
        fn is_undecoded(name: &EventName, media_type: &str) -> bool {
            #body
        }
    ))
}
