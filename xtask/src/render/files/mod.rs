//! The files around the generated modules: the manifest, the README, the examples and the runtime.
//!
//! In: the model, and `templates/` as it was when the generator was built. Out: text. The versions
//! of dependencies are those that the runtime is tested with.

mod clippy_settings;
mod example;
mod handshakes;
mod manifest;
mod needs;
mod plain_text;
mod recursion_limit;
mod root;
mod runtime;
mod runtime_marks;
mod templates;
mod type_complexity;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use self::example::{example_context, test_context};
use self::handshakes::handshakes_context;
use self::manifest::{asked_features, manifest_context};
use self::needs::Needs;
use self::plain_text::first_paragraph;
use self::recursion_limit::recursion_limit;
use self::runtime::runtime_files;
use self::templates::{fill, text_file};
use crate::diagnostic::{Code, Diagnostic};
use crate::doctests;
use crate::model::{
    AuthenticatorKind, Body, ByEvent, Docs, Event, EventNamePlace, License, Manifest, Model,
};
use crate::output::header::COMMAND;
use crate::render::events::{has_delivered_names, is_by_content_type, payload_text};
use crate::render::rust_types::RustTypes;
use crate::render::stack::Stack;
use crate::render::syntax::features;
use crate::sample::Delivered;

pub(crate) use self::clippy_settings::render_clippy_settings;
pub(crate) use self::root::render_lib;
pub use self::runtime::{CrateSource, Runtime};
pub(crate) use self::type_complexity::most_complex;

const MANIFEST_TEMPLATE: &str = include_str!("../../../../templates/text/Cargo.toml.jinja");
const README_TEMPLATE: &str = include_str!("../../../../templates/text/README.md.jinja");
const RECEIVER_TEMPLATE: &str = include_str!("../../../../templates/text/receiver.rs.jinja");
const INSPECT_TEMPLATE: &str = include_str!("../../../../templates/text/inspect.rs.jinja");
const README_TEST_TEMPLATE: &str = include_str!("../../../../templates/text/readme.rs.jinja");

/// The examples of the README, each by the name that other templates know it by.
const README_EXAMPLES: [(&str, &str); 3] = [
    (
        "handling",
        include_str!("../../../../templates/text/handling.rs.jinja"),
    ),
    (
        "testing",
        include_str!("../../../../templates/text/testing.rs.jinja"),
    ),
    (
        "decoding",
        include_str!("../../../../templates/text/decoding.rs.jinja"),
    ),
];

/// Renders the manifest, the README and the runtime.
///
/// # Errors
///
/// A diagnostic if a template does not render.
pub(crate) fn render_texts(
    model: &Model,
    deliveries: &ByEvent<Vec<Delivered>>,
    types: &RustTypes,
    stack: &Stack,
    runtime: &Runtime,
) -> Result<Vec<(String, String)>, Diagnostic> {
    let needs = Needs::of(model, stack);
    let mut files = match runtime {
        Runtime::Copy => runtime_files(&needs, &model.crate_name),
        Runtime::Crate(_) => Vec::new(),
    };
    let mut context = crate_context(model, types, stack, &needs, runtime)?;
    context["manifest"]["asked_features"] = Value::from(asked_features(&needs, &files));
    let has_example = !context["example"].is_null();
    if has_example {
        context["example"]["test"] = test_context(model, deliveries);
    }
    let mut examples = Vec::new();
    if has_example {
        for (name, template) in README_EXAMPLES {
            if name == "testing" && context["example"]["test"].is_null() {
                continue;
            }
            let example = fill(&format!("{name}.rs"), template, &context)?;
            context[name] = Value::from(example.as_str());
            examples.push(example);
        }
        files.push(text_file(
            "tests/readme.rs",
            README_TEST_TEMPLATE,
            &context,
        )?);
    }
    let readme = fill("README.md", README_TEMPLATE, &context)?;
    check_readme(&readme, &examples)?;
    files.push(("README.md".to_owned(), readme));
    for (path, template) in [
        ("Cargo.toml", MANIFEST_TEMPLATE),
        ("examples/inspect.rs", INSPECT_TEMPLATE),
        ("examples/receiver.rs", RECEIVER_TEMPLATE),
    ] {
        files.push(text_file(path, template, &context)?);
    }
    Ok(files)
}

/// Checks that the README, which is documentation too, has no other code than its examples: what a
/// document says is never compiled.
fn check_readme(readme: &str, examples: &[String]) -> Result<(), Diagnostic> {
    let compiled = doctests::compiled(readme);
    let expected = compiled.len() == examples.len()
        && compiled
            .iter()
            .zip(examples)
            .all(|(found, example)| found.trim_end().ends_with(example.trim_end()));
    if expected {
        return Ok(());
    }
    Err(Diagnostic::new(
        Code::NotRendered,
        "the README would hold code that is text of the document",
    )
    .help("this is a fault of the generator: please report it with the document"))
}

/// The variants of events whose body is a form, bytes or nothing.
fn events_without_json(model: &Model) -> Vec<&str> {
    let events = model.groups.iter().flat_map(|group| &group.events);
    events
        .filter(|event| event.body != Body::Json)
        .map(|event| event.name.ident.as_str())
        .collect()
}

/// The events that share a name with others, each with its HTTP method.
fn by_method(model: &Model) -> Vec<Value> {
    let events = model.events();
    let sharing = events.filter(|event| model.is_shared(&event.name.wire));
    sharing
        .map(|event| json!({ "method_literal": format!("{:?}", event.http_method), "event": event.name.ident }))
        .collect()
}

/// What the templates are filled with.
fn crate_context(
    model: &Model,
    types: &RustTypes,
    stack: &Stack,
    needs: &Needs,
    runtime: &Runtime,
) -> Result<Value, Diagnostic> {
    let crate_ident = model.crate_name.replace('-', "_");
    let mut groups = Vec::new();
    for group in &model.groups {
        let payload = group.payload().and_then(|id| model.definition(id));
        let unhandled = payload.map(|payload| format!("{crate_ident}::types::{}", payload.ident));
        let events = group.events.iter().map(|event| {
            let name = Docs::code(&event.name.wire);
            json!({
                "name": if model.is_shared(&event.name.wire) {
                    format!("{name} by `{}`", event.http_method)
                } else {
                    name
                },
                "summary": event.said.replace("\\|", "|"),
                "method_ident": event.method,
                "payload": payload_text(event, types),
                "delivered": delivered(model, event),
            })
        });
        groups.push(json!({
            "name": group.title,
            "description": group.docs.text,
            "trait_ident": group.handler,
            "builder_ident": group.name.ident,
            "feature": group.feature,
            "unhandled": unhandled.unwrap_or_else(|| "Event".to_owned()),
            "events": events.collect::<Vec<_>>(),
        }));
    }
    let summary = first_paragraph(&model.docs.text);
    Ok(json!({
        "crate_name": model.crate_name,
        "example": example_context(model, types, &crate_ident),
        "crate_ident": crate_ident,
        "title": model.title,
        "summary": if summary.is_empty() { format!("Typed webhook receivers for {}", first_paragraph(&model.title)) } else { summary },
        "description": model.docs.text,
        "package": package(&model.manifest),
        "depends": *runtime != Runtime::Copy,
        "manifest": manifest_context(needs, runtime)?,
        "schemes": schemes(model),
        "handshakes": handshakes_context(model),
        "command": COMMAND,
        "events_without_json": events_without_json(model),
        "groups": groups,
        "group_features": features(model).collect::<Vec<_>>(),
        "place": place(model),
        "by_method": by_method(model),
        "by_content_type": is_by_content_type(model),
        "nesting": nesting(model, stack),
        "recursion_limit": recursion_limit(model),
        "nullables": needs.exported().contains(&"Nullable"),
        "name_place": match &model.event_name {
            EventNamePlace::Body(_) => None,
            EventNamePlace::Header(header) => Some(format!("the header {}", Docs::code(header))),
            EventNamePlace::HeaderAndBody { header, pointer } => {
                let (header, pointer) = (Docs::code(header), Docs::code(&pointer.to_string()));
                Some(format!("the header {header} and {pointer} in the body, joined by a dot"))
            }
            EventNamePlace::Several(_) if model.event_name.is_in_body() => None,
            EventNamePlace::Query(_) | EventNamePlace::Several(_) => {
                Some(model.event_name.in_words(Docs::code))
            }
            EventNamePlace::Path => Some("the path that the sender calls".to_owned()),
        },
        "numbered": numbered(model),
    }))
}

/// Where deliveries are numbered, in words.
fn numbered(model: &Model) -> Option<String> {
    let places = model.delivery_id.iter();
    let places: Vec<String> = places.map(|place| place.in_words(Docs::code)).collect();
    match places.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!(
            "{}, whichever is there first",
            several.join(" or ")
        )),
    }
}

/// What the manifest says of the crate itself.
fn package(manifest: &Manifest) -> Value {
    let (license, license_file) = match &manifest.license {
        License::Expression(expression) => (Some(expression), None),
        License::File(file) => (None, Some(file)),
        License::Other => (None, None),
    };
    json!({
        "version": manifest.version,
        "license": license,
        "license_file": license_file,
        "repository": manifest.repository,
        "keywords": manifest.keywords,
    })
}

/// How deeply bodies may nest, with the events of which that must be checked.
fn nesting(model: &Model, stack: &Stack) -> Vec<Value> {
    let mut bounds: IndexMap<usize, Vec<String>> = IndexMap::new();
    for event in model.events() {
        if let Some(most) = stack.most_nested(event.id) {
            let name = Docs::code(&event.name.wire);
            let names = bounds.entry(most).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let bounds = bounds.into_iter();
    bounds
        .map(|(most, events)| json!({ "most": most, "events": events }))
        .collect()
}

/// How deliveries name an event, where the spec has another name for it.
fn delivered(model: &Model, event: &Event) -> Vec<String> {
    let names = event.delivered_names.iter();
    let shown = names.filter_map(|name| match (&name.header, &name.member) {
        (None, Some(member)) => Some(Docs::code(member)),
        (Some(header), Some(member)) => {
            Some(format!("{}, {}", Docs::code(header), Docs::code(member)))
        }
        _ => None,
    });
    match &model.event_name {
        EventNamePlace::Body(_) | EventNamePlace::Several(_) => shown.collect(),
        _ => shown.take(1).collect(),
    }
}

/// Where a delivery names its event, for the texts that speak of it.
fn place(model: &Model) -> Value {
    let (kind, header, pointer) = match &model.event_name {
        EventNamePlace::Body(pointer) => ("body", None, Some(pointer)),
        EventNamePlace::Header(header) => ("header", Some(header), None),
        EventNamePlace::HeaderAndBody { header, pointer } => {
            ("halves", Some(header), Some(pointer))
        }
        EventNamePlace::Several(_) if model.event_name.is_in_body() => ("body", None, None),
        EventNamePlace::Query(_) | EventNamePlace::Several(_) => ("places", None, None),
        EventNamePlace::Path => ("path", None, None),
    };
    let pointers = model.event_name.pointers().into_iter();
    let pointers = pointers.map(|pointer| Docs::code(&pointer.to_string()));
    let pointers = pointers
        .collect::<Vec<_>>()
        .join(" or, where nothing is there, at ");
    json!({
        "kind": kind,
        "header": header,
        "header_code": header.map(|header| Docs::code(header)),
        "header_literal": header.map(|header| format!("{header:?}")),
        "pointer": pointer.map_or(pointers, |pointer| Docs::code(&pointer.to_string())),
        "sole": model.events_by_one_method() == 1,
        "delivered": has_delivered_names(model),
        "slashes": model.events().any(|event| event.name.wire.contains('/')),
    })
}

/// The security schemes with the environment variables that the example reads their keys from.
///
/// A variable is called as the scheme is, or as its method where that is no name or another's, and
/// what it holds.
fn schemes(model: &Model) -> Vec<Value> {
    // The example reads these for something else.
    let mut taken = BTreeSet::from(
        [
            "HANDSHAKE_TOKEN",
            "LISTEN",
            "PUBLIC_ORIGIN",
            "UNAUTHENTICATED",
        ]
        .map(str::to_owned),
    );
    let schemes = model.authenticators.iter().map(|one| {
        let (kind, endings): (_, &[&str]) = match &one.kind {
            AuthenticatorKind::ApiKey(_) => ("api-key", &[""]),
            AuthenticatorKind::Basic => ("basic", &["_USER", "_PASSWORD"]),
            AuthenticatorKind::Jwt => ("jwt", &["_SECRET"]),
            AuthenticatorKind::Bearer => ("bearer", &["_TOKEN"]),
            AuthenticatorKind::Signature(_) => ("signature", &["_SECRET"]),
            AuthenticatorKind::Custom => ("custom", &[]),
        };
        let needs_origin = match &one.kind {
            AuthenticatorKind::Signature(signature) => signature.scheme.needs_origin(),
            _ => false,
        };
        let constant = one.name.ident.to_uppercase();
        let own = heck::ToShoutySnakeCase::to_shouty_snake_case(one.name.wire.as_str());
        let is_name = own.is_ascii() && own.starts_with(|c: char| c.is_ascii_alphabetic());
        let variables = |variable: &str| -> Vec<String> {
            let named = endings.iter().map(|ending| format!("{variable}{ending}"));
            named.collect()
        };
        let is_taken = |variable: &String| variables(variable).iter().any(|name| taken.contains(name));
        let mut variable = Some(own).filter(|own| is_name && !is_taken(own)).unwrap_or_else(|| constant.clone());
        while is_taken(&variable) {
            variable.push_str("_SCHEME");
        }
        taken.extend(variables(&variable));
        json!({ "name": Docs::code(&one.name.wire), "method": one.name.ident, "kind": kind, "variable": variable, "constant": constant, "needs_origin": needs_origin })
    });
    schemes.collect()
}
