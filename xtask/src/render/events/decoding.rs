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
    /// Whether it is read to its place: it is a struct whose members are gathered on the heap, or holds nothing else.
    is_placed: bool,
}

impl Reading {
    /// How the JSON of this event, the `index`th of all groups, is read.
    pub fn new(model: &Model, index: usize, event: &Event, stack: &Stack) -> Self {
        Self {
            most_nested: stack.most_nested(index),
            is_placed: stack.is_placed(&event.payload, model),
        }
    }
}

/// How a body of an event, written in `body`, becomes the event.
pub(crate) fn decoded(
    event: &Event,
    body: &Body,
    name: &Ident,
    reading: Reading,
    imports: &mut Imports,
) -> TokenStream {
    let made = if body.decodes() && event.payload.is_of_integers() {
        imports.add("crate::runtime::Whole");
        quote!(map(|Whole(payload)| Event::#name(payload)))
    } else {
        quote!(map(Event::#name))
    };
    let (decode, fields) = match body {
        Body::Json => {
            let body = if event.optional {
                imports.add("crate::runtime::or_null");
                quote!(or_null(body))
            } else {
                quote!(body)
            };
            let decode = if reading.is_placed {
                imports.add("crate::runtime::decode_in_place");
                quote!(decode_in_place)
            } else {
                quote!(decode_payload)
            };
            let decoded = quote!(#decode(#body, strictness)?.#made);
            return match reading.most_nested {
                Some(most) => {
                    imports.add("crate::runtime::check_nesting");
                    let most = Literal::usize_unsuffixed(most);
                    quote!({ check_nesting(body, #most)?; #decoded })
                }
                None => decoded,
            };
        }
        Body::Raw => return quote!(Decoded::new(Event::#name(RawBody::from(body)))),
        Body::Nothing => return quote!(Decoded::new(Event::#name(()))),
        Body::Form(fields) => ("decode_form", fields),
        Body::Multipart(fields) => ("decode_multipart", fields),
    };
    imports.add(&format!("crate::runtime::{decode}"));
    let decode = ident(decode);
    let fields = fields.iter().map(|field| {
        let FormField {
            name,
            kind,
            list,
            separator,
        } = field;
        imports.add("crate::runtime::FormField");
        let kind = ident(match kind {
            ScalarKind::Text => "text",
            ScalarKind::Integer | ScalarKind::Number => "number",
            ScalarKind::Boolean => "boolean",
        });
        let list = match separator {
            Some(separator) => Some(quote!(.separated_by(#separator))),
            None => list.then(|| quote!(.list())),
        };
        quote!(FormField::#kind(#name) #list)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let decoded = quote!(#decode(body, &[#(#fields),*], strictness)?.#made);
    if event.optional {
        imports.add("crate::runtime::or_null");
        quote!(if body.is_empty() {
            decode_payload(or_null(body), strictness)?.#made
        } else {
            #decoded
        })
    } else {
        decoded
    }
}
