//! The events: their names, their payloads, and decoding.
//!
//! In: groups. Out: the module `event` with `EventName`, `Event`, `event_name`, `decode`, `decode_with` and
//! `decode_as`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Path, parse_quote};

use super::arms::joined;
use super::enums::render_open_enum;
use super::imports::Imports;
use super::tokens::{doc_text, ident, inner_doc, paragraphs};
use super::types::{RustType, RustTypes, Slot};
use crate::model::{
    Docs, Event, EventNamePlace, Model, OpenEnum, OpenEnumKind, OpenEnumValue, Shape,
};

/// Names that the module takes for itself; a payload type of the same name is written with its path.
const OWN: [&str; 6] = [
    "Event",
    "EventName",
    "DecodeError",
    "Decoded",
    "Delivery",
    "Strictness",
];

/// The type of an event's payload, its names imported or, where the module has that name already, with their path.
pub(super) fn payload_type(
    model: &Model,
    types: &RustTypes,
    index: usize,
    own: &[&str],
    imports: &mut Imports,
) -> TokenStream {
    let RustType {
        mut tokens,
        imports: paths,
        mut named,
    } = types.get(Slot::Payload(index));
    named.retain(|id| {
        model
            .definition(*id)
            .is_none_or(|definition| !own.contains(&definition.ident.as_str()))
    });
    WithPath(own).visit_type_mut(&mut tokens);
    imports.add_type(&RustType {
        tokens: tokens.clone(),
        imports: paths,
        named,
    });
    quote!(#tokens)
}

/// Writes these names with their path.
struct WithPath<'a>(&'a [&'a str]);

impl VisitMut for WithPath<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        syn::visit_mut::visit_path_mut(self, path);
        if self.0.iter().any(|name| path.is_ident(name)) {
            *path = parse_quote!(crate::types::#path);
        }
    }
}

/// Whether a payload is kept behind a pointer in `Event`.
pub(super) fn is_boxed(event: &Event) -> bool {
    let payload = match &event.payload {
        Shape::Nullable(inner) => inner,
        other => other,
    };
    matches!(payload, Shape::Named(_))
}

/// Renders the module `event`.
pub(super) fn render_events(model: &Model, types: &RustTypes) -> TokenStream {
    let mut imports = Imports::default();
    for path in [
        "serde::Serialize",
        "serde::Serializer",
        "serde_json::Value",
        "crate::runtime::DecodeError",
        "crate::runtime::Decoded",
        "crate::runtime::Strictness",
        "crate::runtime::decode_payload",
    ] {
        imports.add(path);
    }
    let events: Vec<&Event> = model.events().collect();
    let names = render_open_enum(
        "EventName",
        "The name of an event.",
        &event_names(&events),
        &mut imports,
    );
    let idents: Vec<_> = events
        .iter()
        .map(|event| ident(&event.name.ident))
        .collect();
    let mut variants = Vec::new();
    let mut patterns = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let payload = payload_type(model, types, index, &OWN, &mut imports);
        let payload = if is_boxed(event) {
            quote!(Box<#payload>)
        } else {
            payload
        };
        let docs = doc_text(&paragraphs([
            event.docs.text.as_str(),
            &format!("Event {}.", Docs::code(&event.name.wire)),
        ]));
        let name = ident(&event.name.ident);
        patterns.push((payload.clone(), quote!(Self::#name(payload))));
        variants.push(quote!(#docs #name(#payload),));
    }
    patterns.push((quote!(Value), quote!(Self::Unknown { payload, .. })));
    let arms = joined(patterns);
    let reading = render_reading(model, &mut imports);
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc(
        "The events that the sender delivers: their names, their payloads, and decoding.",
    );
    quote!(
        #module
        #uses

        #names

        /// A delivery's content: one variant for each event of the spec.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            /// An event that the spec does not list.
            Unknown {
                /// The event's name on the wire.
                name: String,
                /// The whole body.
                payload: Value,
            },
        }

        impl Event {
            /// The event's name.
            #[must_use]
            pub fn name(&self) -> EventName {
                match self {
                    #(Self::#idents(_) => EventName::#idents,)*
                    Self::Unknown { name, .. } => EventName::from(name.as_str()),
                }
            }
        }

        /// Writes the payload alone, as the sender would.
        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms => payload.serialize(serializer),)*
                }
            }
        }

        #reading

        /// Decodes the body of an event whose name is known from elsewhere.
        ///
        /// An unknown name gives [`Event::Unknown`] with the body as JSON.
        ///
        /// # Errors
        ///
        /// A [`DecodeError`] that says where the body differs from the spec and how. With
        /// [`Strictness::Tolerant`] only if it cannot be decoded without what differs.
        pub fn decode_as(
            name: EventName,
            body: &[u8],
            strictness: Strictness,
        ) -> Result<Decoded<Event>, DecodeError> {
            let decoded = match name {
                #(EventName::#idents => decode_payload(body, strictness)?.map(Event::#idents),)*
                EventName::Unknown(name) => decode_payload(body, strictness)?
                    .map(|payload| Event::Unknown { name, payload }),
            };
            Ok(decoded)
        }
    )
}

/// `event_name` and `decode`, where the body tells the event's name.
fn render_reading(model: &Model, imports: &mut Imports) -> TokenStream {
    let EventNamePlace::Body(tokens) = &model.event_name else {
        return quote!();
    };
    imports.add("crate::runtime::member_text");
    let pointer: String = tokens
        .iter()
        .map(|token| format!("/{}", token.replace('~', "~0").replace('/', "~1")))
        .collect();
    let reads = doc_text(&format!(
        "Reads the event's name, which stands at {} in the body.\n\nNothing else of the body is decoded, and nothing behind the name is looked at: what follows may not be JSON\nat all. Where the name is given twice, the first one counts.",
        Docs::code(&pointer)
    ));
    quote!(
        #reads
        ///
        /// # Errors
        ///
        /// A [`DecodeError`] if the body is no object or has no text there, or is not JSON up to there.
        pub fn event_name(body: &[u8]) -> Result<EventName, DecodeError> {
            let name = member_text(body, &[#(#tokens),*])?;
            Ok(EventName::from(name))
        }

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
        pub fn decode_with(body: &[u8], strictness: Strictness) -> Result<Decoded<Event>, DecodeError> {
            decode_as(event_name(body)?, body, strictness)
        }
    )
}

fn event_names(events: &[&Event]) -> OpenEnum {
    let values = events.iter().map(|event| OpenEnumValue {
        name: event.name.clone(),
        docs: Docs {
            text: Docs::code(&event.name.wire),
        },
    });
    OpenEnum {
        kind: OpenEnumKind::Text,
        values: values.collect(),
    }
}
