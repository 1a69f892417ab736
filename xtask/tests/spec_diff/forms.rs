//! The forms in which the outcome is printed, and how the command exits.

use std::fmt::Write;
use std::fs;

use xtask::diff::{DiffFormat, DiffOptions, Step, diff};
use xtask::outcome::Exit;

use super::desk::{PARCELS, compared, edited, options, outcome};

/// The parcels, whose parcels must have a weight.
fn weighed() -> String {
    edited(&[("required: [id]", "required: [id, weight]")])
}

#[test]
fn people_read_places_effects_and_the_rule_and_the_step_last() {
    let text = compared(PARCELS, &weighed(), DiffFormat::Text).stdout;
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let place = |line: &str| line.rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        lines[0],
        "major: Parcel::weight: a delivery must have the member `weight`"
    );
    let before = PARCELS.split("weight:").next().unwrap();
    let line = before.lines().count();
    let shown = format!("old.yaml:{line}:9 #/components/schemas/Parcel/properties/weight");
    assert!(lines[1].ends_with(&shown), "{}", lines[1]);
    assert_eq!(place(lines[2]), "weight");
    assert_eq!(
        &lines[3..],
        [
            "  code  needs a change: `Option<i64>` is `i64` now",
            "  deliveries without `weight`: accepted -> with defects (parcel-lost)",
            "  deliveries without `weight`: accepted -> undecodable (parcel-sent)",
            "  rule  type-change: a public type or signature changes",
            "",
            "1 change: 1 major; the version needs a major step",
        ]
    );
}

#[test]
fn documents_that_say_the_same_in_other_words_do_not_differ() {
    let other = edited(&[
        (
            "{ type: number }\n    Carrier",
            "\n          type: number\n    Carrier",
        ),
        ("    Reason:\n", "    # Why it is gone.\n    Reason:\n"),
    ]);
    let report = compared(PARCELS, &other, DiffFormat::Text);
    assert_eq!(report.stdout, "nothing changed that the crate shows\n");
    let outcome = outcome(PARCELS, &other);
    assert_eq!(outcome["step"], serde_json::Value::Null);
    let comment = compared(PARCELS, &other, DiffFormat::Markdown).stdout;
    assert!(
        comment.starts_with("### Webhooks: no change\n"),
        "{comment}"
    );
}

#[test]
fn programs_read_one_object_with_the_keys_that_are_documented() {
    let outcome = outcome(PARCELS, &weighed());
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    assert_eq!(
        sorted(keys(&outcome)),
        ["changes", "counts", "step", "version"]
    );
    assert_eq!(outcome["version"], 1);
    let change = &outcome["changes"][0];
    assert_eq!(
        sorted(keys(change)),
        [
            "code",
            "deliveries",
            "events",
            "how",
            "message",
            "new",
            "old",
            "rule",
            "step",
            "subject",
            "types_added",
            "types_removed",
            "types_renamed",
            "what"
        ]
    );
    assert_eq!(sorted(keys(&change["code"])), ["advice", "effect"]);
    assert_eq!(
        sorted(keys(&change["old"])),
        ["column", "file", "line", "pointer"]
    );
    assert_eq!(
        sorted(keys(&change["deliveries"][0])),
        ["before", "events", "now", "which"]
    );
    assert_eq!(
        outcome["counts"],
        serde_json::json!({ "major": 1, "minor": 0, "patch": 0 })
    );
}

#[test]
fn a_comment_is_bounded_and_shows_the_most_severe_first_and_counts_the_rest() {
    let mut many = String::new();
    for number in 0..900 {
        write!(many, "note{number}: {{ type: string }}\n        ").unwrap();
    }
    let size = "size: { $ref: '#/components/schemas/Size' }";
    let new = edited(&[
        (size, &format!("{}{size}", many)),
        ("required: [id]", "required: [id, weight]"),
    ]);
    let comment = compared(PARCELS, &new, DiffFormat::Markdown).stdout;
    assert!(comment.len() < 16_000, "{}", comment.len());
    let head = "### Webhooks: a major step\n\n901 changes: 1 major, 900 minor.";
    assert!(comment.starts_with(head), "{comment}");
    let first = comment.lines().find(|line| line.starts_with("- "));
    assert_eq!(
        first,
        Some("- **major** `Parcel::weight`: a delivery must have the member `weight`")
    );
    let shown = comment
        .lines()
        .filter(|line| line.starts_with("- "))
        .count();
    let rest = format!("{0} more are not shown: {0} minor.", 901 - shown);
    assert_eq!(comment.lines().last(), Some(rest.as_str()));
}

#[test]
fn a_hostile_name_ends_neither_a_line_nor_a_comment() {
    let new = edited(&[(
        "[stolen, burnt]",
        "[stolen, burnt, \"<b>`x`\\n# y\\u202E\"]",
    )]);
    for format in [DiffFormat::Markdown, DiffFormat::Text] {
        let text = compared(PARCELS, &new, format).stdout;
        assert!(
            !text.contains("\n# y") && !text.contains('\u{202E}'),
            "{text}"
        );
    }
}

#[test]
fn only_a_denied_step_or_a_larger_one_fails() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old.yaml"), home.path().join("new.yaml"));
    fs::write(&old, PARCELS).unwrap();
    let run = |text: &str, deny| {
        fs::write(&new, text).unwrap();
        let options = options(old.to_str().unwrap(), new.to_str(), &new);
        diff(&DiffOptions { deny, ..options }).exit
    };
    let wet = edited(&[("[stolen, burnt]", "[stolen, burnt, wet]")]);
    assert_eq!(run(&weighed(), None), Exit::Agreed);
    assert_eq!(run(&weighed(), Some(Step::Major)), Exit::Drift);
    assert_eq!(run(&wet, Some(Step::Major)), Exit::Agreed);
    assert_eq!(run(&wet, Some(Step::Minor)), Exit::Drift);
    assert_eq!(run(PARCELS, Some(Step::Patch)), Exit::Agreed);
}

#[test]
fn faults_of_either_document_are_told_with_their_places() {
    let report = compared("openapi: 3.1.0\n", "webhooks: [\n", DiffFormat::Text);
    assert_eq!((report.exit, report.stdout.as_str()), (Exit::Failed, ""));
    assert!(
        report.diagnostics.contains("old.yaml"),
        "{}",
        report.diagnostics
    );
    assert!(
        report.diagnostics.contains("new.yaml"),
        "{}",
        report.diagnostics
    );
}
