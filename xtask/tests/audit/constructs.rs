//! One page for each construct of the form, beside a spec that says the same in its own way.
//!
//! The coverage table shows how the page was understood: it is held against `expected.md` beside
//! the page.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::audit::Form;
use xtask::codegen::Exit;

use super::desk::{Desk, PAGE, SPEC, assert_round_trip, audit_of, home};

/// The folders of all constructs.
pub fn constructs() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(home().join("constructs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

fn audited(folder: &Path, form: Form) -> (Exit, String) {
    let report = audit_of(
        &[folder.join("page.txt")],
        &folder.join("openapi.yaml"),
        form,
    );
    assert_eq!(report.diagnostics, "", "{}", folder.display());
    (report.exit, report.stdout)
}

#[test]
fn a_spec_that_says_the_same_agrees() {
    for folder in constructs() {
        let (exit, text) = audited(&folder, Form::Text);
        assert_eq!(exit, Exit::Agreed, "{text}");
        assert!(text.contains(" 0 different, 0 missing, "), "{text}");
    }
}

#[test]
fn every_page_is_understood_as_blessed() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for folder in constructs() {
        let path = folder.join("expected.md");
        let (_, table) = audited(&folder, Form::Coverage);
        if bless {
            fs::write(&path, &table).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != table {
            let diff = diffy::create_patch(&expected, &table);
            wrong.push(format!("{}:\n{}", path.display(), diff));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf these are as they should be, run:\n    BLESS=1 cargo test -p xtask --test phases audit",
        wrong.join("\n")
    );
}

#[test]
fn a_folder_holds_nothing_else() {
    for folder in constructs() {
        let names: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        for name in ["page.txt", "openapi.yaml", "expected.md"] {
            assert!(names.contains(name), "{}: {name}", folder.display());
        }
        let others = names.iter().filter(|name| !name.ends_with(".yaml"));
        assert_eq!(others.count(), 2, "{}", folder.display());
    }
}

#[test]
fn a_draft_of_each_page_agrees_with_it_and_makes_a_crate() {
    for folder in constructs() {
        assert_round_trip(&[folder.join("page.txt")]);
    }
    let desk = Desk::new(PAGE, SPEC);
    assert_round_trip(&[desk.path("page.txt")]);
}

#[test]
fn a_draft_of_several_pages_agrees_with_all_and_makes_a_crate() {
    let desk = Desk::new(PAGE, SPEC);
    desk.put(
        "other.txt",
        &PAGE
            .replace("parcel-sent\nVersion", "parcel-lost\nVersion")
            .replace("# Parcel sent", "# Parcel lost")
            .replace("Security: SecretKey, JWT\n", "Security: Basic\n")
            .replace("`parcel.weight` (integer,null)", "`parcel.weight` (number)"),
    );
    let mut pages = vec![desk.path("page.txt"), desk.path("other.txt")];
    pages.push(home().join("constructs/event-name/page.txt"));
    assert_round_trip(&pages);
}
