//! Payload types: structs, unions and open enums.

mod attempts;
mod enums;
mod heap_objects;
mod objects;
mod tuples;
mod union_members;
mod union_reads;
mod union_tests;
mod unions;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Model, TypeDefinition, TypeId, TypeKind};
use crate::render::rust_types::RustTypes;
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, gate, ident, inner_doc};

pub(crate) use enums::render_open_enum;

/// What is said of structs that may get fields.
const GROWING: &str = "\
A later version may add fields to structs and variants to enums. So both are `#[non_exhaustive]`, but
for structs that handlers answer with: code reads fields by name, and patterns end with `..`.

A test makes a payload from JSON, as the sender does, with `serde_json::from_str`; or it starts with
`Default`, which structs without required fields have, and assigns fields.";

/// The modules of payload types.
pub(crate) fn render_types(
    model: &Model,
    types: &RustTypes,
    stack: &Stack,
) -> BTreeMap<String, TokenStream> {
    let mut by_module: IndexMap<&str, Vec<(TypeId, &TypeDefinition)>> = IndexMap::new();
    for (index, definition) in model.types.iter().enumerate() {
        // What no event reaches belongs to no module.
        if !definition.module.is_empty() {
            by_module
                .entry(&definition.module)
                .or_default()
                .push((TypeId(index), definition));
        }
    }
    let tried = attempts::unions_tried(model);
    let made = model.answer_types();
    let mut files = BTreeMap::new();
    let mut names: Vec<_> = by_module.keys().map(|module| ident(module)).collect();
    names.sort();
    let gates: Vec<_> = names
        .iter()
        .map(|name| {
            let mut groups = model.groups.iter();
            gate(groups.find(|group| name == &group.name.ident)?)
        })
        .collect();
    for (module, definitions) in by_module {
        let mut imports = Imports::default();
        let items: Vec<TokenStream> = definitions
            .into_iter()
            .map(|(id, definition)| match &definition.kind {
                TypeKind::Object(object) => {
                    // What a handler makes, it makes with all fields.
                    let grows = !made.contains(&id);
                    if stack.spares(id) {
                        heap_objects::render_heap_object(
                            id,
                            definition,
                            object,
                            grows,
                            types,
                            stack,
                            &mut imports,
                        )
                    } else {
                        objects::render_object(id, definition, object, grows, types, &mut imports)
                    }
                }
                TypeKind::Union(union) => {
                    let is_tried = tried.contains(&id);
                    unions::render_union(model, id, union, is_tried, types, stack, &mut imports)
                }
                TypeKind::Tuple(tuple) => {
                    tuples::render_tuple(id, definition, tuple, types, &mut imports)
                }
                TypeKind::OpenEnum(open_enum) => enums::render_open_enum(
                    &definition.ident,
                    &definition.docs.text,
                    open_enum,
                    &mut imports,
                ),
            })
            .collect();
        imports.add_named(model, Some(module));
        let uses = imports.render();
        let group = model
            .groups
            .iter()
            .find(|group| group.name.ident == module)
            .map(|group| &group.title);
        let docs = inner_doc(&match group {
            Some(group) => {
                format!("Payload types of the group \"{group}\", in the order of the spec.")
            }
            None => "Payload types that several groups share, in the order of the spec.".to_owned(),
        });
        files.insert(
            format!("src/types/{module}.rs"),
            quote!(#docs #uses #(#items)*),
        );
    }
    let docs = inner_doc(&format!(
        "Payload types: one for each object, union and enum that the events reach.\n\n{GROWING}"
    ));
    files.insert(
        "src/types/mod.rs".to_owned(),
        quote!(#docs #(#gates mod #names;)* #(#gates pub use #names::*;)*),
    );
    files
}
