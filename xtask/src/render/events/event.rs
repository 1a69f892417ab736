//! The events: their names, their payloads, and decoding.
//!
//! In: groups. Out: the module `event` with `EventName`, `Event`, `event_name`, `decode`, `decode_with` and
//! `decode_as`.

use std::rc::Rc;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Path, parse_quote};

use super::decoding::{Reading, decoded};
use super::event_names::{render_delivered, render_reading};
use super::left_out::{left_out_arms, render_is_enabled};
use super::sent::render_sent;
use crate::model::{Body, Docs, Event, Model, OpenEnum, OpenEnumKind, OpenEnumValue, Shape};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::stack::Stack;
use crate::render::syntax::{
    Imports, RustType, doc_text, gate, gate_any, ident, inner_doc, is_gated, joined, source,
};
use crate::render::types::render_open_enum;

/// Names that the module takes for itself; a payload type of the same name is written with its path.
const OWN: [&str; 9] = [
    "Event",
    "EventName",
    "DecodeError",
    "Decoded",
    "Delivery",
    "FormField",
    "RawBody",
    "Strictness",
    "Whole",
];

/// The type of an event's payload, its names imported or, where the module has that name already, with their path.
pub(crate) fn payload_type(
    model: &Model,
    types: &RustTypes,
    event: &Event,
    own: &[&str],
    imports: &mut Imports,
) -> TokenStream {
    match event.body {
        Body::Nothing => quote!(()),
        Body::Raw => {
            imports.add("crate::runtime::RawBody");
            quote!(RawBody)
        }
        _ => imported(model, types.get(Slot::Payload(event.id)), own, imports),
    }
}

/// The type of an event's payload as it is written in tables.
pub(crate) fn payload_text(event: &Event, types: &RustTypes) -> String {
    match event.body {
        Body::Nothing => "()".to_owned(),
        Body::Raw => "RawBody".to_owned(),
        _ => {
            let payload = types.get(Slot::Payload(event.id));
            let tokens = &payload.tokens;
            source(&quote!(#tokens))
        }
    }
}

/// A type, its names imported or, where the module has that name already, with their path.
pub(crate) fn imported(
    model: &Model,
    rust_type: Rc<RustType>,
    own: &[&str],
    imports: &mut Imports,
) -> TokenStream {
    let RustType {
        mut tokens,
        imports: paths,
        mut named,
    } = Rc::unwrap_or_clone(rust_type);
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
pub(crate) fn is_boxed(event: &Event) -> bool {
    let payload = match &event.payload {
        Shape::Nullable(inner) => inner,
        other => other,
    };
    event.body.decodes() && matches!(payload, Shape::Named(_))
}

/// The pattern for a payload that nobody looks at.
pub(crate) fn ignored(event: &Event) -> TokenStream {
    match event.body {
        Body::Nothing => quote!(()),
        _ => quote!(_),
    }
}

/// The event's name on the wire; with the method, where several events share the name.
fn called(model: &Model, event: &Event) -> String {
    let name = Docs::code(&event.name.wire);
    if model.is_shared(&event.name.wire) {
        format!("{name}, delivered by `{}`", event.http_method)
    } else {
        name
    }
}

/// The same as a sentence.
pub(crate) fn title(model: &Model, event: &Event) -> String {
    format!("Event {}.", called(model, event))
}

/// Renders the module `event`.
pub(crate) fn render_events(model: &Model, types: &RustTypes, stack: &Stack) -> TokenStream {
    let mut imports = Imports::default();
    for path in [
        "serde::Serialize",
        "serde::Serializer",
        "serde_json::Value",
        "crate::runtime::DecodeError",
        "crate::runtime::Decoded",
        "crate::runtime::Strictness",
        "crate::runtime::generated::decode_event",
    ] {
        imports.add(path);
    }
    let events: Vec<&Event> = model.events().collect();
    let owners = || {
        let groups = model.groups.iter();
        groups.flat_map(|group| group.events.iter().map(move |_| group))
    };
    let gates: Vec<_> = owners().map(gate).collect();
    let names = render_open_enum(
        "EventName",
        "The name of an event.",
        &event_names(model, &events),
        &mut imports,
    );
    let idents: Vec<_> = events
        .iter()
        .map(|event| ident(&event.name.ident))
        .collect();
    let mut variants = Vec::new();
    let mut patterns: IndexMap<Option<&str>, Vec<_>> = IndexMap::new();
    for (event, group) in events.iter().zip(owners()) {
        let mut needed = Imports::default();
        let payload = payload_type(model, types, event, &OWN, &mut needed);
        let feature = group.feature.as_deref();
        imports.add_gated(feature, needed);
        let gate = gate(group);
        let payload = if is_boxed(event) {
            quote!(Box<#payload>)
        } else {
            payload
        };
        // The rest is said at the handler's method.
        let called = called(model, event);
        let docs = doc_text(&match event.summary.as_str() {
            "" => called,
            summary => format!("{called}: {}", summary.replace("\\|", "|")),
        });
        let name = ident(&event.name.ident);
        let pattern = (payload.clone(), quote!(Self::#name(payload)));
        patterns.entry(feature).or_default().push(pattern);
        variants.push(quote!(#docs #gate #name(#payload),));
    }
    let unknown = (quote!(Value), quote!(Self::Unknown { payload, .. }));
    patterns.entry(None).or_default().push(unknown);
    let arms = patterns.into_iter().flat_map(|(feature, patterns)| {
        let gate = gate_any(feature);
        let arms = joined(patterns).into_iter();
        arms.map(move |arm| quote!(#gate #arm))
    });
    let ignored = events.iter().map(|event| ignored(event));
    let delivered = render_delivered(model);
    let reading = render_reading(model, &mut imports);
    let decoding = events.iter().zip(&idents).zip(owners());
    let decoding = decoding.map(|((event, name), group)| {
        let mut needed = Imports::default();
        let reading = Reading::new(model, event, stack);
        let decoded = decoded(event, &event.body, name, reading, &mut needed);
        imports.add_gated(group.feature.as_deref(), needed);
        let gate = gate(group);
        quote!(#gate EventName::#name => #decoded,)
    });
    let decoding: Vec<TokenStream> = decoding.collect();
    let sent = render_sent(model, stack, &mut imports);
    let is_enabled = render_is_enabled(model);
    let left_out = left_out_arms(model);
    let unlisted = doc_text(if is_gated(model) {
        "An unknown name, and one of a group whose feature is off, gives [`Event::Unknown`] with the body as JSON."
    } else {
        "An unknown name gives [`Event::Unknown`] with the body as JSON."
    });
    let is_bounded = events
        .iter()
        .any(|event| stack.most_nested(event.id).is_some());
    let bounded = is_bounded.then(|| {
        doc_text(
            "\nWhere the types of an event hold others of their kind, its body may nest as many levels\n\
             as the README says. One that nests more deeply is [`DecodeError::TooDeep`], however\n\
             strictly it is decoded.",
        )
    });
    let unknown = if is_gated(model) {
        "An event that the spec does not list, or whose group is left out: the feature of the group is off."
    } else {
        "An event that the spec does not list."
    };
    let unknown = doc_text(unknown);
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc(
        "The events that the sender delivers: their names, their payloads, and decoding.",
    );
    quote!(
        #module
        #uses

        #names

        #is_enabled

        #delivered

        /// A delivery's content: one variant for each event of the spec.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            #unknown
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
                    #(#gates Self::#idents(#ignored) => EventName::#idents,)*
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
        #unlisted
        #bounded
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
            match name {
                #(#decoding)*
                #(#left_out)*
                EventName::Unknown(name) => {
                    decode_event(body, strictness, |payload| Event::Unknown { name, payload })
                }
            }
        }

        #sent
    )
}

fn event_names(model: &Model, events: &[&Event]) -> OpenEnum {
    let values = events.iter().map(|event| OpenEnumValue {
        name: event.name.clone(),
        docs: Docs {
            text: called(model, event),
        },
        place: event.place.clone(),
    });
    OpenEnum {
        kind: OpenEnumKind::Text,
        values: values.collect(),
    }
}
