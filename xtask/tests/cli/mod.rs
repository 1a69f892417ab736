//! The built command, run as a user runs it: what it prints, what it leaves behind and how it
//! exits.
//!
//! `BLESS=1` writes the help texts in this folder anew.

mod bodies;
mod deliver;
mod desk;
mod edits;
mod event_names;
mod first_run;
mod handshakes;
mod interrupted;
mod listener;
mod other_document;
mod outside;
mod overlays;
mod places;
mod promote;
mod recording;
mod sending;
mod signature;
mod sizes;
#[cfg(unix)]
mod special_files;
mod surroundings;
#[cfg(target_os = "linux")]
mod tls;

use std::fs;
use std::path::Path;

use desk::{Desk, SPEC, summary};

fn is_as_blessed(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli")
        .join(name);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text, expected,
        "to take this over: BLESS=1 cargo test -p xtask --test phases cli"
    );
}

#[test]
fn the_help_texts_are_as_blessed() {
    let desk = Desk::new();
    for (arguments, file) in [
        (&["--help"][..], "help.txt"),
        (&["codegen", "-h"], "codegen-short-help.txt"),
        (&["codegen", "--help"], "codegen-help.txt"),
        (&["sample", "--help"], "sample-help.txt"),
        (&["send", "--help"], "send-help.txt"),
        (&["record", "--help"], "record-help.txt"),
        (&["replay", "--help"], "replay-help.txt"),
        (&["promote", "--help"], "promote-help.txt"),
        (&["diff", "--help"], "diff-help.txt"),
        (&["audit", "--help"], "audit-help.txt"),
        (&["distill", "--help"], "distill-help.txt"),
    ] {
        let ran = desk.run(arguments);
        assert_eq!(
            (ran.exit, ran.stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
        is_as_blessed(file, &ran.stdout);
        assert!(
            ran.stdout.lines().all(|line| line.chars().count() <= 100),
            "{file}"
        );
    }
}

#[test]
fn without_arguments_the_help_is_shown_and_it_is_an_error() {
    let ran = Desk::new().run(&[]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("Usage: cargo xtask <COMMAND>"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_unknown_flag_is_named_with_the_one_that_was_meant() {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.codegen(&["--chekc"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr
            .starts_with("error: unexpected argument '--chekc' found\n"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("'--check'"), "{}", ran.stderr);
    assert_eq!(desk.content(), before);
}

#[test]
fn a_document_that_is_not_there_is_named_as_it_was_given() {
    let desk = Desk::new();
    let ran = desk.run(&["codegen", "--spec", "no/such.yaml", "--out", "out"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.starts_with(
            "error[unreadable-file]: cannot read `no/such.yaml`: there is no such file\n"
        ),
        "{}",
        ran.stderr
    );
    assert!(!desk.path("out").exists());
}

#[test]
fn an_address_is_not_called_a_missing_file() {
    let desk = Desk::new();
    let address = "https://example.com/openapi.yaml";
    let ran = desk.run(&["codegen", "--spec", address, "--out", "out"]);
    assert_eq!(ran.exit, Some(2));
    for said in [
        "cannot read `https://example.com/openapi.yaml`: addresses are not fetched",
        "help: save it as a file, as with `curl -LO https://example.com/openapi.yaml`",
    ] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn a_run_makes_a_crate_and_says_what_it_did() {
    let desk = Desk::new();
    let ran = desk.codegen(&[]);
    assert_eq!(
        (ran.exit, ran.stderr.as_str()),
        (Some(0), ""),
        "{}",
        ran.stdout
    );
    let files = desk.content().len() - 1;
    let created = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("created "))
        .count();
    assert_eq!(created, files);
    let (counts, verdict) = summary(&ran);
    assert!(counts.starts_with("parcel-webhooks: "), "{counts}");
    assert!(counts.ends_with(&format!(", {files} files")), "{counts}");
    assert_eq!(verdict, format!("{files} changed"));
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let desk = Desk::new();
    desk.codegen(&[]);
    let before = desk.content();
    let ran = desk.codegen(&[]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert_eq!(summary(&ran).1, "0 changed");
    assert_eq!(desk.content(), before);
}

#[test]
fn a_check_exits_with_zero_if_the_crate_is_up_to_date() {
    let desk = Desk::new();
    desk.codegen(&[]);
    let ran = desk.codegen(&["--check"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert_eq!(summary(&ran).1, "up to date");
}

#[test]
fn a_check_exits_with_one_if_anything_differs_and_touches_nothing() {
    let desk = Desk::new();
    desk.codegen(&[]);
    let lib = fs::read_to_string(desk.path("out/src/lib.rs")).unwrap();
    let lines = format!("{lib}// edited by hand\nmod old;\n");
    desk.put("out/src/lib.rs", &lines);
    fs::remove_file(desk.path("out/README.md")).unwrap();
    desk.put(
        "out/src/old.rs",
        &format!("{}\n", lib.lines().next().unwrap()),
    );
    let before = desk.content();
    let ran = desk.codegen(&["--check"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(1), ""));
    for part in [
        "missing README.md",
        "changed src/lib.rs",
        "    -// edited by hand",
        "orphaned src/old.rs",
    ] {
        assert!(
            ran.stdout.contains(part),
            "{part} is not in:\n{}",
            ran.stdout
        );
    }
    assert!(
        ran.stdout.contains(
            "\nTo repair this, run:\n    cargo xtask codegen --spec parcels.yaml --out out\n"
        ),
        "{}",
        ran.stdout
    );
    assert_eq!(summary(&ran).1, "not up to date");
    assert_eq!(desk.content(), before);
    let repaired = desk.codegen(&[]);
    assert_eq!(
        (repaired.exit, summary(&repaired).1),
        (Some(0), "3 changed")
    );
    assert_eq!(desk.codegen(&["--check"]).exit, Some(0));
}

#[test]
fn a_check_of_a_folder_that_is_not_there_exits_with_one_and_does_not_make_it() {
    let desk = Desk::new();
    let ran = desk.codegen(&["--check"]);
    assert_eq!(ran.exit, Some(1), "{}", ran.stderr);
    assert!(!desk.path("out").exists());
}

#[test]
fn a_check_exits_with_two_if_the_document_is_bad_even_where_the_crate_is_old() {
    let desk = Desk::new();
    desk.codegen(&[]);
    desk.put("parcels.yaml", &SPEC.replace("webhooks:", "callbacks:"));
    let ran = desk.codegen(&["--check"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.starts_with("error[no-webhooks]: "),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.ends_with("\n1 error, 1 warning\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_warning_goes_to_standard_error_and_the_crate_is_made() {
    let desk = Desk::new();
    desk.put("parcels.yaml", &format!("{SPEC}colour: green\n"));
    let ran = desk.codegen(&[]);
    assert_eq!(ran.exit, Some(0));
    assert!(
        ran.stderr.starts_with("warning[unknown-key]: "),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.ends_with("\n1 warning\n") && !ran.stdout.contains("warning"));
    assert!(desk.path("out/src/lib.rs").exists());
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_as_it_is() {
    let desk = Desk::new();
    desk.put("out/notes.txt", "mine\n");
    desk.put("out/src/lib.rs", "//! Mine.\n");
    let before = desk.content();
    for more in [&[][..], &["--check"]] {
        let ran = desk.codegen(more);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert_eq!(
            ran.stderr,
            "error: out: holds files (src/lib.rs) and is no crate that codegen wrote\n\
             help: choose a folder that is empty or does not exist, or empty this one by hand\n"
        );
        assert_eq!(desk.content(), before);
    }
}

#[test]
fn a_file_at_the_place_of_the_folder_is_refused() {
    let desk = Desk::new();
    desk.put("out", "a file\n");
    let before = desk.content();
    let ran = desk.codegen(&[]);
    assert_eq!(ran.exit, Some(2));
    assert!(
        ran.stderr
            .starts_with("error: out: is a file, where codegen would write\nhelp: "),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.content(), before);
}

#[test]
fn a_stray_file_is_named_and_not_touched() {
    let desk = Desk::new();
    desk.codegen(&[]);
    desk.put("out/src/mine.rs", "//! By hand.\n");
    let before = desk.content();
    let written = desk.codegen(&[]);
    assert_eq!(written.exit, Some(0));
    assert!(
        written
            .stdout
            .starts_with("left alone src/mine.rs (not generated by codegen)\n"),
        "{}",
        written.stdout
    );
    assert_eq!(summary(&written).1, "0 changed");
    let checked = desk.codegen(&["--check"]);
    assert_eq!(checked.exit, Some(1));
    assert!(
        checked.stdout.starts_with(
            "stranger src/mine.rs (not generated by codegen: move it out of the folder)\n"
        ),
        "{}",
        checked.stdout
    );
    assert_eq!(desk.content(), before);
}

#[test]
fn the_crate_takes_the_name_that_is_asked_for() {
    let desk = Desk::new();
    let ran = desk.codegen(&["--crate-name", "parcel-hooks"]);
    assert!(
        summary(&ran).0.starts_with("parcel-hooks: "),
        "{}",
        ran.stdout
    );
    let manifest = fs::read_to_string(desk.path("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"parcel-hooks\"\n"), "{manifest}");
}

#[test]
fn a_name_that_no_crate_can_have_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    for name in ["", "two words", "9lives", "../up", "größe", "a\"b"] {
        let ran = desk.codegen(&["--crate-name", name]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{name:?}");
        assert!(
            ran.stderr.contains("--crate-name"),
            "{name:?}: {}",
            ran.stderr
        );
        assert!(!desk.path("out").exists(), "{name:?}");
    }
}
