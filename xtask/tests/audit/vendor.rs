//! The vendor's own pages, which are not part of the repository.

use std::fs;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};

use xtask::audit::Form;
use xtask::codegen::Exit;

use super::desk::{assert_round_trip, audit_of};

/// The pages in the folder that `WEBHOOK_PAGES` names; `None` if it names none, which is said
/// aloud.
fn pages() -> Option<Vec<PathBuf>> {
    let Some(folder) = std::env::var_os("WEBHOOK_PAGES").filter(|folder| !folder.is_empty()) else {
        // Written past the test harness, which keeps what a passing test prints to itself.
        let told = b"SKIPPED: WEBHOOK_PAGES names no folder with reference pages\n";
        stderr().lock().write_all(told).unwrap();
        return None;
    };
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("WEBHOOK_PAGES: {}: {error}", Path::new(&folder).display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    pages.sort();
    assert!(
        !pages.is_empty(),
        "no *.txt in {}",
        Path::new(&folder).display()
    );
    Some(pages)
}

#[test]
fn the_spec_says_what_the_vendor_says() {
    let Some(pages) = pages() else {
        return;
    };
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml");
    let report = audit_of(&pages, &spec, Form::Text);
    assert_eq!(
        report.exit,
        Exit::Agreed,
        "{}{}",
        report.stdout,
        report.diagnostics
    );
    assert_eq!(
        report.stdout.lines().count(),
        pages.len(),
        "{}",
        report.stdout
    );
    for line in report.stdout.lines() {
        assert!(
            line.contains(" 0 different, 0 missing, ") && !line.contains("unmarked"),
            "{line}"
        );
    }
}

#[test]
fn a_draft_of_the_vendors_pages_agrees_with_them_and_makes_a_crate() {
    if let Some(pages) = pages() {
        assert_round_trip(&pages);
    }
}
