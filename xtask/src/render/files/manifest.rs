//! What the manifest says of dependencies and features.
//!
//! In: the manifest of the crate `webhook-runtime`, and what the model needs of it. Out: the values
//! that the manifest's template is filled with.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table};

use super::needs::{Needs, Standing};
use super::runtime::{CrateSource, Runtime};
use super::templates::template_fault;
use crate::diagnostic::Diagnostic;

const MANIFEST: &str = include_str!("../../../../templates/runtime/Cargo.toml");

/// All crates that a build of the runtime takes with each of its features. A test holds it against
/// `cargo tree`, and writes it.
const TREES: &str = include_str!("../../../../templates/text/trees.txt");

/// The Rust version that a crate needs. Features that ask for more say so.
const RUST: &str = "1.85";

/// The name of the runtime as a dependency.
const RUNTIME: &str = "webhook-runtime";

/// What generated code names itself. Everything else is the runtime's concern.
const NAMED: [&str; 4] = ["bytes", "http", "serde", "serde_json"];

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
pub(crate) fn manifest_context(needs: &Needs, runtime: &Runtime) -> Result<Value, Diagnostic> {
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
    let features = Features {
        table: table("features")?,
        needs,
    };
    let is_optional = |item: &Item| item.get("optional").and_then(Item::as_bool) == Some(true);
    // What is in every build: what the runtime always needs, and what the types do.
    let of_types = features.crates_of(Standing::Always);
    let is_always = |name: &str, item: &Item| {
        !is_optional(item) || of_types.contains(name) || (name == "chrono" && needs.dates())
    };
    let offered = features.crates();
    let depends = matches!(runtime, Runtime::Crate(_));
    let is_needed = |name: &str, item: &Item| {
        if depends {
            NAMED.contains(&name) || (name == "chrono" && needs.dates())
        } else {
            is_always(name, item) || offered.contains(name)
        }
    };
    let mut dependencies = Vec::new();
    let mut optional = BTreeSet::new();
    for (name, item) in all.iter().filter(|(name, item)| is_needed(name, item)) {
        let requirement = requirement(item).ok_or_else(|| fault("a dependency has no version"))?;
        let is_optional = !is_always(name, item);
        if is_optional {
            optional.insert(name);
        }
        dependencies.push(json!({
            "name": name,
            "requirement": requirement,
            "features": strings(item.get("features")),
            "default_features": item.get("default-features").and_then(Item::as_bool).unwrap_or(true),
            "optional": is_optional,
        }));
    }
    let mut samples = Vec::new();
    let tests = table("dev-dependencies")?;
    // Where the crate itself does without axum, its example asks for it.
    let axum = [("axum", &[][..])];
    let axum = axum.iter().filter(|_| depends);
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
        let always = features.names(|one| one == Standing::Always).collect();
        dependencies.push(runtime_dependency(source, version, always));
    }
    let always = all.iter().filter(|(name, item)| is_always(name, item));
    let always: Vec<String> = always.map(|(name, _)| format!("`{name}`")).collect();
    Ok(json!({
        "always": always.join(", "),
        "always_total": features.total("", depends),
        "dependencies": dependencies,
        "example_dependencies": samples,
        "features": features.described(&optional, depends),
        "rust_version": RUST,
    }))
}

/// The features of the runtime that text of it still asks for though they are none of the crate's.
pub(crate) fn asked_features(needs: &Needs, files: &[(String, String)]) -> Vec<String> {
    let Ok(manifest) = MANIFEST.parse::<DocumentMut>() else {
        return Vec::new();
    };
    let features = manifest.get("features").and_then(Item::as_table);
    let names = features
        .into_iter()
        .flat_map(Table::iter)
        .map(|(name, _)| name);
    let asked = names.filter(|name| {
        let word = format!("feature = {name:?}");
        let is_own = matches!(needs.standing(name), Standing::Needed | Standing::Offered);
        !is_own && files.iter().any(|(_, text)| text.contains(&word))
    });
    asked.map(str::to_owned).collect()
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

fn requirement(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| item.get("version")?.as_str())
}

/// The features of the runtime, and what a crate needs of them.
struct Features<'a> {
    table: &'a Table,
    needs: &'a Needs,
}

impl<'a> Features<'a> {
    /// The features, in the manifest's order, that are such to the crate.
    fn names(&self, is_such: impl Fn(Standing) -> bool) -> impl Iterator<Item = &'a str> {
        let names = self.table.iter().map(|(name, _)| name);
        names.filter(move |name| *name != "default" && is_such(self.needs.standing(name)))
    }

    /// The features that the crate has as its own.
    fn own(&self) -> impl Iterator<Item = &'a str> {
        self.names(|one| matches!(one, Standing::Needed | Standing::Offered))
    }

    /// The crates that a feature adds, and the features that it turns on.
    fn adds(&self, name: &str) -> (Vec<&'a str>, Vec<&'a str>) {
        let (crates, others): (Vec<&str>, Vec<&str>) = strings(self.table.get(name))
            .into_iter()
            .partition(|word| word.starts_with("dep:"));
        let crates = crates.iter().map(|word| word.trim_start_matches("dep:"));
        (crates.collect(), others)
    }

    /// The crates that the features add which are this to the crate.
    fn crates_of(&self, standing: Standing) -> BTreeSet<&'a str> {
        let names = self.names(|one| one == standing);
        names.flat_map(|name| self.adds(name).0).collect()
    }

    /// The crates that the crate's own features add, with what is within them.
    fn crates(&self) -> BTreeSet<&'a str> {
        let own = self.names(|one| !matches!(one, Standing::Always | Standing::Never));
        own.flat_map(|name| self.adds(name).0).collect()
    }

    /// The features that a feature of the crate turns on.
    fn turned_on(&self, name: &str) -> Vec<&'a str> {
        let needed = self.names(|one| name == "receiver" && one == Standing::Needed);
        needed.chain(self.adds(name).1).collect()
    }

    /// What a feature of the crate brings that is none of its own features.
    fn within(&self, name: &str) -> Vec<&'a str> {
        self.names(|one| matches!(one, Standing::Within(other) if other == name))
            .collect()
    }

    /// The features with what each turns on, what the comment above it says, and which crates it
    /// adds to a build, `optional` being those that the crate depends on itself.
    ///
    /// A feature of the runtime is turned on with the crate's own of that name, where the crate
    /// depends on the runtime.
    fn described(&self, optional: &BTreeSet<&str>, depends: bool) -> Vec<Value> {
        let features = self.own().map(|name| {
            let comment = self
                .table
                .key(name)
                .and_then(|key| key.leaf_decor().prefix()?.as_str())
                .unwrap_or_default();
            let turned_on = self.turned_on(name);
            let within = self.within(name);
            let mut added = self.adds(name).0;
            added.extend(within.iter().flat_map(|name| self.adds(name).0));
            let mut enables: Vec<String> = turned_on.iter().map(|&name| name.to_owned()).collect();
            let own = added.iter().filter(|name| optional.contains(**name));
            enables.extend(own.map(|name| format!("dep:{name}")));
            if depends {
                let passed_on = [name].into_iter().chain(within);
                enables.extend(passed_on.map(|name| format!("{RUNTIME}/{name}")));
            }
            let with: Vec<String> = turned_on.iter().map(|name| format!("`{name}`")).collect();
            let always = self.crates_of(Standing::Always);
            let added = added.iter().filter(|name| !always.contains(*name));
            let added: Vec<String> = added.map(|name| format!("`{name}`")).collect();
            json!({
                "name": name,
                "comment": comment.trim(),
                "enables": enables,
                "with": with.join(", "),
                "adds": added.join(", "),
                "total": self.total(name, depends),
            })
        });
        features.collect()
    }

    /// How many crates a build takes with a feature of the crate, besides the crate itself.
    fn total(&self, name: &str, depends: bool) -> usize {
        let mut on: BTreeSet<&str> = self.names(|one| one == Standing::Always).collect();
        let mut pending = vec![name];
        while let Some(name) = pending.pop() {
            if on.insert(name) {
                pending.extend(self.turned_on(name));
                pending.extend(self.within(name));
            }
        }
        if self.needs.dates() {
            on.insert("timestamps");
        }
        let trees = TREES.lines().filter_map(|line| line.split_once(':'));
        let crates = trees.filter(|(name, _)| *name == "none" || on.contains(name));
        let crates: BTreeSet<&str> = crates
            .flat_map(|(_, tree)| tree.split_whitespace())
            .collect();
        crates.len() + usize::from(depends)
    }
}

fn strings(item: Option<&Item>) -> Vec<&str> {
    let array = item.and_then(Item::as_array);
    array
        .map(|all| all.iter().filter_map(toml_edit::Value::as_str).collect())
        .unwrap_or_default()
}
