//! One bad document per kind of complaint: the whole message as a user sees it, the exit code, and the folder left alone.
//!
//! `diagnostics/<code>/openapi.yaml`, or `openapi.json`, is the document and `expected.txt` beside it the message. Where a kind has several
//! faces, the folder is `<code>.<face>`. `BLESS=1` writes the messages anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tests::golden::options;
use xtask::codegen::{CodegenReport, Exit, codegen};
use xtask::diagnostic::{Code, Severity};
use xtask::output::Mode;

/// Kinds of complaints that no document brings about, and why.
const WITHOUT_A_DOCUMENT: [(Code, &str); 3] = [
    (
        Code::PageSyntax,
        "it is about reference pages, which codegen does not read: the tests of `audit` show it",
    ),
    (
        Code::TypeRendering,
        "the model never holds a shape that the type renderer refuses: a fault of the generator",
    ),
    (
        Code::NotRendered,
        "rendered modules and templates are valid whatever the model: a fault of the generator",
    ),
];

/// Documents that have faults of several kinds.
const OF_SEVERAL_KINDS: [&str; 1] = ["several-faults"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics")
}

/// The fixtures by the names of their folders.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The code that a fixture is about; `None` for one of several kinds.
fn code(name: &str) -> Option<Code> {
    let kind = name.split('.').next().unwrap();
    let found = Code::ALL.iter().copied().find(|code| code.as_str() == kind);
    assert!(
        found.is_some() || OF_SEVERAL_KINDS.contains(&name),
        "`{kind}` is no code; see `Code::ALL`"
    );
    found
}

fn run(name: &str, out: &Path) -> CodegenReport {
    let folder = fixtures().join(name);
    let json = folder.join("openapi.json");
    let spec = if json.exists() {
        json
    } else {
        folder.join("openapi.yaml")
    };
    codegen(&options(&spec, out, Mode::Write, ""))
}

/// The message without what differs from one machine to another: where the repository lies.
fn portable(name: &str, message: &str) -> String {
    let folder = fixtures().join(name).to_string_lossy().replace('\\', "/");
    message
        .replace(&format!("{folder}/"), "")
        .replace(&format!("diagnostics/{name}/"), "")
}

/// Every file below a folder with its content.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn every_message_is_the_one_expected() {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for name in names() {
        let home = tempfile::tempdir().unwrap();
        let report = run(&name, &home.path().join("out"));
        let message = portable(&name, &report.diagnostics);
        let path = fixtures().join(&name).join("expected.txt");
        if bless {
            fs::write(&path, &message).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if message != expected {
            let diff = diffy::create_patch(&expected, &message);
            wrong.push(format!("{name}:\n{}", diff));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf these are as they should be, run:\n    BLESS=1 cargo test -p tests --test diagnostics",
        wrong.join("\n")
    );
}

#[test]
fn every_kind_of_complaint_that_a_document_can_bring_about_has_a_document() {
    let with_document: BTreeSet<Code> = names().iter().filter_map(|name| code(name)).collect();
    let without: BTreeSet<Code> = WITHOUT_A_DOCUMENT.iter().map(|(code, _)| *code).collect();
    for code in Code::ALL {
        assert!(
            with_document.contains(code) != without.contains(code),
            "`{code}` needs a folder tests/diagnostics/{code}, or a reason why it has none"
        );
    }
}

#[test]
fn a_fixture_shows_its_own_kind_and_no_other_error() {
    for name in names() {
        let Some(code) = code(&name) else {
            continue;
        };
        let home = tempfile::tempdir().unwrap();
        let message = run(&name, &home.path().join("out")).diagnostics;
        let word = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        assert!(
            message.contains(&format!("{word}[{code}]: ")),
            "{name}:\n{message}"
        );
        for line in message.lines().filter(|line| line.starts_with("error[")) {
            let follows = line.contains(" cannot be followed: ");
            assert!(
                follows || line.starts_with(&format!("error[{code}]: ")),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn every_message_says_where_and_what_to_do() {
    for name in names() {
        let home = tempfile::tempdir().unwrap();
        let message = portable(&name, &run(&name, &home.path().join("out")).diagnostics);
        let (complaints, count) = message.trim_end().rsplit_once("\n\n").unwrap();
        for complaint in complaints.split("\n\n") {
            let help = complaint
                .lines()
                .any(|line| line.trim_start().starts_with("= help: "));
            assert!(help && complaint.contains("--> "), "{name}:\n{complaint}");
            assert!(
                !complaint.contains("/tmp") && !complaint.contains("crates/"),
                "{complaint}"
            );
        }
        let errors =
            complaints.matches("\nerror[").count() + usize::from(complaints.starts_with("error["));
        let counted = count.split(' ').next().unwrap();
        assert_eq!(count.contains("error"), errors > 0, "{name}: {count}");
        assert!(
            errors == 0 || counted == errors.to_string(),
            "{name}: {count}"
        );
        assert!(
            message.ends_with('\n') && !message.contains(" \n"),
            "{name}"
        );
    }
}

#[test]
fn errors_exit_with_two_and_change_nothing() {
    for name in names() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("out");
        assert_eq!(run("unknown-key", &out).exit, Exit::Agreed);
        fs::write(
            out.join("README.md"),
            "<!-- @generated by `cargo xtask codegen`. Older. -->\n",
        )
        .unwrap();
        let before = content(home.path());
        let report = run(&name, &out);
        if report.diagnostics.contains("error[") {
            assert_eq!(report.exit, Exit::Failed, "{name}");
            assert_eq!(report.stdout, "", "{name}");
            assert_eq!(content(home.path()), before, "{name}");
        } else {
            assert_eq!(report.exit, Exit::Agreed, "{name}");
            assert_ne!(content(home.path()), before, "{name}");
        }
    }
}

#[test]
fn errors_leave_no_folder_behind_where_there_was_none() {
    for name in names() {
        let home = tempfile::tempdir().unwrap();
        let report = run(&name, &home.path().join("out"));
        if report.exit == Exit::Failed {
            assert!(content(home.path()).is_empty(), "{name}");
            assert!(!home.path().join("out").exists(), "{name}");
        }
    }
}

#[test]
fn warnings_exit_with_zero_and_the_crate_is_made() {
    let mut warned = 0;
    for name in names() {
        if code(&name).is_none_or(|code| code.severity() == Severity::Error) {
            continue;
        }
        let home = tempfile::tempdir().unwrap();
        let report = run(&name, &home.path().join("out"));
        assert_eq!(report.exit, Exit::Agreed, "{name}");
        assert!(
            report.stdout.contains("parcel-webhooks: "),
            "{name}: {}",
            report.stdout
        );
        assert!(home.path().join("out/src/lib.rs").exists(), "{name}");
        warned += 1;
    }
    assert!(warned > 0);
}

#[test]
fn several_faults_are_told_in_the_order_of_the_files_and_of_the_lines() {
    let home = tempfile::tempdir().unwrap();
    let message = portable(
        "several-faults",
        &run("several-faults", &home.path().join("out")).diagnostics,
    );
    let places: Vec<(String, usize)> = message
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> "))
        .map(|place| {
            let mut parts = place.split(':');
            let file = parts.next().unwrap().to_owned();
            (file, parts.next().map_or(0, |line| line.parse().unwrap()))
        })
        .collect();
    let files: Vec<&str> = places.iter().map(|(file, _)| file.as_str()).collect();
    let mut in_order = files.clone();
    in_order.dedup();
    assert_eq!(
        in_order,
        [
            "openapi.yaml",
            "schemas/parcels.yaml",
            "webhooks/lost.yaml",
            "schemas/route.yaml"
        ]
    );
    for pair in places.windows(2) {
        assert!(pair[0].0 != pair[1].0 || pair[0].1 <= pair[1].1, "{pair:?}");
    }
}
