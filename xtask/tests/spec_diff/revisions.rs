//! Documents of Git revisions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use xtask::diff::{DiffOptions, diff};
use xtask::outcome::{CodegenReport, Exit};
use xtask::source::FileRules;

use super::desk::{edited, lines, options};

/// A repository with the parcels in `api/spec/openapi.yaml`, whose sizes are in a file beside it.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write("api/spec/openapi.yaml", &parcels("sizes.yaml"));
        repository.write("api/spec/sizes.yaml", &sizes("number"));
        repository.commit("v1");
        repository.write("api/spec/sizes.yaml", &sizes("integer"));
        repository.commit("v2");
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs Git, by no settings but its own.
    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
            .args(arguments)
            .current_dir(self.0.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self, tag: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", tag]);
        self.git(&["tag", tag]);
    }

    fn diff(&self, old: &str, new: Option<&str>) -> CodegenReport {
        diff(&options(old, new, &self.path("api/spec/openapi.yaml")))
    }
}

/// The parcels, with the schema of sizes in a file of its own.
fn parcels(file: &str) -> String {
    let reference = format!("{{ $ref: '{file}#/Size' }}");
    edited(&[("{ $ref: '#/components/schemas/Size' }", &reference)])
}

fn sizes(height: &str) -> String {
    format!("Size:\n  type: object\n  properties:\n    height: {{ type: {height} }}\n")
}

fn said(report: &CodegenReport) -> Value {
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    serde_json::from_str(&report.stdout).unwrap()
}

const CHANGED: [&str; 2] = [
    "major member changed Size::height: needs-change",
    "  with `height` as a number: accepted -> defects",
];

#[test]
fn two_revisions_are_compared_with_the_files_that_they_refer_to() {
    let repository = Repository::new();
    let outcome = said(&repository.diff("v1", Some("v2")));
    assert_eq!(lines(&outcome), CHANGED);
    let change = &outcome["changes"][0];
    assert_eq!(change["old"]["file"], "v1:api/spec/sizes.yaml");
    assert_eq!(change["new"]["file"], "v2:api/spec/sizes.yaml");
    assert_eq!(change["new"]["pointer"], "/Size/properties/height");
}

#[test]
fn a_revision_is_compared_with_the_work_tree_which_is_left_as_it_is() {
    let repository = Repository::new();
    repository.write("api/spec/sizes.yaml", &sizes("string"));
    repository.write("api/spec/staged.yaml", "a: b\n");
    repository.git(&["add", "api/spec/staged.yaml"]);
    let status = || repository.git(&["status", "--porcelain"]);
    let before = status();
    let outcome = said(&repository.diff("HEAD~1", None));
    assert_eq!(
        lines(&outcome)[0],
        "major member changed Size::height: needs-change"
    );
    let file = outcome["changes"][0]["new"]["file"].as_str().unwrap();
    assert!(
        file.ends_with("api/spec/sizes.yaml") && !file.contains("HEAD"),
        "{file}"
    );
    assert_eq!(status(), before);
}

#[test]
fn a_revision_is_compared_with_a_document() {
    let repository = Repository::new();
    let document = repository.path("api/spec/openapi.yaml");
    let outcome = said(&repository.diff("v1", document.to_str()));
    assert_eq!(lines(&outcome), CHANGED);
}

#[test]
fn files_outside_the_folder_of_the_document_are_read_where_that_is_allowed() {
    let repository = Repository::new();
    repository.write("api/spec/openapi.yaml", &parcels("../shared/sizes.yaml"));
    repository.write("api/shared/sizes.yaml", &sizes("number"));
    repository.commit("v3");
    repository.write("api/shared/sizes.yaml", &sizes("integer"));
    repository.commit("v4");
    let refused = repository.diff("v3", Some("v4"));
    assert_eq!(refused.exit, Exit::Failed);
    assert!(
        refused.diagnostics.contains("outside"),
        "{}",
        refused.diagnostics
    );
    let options = options("v3", Some("v4"), &repository.path("api/spec/openapi.yaml"));
    let files = FileRules {
        allow_outside: vec![repository.path("api/shared")],
        ..FileRules::default()
    };
    let outcome = said(&diff(&DiffOptions { files, ..options }));
    assert_eq!(lines(&outcome), CHANGED);
    assert_eq!(
        outcome["changes"][0]["old"]["file"],
        "v3:api/shared/sizes.yaml"
    );
}

#[test]
fn examples_in_files_that_did_not_change_are_no_change() {
    let repository = Repository::new();
    let example = "small: { value: { type: parcel-sent, parcel: { id: a, carrier: dhl } } }";
    let text = parcels("sizes.yaml").replace(example, "small: { externalValue: small.json }");
    repository.write("api/spec/openapi.yaml", &text);
    repository.write(
        "api/spec/small.json",
        r#"{"type": "parcel-sent", "parcel": {"id": "a"}}"#,
    );
    repository.commit("v3");
    assert_eq!(lines(&said(&repository.diff("v3", None))), [""; 0]);
    repository.write(
        "api/spec/small.json",
        r#"{"type": "parcel-sent", "parcel": {"id": "b"}}"#,
    );
    assert_eq!(
        lines(&said(&repository.diff("v3", None))),
        ["patch example changed parcel-sent: compiles"]
    );
}

#[test]
fn what_is_no_revision_and_what_it_does_not_have_is_told() {
    let repository = Repository::new();
    let fails = |old: &str, spec: &Path, word: &str| {
        let report = diff(&options(old, None, spec));
        assert_eq!(report.exit, Exit::Failed);
        assert!(report.diagnostics.contains(word), "{}", report.diagnostics);
    };
    let spec = repository.path("api/spec/openapi.yaml");
    fails("v9", &spec, "`v9` is neither a document nor a revision");
    fails("--output=x", &spec, "neither a document nor a revision");
    repository.write("api/spec/later.yaml", &parcels("sizes.yaml"));
    fails(
        "v1",
        &repository.path("api/spec/later.yaml"),
        "has no document `api/spec/later.yaml`",
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = elsewhere.path().join("openapi.yaml");
    fails("v1", &outside, "not a git repository");
    fails("gone.yaml", &spec, "cannot read");
}

#[test]
fn faults_of_a_revision_are_told_where_it_has_them() {
    let repository = Repository::new();
    repository.write("api/spec/openapi.yaml", "openapi: 3.1.0\ninfo: [\n");
    repository.commit("v3");
    repository.git(&["checkout", "--quiet", "v1", "--", "api"]);
    let report = repository.diff("v3", None);
    assert_eq!(report.exit, Exit::Failed);
    let place = "v3:api/spec/openapi.yaml:";
    assert!(report.diagnostics.contains(place), "{}", report.diagnostics);
}
