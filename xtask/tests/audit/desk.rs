//! Where pages and specs are written for a test, and what audit and distill make of them.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xtask::audit::{AuditOptions, Form, audit};
use xtask::codegen::{CodegenOptions, CodegenReport, Exit, codegen};
use xtask::distill::{DistillOptions, distill};
use xtask::document::ReadOptions;
use xtask::source::FileRules;

/// The page that most tests change.
pub const PAGE: &str = include_str!("parcel.txt");

/// The spec that says what [`PAGE`] says.
pub const SPEC: &str = include_str!("parcel.yaml");

/// The folder of these tests.
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit")
}

/// A text in which another stands exactly once, with that replaced.
pub fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?}");
    text.replace(from, to)
}

/// A folder with a page and a spec.
pub struct Desk(TempDir);

impl Desk {
    pub fn new(page: &str, spec: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("page.txt", page);
        desk.put("spec.yaml", spec);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// An audit of the page, without the desk's place in what it prints.
    pub fn audit(&self, spec: &str, form: Form) -> CodegenReport {
        let mut report = audit_of(&[self.path("page.txt")], &self.path(spec), form);
        let folder = format!("{}/", self.0.path().display());
        report.stdout = report.stdout.replace(&folder, "");
        report.diagnostics = report.diagnostics.replace(&folder, "");
        report
    }
}

/// An audit of pages.
pub fn audit_of(pages: &[PathBuf], spec: &Path, form: Form) -> CodegenReport {
    audit(&AuditOptions {
        reading: ReadOptions::default(),
        pages: pages.to_vec(),
        spec: spec.to_path_buf(),
        form,
        files: FileRules::default(),
        color: false,
    })
}

/// A draft from pages agrees with them to the last fact, and a crate can be made from it.
pub fn assert_round_trip(pages: &[PathBuf]) {
    let folder = tempfile::tempdir().unwrap();
    let draft = folder.path().join("draft.yaml");
    draft_agrees(pages, &draft);
    let made = codegen(&CodegenOptions::new(&draft, folder.path().join("out")));
    assert_eq!(
        made.exit,
        Exit::Agreed,
        "{pages:?}\n{}\n{}",
        made.diagnostics,
        fs::read_to_string(&draft).unwrap()
    );
    assert!(folder.path().join("out/src/lib.rs").exists());
}

/// Drafts a spec from pages and holds it against them.
pub fn draft_agrees(pages: &[PathBuf], draft: &Path) {
    let drafted = distill(&DistillOptions {
        pages: pages.to_vec(),
        out: Some(draft.to_path_buf()),
        files: FileRules::default(),
        color: false,
    });
    assert_eq!(
        (drafted.exit, drafted.diagnostics.as_str()),
        (Exit::Agreed, "")
    );
    let report = audit_of(pages, draft, Form::Text);
    let shown = || fs::read_to_string(draft).unwrap();
    assert_eq!(
        report.exit,
        Exit::Agreed,
        "{}{}{}",
        report.stdout,
        report.diagnostics,
        shown()
    );
    for line in report.stdout.lines() {
        assert!(
            line.ends_with(" 0 different, 0 missing, 0 beyond the page"),
            "{line}\n{}",
            shown()
        );
    }
}
