//! What a crate's own `inspect` makes of the samples of its document.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tests::golden::{cargo_in, crates_target};

use crate::document::Generated;
use crate::samples::Sample;

/// How many samples came to what, and what is wrong with that.
#[derive(Default)]
pub struct Inspected {
    pub typed: usize,
    pub defects: usize,
    pub undecodable: usize,
    pub faults: Vec<String>,
}

/// Builds `inspect` and reads all samples with it: each introduced by its event, and where the body
/// tells the event, without that too.
pub fn inspect(crates: &Path, name: &str, generated: &Generated, samples: &[&Sample]) -> Inspected {
    let mut inspected = Inspected::default();
    let program = match build_inspect(crates, name) {
        Ok(program) => program,
        Err(fault) => {
            inspected.faults.push(fault);
            return inspected;
        }
    };
    let mut by_event: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        by_event.entry(&sample.event).or_default().push(sample);
    }
    for (event, samples) in by_event {
        let lines = read(&program, Some(event), &samples);
        for (sample, line) in samples.iter().zip(lines) {
            inspected.count(name, sample, line.as_ref());
        }
        if generated.named_in_body {
            let valid: Vec<&Sample> = samples.into_iter().filter(|one| one.valid).collect();
            for (sample, line) in valid.iter().zip(read(&program, None, &valid)) {
                let found = line.as_ref().map(|line| &line["event"]);
                if found != Some(&Value::from(event)) {
                    let file = sample.file.display();
                    inspected.faults.push(format!(
                        "{name}: {file} is `{event}`, and its body names {found:?}"
                    ));
                }
            }
        }
    }
    inspected
}

/// Builds `inspect` of a crate: the program.
///
/// # Errors
///
/// What the compiler said.
pub fn build_inspect(crates: &Path, name: &str) -> Result<PathBuf, String> {
    let output = cargo_in(crates, &crates_target())
        .args(["build", "--offline", "--quiet", "--example", "inspect"])
        .args(["--features", "inspect"])
        .args([
            "--package",
            name,
            "--message-format=json-render-diagnostics",
        ])
        .output()
        .unwrap();
    executable(&output.stdout).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("{name}: no `inspect`: {said}")
    })
}

impl Inspected {
    /// Counts one sample. One that leaves no trace is lost, and so is one whose own event is not
    /// known.
    fn count(&mut self, name: &str, sample: &Sample, line: Option<&Value>) {
        let outcome = line.and_then(|line| line["outcome"].as_str());
        match outcome {
            Some("typed") => self.typed += 1,
            Some("defects") => self.defects += 1,
            Some("undecodable") => self.undecodable += 1,
            _ => self.faults.push(format!(
                "{name}: {} is lost: {line:?}",
                sample.file.display()
            )),
        }
        if sample.valid && outcome.is_some_and(|outcome| outcome != "typed") {
            self.faults.push(format!(
                "{name}: {} fits its document and is not typed: {line:?}",
                sample.file.display()
            ));
        }
    }
}

/// The line that is printed of each sample, if there is one.
fn read(program: &Path, event: Option<&str>, samples: &[&Sample]) -> Vec<Option<Value>> {
    let files: Vec<PathBuf> = samples.iter().map(|sample| sample.file.clone()).collect();
    lines_of(program, event, &files)
}

/// The line that is printed of each body, if there is one.
pub fn lines_of(program: &Path, event: Option<&str>, files: &[PathBuf]) -> Vec<Option<Value>> {
    if files.is_empty() {
        return Vec::new();
    }
    let mut command = Command::new(program);
    if let Some(event) = event {
        command.args(["--event", event]);
    }
    let output = command.arg("--").args(files).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let of = |file: &PathBuf| {
        let file = file.to_string_lossy();
        lines.iter().find(|line| line["file"] == *file).cloned()
    };
    files.iter().map(of).collect()
}

/// The program that cargo says it made.
fn executable(messages: &[u8]) -> Option<PathBuf> {
    let text = String::from_utf8_lossy(messages);
    text.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message["executable"].as_str()?))
    })
}
