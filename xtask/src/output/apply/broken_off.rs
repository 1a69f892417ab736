//! What is left of a write that was broken off after any of its steps, and what the next one makes
//! of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::journal::Journal;
use super::mark::{ROOT_MODULE, is_mark};
use super::steps::Step;
use super::write::stage;
use super::{Comparison, Mode, OutFolder, leftovers};
use crate::disk::MAX_FILE_SIZE;
use crate::output::{OutputTree, header};

type Files = [(&'static str, &'static str)];

/// A crate that has every kind of file, and one that replaces it.
const BEFORE: &Files = &[
    ("Cargo.toml", "[package]\nname = \"before\"\n"),
    ("README.md", "Before.\n"),
    ("clippy.toml", "a = 1\n"),
    ("src/events.rs", "pub struct Before;\n"),
    (
        "src/lib.rs",
        "pub mod events;\nmod old;\npub mod same;\npub mod types;\n",
    ),
    ("src/old/a.rs", ""),
    ("src/old/deep/mod.rs", "pub mod z;\n"),
    ("src/old/deep/z.rs", ""),
    ("src/old/mod.rs", "mod a;\nmod deep;\nmod z;\n"),
    ("src/old/z.rs", ""),
    ("src/same.rs", "pub struct Same;\n"),
    ("src/types/mod.rs", "mod gone;\nmod kept;\n"),
    ("src/types/gone.rs", ""),
    ("src/types/kept.rs", "pub struct Before;\n"),
];
const AFTER: &Files = &[
    ("Cargo.toml", "[package]\nname = \"after\"\n"),
    ("README.md", "After.\n"),
    ("examples/receiver.rs", "fn main() {}\n"),
    ("src/events.rs", "pub struct After;\n"),
    (
        "src/lib.rs",
        "pub mod events;\nmod new;\npub mod same;\npub mod types;\n",
    ),
    ("src/new/a.rs", ""),
    ("src/new/deep/mod.rs", "pub mod z;\n"),
    ("src/new/deep/z.rs", ""),
    ("src/new/mod.rs", "mod a;\nmod deep;\n"),
    ("src/same.rs", "pub struct Same;\n"),
    ("src/types/mod.rs", "mod come;\nmod kept;\n"),
    ("src/types/come.rs", ""),
    ("src/types/kept.rs", "pub struct After;\n"),
];
/// A third one, which has no use for what the others have alone.
const OTHER: &Files = &[
    ("Cargo.toml", "[package]\nname = \"other\"\n"),
    ("src/lib.rs", "pub mod types;\n"),
    ("src/types/mod.rs", ""),
];

/// A folder for one test, in memory where there is such a thing: everything is brought to the disk
/// here, over and over.
fn home() -> TempDir {
    let made = tempfile::tempdir_in("/dev/shm").or_else(|_| TempDir::new());
    made.unwrap()
}

fn tree(files: &Files) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files {
        tree.insert(*path, *text).unwrap();
    }
    tree
}

/// The files of a folder, hidden ones left out, without their headers.
fn content(out: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![out.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(out).unwrap().to_str().unwrap();
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(name.replace('\\', "/"), text);
            }
        }
    }
    found
}

fn expected(tree: &OutputTree) -> BTreeMap<String, String> {
    let files = tree.iter();
    files
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

fn compared(tree: &OutputTree, out: &Path) -> Comparison {
    let folder = OutFolder::hold(out, Mode::Check, || {}).unwrap();
    folder.compare(tree, MAX_FILE_SIZE).unwrap()
}

/// A whole write, and what it found.
fn written(tree: &OutputTree, out: &Path) -> Comparison {
    let folder = OutFolder::hold(out, Mode::Write, || {}).unwrap();
    let comparison = folder.compare(tree, MAX_FILE_SIZE).unwrap();
    folder.write(tree, &comparison, header::COMMAND).unwrap();
    comparison
}

/// The steps of a write, staged as the write does it, and left there.
fn staged(tree: &OutputTree, out: &Path) -> Vec<Step> {
    let comparison = compared(tree, out);
    fs::create_dir_all(out).unwrap();
    let staging = tempfile::Builder::new()
        .prefix(leftovers::PREFIX)
        .tempdir_in(out)
        .unwrap();
    let steps = stage(tree, &comparison, out, staging.path(), header::COMMAND).unwrap();
    let _kept = staging.keep();
    steps
}

/// Breaks the write of `after` over `before` off after each number of steps; `look` is shown each
/// folder that is left, and what it holds there: the old crate, the marked one or the new one.
fn broken_off(before: Option<&Files>, after: &Files, mut look: impl FnMut(&Path, Left)) -> usize {
    let after = tree(after);
    let (mut taken, mut marked) = (0, 0);
    loop {
        let home = home();
        let out = home.path().join("out");
        if let Some(before) = before {
            written(&tree(before), &out);
        } else {
            fs::create_dir(&out).unwrap();
        }
        let old = content(&out);
        let steps = staged(&after, &out);
        let mut journal = Journal::default();
        for step in steps.iter().take(taken) {
            journal.take(step).unwrap();
        }
        let found = content(&out);
        let left = if found == old {
            Left::Old
        } else if found == expected(&after) {
            Left::New
        } else {
            assert!(is_mark(&found[ROOT_MODULE]), "step {taken}: {found:?}");
            marked += 1;
            Left::Marked
        };
        assert_eq!(left == Left::New, taken == steps.len(), "step {taken}");
        look(&out, left);
        if taken == steps.len() {
            return marked;
        }
        taken += 1;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Old,
    Marked,
    New,
}

#[test]
fn the_crate_is_the_old_one_or_the_new_one_or_marked() {
    let unchanged_root: Vec<_> = BEFORE
        .iter()
        .map(|(path, text)| {
            let text = if *path == ROOT_MODULE { text } else { &"\n" };
            (*path, *text)
        })
        .collect();
    let without_root: Vec<_> = BEFORE
        .iter()
        .copied()
        // A module that no other declares may be anybody's file.
        .filter(|(path, _)| *path != ROOT_MODULE && !path.starts_with("src/old"))
        .collect();
    for (before, after) in [
        (Some(BEFORE), AFTER),
        (Some(AFTER), BEFORE),
        (None, AFTER),
        (Some(BEFORE), &unchanged_root),
        (Some(&without_root), AFTER),
    ] {
        let marked = broken_off(before, after, |out, left| {
            let found = compared(&tree(after), out);
            assert_eq!(found.agrees(), left == Left::New);
            assert_eq!(found.leftovers.len(), 1);
        });
        assert!(marked > 10, "{marked}");
    }
}

#[test]
fn the_next_write_mends_it_whatever_it_writes() {
    for next in [AFTER, BEFORE, OTHER] {
        let next = tree(next);
        broken_off(Some(BEFORE), AFTER, |out, _| {
            let comparison = written(&next, out);
            assert_eq!(comparison.strangers, [""; 0]);
            assert_eq!(content(out), expected(&next));
            let names = fs::read_dir(out).unwrap();
            let hidden = names.filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with('.')
            });
            assert_eq!(hidden.count(), 0);
            assert!(compared(&next, out).agrees());
        });
    }
}

#[test]
fn a_write_over_a_marked_crate_may_be_broken_off_as_well() {
    let next = tree(OTHER);
    broken_off(Some(BEFORE), AFTER, |out, left| {
        if left != Left::Marked {
            return;
        }
        let steps = staged(&next, out);
        let mut journal = Journal::default();
        for step in steps.iter().take(steps.len() - 1) {
            journal.take(step).unwrap();
            assert!(is_mark(&content(out)[ROOT_MODULE]));
        }
        assert_eq!(written(&next, out).strangers, [""; 0]);
        assert_eq!(content(out), expected(&next));
    });
}

#[test]
fn a_write_that_is_undone_leaves_no_mark() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let mut taken = 0;
    loop {
        let home = home();
        written(&tree(BEFORE), home.path());
        let root = home.path().join(ROOT_MODULE);
        let file = fs::File::options().append(true).open(&root).unwrap();
        file.set_modified(time).unwrap();
        let before = content(home.path());
        let steps = staged(&tree(AFTER), home.path());
        if taken == steps.len() {
            return;
        }
        let mut journal = Journal::default();
        for step in steps.iter().take(taken) {
            journal.take(step).unwrap();
        }
        journal.undo().unwrap();
        assert_eq!(content(home.path()), before, "step {taken}");
        assert_eq!(fs::metadata(&root).unwrap().modified().unwrap(), time);
        taken += 1;
    }
}

#[test]
fn the_mark_stays_if_not_all_can_be_undone() {
    let home = home();
    written(&tree(BEFORE), home.path());
    let steps = staged(&tree(AFTER), home.path());
    let mut journal = Journal::default();
    for step in steps.iter().take(steps.len() - 1) {
        journal.take(step).unwrap();
    }
    let lost = steps.iter().find_map(|step| match step {
        Step::TakeAway { aside, .. } => Some(aside),
        _ => None,
    });
    fs::remove_file(lost.unwrap()).unwrap();
    journal.undo().unwrap_err();
    let found = content(home.path());
    assert!(is_mark(&found[ROOT_MODULE]));
    assert_eq!(
        found["src/types/kept.rs"],
        content_of(BEFORE, "src/types/kept.rs")
    );
}

fn content_of(files: &Files, path: &str) -> String {
    tree(files).get(path).unwrap().to_owned()
}

#[test]
fn a_root_module_that_does_not_change_keeps_its_time() {
    let home = home();
    written(&tree(BEFORE), home.path());
    let root = home.path().join(ROOT_MODULE);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = fs::File::options().append(true).open(&root).unwrap();
    file.set_modified(time).unwrap();
    let after: Vec<_> = BEFORE
        .iter()
        .map(|(path, text)| match *path {
            "README.md" | "src/same.rs" => (*path, "// Other.\n"),
            _ => (*path, *text),
        })
        .collect();
    assert_eq!(written(&tree(&after), home.path()).changes.len(), 2);
    assert_eq!(content(home.path()), expected(&tree(&after)));
    assert_eq!(fs::metadata(&root).unwrap().modified().unwrap(), time);
}

/// A single file is replaced in one rename, so the root module needs no mark.
#[test]
fn a_single_file_is_written_without_a_mark() {
    let home = home();
    written(&tree(BEFORE), home.path());
    let after: Vec<_> = BEFORE
        .iter()
        .copied()
        .filter(|(path, _)| *path != "README.md")
        .collect();
    let steps = staged(&tree(&after), home.path());
    let is_of_a_mark = |step: &&Step| matches!(step, Step::Mark { .. } | Step::Unmark { .. });
    assert_eq!(steps.iter().find(is_of_a_mark), None);
}

#[test]
fn a_marked_crate_does_not_compile_and_says_why() {
    let mut told = BTreeSet::new();
    let mut compiled = false;
    broken_off(Some(BEFORE), AFTER, |out, left| {
        if left != Left::Marked || std::mem::replace(&mut compiled, true) {
            return;
        }
        let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(compiler)
            .args(["--edition=2024", "--crate-type=lib", "--emit=metadata"])
            .arg("--out-dir")
            .arg(out)
            .arg(out.join(ROOT_MODULE))
            .output()
            .unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        let errors = said.lines().filter(|line| line.starts_with("error"));
        told.extend(errors.map(str::to_owned));
    });
    let expected = [
        "error: aborting due to 1 previous error",
        "error: codegen was interrupted while it wrote this crate. To repair it, run: cargo xtask codegen",
    ];
    assert_eq!(
        told.iter().map(String::as_str).collect::<Vec<_>>(),
        expected
    );
}
