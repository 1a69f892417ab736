//! Unions.
//!
//! In: a [`Union`] and the types of its variants. Out: the enum, and `Serialize` and `Deserialize` that ask the union's test. What
//! fits no variant is kept as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::arms::joined;
use super::attempts::render_is_known;
use super::imports::Imports;
use super::tokens::{doc, doc_text, ident};
use super::types::{RustTypes, Slot};
use super::union_tests::render_test;
use crate::model::{Model, Shape, TypeDefinition, TypeId, Union};

/// Renders a union; one that another union tries says whether it knows a value.
pub(super) fn render_union(
    model: &Model,
    id: TypeId,
    definition: &TypeDefinition,
    union: &Union,
    is_tried: bool,
    types: &RustTypes,
    imports: &mut Imports,
) -> TokenStream {
    for path in [
        "serde::Deserialize",
        "serde::Deserializer",
        "serde::Serialize",
        "serde::Serializer",
        "serde::de::Error",
        "crate::runtime::union::raw_json",
        "serde_json::Value",
    ] {
        imports.add(path);
    }
    imports.add("crate::runtime::union::variant");
    let name = ident(&definition.ident);
    let docs = doc_text(&definition.docs.text);
    let mut patterns = Vec::new();
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let rust_type = types.get(Slot::Variant(id, index));
        imports.add_type(&rust_type);
        let tokens = &rust_type.tokens;
        // Named types can be large, and a union may hold itself.
        let tokens = if matches!(variant.shape, Shape::Named(_)) {
            quote!(Box<#tokens>)
        } else {
            quote!(#tokens)
        };
        let docs = doc(&variant.docs);
        let variant = ident(&variant.ident);
        patterns.push((tokens.clone(), quote!(Self::#variant(value))));
        quote!(#docs #variant(#tokens),)
    });
    let variants: Vec<TokenStream> = variants.collect();
    patterns.push((quote!(Value), quote!(Self::Unknown(value))));
    let arms = joined(patterns);
    let decoded = render_test(model, union, imports);
    let inherent = is_tried.then(|| {
        let is_known = render_is_known(model, union);
        quote!(impl #name { #is_known })
    });
    quote!(
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What fits none of the variants, kept as it came.
            Unknown(Value),
        }

        #inherent

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms => value.serialize(serializer),)*
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = raw_json(deserializer)?;
                #decoded
                decoded.map_err(D::Error::custom)
            }
        }
    )
}
