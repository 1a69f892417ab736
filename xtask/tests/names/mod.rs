//! Names are part of the API of a crate: what does not name anything changes none of them.
//!
//! Each document of the fixtures, the shipped spec and, where `WEBHOOK_CORPUS` names a folder, each
//! document in its `specs/` is edited in ways that leave all names as they are.

mod edits;
mod public;
mod rules;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::edits::{add_webhooks, hush, reword, turn_round};
use self::public::public_names;

/// A document: its root and the files beside it, by their paths.
struct Document {
    name: String,
    root: PathBuf,
    files: Vec<(PathBuf, Value)>,
}

impl Document {
    /// The document whose root is at a path, with all that is beside it; `None` if a file is none
    /// that can be written as JSON.
    fn read(root: &Path) -> Option<Self> {
        let folder = root.parent()?;
        let is_alone = folder.ends_with("specs");
        let mut files = Vec::new();
        let mut waiting = vec![if is_alone { root } else { folder }.to_owned()];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let inside = fs::read_dir(&path).ok()?;
                waiting.extend(
                    inside
                        .filter_map(|one| Some(one.ok()?.path()))
                        .filter(|one| !one.ends_with("expected") && !one.ends_with("run")),
                );
            } else if path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "json")
            {
                let text = fs::read_to_string(&path).ok()?;
                let value = serde_yaml::from_str(&text).ok()?;
                files.push((path.strip_prefix(folder).ok()?.to_owned(), value));
            }
        }
        Some(Self {
            name: root.display().to_string(),
            root: root.strip_prefix(folder).ok()?.to_owned(),
            files,
        })
    }

    /// The public names of its crate, after an edit of each file and of the root.
    fn names(
        &self,
        mut every: impl FnMut(&mut Value),
        root: impl FnOnce(&mut Value),
    ) -> Option<BTreeSet<String>> {
        let home = tempfile::tempdir().unwrap();
        let mut root = Some(root);
        for (path, value) in &self.files {
            let mut value = value.clone();
            every(&mut value);
            if *path == self.root
                && let Some(edit) = root.take()
            {
                edit(&mut value);
            }
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, value.to_string()).unwrap();
        }
        public_names(&home.path().join(&self.root))
    }
}

/// The documents that are tried.
fn documents() -> Vec<Document> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut roots = vec![workspace.join("spec/openapi.yaml")];
    let fixtures = fs::read_dir(workspace.join("tests/fixtures")).unwrap();
    for folder in fixtures.filter_map(|folder| Some(folder.ok()?.path())) {
        roots.extend(["openapi.yaml", "openapi.json"].map(|name| folder.join(name)));
    }
    let corpus = std::env::var_os("WEBHOOK_CORPUS").filter(|path| !path.is_empty());
    if let Some(corpus) = corpus {
        let specs = fs::read_dir(workspace.join(corpus).join("specs")).unwrap();
        roots.extend(specs.filter_map(|spec| Some(spec.ok()?.path())));
    }
    roots.sort();
    let roots = roots.into_iter().filter(|root| root.is_file());
    roots.filter_map(|root| Document::read(&root)).collect()
}

/// Holds the names of each document after an edit against those before it.
fn assert_kept(edit: impl Fn(&Document) -> Option<BTreeSet<String>>, may_be_more: bool) {
    let mut faults = String::new();
    let mut tried = 0;
    for document in documents() {
        let Some(before) = document.names(|_| (), |_| ()) else {
            continue;
        };
        let Some(after) = edit(&document) else {
            faults += &format!("{}: nothing is made of it\n", document.name);
            continue;
        };
        tried += 1;
        let lost: Vec<&String> = before.difference(&after).collect();
        let new: Vec<&String> = after.difference(&before).filter(|_| !may_be_more).collect();
        if !lost.is_empty() || !new.is_empty() {
            faults += &format!("{}: lost {lost:#?}, new {new:#?}\n", document.name);
        }
    }
    assert!(tried > 50, "{tried}");
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_name_follows_from_prose() {
    assert_kept(
        |document| {
            let mut count = 0;
            let mut words = || {
                count += 1;
                format!("In other words {count}.")
            };
            document.names(|file| reword(file, &mut words), |_| ())
        },
        false,
    );
}

#[test]
fn no_name_follows_from_prose_that_is_the_same_everywhere() {
    let same = || "A thing of some kind.".to_owned();
    assert_kept(
        |document| document.names(|file| reword(file, same), |_| ()),
        false,
    );
}

#[test]
fn no_name_follows_from_prose_that_is_not_there() {
    assert_kept(|document| document.names(hush, |_| ()), false);
}

#[test]
fn no_name_follows_from_the_order_of_what_has_none() {
    assert_kept(|document| document.names(turn_round, |_| ()), false);
}

#[test]
fn no_name_follows_from_what_else_is_sent() {
    assert_kept(|document| document.names(|_| (), add_webhooks), true);
}
