//! The files around the generated modules: `lib.rs`, the manifest, the README and the runtime.
//!
//! In: the model, and the `templates` crate as it was when the generator was built. Out: text. The versions of dependencies are
//! those that the runtime is tested with.

use minijinja::Environment;
use minijinja::value::Serde;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item};

use super::RustTypes;
use super::clippy_settings::render_clippy_settings;
use super::example::example_context;
use super::imports::Imports;
use super::tokens::{ident, source};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Docs, EventNamePlace, Model, OpenEnumKind, Shape, TypeKind, Union};
use crate::output::header::COMMAND;

const MANIFEST: &str = include_str!("../../../templates/Cargo.toml");
const MANIFEST_TEMPLATE: &str = include_str!("../../../templates/text/Cargo.toml.jinja");
const README_TEMPLATE: &str = include_str!("../../../templates/text/README.md.jinja");

/// The runtime's modules, and for each whether a crate needs it.
macro_rules! runtime {
    ($($name:literal: $needed:expr),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../templates/src/runtime/", $name, ".rs")), $needed)),+]
    };
}

/// What a model asks of the runtime.
struct Needs {
    texts: bool,
    integers: bool,
    objects: bool,
    unions: bool,
    timestamps: bool,
    dates: bool,
    names_in_body: bool,
}

impl Needs {
    fn of(model: &Model) -> Self {
        let mut needs = Self {
            texts: true,
            integers: false,
            objects: false,
            unions: false,
            timestamps: false,
            dates: false,
            names_in_body: matches!(model.event_name, EventNamePlace::Body(_)),
        };
        for event in model.events() {
            needs.shape(&event.payload);
        }
        for definition in model
            .types
            .iter()
            .filter(|definition| !definition.module.is_empty())
        {
            match &definition.kind {
                TypeKind::Object(object) => {
                    needs.objects = true;
                    object
                        .fields
                        .iter()
                        .for_each(|field| needs.shape(&field.shape));
                    if let Some((_, shape)) = &object.additional {
                        needs.shape(shape);
                        needs.unions |= shape.named().is_some();
                    }
                }
                TypeKind::Union(Union { variants, .. }) => {
                    needs.unions = true;
                    variants
                        .iter()
                        .for_each(|variant| needs.shape(&variant.shape));
                }
                TypeKind::OpenEnum(open_enum) => {
                    needs.integers |= open_enum.kind == OpenEnumKind::Integer
                }
            }
        }
        needs
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::DateTime => self.timestamps = true,
            Shape::Date => self.dates = true,
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => self.shape(inner),
            _ => {}
        }
    }
}

/// Renders `lib.rs`.
pub(super) fn render_lib(model: &Model) -> TokenStream {
    let mut handlers = vec!["FallbackHandler"];
    handlers.extend(model.groups.iter().map(|group| group.handler.as_str()));
    handlers.sort_unstable();
    let handlers = handlers.into_iter().map(ident);
    let mut imports = Imports::default();
    for name in ["Event", "EventName", "decode_as"] {
        imports.add(&format!("event::{name}"));
    }
    if matches!(model.event_name, EventNamePlace::Body(_)) {
        imports.add("event::decode");
        imports.add("event::event_name");
    }
    let events = imports.exported();
    quote!(
        #![doc = include_str!("../README.md")]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]

        #[rustfmt::skip]
        mod dispatcher;
        #[rustfmt::skip]
        mod event;
        #[rustfmt::skip]
        mod handlers;
        pub mod runtime;
        #[rustfmt::skip]
        pub mod types;

        pub use dispatcher::Dispatcher;
        #events
        #(pub use handlers::#handlers;)*
        pub use runtime::decode_error::DecodeError;
        pub use runtime::delivery::{Delivery, RawDelivery, Undecodable};
        pub use runtime::handler::{DispatchError, HandlerError};
    )
}

/// Renders the manifest, the README and the runtime.
///
/// # Errors
///
/// A diagnostic if a template does not render.
pub(super) fn render_texts(
    model: &Model,
    types: &RustTypes,
) -> Result<Vec<(String, String)>, Diagnostic> {
    let needs = Needs::of(model);
    let mut files = runtime_files(&needs);
    files.extend(render_clippy_settings(model).map(|text| ("clippy.toml".to_owned(), text)));
    let context = crate_context(model, types, &needs)?;
    for (path, template) in [
        ("Cargo.toml", MANIFEST_TEMPLATE),
        ("README.md", README_TEMPLATE),
    ] {
        let text = Environment::new().render_str(template, Serde(&context));
        files.push((
            path.to_owned(),
            text.map_err(|error| template_fault(path, &format!("{error:#}")))?,
        ));
    }
    Ok(files)
}

fn template_fault(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotRendered,
        format!("the template of `{path}` does not render: {why}"),
    )
    .help("mend the file of that name in `templates/text/`")
}

/// The runtime's files without the modules that nothing in this crate uses.
fn runtime_files(needs: &Needs) -> Vec<(String, String)> {
    let modules = runtime! {
        "decode": true,
        "decode_error": true,
        "delivery": true,
        "handler": true,
        "integer_enum": needs.integers,
        "json_kind": true,
        "member": needs.names_in_body,
        "mismatch": true,
        "object": needs.objects,
        "open_enum": true,
        "pointer": true,
        "reason": true,
        "string_enum": needs.texts,
        "timestamp": needs.timestamps,
        "union": needs.unions,
    };
    let left_out: Vec<&str> = modules
        .iter()
        .filter(|(_, _, needed)| !needed)
        .map(|(name, _, _)| *name)
        .collect();
    let speaks_of = |line: &str, name: &str| {
        line.strip_prefix("pub mod ")
            .is_some_and(|rest| rest == format!("{name};"))
            || line
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ")
                .starts_with(&format!("use {name}::"))
    };
    let index = include_str!("../../../templates/src/runtime/mod.rs");
    let kept: Vec<&str> = index
        .lines()
        .filter(|line| !left_out.iter().any(|name| speaks_of(line, name)))
        .collect();
    let mut files = vec![(
        "src/runtime/mod.rs".to_owned(),
        format!("{}\n", kept.join("\n")),
    )];
    for (name, text, needed) in modules {
        if needed {
            files.push((format!("src/runtime/{name}.rs"), text.to_owned()));
        }
    }
    files
}

/// What the templates are filled with.
fn crate_context(model: &Model, types: &RustTypes, needs: &Needs) -> Result<Value, Diagnostic> {
    let mut events = Vec::new();
    let mut first = 0;
    for group in &model.groups {
        for (index, event) in group.events.iter().enumerate() {
            let payload = types.get(super::types::Slot::Payload(first + index)).tokens;
            events.push(json!({
                "name": Docs::code(&event.name.wire),
                "summary": event.summary.replace("\\|", "|"),
                "method_ident": event.method,
                "handler_trait": group.handler,
                "payload": source(&quote!(#payload)),
            }));
        }
        first += group.events.len();
    }
    let groups: Vec<Value> = model
        .groups
        .iter()
        .map(|group| json!({ "name": group.title, "description": group.docs.text, "trait_ident": group.handler }))
        .collect();
    let summary = model
        .docs
        .text
        .split("\n\n")
        .find(|paragraph| !paragraph.starts_with('#'))
        .unwrap_or_default()
        .replace('\n', " ");
    let crate_ident = model.crate_name.replace('-', "_");
    Ok(json!({
        "crate_name": model.crate_name,
        "example": example_context(model, types, &crate_ident),
        "crate_ident": crate_ident,
        "title": model.title,
        "summary": if summary.is_empty() { format!("Typed webhook receivers for {}", model.title) } else { summary },
        "description": model.docs.text,
        "version": "0.1.0",
        "license": "MIT OR Apache-2.0",
        "rust_version": "1.85",
        "dependencies": dependencies(needs)?,
        "command": COMMAND,
        "events": events,
        "groups": groups,
        "name_place": match &model.event_name {
            EventNamePlace::Body(_) => None,
            EventNamePlace::Outside(place) => Some(place),
        },
    }))
}

/// The dependencies of the runtime, with the versions that it is tested with.
fn dependencies(needs: &Needs) -> Result<Vec<Value>, Diagnostic> {
    let fault = |why: &str| template_fault("Cargo.toml", why);
    let manifest: DocumentMut = MANIFEST
        .parse()
        .map_err(|error: toml_edit::TomlError| fault(error.message()))?;
    let table = manifest
        .get("dependencies")
        .and_then(Item::as_table)
        .ok_or_else(|| fault("`templates/Cargo.toml` has no dependencies"))?;
    let mut dependencies = Vec::new();
    for (name, item) in table {
        if name == "chrono" && !needs.timestamps && !needs.dates {
            continue;
        }
        let requirement = item
            .as_str()
            .or_else(|| item.get("version")?.as_str())
            .ok_or_else(|| fault("a dependency has no version"))?;
        let features: Vec<&str> = item
            .get("features")
            .and_then(Item::as_array)
            .map(|all| all.iter().filter_map(toml_edit::Value::as_str).collect())
            .unwrap_or_default();
        let default_features = item
            .get("default-features")
            .and_then(Item::as_bool)
            .unwrap_or(true);
        dependencies.push(json!({ "name": name, "requirement": requirement, "features": features, "default_features": default_features }));
    }
    Ok(dependencies)
}
