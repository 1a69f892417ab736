//! Documents of vendors, as they publish them: each gives a crate that compiles and decodes the samples that come with it.
//!
//! The folder is named by `WEBHOOK_CORPUS`; without it nothing is tested, and the test says so. It holds
//!
//! - `specs/`: documents, one file each or a folder with `openapi.yaml` or `openapi.json` as its root;
//! - `INDEX.tsv`: a line for each sample, with the columns `spec`, `event`, `file` and `valid`. A sample that is `valid` fits its own
//!   document and has to arrive typed; what becomes of the others is counted.

mod document;
mod inspection;
mod samples;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use document::{Generated, documents};
use inspection::{Inspected, inspect};
use samples::samples;
use tests::golden::{cargo_in, target_folder, workspace};

const CORPUS: &str = "WEBHOOK_CORPUS";

/// Says it past the test harness, which keeps the output of tests that pass to itself.
fn say(text: &str) {
    let mut beside = io::stderr();
    writeln!(beside, "{text}").unwrap();
}

/// What became of one document.
struct Row {
    name: String,
    generated: Generated,
    check_seconds: f64,
    inspected: Inspected,
}

#[test]
fn every_document_gives_a_crate_that_decodes_its_samples() {
    let Some(corpus) = env::var_os(CORPUS).filter(|path| !path.is_empty()) else {
        say(&format!(
            "corpus: SKIPPED, since {CORPUS} names no folder of documents"
        ));
        return;
    };
    let corpus = workspace().join(corpus);
    let documents = documents(&corpus.join("specs")).unwrap();
    assert!(!documents.is_empty(), "{} has none", corpus.display());
    let samples = samples(&corpus).unwrap();

    let home = target_folder().join("corpus");
    let crates = home.join("crates");
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    let mut generated = Vec::new();
    for document in &documents {
        match document.generate(&crates) {
            Ok(made) => generated.push((document, made)),
            Err(fault) => faults.push(fault),
        }
    }
    let members = generated.iter().map(|(document, _)| document.crate_name());
    write_workspace(&crates, members).unwrap();
    for (document, made) in generated {
        let name = document.crate_name();
        let (check_seconds, complaint) = check(&crates, &home.join("target"), &name);
        faults.extend(complaint);
        let own: Vec<_> = samples
            .iter()
            .filter(|sample| sample.spec == document.name)
            .collect();
        let inspected = if own.is_empty() {
            Inspected::default()
        } else {
            inspect(&crates, &home.join("target"), &name, &made, &own)
        };
        faults.extend(inspected.faults.iter().cloned());
        rows.push(Row {
            name: document.name.clone(),
            generated: made,
            check_seconds,
            inspected,
        });
    }
    for sample in &samples {
        if !documents
            .iter()
            .any(|document| document.name == sample.spec)
        {
            faults.push(format!(
                "INDEX.tsv speaks of {}, which is not there",
                sample.spec
            ));
        }
    }
    say(&table(&rows));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Makes the crates members of one workspace with this repository's lock file, so that they are built with its versions and without a
/// network.
fn write_workspace(folder: &Path, members: impl Iterator<Item = String>) -> io::Result<()> {
    let members: Vec<String> = members.map(|name| format!("    \"{name}\",\n")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        members.concat()
    );
    fs::create_dir_all(folder)?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let lock: PathBuf = workspace().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).map(drop)
}

/// Compiles all of a crate with every feature and warnings denied; how many seconds that took, and what the compiler said.
fn check(crates: &Path, target: &Path, name: &str) -> (f64, Option<String>) {
    let started = std::time::Instant::now();
    let output = cargo_in(crates, target)
        .args(["check", "--offline", "--quiet", "--all-targets"])
        .args(["--all-features", "--package", name])
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let complaint = (!output.status.success())
        .then(|| format!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
    (started.elapsed().as_secs_f64(), complaint)
}

/// The rows, one line for each document.
fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut lines = vec![format!(
        "{:width$} {:>6} {:>5} {:>7} {:>11} {:>7} {:>5} {:>7} {:>11}",
        "document",
        "events",
        "types",
        "lines",
        "generate ms",
        "check s",
        "typed",
        "defects",
        "undecodable"
    )];
    for row in rows {
        let Generated {
            events,
            types,
            lines: length,
            milliseconds,
            ..
        } = row.generated;
        let Inspected {
            typed,
            defects,
            undecodable,
            ..
        } = row.inspected;
        let (name, seconds) = (&row.name, row.check_seconds);
        lines.push(format!(
            "{name:width$} {events:>6} {types:>5} {length:>7} {milliseconds:>11} {seconds:>7.1} {typed:>5} {defects:>7} {undecodable:>11}"
        ));
    }
    lines.join("\n")
}
