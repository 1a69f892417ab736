//! Metadata that comes in headers.
//!
//! In: the model's header sets. Out: the module `headers`, with one struct for each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::event::imported;
use crate::model::{Docs, HeaderField, HeaderForm, HeaderSet, Model, Shape};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, doc_text, gate_any, ident, inner_doc, paragraphs};

/// Renders the module `headers`; `None` if no event comes with metadata.
pub(crate) fn render_headers(
    model: &Model,
    types: &RustTypes,
    stack: &Stack,
) -> Option<TokenStream> {
    if model.header_sets.is_empty() {
        return None;
    }
    let own: Vec<&str> = model
        .header_sets
        .iter()
        .map(|set| set.ident.as_str())
        .chain(["Whole"])
        .collect();
    let mut imports = Imports::default();
    let mut sets = Vec::new();
    for (index, set) in model.header_sets.iter().enumerate() {
        let mut needed = Imports::default();
        needed.add("http::HeaderMap");
        needed.add("crate::runtime::Arrival");
        let fields = set.fields.iter().enumerate().map(|(at, header)| {
            let rust_type = types.get(Slot::Header(index, at));
            let tokens = imported(model, rust_type, &own, &mut needed);
            (header, tokens, stack.most_nested_in_header(index, at))
        });
        let fields: Vec<(&HeaderField, TokenStream, Option<usize>)> = fields.collect();
        let feature = feature(model, index);
        let set = render_set(set, &fields, feature, &mut needed);
        imports.add_gated(feature, needed);
        sets.push(set);
    }
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc(
        "What comes in headers beside a body: metadata, which is absent rather than wrong.",
    );
    Some(quote!(#module #uses #(#sets)*))
}

/// The feature that compiles the only group which has a set, and with it the types that the set is made of.
fn feature(model: &Model, set: usize) -> Option<&str> {
    let mut owners = model
        .groups
        .iter()
        .filter(|group| group.events.iter().any(|event| event.headers == Some(set)));
    match (owners.next(), owners.next()) {
        (Some(only), None) => only.feature.as_deref(),
        _ => None,
    }
}

fn render_set(
    set: &HeaderSet,
    rendered: &[(&HeaderField, TokenStream, Option<usize>)],
    feature: Option<&str>,
    imports: &mut Imports,
) -> TokenStream {
    let name = ident(&set.ident);
    let gate = gate_any(feature);
    let mut fields = Vec::new();
    let mut values = Vec::new();
    for (header, rust_type, most_nested) in rendered {
        let (field, wire) = (ident(&header.name.ident), &header.name.wire);
        let docs = doc_text(&paragraphs([header.docs.text.as_str(), &Docs::code(wire)]));
        let of_integers = header.shape.is_of_integers();
        let read = match (header.form, &header.shape) {
            (HeaderForm::Scalar, Shape::Text) => "header_text",
            (HeaderForm::Scalar, _) if of_integers => "header_integer",
            (HeaderForm::Scalar, _) => "header_value",
            (HeaderForm::List, _) if of_integers => "header_integers",
            (HeaderForm::List, _) => "header_list",
            (HeaderForm::Json, _) if most_nested.is_some() => "header_json_within",
            (HeaderForm::Json, _) => "header_json",
        };
        imports.add(&format!("crate::runtime::generated::{read}"));
        let read = ident(read);
        fields.push(quote!(#docs pub #field: Option<#rust_type>,));
        let whole = (of_integers && header.form == HeaderForm::Json).then(|| {
            imports.add("crate::runtime::generated::Whole");
            quote!(.map(|Whole(value)| value))
        });
        let most = most_nested.filter(|_| header.form == HeaderForm::Json);
        let most = most.map(Literal::usize_unsuffixed);
        let most = most.map(|most| quote!(, #most));
        values.push(quote!(#field: #read(headers, #wire #most) #whole,));
    }
    let docs = doc_text(&format!(
        "Metadata in headers: `{}::from(&delivery.arrival)`.\n\nA header that is absent, or whose text is not what it should be, is `None`.",
        set.ident
    ));
    quote!(
        #docs
        #gate
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        #gate
        impl #name {
            /// Reads the headers of a request.
            #[must_use]
            pub fn from_headers(headers: &HeaderMap) -> Self {
                Self { #(#values)* }
            }
        }

        #gate
        impl From<&Arrival> for #name {
            fn from(arrival: &Arrival) -> Self {
                Self::from_headers(&arrival.headers)
            }
        }
    )
}
