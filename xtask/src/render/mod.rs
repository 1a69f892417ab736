//! From the model to the files of a crate.
//!
//! In: a [`Model`]. Out: every file of the crate, Rust as syntax trees and the rest as text, none
//! of it formatted or headed yet. It may not look at the document, and it may not touch the disk.

mod events;
mod files;
mod receiver;
mod rust_types;
mod security;
mod stack;
mod syntax;
mod testing;
mod types;

use proc_macro2::TokenStream;

use self::files::{most_complex, render_clippy_settings};
use self::rust_types::RustTypes;
use self::stack::Stack;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Layout;
use crate::model::{ByEvent, Model};
use crate::sample::Delivered;

pub use self::files::{CrateSource, Runtime};

/// One file of the crate.
#[derive(Clone)]
pub enum RenderedFile {
    /// Rust, to be formatted and headed.
    Rust(Box<syn::File>),
    /// Text that is only headed.
    Text(String),
}

/// Renders every file of the crate. Each is handed over with its path as soon as it is done, so that a large crate is never in
/// memory as a whole.
///
/// # Errors
///
/// A diagnostic if the types cannot be rendered, or if a template or a module is not what the
/// generator expects.
pub fn render(
    model: &Model,
    deliveries: &ByEvent<Vec<Delivered>>,
    runtime: &Runtime,
    hand_over: &mut dyn FnMut(String, RenderedFile),
) -> Result<(), Diagnostic> {
    let layout = Layout::new(&model.types);
    let rust_types = RustTypes::new(model, &layout)?;
    let stack = Stack::new(model, &layout);
    let mut complexity = 0;
    let mut module = |path: String, tokens: TokenStream| {
        let file = syn::parse2(tokens).map_err(|error| {
            Diagnostic::new(
                Code::NotRendered,
                format!("`{path}` is not valid Rust: {error}"),
            )
            .help("this is a fault of the generator: please report it with the document")
        })?;
        complexity = complexity.max(most_complex(&file));
        hand_over(path, RenderedFile::Rust(Box::new(file)));
        Ok(())
    };
    for (path, tokens) in types::render_types(model, &rust_types, &stack) {
        module(path, tokens)?;
    }
    let fixed = [
        (
            "src/event.rs",
            events::render_events(model, &rust_types, &stack),
        ),
        ("src/dispatcher.rs", events::render_dispatcher(model)),
        ("src/handlers/mod.rs", events::render_handlers(model)),
        ("src/delivery.rs", events::render_delivery()),
        ("src/scheme.rs", security::render_scheme(model)),
        ("src/security.rs", security::render_security(model)),
        ("src/receiver.rs", receiver::render_receiver(model)),
        (
            "src/testing.rs",
            testing::render_testing(model, deliveries, &rust_types),
        ),
        ("src/lib.rs", files::render_lib(model, &stack, runtime)),
    ];
    let parameters = events::render_parameters(model, &rust_types, &stack);
    let answers = events::render_answers(model, &rust_types);
    let answers = answers.map(|tokens| ("src/answers.rs", tokens));
    for (path, tokens) in fixed.into_iter().chain(parameters).chain(answers) {
        module(path.to_owned(), tokens)?;
    }
    for group in &model.groups {
        let path = format!("src/handlers/{}.rs", group.name.ident);
        module(path, events::render_group(model, group, &rust_types))?;
    }
    let settings = render_clippy_settings(model, complexity);
    let settings = settings.map(|text| ("clippy.toml".to_owned(), text));
    let texts = files::render_texts(model, deliveries, &rust_types, &stack, runtime)?;
    for (path, text) in texts.into_iter().chain(settings) {
        hand_over(path, RenderedFile::Text(text));
    }
    Ok(())
}
