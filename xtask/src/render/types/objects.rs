//! Structs.
//!
//! In: an [`Object`] and the types of its fields. Out: the struct with its serde attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Docs, Field, Object, TypeDefinition, TypeId};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::syntax::{Imports, RustType, doc_text, ident, paragraphs};

/// What is said of a required integer that the spec does not bound.
const BOUND: &str = "An integer beyond 64 bits cannot be decoded here.";

/// Renders an object. It `grows` where a later version may add fields without breaking code.
pub(crate) fn render_object(
    id: TypeId,
    definition: &TypeDefinition,
    object: &Object,
    grows: bool,
    types: &RustTypes,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("serde::Deserialize");
    imports.add("serde::Serialize");
    let name = ident(&definition.ident);
    let docs = doc_text(&definition.docs.text);
    // The attribute is for fields that need it: a keyword's escape alone is not enough.
    let alike = |field: &&Field| plain(field).trim_end_matches('_') == field.name.wire;
    let in_camel_case = |field: &&Field| camel_case(plain(field)) == field.name.wire;
    let helped = object
        .fields
        .iter()
        .filter(|field| in_camel_case(field) && !alike(field));
    let hindered = object
        .fields
        .iter()
        .filter(|field| alike(field) && !in_camel_case(field));
    let camel_case = helped.count() > hindered.count();
    let rename_all = camel_case.then(|| quote!(, rename_all = "camelCase"));
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let rust_type = types.get(Slot::Field(id, index));
        imports.add_type(&rust_type);
        let tokens = &rust_type.tokens;
        let field_ident = ident(&field.name.ident);
        let wire = &field.name.wire;
        // serde's rule for camelCase knows ASCII alone, and it sees identifiers in a form that may not be the wire's.
        let derived = match camel_case {
            _ if !wire.is_ascii() => None,
            true => Some(self::camel_case(plain(field))),
            false => Some(plain(field).to_owned()),
        };
        let rename = (derived.as_ref() != Some(wire)).then(|| quote!(rename = #wire));
        let is_whole = field.shape.is_of_integers();
        let skip = match field {
            Field {
                distinct_null: true,
                ..
            } if is_whole => Some(quote!(skip_serializing_if = "Nullable::is_absent")),
            // Only an option may be missing without being told.
            Field {
                distinct_null: true,
                ..
            } => Some(quote!(default, skip_serializing_if = "Nullable::is_absent")),
            Field {
                optional: true,
                written_as_null: false,
                ..
            } => Some(quote!(skip_serializing_if = "Option::is_none")),
            _ => None,
        };
        let whole = is_whole.then(|| {
            imports.add("crate::runtime::generated::whole_number");
            // serde takes what it does not read itself for required.
            let default = field.optional.then(|| quote!(default,));
            quote!(#[serde(#default with = "whole_number")])
        });
        let attributes: Vec<TokenStream> = rename.into_iter().chain(skip).collect();
        let attributes = (!attributes.is_empty()).then(|| quote!(#[serde(#(#attributes),*)]));
        let tokens = held(field, tokens, imports);
        let docs = field_docs(field);
        quote!(#docs #whole #attributes pub #field_ident: #tokens,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let additional = object.additional.as_ref().map(|(name, _)| {
        let map = map_of_others(&types.get(Slot::Additional(id)), imports);
        let name = ident(&name.ident);
        quote!(
            /// Members that the spec does not list by name.
            #[serde(flatten, skip_deserializing)]
            pub #name: #map,
        )
    });
    let traits = match &object.additional {
        None => {
            imports.add("crate::runtime::generated::json_object");
            quote!(json_object!(#name);)
        }
        Some((further, shape)) => {
            imports.add("crate::runtime::generated::open_object");
            let further = ident(&further.ident);
            let further = if shape.is_of_integers() {
                quote!(Whole(#further))
            } else {
                quote!(#further)
            };
            quote!(open_object!(#name, #further);)
        }
    };
    let default = default(object);
    let growing = grows.then(|| quote!(#[non_exhaustive]));
    quote!(
        #docs
        #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize)]
        #[serde(remote = "Self" #rename_all)]
        #growing
        pub struct #name { #(#fields)* #additional }

        #traits
    )
}

/// The type of a field that may be without a value of this type.
pub(crate) fn held(field: &Field, value: &syn::Type, imports: &mut Imports) -> TokenStream {
    if field.distinct_null {
        imports.add("crate::runtime::Nullable");
        quote!(Nullable<#value>)
    } else if field.optional {
        quote!(Option<#value>)
    } else {
        quote!(#value)
    }
}

/// What the struct says of a field: what the spec says; else, where its name does not tell, what the
/// member is called.
pub(crate) fn field_docs(field: &Field) -> TokenStream {
    let wire = &field.name.wire;
    let is_told = [plain(field), &camel_case(plain(field))].contains(&wire.as_str());
    let called = (field.docs.is_empty() && !is_told).then(|| Docs::code(wire));
    let bound = field.required_integer().map(|_| BOUND);
    let deprecated = field.deprecated.then_some("Deprecated by the sender.");
    doc_text(&paragraphs([
        field.docs.text.as_str(),
        called.as_deref().unwrap_or_default(),
        bound.unwrap_or_default(),
        deprecated.unwrap_or_default(),
    ]))
}

/// The map of the members that are not listed, their values being of this type.
pub(crate) fn map_of_others(values: &RustType, imports: &mut Imports) -> TokenStream {
    imports.add_type(values);
    let tokens = &values.tokens;
    let is_json = matches!(tokens, syn::Type::Path(json) if json.path.is_ident("Value"));
    if is_json {
        imports.add("serde_json::Map");
        quote!(Map<String, #tokens>)
    } else {
        imports.add("std::collections::BTreeMap");
        quote!(BTreeMap<String, #tokens>)
    }
}

/// `Default`, for a struct that may have no members at all.
pub(crate) fn default(object: &Object) -> Option<TokenStream> {
    let mut fields = object.fields.iter();
    fields.all(|field| field.optional).then(|| quote!(Default,))
}

fn plain(field: &Field) -> &str {
    field.name.ident.trim_start_matches("r#")
}

/// serde's own rule for `rename_all = "camelCase"` on fields.
fn camel_case(snake: &str) -> String {
    let mut text = String::new();
    let mut capital = false;
    for c in snake.chars() {
        if c == '_' {
            capital = true;
        } else if capital {
            text.push(c.to_ascii_uppercase());
            capital = false;
        } else {
            text.push(c);
        }
    }
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_ascii_lowercase())
        .into_iter()
        .chain(chars)
        .collect()
}
