//! Unions.
//!
//! In: a [`Union`] and the types of its variants. Out: the enum, its test, and the macro of the runtime that makes `Serialize` and
//! `Deserialize` of both. What fits no variant is kept as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::attempts::render_is_known;
use super::union_tests::render_test;
use crate::model::{Model, Shape, TypeId, Union, Variant};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, doc, doc_text, ident};

/// Renders a union; one that another union tries says whether it knows a value, and one that spares the stack reads each variant in a
/// function of its own.
pub(crate) fn render_union(
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
        "crate::runtime::generated::Mismatch",
        "crate::runtime::generated::json_union",
        "serde_json::Value",
        "serde_json::value::RawValue",
    ] {
        imports.add(path);
    }
    let name = ident(&definition.ident);
    let docs = doc_text(&definition.docs.text);
    let mut names = Vec::new();
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
        names.push(variant.clone());
        quote!(#docs #variant(#tokens),)
    });
    let variants: Vec<TokenStream> = variants.collect();
    let test = render_test(model, id, union, stack, imports);
    let is_known = is_tried.then(|| render_is_known(model, union));
    let clone = render_clone(model, id, union, stack, imports);
    let nested = stack.spares(id).then(|| {
        imports.add("crate::runtime::generated::nested_union");
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

        impl #name {
            #is_known

            /// Finds the variant that the JSON is meant for, and decodes the whole of it into that.
            fn of_json(json: &RawValue) -> Result<Self, Mismatch> {
                #test
            }
        }

        json_union!(#name { #(#names),* });
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
    imports.add("crate::runtime::generated::heap_clone::cloned");
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
