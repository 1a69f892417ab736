//! Unions.
//!
//! In: a [`Union`] and the types of its variants. Out: the enum, its test, and the macro of the runtime that makes `Serialize` and
//! `Deserialize` of both. What fits no variant is kept as JSON.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

use super::attempts::render_is_known;
use super::objects::{field_docs, held};
use super::union_tests::render_test;
use crate::model::{Model, Shape, TypeId, TypeKind, Union, Variant};
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
    let mut held = Vec::new();
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
        held.push(render_held(model, union, variant));
        let variant = ident(&variant.ident);
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
    let shares = render_shared(union, types, imports);
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

        json_union!(#name { #(#held),* } #shares);
    )
}

/// The members that all variants have, each with the type that it is given out as.
fn render_shared(union: &Union, types: &RustTypes, imports: &mut Imports) -> Option<TokenStream> {
    let members = union.shared.iter().map(|member| {
        let rust_type = types.get(Slot::Field(member.object, member.at));
        imports.add_type(&rust_type);
        let (given, read) = if member.field.distinct_null {
            let tokens = held(&member.field, &rust_type.tokens, imports);
            (quote!(&#tokens), quote!(borrowed))
        } else {
            given_out(&rust_type.tokens, &member.field.shape)
        };
        let docs = field_docs(&member.field);
        let name = ident(&member.method);
        let field = &member.field.name.ident;
        let field = (*field != member.method).then(|| {
            let field = ident(field);
            quote!(, #field)
        });
        let wire = &member.field.name.wire;
        quote!(#docs #name: #given = #read(#wire #field),)
    });
    let members: Vec<TokenStream> = members.collect();
    (!members.is_empty()).then(|| quote!(shares { #(#members)* }))
}

/// A variant as the macro takes it: one whose method gives out what another variant has as a field
/// says that it is a union.
fn render_held(model: &Model, union: &Union, variant: &Variant) -> TokenStream {
    let name = ident(&variant.ident);
    let is_union = match variant.shape {
        Shape::Named(id) => {
            let held = model.definition(id);
            held.is_some_and(|held| matches!(held.kind, TypeKind::Union(_)))
        }
        _ => false,
    };
    if is_union && !union.shared.is_empty() {
        quote!(#name: union)
    } else {
        quote!(#name)
    }
}

/// The type that a shared member is given out as, and the function of the runtime that reads it in
/// plain JSON.
fn given_out(field: &Type, shape: &Shape) -> (TokenStream, TokenStream) {
    match shape {
        Shape::Text => (quote!(&str), quote!(text)),
        Shape::Json => (quote!(&#field), quote!(json)),
        Shape::JsonObject => (quote!(&#field), quote!(object)),
        shape if is_copied(shape) => (quote!(#field), quote!(copied)),
        Shape::List(_) => {
            let element = inner(field, "Vec");
            (quote!(&[#element]), quote!(borrowed))
        }
        _ => {
            let value = inner(field, "Box");
            (quote!(&#value), quote!(borrowed))
        }
    }
}

/// What is between the angle brackets of this type, or the type if it is another.
fn inner<'t>(of: &'t Type, name: &str) -> &'t Type {
    let Type::Path(path) = of else {
        return of;
    };
    let last = path.path.segments.last();
    let arguments = match last {
        Some(last) if last.ident == name => &last.arguments,
        _ => return of,
    };
    match arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => inner,
            _ => of,
        },
        _ => of,
    }
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
