//! Trying the variants of a union, as code.
//!
//! In: the attempts, and the types that the variants hold. Out: the expression that finds the variant which fits best, and the unions
//! that are asked whether they know a value.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Attempt, AttemptConstant, Model, Shape, TypeDefinition, TypeId, TypeKind, Union,
};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, ident};

/// `closest(json, [..])`
pub(crate) fn render_attempts(
    model: &Model,
    union: &Union,
    attempts: &[Attempt],
    stack: &Stack,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("crate::runtime::generated::union_attempts::closest");
    let attempts = attempts.iter().filter_map(|attempt| {
        let variant = union.variants.get(attempt.variant)?;
        let mut known = Vec::new();
        collect_members(model, &variant.shape, &mut BTreeSet::new(), &mut known);
        let constants = attempt.constants.iter().map(|constant| {
            let AttemptConstant { path, values } = constant;
            quote!((&[#(#path),*], &[#(#values),*]),)
        });
        let name = ident(&variant.ident);
        let read = match union_of(model, &variant.shape) {
            Some((id, inner)) => {
                imports.add("crate::runtime::generated::union_attempts::known");
                imports.add_definition(id);
                let inner = ident(&inner.ident);
                quote!(known(json, #inner::is_known))
            }
            None if variant.shape.is_of_integers() => {
                imports.add("crate::runtime::generated::union::integers");
                quote!(integers(json))
            }
            None if stack.nests_structs(&variant.shape, model) => {
                imports.add("crate::runtime::generated::heap_variant::nested");
                quote!(nested(json))
            }
            None => {
                imports.add("crate::runtime::generated::union::variant");
                quote!(variant(json))
            }
        };
        Some(quote!((&[#(#known),*], &[#(#constants)*], |json| #read.map(Self::#name)),))
    });
    let attempts: Vec<TokenStream> = attempts.collect();
    quote!(closest(json, [#(#attempts)*]))
}

/// The unions that another one tries, and those in them.
pub(crate) fn unions_tried(model: &Model) -> BTreeSet<TypeId> {
    let mut tried = BTreeSet::new();
    let mut waiting: Vec<TypeId> = Vec::new();
    for definition in &model.types {
        if let TypeKind::Union(union) = &definition.kind {
            let variants = union.test.tried();
            let variants = variants
                .iter()
                .filter_map(|index| union.variants.get(*index));
            let unions = variants.filter_map(|variant| union_of(model, &variant.shape));
            waiting.extend(unions.map(|(id, _)| id));
        }
    }
    while let Some(id) = waiting.pop() {
        if !tried.insert(id) {
            continue;
        }
        if let Some(TypeKind::Union(union)) =
            model.definition(id).map(|definition| &definition.kind)
        {
            let unions = union
                .variants
                .iter()
                .filter_map(|variant| union_of(model, &variant.shape));
            waiting.extend(unions.map(|(id, _)| id));
        }
    }
    tried
}

/// `is_known`, for a union that another one tries.
pub(crate) fn render_is_known(model: &Model, union: &Union) -> TokenStream {
    let further = union.variants.iter().filter_map(|variant| {
        union_of(model, &variant.shape)?;
        let variant = ident(&variant.ident);
        Some(quote!(Self::#variant(value) => value.is_known(),))
    });
    let further: Vec<TokenStream> = further.collect();
    let body = if further.is_empty() {
        quote!(!matches!(self, Self::Unknown(_)))
    } else {
        let rest = (further.len() < union.variants.len()).then(|| quote!(_ => true,));
        quote!(match self {
            #(#further)*
            Self::Unknown(_) => false,
            #rest
        })
    };
    quote!(
        /// Whether the value fits one of the variants, and of the unions in them.
        #[must_use]
        pub fn is_known(&self) -> bool {
            #body
        }
    )
}

/// The union that a shape is.
fn union_of<'m>(model: &'m Model, shape: &Shape) -> Option<(TypeId, &'m TypeDefinition)> {
    let Shape::Named(id) = shape else {
        return None;
    };
    let definition = model.definition(*id)?;
    matches!(definition.kind, TypeKind::Union(_)).then_some((*id, definition))
}

/// The names of members that a shape knows, those of all variants where it is a union.
fn collect_members<'m>(
    model: &'m Model,
    shape: &Shape,
    passed: &mut BTreeSet<TypeId>,
    known: &mut Vec<&'m str>,
) {
    let Shape::Named(id) = shape else {
        return;
    };
    if !passed.insert(*id) {
        return;
    }
    match model.definition(*id).map(|definition| &definition.kind) {
        Some(TypeKind::Object(object)) => {
            for field in &object.fields {
                if !known.contains(&field.name.wire.as_str()) {
                    known.push(&field.name.wire);
                }
            }
        }
        Some(TypeKind::Union(union)) => {
            for variant in &union.variants {
                collect_members(model, &variant.shape, passed, known);
            }
        }
        _ => {}
    }
}
