//! What the manifest says of dependencies and features.
//!
//! In: the manifest of the `templates` crate, which the runtime is tested with, and what the model needs of it. Out: the values that
//! the manifest's template is filled with.

use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table};

use super::crate_files::template_fault;
use super::runtime::Needs;
use crate::diagnostic::Diagnostic;
use crate::model::{AuthenticatorKind, Model};

const MANIFEST: &str = include_str!("../../../templates/Cargo.toml");

/// The Rust version that a crate needs. Features that ask for more say so.
const RUST: &str = "1.85";

/// The dependencies, features and Rust version of a crate.
///
/// # Errors
///
/// A diagnostic if the manifest of `templates` is not what is expected.
pub(super) fn manifest_context(model: &Model, needs: &Needs) -> Result<Value, Diagnostic> {
    let fault = |why: &str| template_fault("Cargo.toml", why);
    let manifest: DocumentMut = MANIFEST
        .parse()
        .map_err(|error: toml_edit::TomlError| fault(error.message()))?;
    let table = |name: &str| {
        manifest
            .get(name)
            .and_then(Item::as_table)
            .ok_or_else(|| fault(&format!("`templates/Cargo.toml` has no `{name}`")))
    };
    let mut dependencies = Vec::new();
    for (name, item) in table("dependencies")? {
        let needed = match name {
            "chrono" => needs.times(),
            "form_urlencoded" => needs.forms(),
            _ => true,
        };
        if needed {
            dependencies
                .push(dependency(name, item).ok_or_else(|| fault("a dependency has no version"))?);
        }
    }
    let mut samples = Vec::new();
    let tests = table("dev-dependencies")?;
    for (name, features) in [
        ("hyper", &["http1", "server"][..]),
        (
            "hyper-util",
            &["http1", "server-graceful", "service", "tokio"][..],
        ),
        (
            "tokio",
            &["macros", "net", "rt-multi-thread", "signal", "sync", "time"][..],
        ),
    ] {
        let item = tests
            .get(name)
            .ok_or_else(|| fault("the example's server is no dependency of the tests"))?;
        let requirement = requirement(item).ok_or_else(|| fault("a dependency has no version"))?;
        samples.push(json!({ "name": name, "requirement": requirement, "features": features, "default_features": false }));
    }
    let kinds = || model.authenticators.iter().map(|one| &one.kind);
    let jwt = kinds().any(|kind| *kind == AuthenticatorKind::Jwt);
    let hmac = kinds().any(|kind| matches!(kind, AuthenticatorKind::Signature(_)));
    // A receiver checks every scheme of the spec, so it needs what they need.
    let needed: Vec<&str> = [("jwt", jwt), ("hmac", hmac)]
        .iter()
        .filter(|(_, used)| *used)
        .map(|(name, _)| *name)
        .collect();
    Ok(json!({
        "dependencies": dependencies,
        "example_dependencies": samples,
        "features": features(table("features")?, &needed),
        "rust_version": RUST,
    }))
}

fn dependency(name: &str, item: &Item) -> Option<Value> {
    Some(json!({
        "name": name,
        "requirement": requirement(item)?,
        "features": strings(item.get("features")),
        "default_features": item.get("default-features").and_then(Item::as_bool).unwrap_or(true),
        "optional": item.get("optional").and_then(Item::as_bool).unwrap_or(false),
    }))
}

fn requirement(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| item.get("version")?.as_str())
}

/// The features with what each turns on, and what the comment above it says.
fn features(table: &Table, needed: &[&str]) -> Vec<Value> {
    let features = table
        .iter()
        .filter(|(name, _)| *name != "default")
        .map(|(name, item)| {
            let comment = table
                .key(name)
                .and_then(|key| key.leaf_decor().prefix()?.as_str())
                .unwrap_or_default();
            let mut enables = if name == "receiver" {
                needed.to_vec()
            } else {
                Vec::new()
            };
            enables.extend(strings(Some(item)));
            json!({ "name": name, "comment": comment.trim(), "enables": enables })
        });
    features.collect()
}

fn strings(item: Option<&Item>) -> Vec<&str> {
    let array = item.and_then(Item::as_array);
    array
        .map(|all| all.iter().filter_map(toml_edit::Value::as_str).collect())
        .unwrap_or_default()
}
