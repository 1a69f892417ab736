//! Unions.
//!
//! In: a [`Union`] and the types of its variants. Out: the enum, and `Serialize` and `Deserialize` that ask the union's test. What
//! fits no variant is kept as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::arms::joined;
use super::attempts::render_is_known;
use super::imports::Imports;
use super::stack::Stack;
use super::tokens::{doc, doc_text, ident};
use super::types::{RustTypes, Slot};
use super::union_tests::render_test;
use crate::model::{Model, Shape, TypeId, Union, Variant};

/// Renders a union; one that another union tries says whether it knows a value, and one that spares the stack reads each variant in a
/// function of its own.
pub(super) fn render_union(
    model: &Model,
    id: TypeId,
    union: &Union,
    is_tried: bool,
    types: &RustTypes,
    stack: &Stack,
    imports: &mut Imports,
) -> TokenStream {
    let Some(definition) = model.definition(id) else {
        return TokenStream::new();
    };
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
    let decoded = render_test(model, id, union, stack, imports);
    let inherent = is_tried.then(|| {
        let is_known = render_is_known(model, union);
        quote!(impl #name { #is_known })
    });
    let clone = render_clone(model, id, union, stack, imports);
    let nested = stack.spares(id).then(|| {
        imports.add("crate::runtime::nested_union");
        quote!(nested_union!(#name);)
    });
    let derived = clone.is_none().then(|| quote!(Clone,));
    quote!(
        #docs
        #[derive(#derived Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What fits none of the variants, kept as it came.
            Unknown(Value),
        }

        #clone

        #nested

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

/// `Clone`, where variants hold structs whose members are gathered on the heap.
fn render_clone(
    model: &Model,
    id: TypeId,
    union: &Union,
    stack: &Stack,
    imports: &mut Imports,
) -> Option<TokenStream> {
    let is_nested = |variant: &Variant| stack.nests_structs(&variant.shape, model);
    if !stack.spares(id) || !union.variants.iter().any(is_nested) {
        return None;
    }
    imports.add("crate::runtime::heap_clone::cloned");
    let name = ident(&model.definition(id)?.ident);
    let arms = union.variants.iter().map(|variant| {
        let clone = if is_nested(variant) {
            quote!(cloned(value))
        } else if is_copied(&variant.shape) {
            quote!(*value)
        } else {
            quote!(value.clone())
        };
        let variant = ident(&variant.ident);
        quote!(Self::#variant(value) => Self::#variant(#clone),)
    });
    Some(quote!(
        impl Clone for #name {
            fn clone(&self) -> Self {
                match self {
                    #(#arms)*
                    Self::Unknown(value) => Self::Unknown(value.clone()),
                }
            }
        }
    ))
}

/// Whether the values of a shape are copied, and not cloned.
fn is_copied(shape: &Shape) -> bool {
    match shape {
        Shape::Boolean | Shape::Integer | Shape::UnsignedInteger | Shape::Number | Shape::Date => {
            true
        }
        Shape::Nullable(inner) => is_copied(inner),
        _ => false,
    }
}
