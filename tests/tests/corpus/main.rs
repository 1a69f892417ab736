//! Documents of vendors, as they publish them: each gives a crate that compiles and decodes the
//! samples that come with it.
//!
//! The folder is named by `WEBHOOK_CORPUS`; without it nothing is tested, and the test says so. It
//! holds
//!
//! - `specs/`: documents, one file each or a folder with `openapi.yaml` or `openapi.json` as its
//!   root;
//! - `INDEX.tsv`: a line for each sample, with the columns `spec`, `event`, `file` and `valid`. A
//!   sample that is `valid` fits its own document and has to arrive typed; what becomes of the
//!   others is counted.

mod document;
mod inspection;
mod samples;
mod schema_suite;

use std::env;
use std::path::Path;

use document::{Generated, documents};
use inspection::{Inspected, inspect};
use samples::samples;
use tests::golden::{
    cargo_in, crates_target, run_and_tell, say, target_folder, workspace, write_workspace,
};

const CORPUS: &str = "WEBHOOK_CORPUS";

/// What became of one document.
struct Row {
    name: String,
    generated: Generated,
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

    let crates = target_folder().join("golden/corpus");
    let mut faults = Vec::new();
    let mut generated = Vec::new();
    for document in &documents {
        match document.generate(&crates) {
            Ok(made) => generated.push((document, made)),
            Err(fault) => faults.push(fault),
        }
    }
    let members = generated.iter().map(|(document, _)| document.crate_name());
    let members: Vec<String> = members.collect();
    write_workspace(&crates, &members).unwrap();
    faults.extend(check(&crates));
    let mut rows = Vec::new();
    for (document, made) in generated {
        let own = samples.iter();
        let own: Vec<_> = own.filter(|sample| sample.spec == document.name).collect();
        let inspected = if own.is_empty() {
            Inspected::default()
        } else {
            inspect(&crates, &document.crate_name(), &made, &own)
        };
        faults.extend(inspected.faults.iter().cloned());
        rows.push(Row {
            name: document.name.clone(),
            generated: made,
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

/// Compiles all crates with every feature and warnings denied; what the compiler said.
fn check(crates: &Path) -> Option<String> {
    let mut cargo = cargo_in(crates, &crates_target());
    // As the golden crates are checked, so that dependencies are checked once.
    cargo.args([
        "clippy",
        "--workspace",
        "--lib",
        "--examples",
        "--test",
        "*",
    ]);
    cargo.args(["--all-features", "--keep-going", "--offline"]);
    cargo.args(["--", "-D", "warnings", "-A", "clippy::all"]);
    run_and_tell("corpus, all features", &mut cargo).err()
}

/// The rows, one line for each document.
fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut lines = vec![format!(
        "{:width$} {:>6} {:>5} {:>7} {:>11} {:>5} {:>7} {:>11}",
        "document", "events", "types", "lines", "generate ms", "typed", "defects", "undecodable"
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
        let name = &row.name;
        lines.push(format!(
            "{name:width$} {events:>6} {types:>5} {length:>7} {milliseconds:>11} {typed:>5} {defects:>7} {undecodable:>11}"
        ));
    }
    lines.join("\n")
}
