//! From the document to the model.
//!
//! In: a [`Document`] and the resolver of its references. Out: a [`Model`], with every name settled and every reference followed, or
//! diagnostics. The only layer that knows OpenAPI's words and the receiver's. It may not know Rust syntax beyond identifiers.

mod docs;
mod enums;
mod html;
mod keywords;
mod modules;
mod naming;
mod objects;
mod pending;
mod references;
mod schemas;
mod security;
mod signature;
mod unions;
mod view;
mod webhooks;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, EventSelector};
use crate::model::{EventNamePlace, Model};
use crate::resolve::Resolver;
use crate::source::Pointer;

/// Lowers a document. `crate_name` overrides the package name that the title gives.
pub fn lower(
    document: &Document,
    resolver: &Resolver<'_>,
    crate_name: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Model {
    let security = security::lower_security(document, diagnostics);
    let mut schemas = schemas::SchemaLowering::new(resolver, diagnostics);
    let groups = webhooks::lower_webhooks(document, &security, &mut schemas);
    let mut types = schemas.finish();
    modules::assign_modules(&groups, &mut types);
    Model {
        crate_name: crate_name.map_or_else(|| package_name(document), str::to_owned),
        title: docs::line(&document.info.title),
        docs: docs::docs([document
            .info
            .description
            .as_deref()
            .or(document.info.summary.as_deref())
            .unwrap_or_default()]),
        event_name: event_name_place(document.event_selector.as_ref()),
        security: security.root_alternatives(),
        methods: http_methods(document),
        authenticators: security.into_authenticators(),
        groups,
        types,
    }
}

/// The title as a package name: `Rebilly KYC webhooks` becomes `rebilly-kyc-webhooks`. A name that a package cannot have gets a word more.
fn package_name(document: &Document) -> String {
    let ascii: String = document
        .info
        .title
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let mut words: Vec<&str> = ascii.split_whitespace().collect();
    if words
        .first()
        .is_none_or(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        words.insert(0, "webhooks");
    }
    let name = words.join("-");
    if TAKEN.contains(&name.as_str()) || naming::is_keyword(&name) {
        format!("{name}-webhooks")
    } else {
        name
    }
}

/// The methods of all operations, in spec order.
fn http_methods(document: &Document) -> Vec<String> {
    let operations = document
        .webhooks
        .iter()
        .flat_map(|webhook| &webhook.path_item.operations);
    let mut methods: Vec<String> = Vec::new();
    for method in operations.map(|operation| operation.method.as_str().to_ascii_uppercase()) {
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}
/// Package names that mean something else to Cargo or to the code of a generated crate.
const TAKEN: [&str; 26] = [
    "alloc",
    "axum",
    "base16ct",
    "base64",
    "bytes",
    "chrono",
    "core",
    "hmac",
    "http",
    "http-body",
    "http-body-util",
    "jsonwebtoken",
    "percent-encoding",
    "proc-macro",
    "serde",
    "serde-json",
    "serde-path-to-error",
    "sha1",
    "sha2",
    "std",
    "subtle",
    "test",
    "tokio",
    "tower-service",
    "tracing",
    "zeroize",
];

fn event_name_place(selector: Option<&EventSelector>) -> EventNamePlace {
    let tokens = |pointer: &Pointer| pointer.tokens().map(Into::into).collect();
    match selector.map(|selector| (&selector.pointer, &selector.header)) {
        Some((Some(pointer), None)) => EventNamePlace::Body(tokens(pointer)),
        Some((None, Some(header))) => EventNamePlace::Header(header.clone()),
        Some((Some(pointer), Some(header))) => EventNamePlace::HeaderAndBody {
            header: header.clone(),
            tokens: tokens(pointer),
        },
        Some((None, None)) | None => EventNamePlace::Path,
    }
}
