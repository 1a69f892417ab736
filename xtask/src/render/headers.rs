//! Metadata that comes in headers.
//!
//! In: the model's header sets. Out: the module `headers`, with one struct for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::{doc_text, ident, inner_doc, paragraphs};
use crate::model::{Docs, HeaderField, HeaderSet, Model, ScalarKind};

/// Renders the module `headers`; `None` if no event comes with metadata.
pub(super) fn render_headers(model: &Model) -> Option<TokenStream> {
    if model.header_sets.is_empty() {
        return None;
    }
    let mut imports = Imports::default();
    imports.add("http::HeaderMap");
    imports.add("crate::runtime::Arrival");
    let sets: Vec<TokenStream> = model
        .header_sets
        .iter()
        .map(|set| render_set(set, &mut imports))
        .collect();
    let uses = imports.render();
    let module = inner_doc(
        "What comes in headers beside a body: metadata, which is absent rather than wrong.",
    );
    Some(quote!(#module #uses #(#sets)*))
}

fn render_set(set: &HeaderSet, imports: &mut Imports) -> TokenStream {
    let name = ident(&set.ident);
    let mut fields = Vec::new();
    let mut values = Vec::new();
    for HeaderField {
        name: header,
        docs,
        kind,
    } in &set.fields
    {
        let (field, wire) = (ident(&header.ident), &header.wire);
        let docs = doc_text(&paragraphs([
            docs.text.as_str(),
            &format!("The header {}.", Docs::code(wire)),
        ]));
        let (rust_type, read) = match kind {
            ScalarKind::Text => (quote!(String), "header_text"),
            ScalarKind::Integer => (quote!(i64), "header_value"),
            ScalarKind::Number => (quote!(f64), "header_value"),
            ScalarKind::Boolean => (quote!(bool), "header_value"),
        };
        imports.add(&format!("crate::runtime::{read}"));
        let read = ident(read);
        fields.push(quote!(#docs pub #field: Option<#rust_type>,));
        values.push(quote!(#field: #read(headers, #wire),));
    }
    let docs = doc_text(&format!(
        "Metadata in headers: `{}::from(&delivery.arrival)`.\n\nA header that is absent, or whose text is not what it should be, is `None`.",
        set.ident
    ));
    quote!(
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        impl #name {
            /// Reads the headers of a request.
            #[must_use]
            pub fn from_headers(headers: &HeaderMap) -> Self {
                Self { #(#values)* }
            }
        }

        impl From<&Arrival> for #name {
            fn from(arrival: &Arrival) -> Self {
                Self::from_headers(&arrival.headers)
            }
        }
    )
}
