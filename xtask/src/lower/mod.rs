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
mod unions;
mod view;
mod webhooks;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, EventSelector};
use crate::model::{EventNamePlace, Model};
use crate::resolve::Resolver;

/// Lowers a document. `crate_name` overrides the package name that the title gives.
pub fn lower(
    document: &Document,
    resolver: &Resolver<'_>,
    crate_name: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Model {
    let mut schemas = schemas::SchemaLowering::new(resolver, diagnostics);
    let groups = webhooks::lower_webhooks(document, &mut schemas);
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

/// Package names that mean something else to Cargo or to the code of a generated crate.
const TAKEN: [&str; 10] = [
    "alloc",
    "bytes",
    "chrono",
    "core",
    "proc-macro",
    "serde",
    "serde-json",
    "serde-path-to-error",
    "std",
    "test",
];

fn event_name_place(selector: Option<&EventSelector>) -> EventNamePlace {
    match selector {
        Some(EventSelector {
            pointer: Some(pointer),
            header: None,
            ..
        }) => EventNamePlace::Body(pointer.tokens().map(Into::into).collect()),
        Some(EventSelector {
            pointer,
            header: Some(header),
            ..
        }) => EventNamePlace::Outside(match pointer {
            Some(pointer) => {
                format!("the header `{header}` and `{pointer}` in the body, joined by a dot")
            }
            None => format!("the header `{header}`"),
        }),
        _ => EventNamePlace::Outside("the path that the sender calls".to_owned()),
    }
}
