//! The deliveries that vendors publish beside their documents.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One delivery.
pub struct Sample {
    /// The document, by its name below `specs/`.
    pub spec: String,
    /// The event's key.
    pub event: String,
    /// The body.
    pub file: PathBuf,
    /// Whether it fits its own document.
    pub valid: bool,
}

/// Every line of `INDEX.tsv`; none if there is no such file.
///
/// # Errors
///
/// If the file is there and cannot be read, or has no column that is needed.
pub fn samples(corpus: &Path) -> io::Result<Vec<Sample>> {
    let text = match fs::read_to_string(corpus.join("INDEX.tsv")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let mut lines = text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| {
        let index = header.iter().position(|column| *column == name);
        index.ok_or_else(|| io::Error::other(format!("INDEX.tsv has no column `{name}`")))
    };
    let (spec, event) = (column("spec")?, column("event")?);
    let (file, valid) = (column("file")?, column("valid")?);
    let samples = lines.map(|cells| {
        let cell = |index: usize| (*cells.get(index).unwrap_or(&"")).to_owned();
        Sample {
            spec: cell(spec),
            event: cell(event),
            file: corpus.join(cell(file)),
            valid: cell(valid) == "yes",
        }
    });
    Ok(samples.collect())
}
