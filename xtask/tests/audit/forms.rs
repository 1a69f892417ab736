//! The outcome as JSON and as a table, and what the built commands make of their arguments.

use std::process::{Command, Output};

use serde_json::Value;
use xtask::audit::Form;
use xtask::codegen::Exit;

use super::desk::{Desk, PAGE, SPEC, edited, home};
use super::snapshot::assert_snapshots;

/// A spec that differs from the page in one thing each of the page, of the spec, and of both.
fn differing() -> Desk {
    let spec = edited(SPEC, "        plate:\n          type: string\n", "");
    let spec = edited(&spec, "            - 1200\n", "            - 1201\n");
    let spec = edited(
        &spec,
        "          readOnly: true\n          x-provenance: beyond-page\n",
        "",
    );
    Desk::new(PAGE, &spec)
}

#[test]
fn both_forms_are_as_blessed() {
    let desk = differing();
    let mut texts = Vec::new();
    for (name, form) in [
        ("outcome.json", Form::Json),
        ("outcome.md", Form::Coverage),
        ("outcome.txt", Form::Text),
    ] {
        let report = desk.audit("spec.yaml", form);
        assert_eq!(
            (report.exit, report.diagnostics.as_str()),
            (Exit::Drift, "")
        );
        texts.push((name.to_owned(), report.stdout));
    }
    assert_snapshots(&home().join("forms"), &texts);
}

#[test]
fn the_counts_of_a_page_add_up() {
    let report = differing().audit("spec.yaml", Form::Json);
    let object: Value = serde_json::from_str(&report.stdout).unwrap();
    let page = &object["pages"][0];
    let count = |key: &str| usize::try_from(page["summary"][key].as_u64().unwrap()).unwrap();
    let of = |verdict: &str| {
        let documented = page["documented"].as_array().unwrap();
        documented
            .iter()
            .filter(|one| one["verdict"] == verdict)
            .count()
    };
    for verdict in ["agreed", "different", "missing"] {
        assert_eq!(count(verdict), of(verdict), "{verdict}");
        assert_ne!(count(verdict), 0, "{verdict}");
    }
    assert_eq!(
        count("documented"),
        count("agreed") + count("different") + count("missing")
    );
    let beyond = page["beyond"].as_array().unwrap();
    assert_eq!(count("beyond"), beyond.len());
    assert_eq!(
        count("unmarked"),
        beyond.iter().filter(|one| one["marked"] == false).count()
    );
}

fn run(desk: &Desk, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(desk.path(""))
        .output()
        .unwrap()
}

#[test]
fn the_commands_exit_as_their_help_says() {
    let desk = Desk::new(PAGE, SPEC);
    desk.put(
        "changed.yaml",
        &edited(SPEC, "type: number", "type: string"),
    );
    desk.put("bad.txt", "# Nothing else\n");
    for (arguments, exit) in [
        (&["audit", "page.txt", "--spec", "spec.yaml"][..], 0),
        (
            &[
                "audit",
                "page.txt",
                "--spec",
                "spec.yaml",
                "--format",
                "json",
            ],
            0,
        ),
        (
            &["audit", "page.txt", "--spec", "spec.yaml", "--report", "md"],
            0,
        ),
        (&["audit", "page.txt", "--spec", "changed.yaml"], 1),
        (
            &[
                "audit",
                "page.txt",
                "--spec",
                "changed.yaml",
                "--report",
                "md",
            ],
            1,
        ),
        (&["audit", "page.txt", "bad.txt", "--spec", "spec.yaml"], 2),
        (&["audit", "page.txt", "--spec", "gone.yaml"], 2),
        (&["audit", "gone.txt", "--spec", "spec.yaml"], 2),
        (&["audit"], 2),
        (
            &["audit", "page.txt", "--report", "md", "--format", "json"],
            2,
        ),
        (&["distill", "page.txt"], 0),
        (&["distill", "bad.txt"], 2),
        (&["distill", "page.txt", "page.txt"], 2),
        (&["distill", "page.txt", "--out", "no/such/folder.yaml"], 2),
    ] {
        let output = run(&desk, arguments);
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}");
        assert_eq!(output.stdout.is_empty(), exit == 2, "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), exit != 2, "{arguments:?}");
    }
}

#[test]
fn a_draft_is_printed_or_written_and_never_written_over_another_file() {
    let desk = Desk::new(PAGE, SPEC);
    let printed = run(&desk, &["distill", "page.txt"]).stdout;
    let written = run(&desk, &["distill", "page.txt", "--out", "draft.yaml"]);
    assert_eq!(written.stdout, b"drafted draft.yaml from 1 page\n");
    assert_eq!(std::fs::read(desk.path("draft.yaml")).unwrap(), printed);
    let again = run(&desk, &["distill", "page.txt", "--out", "draft.yaml"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(again.stderr).unwrap(),
        "error: draft.yaml exists already\nhelp: choose another file, or remove that one by hand\n"
    );
    assert_snapshots(
        &home().join("drafts"),
        &[(
            "parcel.yaml".to_owned(),
            String::from_utf8(printed).unwrap(),
        )],
    );
}

#[test]
fn two_pages_of_one_event_are_both_named() {
    let desk = Desk::new(PAGE, SPEC);
    desk.put("twin.txt", PAGE);
    let output = run(&desk, &["distill", "page.txt", "twin.txt"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.starts_with("error[page-syntax]: two pages document `parcel-sent`\n"),
        "{message}"
    );
    assert!(
        message.contains("--> twin.txt:3:11") && message.contains("::: page.txt:3:11"),
        "{message}"
    );
}
