//! From the model to the files of a crate.
//!
//! In: a [`Model`]. Out: every file of the crate, Rust as syntax trees and the rest as text, none of it formatted or headed yet. It
//! may not look at the document, and it may not touch the disk.

mod alternatives;
mod arms;
mod attempts;
mod authentication;
mod clippy_settings;
mod crate_files;
mod decoding;
mod dispatcher;
mod endpoint;
mod enums;
mod event_names;
mod event_place;
mod events;
mod example;
mod gates;
mod handlers;
mod headers;
mod heap_objects;
mod imports;
mod left_out;
mod manifest;
mod objects;
mod receiver;
mod receiver_builder;
mod recursion_limit;
mod root;
mod runtime;
mod security;
mod sent;
mod signatures;
mod stack;
mod tokens;
mod type_complexity;
mod types;
mod union_members;
mod union_reads;
mod union_tests;
mod unions;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use self::clippy_settings::render_clippy_settings;
use self::gates::gate;
use self::imports::Imports;
use self::stack::Stack;
use self::tokens::{ident, inner_doc};
use self::type_complexity::most_complex;
use self::types::RustTypes;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Layout;
use crate::model::{Model, TypeDefinition, TypeId, TypeKind};

pub use self::runtime::{CrateSource, Runtime};

/// One file of the crate.
#[derive(Clone)]
pub enum RenderedFile {
    /// Rust, to be formatted and headed.
    Rust(Box<syn::File>),
    /// Text that is only headed.
    Text(String),
}

/// Renders every file of the crate, by its path.
///
/// # Errors
///
/// A diagnostic if the types cannot be rendered, or if a template or a module is not what the generator expects.
pub fn render(
    model: &Model,
    runtime: &Runtime,
) -> Result<BTreeMap<String, RenderedFile>, Diagnostic> {
    let layout = Layout::new(&model.types);
    let types = RustTypes::new(model, &layout)?;
    let stack = Stack::new(model, &layout);
    let mut modules: BTreeMap<String, TokenStream> = render_types(model, &types, &stack);
    modules.insert(
        "src/event.rs".to_owned(),
        events::render_events(model, &types, &stack),
    );
    modules.insert(
        "src/dispatcher.rs".to_owned(),
        dispatcher::render_dispatcher(model),
    );
    modules.insert(
        "src/handlers/mod.rs".to_owned(),
        handlers::render_fallback(model),
    );
    modules.insert(
        "src/security.rs".to_owned(),
        security::render_security(model),
    );
    modules.insert(
        "src/receiver.rs".to_owned(),
        receiver::render_receiver(model),
    );
    modules.extend(
        headers::render_headers(model, &types, &stack)
            .map(|tokens| ("src/headers.rs".to_owned(), tokens)),
    );
    let mut first = 0;
    for group in &model.groups {
        modules.insert(
            format!("src/handlers/{}.rs", group.name.ident),
            handlers::render_group(model, group, first, &types),
        );
        first += group.events.len();
    }
    modules.insert(
        "src/lib.rs".to_owned(),
        root::render_lib(model, &stack, runtime),
    );

    let mut files = BTreeMap::new();
    let mut complexity = 0;
    for (path, tokens) in modules {
        let file = syn::parse2(tokens).map_err(|error| {
            Diagnostic::new(
                Code::NotRendered,
                format!("`{path}` is not valid Rust: {error}"),
            )
            .help("this is a fault of the generator: please report it with the document")
        })?;
        complexity = complexity.max(most_complex(&file));
        files.insert(path, RenderedFile::Rust(Box::new(file)));
    }
    let settings = render_clippy_settings(model, complexity);
    files.extend(settings.map(|text| ("clippy.toml".to_owned(), RenderedFile::Text(text))));
    for (path, text) in crate_files::render_texts(model, &types, &stack, runtime)? {
        files.insert(path, RenderedFile::Text(text));
    }
    Ok(files)
}

/// The modules of payload types.
fn render_types(model: &Model, types: &RustTypes, stack: &Stack) -> BTreeMap<String, TokenStream> {
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
                    if stack.spares(id) {
                        heap_objects::render_heap_object(
                            id,
                            definition,
                            object,
                            types,
                            stack,
                            &mut imports,
                        )
                    } else {
                        objects::render_object(id, definition, object, types, &mut imports)
                    }
                }
                TypeKind::Union(union) => {
                    let is_tried = tried.contains(&id);
                    unions::render_union(model, id, union, is_tried, types, stack, &mut imports)
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
    let docs =
        inner_doc("Payload types: one for each object, union and enum that the events reach.");
    files.insert(
        "src/types/mod.rs".to_owned(),
        quote!(#docs #(#gates mod #names;)* #(#gates pub use #names::*;)*),
    );
    files
}
