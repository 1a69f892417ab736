//! One bad document per kind of complaint: the whole message as a user sees it, the exit code, and
//! the folder left alone.
//!
//! `diagnostics/<code>/openapi.yaml`, or `openapi.json`, is the document, `overlay.yaml` what is
//! laid over it, and `expected.txt` beside it the message. Where a kind has several faces, the
//! folder is `<code>.<face>`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libtest_mimic::Trial;
use tests::golden::{BLESS, Tree, blessing, options, read_tree, unified, write_tree};
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
    let mut options = options(&spec, out, Mode::Write, "");
    let overlay = folder.join("overlay.yaml");
    options
        .files
        .overlays
        .extend(overlay.exists().then_some(overlay));
    codegen(&options)
}

/// The message without what differs from one machine to another: where the repository lies.
fn portable(name: &str, message: &str) -> String {
    let folder = fixtures().join(name).to_string_lossy().replace('\\', "/");
    message
        .replace(&format!("{folder}/"), "")
        .replace(&format!("diagnostics/{name}/"), "")
}

/// A test for each document, and those about all of them.
pub fn trials() -> Vec<Trial> {
    let about_all: [(&str, fn()); 2] = [
        (
            "every_kind_of_complaint_that_a_document_can_bring_about_has_a_document",
            every_kind_of_complaint_that_a_document_can_bring_about_has_a_document,
        ),
        (
            "several_faults_are_told_in_the_order_of_the_files_and_of_the_lines",
            several_faults_are_told_in_the_order_of_the_files_and_of_the_lines,
        ),
    ];
    let about_all = about_all.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    let about_each = names().into_iter().map(|name| {
        Trial::test(format!("diagnostics/{name}"), move || {
            let home = tempfile::tempdir()?;
            let report = run(&name, &home.path().join("out"));
            let message = portable(&name, &report.diagnostics);
            the_message_is_the_one_expected(&name, &message)?;
            it_shows_its_own_kind_and_no_other_error(&name, &message);
            it_says_where_and_what_to_do(&message);
            if code(&name).is_some_and(|code| code.severity() != Severity::Error) {
                a_warning_exits_with_zero_and_the_crate_is_made(&name, &report, home.path());
            } else {
                an_error_exits_with_two_and_changes_nothing(&name, &report, home.path());
            }
            Ok(())
        })
    });
    about_all.chain(about_each).collect()
}

fn the_message_is_the_one_expected(name: &str, message: &str) -> Result<(), String> {
    let path = fixtures().join(name).join("expected.txt");
    if blessing() {
        fs::write(&path, message).map_err(|error| error.to_string())?;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if message == expected {
        return Ok(());
    }
    Err(format!(
        "{}\nIf this is what codegen should say, run:\n    {BLESS}=1 cargo test -p tests --test golden {name}",
        unified(&expected, message)
    ))
}

fn it_shows_its_own_kind_and_no_other_error(name: &str, message: &str) {
    let Some(code) = code(name) else {
        return;
    };
    let word = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    assert!(
        message.contains(&format!("{word}[{code}]: ")),
        "no {word} of its own kind:\n{message}"
    );
    for line in message.lines().filter(|line| line.starts_with("error[")) {
        assert!(
            line.starts_with(&format!("error[{code}]: ")),
            "an error of another kind: {line}"
        );
    }
}

fn it_says_where_and_what_to_do(message: &str) {
    let (complaints, count) = message.trim_end().rsplit_once("\n\n").unwrap();
    for complaint in complaints.split("\n\n") {
        let help = complaint
            .lines()
            .any(|line| line.trim_start().starts_with("= help: "));
        assert!(help && complaint.contains("--> "), "{complaint}");
        assert!(
            !complaint.contains("/tmp") && !complaint.contains("crates/"),
            "{complaint}"
        );
    }
    let errors =
        complaints.matches("\nerror[").count() + usize::from(complaints.starts_with("error["));
    let counted = count.split(' ').next().unwrap();
    assert_eq!(count.contains("error"), errors > 0, "{count}");
    assert!(errors == 0 || counted == errors.to_string(), "{count}");
    assert!(message.ends_with('\n') && !message.contains(" \n"));
}

/// Neither makes a folder where there was none, nor touches the crate that is there already.
fn an_error_exits_with_two_and_changes_nothing(name: &str, report: &CodegenReport, home: &Path) {
    let out = home.join("out");
    assert!(read_tree(home).unwrap().is_empty() && !out.exists());
    write_tree(&SOME_CRATE, &out).unwrap();
    make_older(&out);
    let before = read_tree(home).unwrap();
    for report in [report, &run(name, &out)] {
        assert!(report.diagnostics.contains("error["));
        assert_eq!(report.exit, Exit::Failed);
        assert_eq!(report.stdout, "");
        assert_eq!(read_tree(home).unwrap(), before);
    }
}

/// Where there was no folder, and over a crate that is there already.
fn a_warning_exits_with_zero_and_the_crate_is_made(
    name: &str,
    report: &CodegenReport,
    home: &Path,
) {
    let out = home.join("out");
    let made = read_tree(&out).unwrap();
    assert!(made.contains_key("src/lib.rs"));
    make_older(&out);
    for report in [report, &run(name, &out)] {
        assert!(!report.diagnostics.contains("error["));
        assert_eq!(report.exit, Exit::Agreed);
        let said = &report.stdout;
        assert!(said.contains("parcel-webhooks: "), "{said}");
    }
    assert_eq!(read_tree(&out).unwrap(), made);
}

/// A crate that codegen made.
static SOME_CRATE: LazyLock<Tree> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(run("unknown-key", home.path()).exit, Exit::Agreed);
    read_tree(home.path()).unwrap()
});

fn make_older(out: &Path) {
    let readme = "<!-- @generated by `cargo xtask codegen`. Older. -->\n";
    fs::write(out.join("README.md"), readme).unwrap();
}

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
