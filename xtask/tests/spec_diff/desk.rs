//! Two documents that differ in one thing, and what is said of it.

use std::fs;
use std::path::Path;

use serde_json::Value;
use xtask::diff::{DiffFormat, DiffOptions, diff};
use xtask::document::ReadOptions;
use xtask::lower::EventPlaceOption;
use xtask::model::Required;
use xtask::outcome::{CodegenReport, Exit};
use xtask::source::FileRules;

use super::api;

/// The document that the pairs of documents are made of.
pub const PARCELS: &str = include_str!("parcels.yaml");

/// Compares two arguments by the defaults of the command line.
pub fn options(old: &str, new: Option<&str>, spec: &Path) -> DiffOptions {
    DiffOptions {
        old: old.to_owned(),
        new: new.map(str::to_owned),
        spec: spec.to_path_buf(),
        format: DiffFormat::Json,
        deny: None,
        event_place: EventPlaceOption::default(),
        signature: None,
        required: Required::Document,
        distinct_null: false,
        reading: ReadOptions::default(),
        files: FileRules::default(),
        color: false,
    }
}

/// Compares two texts, in a form.
pub fn compared(old: &str, new: &str, format: DiffFormat) -> CodegenReport {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name);
    fs::write(path("old.yaml"), old).unwrap();
    fs::write(path("new.yaml"), new).unwrap();
    let (old, new) = (path("old.yaml"), path("new.yaml"));
    let options = options(old.to_str().unwrap(), new.to_str(), &new);
    diff(&DiffOptions { format, ..options })
}

/// The parcels with some texts in place of others.
pub fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = PARCELS.to_owned();
    for (from, to) in edits {
        assert_eq!(
            text.matches(from).count(),
            1,
            "{from:?} is to be there once"
        );
        text = text.replacen(from, to, 1);
    }
    text
}

/// The outcome for programs.
pub fn outcome(old: &str, new: &str) -> Value {
    let report = compared(old, new, DiffFormat::Json);
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    serde_json::from_str(&report.stdout).unwrap()
}

/// A change in one line for itself, and one for each effect on deliveries.
pub fn lines(outcome: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for change in outcome["changes"].as_array().unwrap() {
        let mut line = format!(
            "{} {} {} {}: {}",
            text(&change["step"]),
            text(&change["what"]),
            text(&change["how"]),
            text(&change["subject"]),
            text(&change["code"]["effect"]),
        );
        for names in change["types_renamed"].as_array().unwrap() {
            line.push_str(&format!(" {}={}", text(&names[0]), text(&names[1])));
        }
        for (word, key) in [("-", "types_removed"), ("+", "types_added")] {
            for name in change[key].as_array().unwrap() {
                line.push_str(&format!(" {word}{}", text(name)));
            }
        }
        lines.push(line);
        for effect in change["deliveries"].as_array().unwrap() {
            lines.push(format!(
                "  {}: {} -> {}",
                text(&effect["which"]),
                text(&effect["before"]),
                text(&effect["now"])
            ));
        }
    }
    lines
}

/// Holds what an edit of the parcels is said to do, and holds that against the crates.
#[track_caller]
pub fn says(edits: &[(&str, &str)], expected: &[&str]) {
    says_of(PARCELS, &edited(edits), expected);
}

/// The same, of two documents.
#[track_caller]
pub fn says_of(old: &str, new: &str, expected: &[&str]) {
    let outcome = outcome(old, new);
    assert_eq!(lines(&outcome), expected);
    api::hold(old, new, &outcome);
}
