//! How a body becomes an event, as code.
//!
//! In: an event, what its body is written in, and what of it must be checked first. Out: the expression that decodes `body`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::model::{Body, Event, FormField, Model, ScalarKind};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, ident};

/// How the JSON of an event is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// How deeply it may nest, where that must be checked.
    most_nested: Option<usize>,
    /// Whether strings in it hold JSON, which nests with it.
    has_texts: bool,
    /// Whether it is read to its place: it is a struct whose members are gathered on the heap, or holds nothing else.
    is_placed: bool,
}

impl Reading {
    /// How the JSON of this event is read.
    pub fn new(model: &Model, event: &Event, stack: &Stack) -> Self {
        Self {
            most_nested: stack.most_nested(event.id),
            has_texts: model.has_texts(&event.payload),
            is_placed: stack.is_placed(&event.payload, model),
        }
    }
}

/// How a body of an event, written in `body`, becomes the event: in a call of its own, so that the
/// function that decodes makes no room on the stack for the payload of each event.
pub(crate) fn decoded(
    event: &Event,
    body: &Body,
    name: &Ident,
    reading: Reading,
    imports: &mut Imports,
) -> TokenStream {
    let made = if body.decodes() && event.payload.is_of_integers() {
        imports.add("crate::runtime::generated::Whole");
        quote!(|Whole(payload)| Event::#name(payload))
    } else {
        quote!(Event::#name)
    };
    let mut sent = quote!(body);
    let decode = match body {
        Body::Json => {
            if event.optional {
                imports.add("crate::runtime::generated::or_null");
                sent = quote!(or_null(body));
            }
            let Some(decode) = json(reading, imports) else {
                imports.add("crate::runtime::generated::decode_event");
                return quote!(decode_event(#sent, strictness, #made));
            };
            decode
        }
        Body::Raw => {
            imports.add("crate::runtime::generated::undecoded");
            return quote!(undecoded(Event::#name, RawBody::from(body)));
        }
        Body::Nothing => {
            imports.add("crate::runtime::generated::undecoded");
            return quote!(undecoded(Event::#name, ()));
        }
        Body::Form(fields) => form("decode_form", fields, event.optional, reading, imports),
        Body::Multipart(fields) => {
            form("decode_multipart", fields, event.optional, reading, imports)
        }
    };
    imports.add("crate::runtime::generated::decode_event_by");
    quote!(decode_event_by(#sent, strictness, #made, #decode))
}

/// The function that decodes JSON, where that is more than to decode a payload.
fn json(reading: Reading, imports: &mut Imports) -> Option<TokenStream> {
    let name = if reading.is_placed {
        "decode_in_place"
    } else {
        "decode_payload"
    };
    let decode = ident(name);
    let decode = match reading.most_nested {
        Some(most) => {
            let nested = if reading.has_texts {
                "texts_nested_at_most"
            } else {
                "nested_at_most"
            };
            imports.add(&format!("crate::runtime::generated::{nested}"));
            let nested = ident(nested);
            let most = Literal::usize_unsuffixed(most);
            quote!(#nested(#most, #decode))
        }
        None if reading.is_placed => quote!(#decode),
        None => return None,
    };
    if reading.is_placed {
        imports.add("crate::runtime::generated::decode_in_place");
    } else {
        imports.add("crate::runtime::decode_payload");
    }
    Some(decode)
}

/// The function that decodes a form with these fields.
fn form(
    decode: &str,
    fields: &[FormField],
    optional: bool,
    reading: Reading,
    imports: &mut Imports,
) -> TokenStream {
    // What is flat nests no more deeply than any body.
    let is_nested = fields.iter().any(|field| field.kind == ScalarKind::Json);
    let within = is_nested.then(|| json(reading, imports)).flatten();
    let decode = match within {
        Some(_) => format!("{decode}_by"),
        None => decode.to_owned(),
    };
    imports.add(&format!("crate::runtime::generated::{decode}"));
    let decode = ident(&decode);
    let fields = form_fields(fields, imports);
    let within = within.map(|within| quote!(, #within));
    let decoded = quote!(#decode(body, &[#(#fields),*], strictness #within));
    if optional {
        imports.add("crate::runtime::decode_payload");
        imports.add("crate::runtime::generated::or_null");
        quote!(|body, strictness| if body.is_empty() {
            decode_payload(or_null(body), strictness)
        } else {
            #decoded
        })
    } else {
        quote!(|body, strictness| #decoded)
    }
}

/// The fields of a form, as the runtime has them.
pub(super) fn form_fields(fields: &[FormField], imports: &mut Imports) -> Vec<TokenStream> {
    fields.iter().map(|one| field(one, imports)).collect()
}

/// A field of a form, with what is inside.
fn field(field: &FormField, imports: &mut Imports) -> TokenStream {
    imports.add("crate::runtime::generated::FormField");
    let kind = ident(match field.kind {
        ScalarKind::Text => "text",
        ScalarKind::Integer | ScalarKind::Number => "number",
        ScalarKind::Boolean => "boolean",
        ScalarKind::Binary => "binary",
        ScalarKind::Json => "json",
    });
    let name = &field.name;
    let list = match field.separator {
        Some(separator) => Some(quote!(.separated_by(#separator))),
        None => field.list.then(|| quote!(.list())),
    };
    let inside: Vec<TokenStream> = field
        .inside
        .iter()
        .map(|one| self::field(one, imports))
        .collect();
    let inside = (!inside.is_empty()).then(|| quote!(.with(&[#(#inside),*])));
    let others = field.others.as_ref().map(|others| {
        let others = self::field(others, imports);
        quote!(.with_others(&#others))
    });
    quote!(FormField::#kind(#name) #list #inside #others)
}
