//! From the model to the files of a crate.
//!
//! In: a [`Model`]. Out: every file of the crate, Rust as syntax trees and the rest as text, none of it formatted or headed yet. It
//! may not look at the document, and it may not touch the disk.

mod events;
mod files;
mod receiver;
mod rust_types;
mod security;
mod stack;
mod syntax;
mod types;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

use self::files::{most_complex, render_clippy_settings};
use self::rust_types::RustTypes;
use self::stack::Stack;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Layout;
use crate::model::Model;

pub use self::files::{CrateSource, Runtime};

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
    let rust_types = RustTypes::new(model, &layout)?;
    let stack = Stack::new(model, &layout);
    let mut modules: BTreeMap<String, TokenStream> =
        types::render_types(model, &rust_types, &stack);
    modules.insert(
        "src/event.rs".to_owned(),
        events::render_events(model, &rust_types, &stack),
    );
    modules.insert(
        "src/dispatcher.rs".to_owned(),
        events::render_dispatcher(model),
    );
    modules.insert(
        "src/handlers/mod.rs".to_owned(),
        events::render_handlers(model),
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
        events::render_headers(model, &rust_types, &stack)
            .map(|tokens| ("src/headers.rs".to_owned(), tokens)),
    );
    for group in &model.groups {
        modules.insert(
            format!("src/handlers/{}.rs", group.name.ident),
            events::render_group(model, group, &rust_types),
        );
    }
    modules.insert(
        "src/lib.rs".to_owned(),
        files::render_lib(model, &stack, runtime),
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
    for (path, text) in files::render_texts(model, &rust_types, &stack, runtime)? {
        files.insert(path, RenderedFile::Text(text));
    }
    Ok(files)
}
