//! What the manifest says of dependencies and features.
//!
//! In: the manifest of the crate `webhook-runtime`, and what the model needs of it. Out: the values
//! that the manifest's template is filled with.

use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table};
use webhook_runtime::security::SignatureAlgorithm;

use super::needs::Needs;
use super::runtime::{CrateSource, Runtime};
use super::templates::template_fault;
use crate::diagnostic::Diagnostic;
use crate::model::{AuthenticatorKind, Model};

const MANIFEST: &str = include_str!("../../../../templates/runtime/Cargo.toml");

/// The Rust version that a crate needs. Features that ask for more say so.
const RUST: &str = "1.85";

/// The name of the runtime as a dependency.
const RUNTIME: &str = "webhook-runtime";

/// Features of the runtime that follow from the spec, each with the crate that it adds, if it adds
/// one.
const OF_SPEC: [(&str, &str); 3] = [
    ("timestamps", "chrono"),
    ("forms", "form_urlencoded"),
    ("handshakes", ""),
];

/// What generated code names itself. Everything else is the runtime's concern.
const NAMED: [&str; 5] = ["bytes", "chrono", "http", "serde", "serde_json"];

/// The parts of hyper and Tokio that the example is a server of.
const SERVER: [(&str, &[&str]); 3] = [
    ("hyper", &["http1", "server"]),
    (
        "hyper-util",
        &["http1", "server-graceful", "service", "tokio"],
    ),
    (
        "tokio",
        &["macros", "net", "rt-multi-thread", "signal", "sync", "time"],
    ),
];

/// The dependencies, features and Rust version of a crate.
///
/// # Errors
///
/// A diagnostic if that manifest is not what is expected.
pub(crate) fn manifest_context(
    model: &Model,
    needs: &Needs,
    runtime: &Runtime,
) -> Result<Value, Diagnostic> {
    let fault = |why: &str| template_fault("Cargo.toml", why);
    let manifest: DocumentMut = MANIFEST
        .parse()
        .map_err(|error: toml_edit::TomlError| fault(error.message()))?;
    let table = |name: &str| {
        manifest
            .get(name)
            .and_then(Item::as_table)
            .ok_or_else(|| fault(&format!("`templates/runtime/Cargo.toml` has no `{name}`")))
    };
    let all = table("dependencies")?;
    let kinds = || model.authenticators.iter().map(|one| &one.kind);
    let jwt = kinds().any(|kind| *kind == AuthenticatorKind::Jwt);
    let signs = |is_wanted: fn(SignatureAlgorithm) -> bool| {
        kinds().any(|kind| match kind {
            AuthenticatorKind::Signature(signature) => is_wanted(signature.scheme.algorithm),
            _ => false,
        })
    };
    // A receiver checks every scheme of the spec, so it needs what they need.
    let needed: Vec<&str> = [
        ("jwt", jwt),
        ("hmac", signs(|_| true)),
        (
            "signature-ecdsa",
            signs(|one| one == SignatureAlgorithm::EcdsaP256),
        ),
        (
            "signature-ed25519",
            signs(|one| one == SignatureAlgorithm::Ed25519),
        ),
        (
            "signature-rsa",
            signs(|one| matches!(one, SignatureAlgorithm::Rsa(_))),
        ),
    ]
    .iter()
    .filter(|(_, used)| *used)
    .map(|(name, _)| *name)
    .collect();
    // Those that no scheme of the spec asks for would turn on what nothing uses.
    let all_features = table("features")?;
    let is_unused = |name: &str| {
        let is_of_signatures = name == "hmac" || name.starts_with("signature-");
        is_of_signatures && !needed.contains(&name)
    };
    let adds = |name: &str| {
        let kept = all_features
            .iter()
            .filter(|(feature, _)| !is_unused(feature));
        let word = format!("dep:{name}");
        kept.flat_map(|(_, item)| strings(Some(item)))
            .any(|one| one == word)
    };
    let is_needed = |name: &str| match (runtime, name) {
        (Runtime::Copy, "chrono") => needs.times(),
        (Runtime::Copy, "form_urlencoded") => needs.forms(),
        (Runtime::Copy, name) => {
            all.get(name).is_some_and(|item| !is_optional(name, item)) || adds(name)
        }
        (Runtime::Crate(_), "chrono") => needs.dates(),
        (Runtime::Crate(_), name) => NAMED.contains(&name),
    };
    let mut dependencies = Vec::new();
    for (name, item) in all.iter().filter(|(name, _)| is_needed(name)) {
        dependencies
            .push(dependency(name, item).ok_or_else(|| fault("a dependency has no version"))?);
    }
    let mut samples = Vec::new();
    let tests = table("dev-dependencies")?;
    // Where the crate itself does without axum, its example asks for it.
    let axum = [("axum", &[][..])];
    let axum = axum.iter().filter(|_| *runtime != Runtime::Copy);
    for (name, features) in axum.chain(&SERVER) {
        let item = tests
            .get(name)
            .ok_or_else(|| fault("the example's server is no dependency of the tests"))?;
        let requirement = requirement(item).ok_or_else(|| fault("a dependency has no version"))?;
        samples.push(json!({ "name": name, "requirement": requirement, "features": features, "default_features": false }));
    }
    if let Runtime::Crate(source) = runtime {
        let version = table("package")?.get("version").and_then(Item::as_str);
        let version = version.ok_or_else(|| fault("the runtime has no version"))?;
        let of_spec = [needs.timestamps(), needs.forms(), needs.handshakes()];
        let of_spec = OF_SPEC.iter().zip(of_spec).filter(|(_, needed)| *needed);
        let of_spec = of_spec.map(|((feature, _), _)| *feature).collect();
        dependencies.push(runtime_dependency(source, version, of_spec));
    }
    let named: Vec<&str> = dependencies
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    let unused: Vec<&str> = all_features
        .iter()
        .map(|(name, _)| name)
        .filter(|name| is_unused(name))
        .collect();
    let mut features = features(all_features, &needed, &named);
    features.retain(|one| !one["name"].as_str().is_some_and(is_unused));
    // The copy of the runtime asks whether they are on.
    let asked: &[&str] = if *runtime == Runtime::Copy {
        &unused
    } else {
        &[]
    };
    let always = all.iter().filter(|(name, item)| {
        let is_carried = match *name {
            "chrono" => needs.times(),
            "form_urlencoded" => needs.forms(),
            name => matches!(runtime, Runtime::Crate(_)) || named.contains(&name),
        };
        is_carried && !is_optional(name, item)
    });
    let always: Vec<String> = always.map(|(name, _)| format!("`{name}`")).collect();
    Ok(json!({
        "always": always.join(", "),
        "dependencies": dependencies,
        "example_dependencies": samples,
        "asked_features": asked,
        "features": features,
        "rust_version": RUST,
    }))
}

/// The runtime as a dependency. A path counts on this machine alone, so the version stands beside
/// it, which a published crate asks for.
fn runtime_dependency(source: &CrateSource, version: &str, features: Vec<&str>) -> Value {
    let (path, git, rev, version) = match source {
        CrateSource::Path(path) => (Some(path), None, None, version),
        CrateSource::Git { url, rev } => (None, Some(url), rev.as_ref(), version),
        CrateSource::Version(version) => (None, None, None, version.as_str()),
    };
    json!({
        "name": RUNTIME,
        "requirement": version,
        "path": path,
        "git": git,
        "rev": rev,
        "features": features,
        "default_features": false,
        "optional": false,
    })
}

fn dependency(name: &str, item: &Item) -> Option<Value> {
    Some(json!({
        "name": name,
        "requirement": requirement(item)?,
        "features": strings(item.get("features")),
        "default_features": item.get("default-features").and_then(Item::as_bool).unwrap_or(true),
        "optional": is_optional(name, item),
    }))
}

fn is_optional(name: &str, item: &Item) -> bool {
    let is_of_spec = OF_SPEC.iter().any(|(_, adds)| *adds == name);
    let optional = item.get("optional").filter(|_| !is_of_spec);
    optional.and_then(Item::as_bool).unwrap_or(false)
}

fn requirement(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| item.get("version")?.as_str())
}

/// The features with what each turns on, what the comment above it says, and which crates it adds
/// to a build.
///
/// `needed` is what a receiver turns on besides, and `named` what the crate depends on itself. A
/// feature of the runtime is turned on with the crate's own of that name, where the crate depends
/// on the runtime.
fn features(table: &Table, needed: &[&str], named: &[&str]) -> Vec<Value> {
    let is_own = |name: &str| name != "default" && OF_SPEC.iter().all(|(own, _)| *own != name);
    let features = table.iter().filter(|(name, _)| is_own(name));
    let features = features.map(|(name, item)| {
        let comment = table
            .key(name)
            .and_then(|key| key.leaf_decor().prefix()?.as_str())
            .unwrap_or_default();
        let needed = if name == "receiver" { needed } else { &[] };
        // What types ask for is on anyway where a spec has such types, or else comes by the runtime.
        let (of_spec, turned_on): (Vec<&str>, Vec<&str>) = strings(Some(item))
            .into_iter()
            .partition(|word| !is_own(word));
        let is_named = |word: &&str| {
            word.strip_prefix("dep:")
                .is_none_or(|one| named.contains(&one))
        };
        let enables = needed.iter().chain(&turned_on).copied().filter(is_named);
        let mut enables: Vec<String> = enables.map(str::to_owned).collect();
        if named.contains(&RUNTIME) {
            enables.push(format!("{RUNTIME}/{name}"));
        }
        let others = needed
            .iter()
            .chain(&turned_on)
            .filter(|word| !word.starts_with("dep:"));
        let others: Vec<String> = others.map(|name| format!("`{name}`")).collect();
        let added = turned_on
            .iter()
            .filter_map(|word| word.strip_prefix("dep:"));
        let of_spec = OF_SPEC.iter().filter(|(name, _)| of_spec.contains(name));
        let added = added.chain(of_spec.map(|(_, adds)| *adds));
        let added: Vec<String> = added.map(|name| format!("`{name}`")).collect();
        json!({
            "name": name,
            "comment": comment.trim(),
            "enables": enables,
            "with": others.join(", "),
            "adds": added.join(", "),
        })
    });
    features.collect()
}

fn strings(item: Option<&Item>) -> Vec<&str> {
    let array = item.and_then(Item::as_array);
    array
        .map(|all| all.iter().filter_map(toml_edit::Value::as_str).collect())
        .unwrap_or_default()
}
