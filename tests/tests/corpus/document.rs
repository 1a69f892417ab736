//! The documents of a corpus, and the crates that codegen makes of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tests::golden::{RUNTIME_CRATE, read_tree};
use xtask::codegen::{CodegenOptions, Exit, codegen};
use xtask::runtime_choice::RuntimeChoice;

/// One document.
pub struct Document {
    /// Its file or folder below `specs/`.
    pub name: String,
    root: PathBuf,
}

/// What codegen made of a document.
pub struct Generated {
    pub events: usize,
    pub types: usize,
    /// Lines of Rust, without the runtime and the examples, which are the same everywhere.
    pub lines: usize,
    pub milliseconds: u128,
    /// Whether the body tells the event, so that no sample needs to be introduced.
    pub named_in_body: bool,
}

/// Every document below a folder, by name.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn documents(specs: &Path) -> io::Result<Vec<Document>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(specs)? {
        let path = entry?.path();
        let roots = ["openapi.yaml", "openapi.yml", "openapi.json"];
        let root = if path.is_dir() {
            roots
                .iter()
                .map(|root| path.join(root))
                .find(|root| root.is_file())
        } else {
            let kind = path.extension().and_then(|kind| kind.to_str());
            matches!(kind, Some("yaml" | "yml" | "json")).then(|| path.clone())
        };
        if let (Some(root), Some(name)) = (root, path.file_name()) {
            found.push(Document {
                name: name.to_string_lossy().into_owned(),
                root,
            });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

impl Document {
    /// A package name that no other document has.
    pub fn crate_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let name: String = self.name.to_lowercase().chars().map(plain).collect();
        format!("corpus-{name}")
    }

    /// Makes the crate in a folder of its name.
    ///
    /// # Errors
    ///
    /// What codegen said, if it made none.
    pub fn generate(&self, crates: &Path) -> Result<Generated, String> {
        let out = crates.join(self.crate_name());
        let started = Instant::now();
        let report = codegen(&CodegenOptions {
            crate_name: Some(self.crate_name()),
            runtime: RuntimeChoice::parse(RUNTIME_CRATE).unwrap_or(RuntimeChoice::Copy),
            ..CodegenOptions::new(&self.root, &out)
        });
        let milliseconds = started.elapsed().as_millis();
        if report.exit != Exit::Agreed {
            return Err(format!("{}: {}", self.name, report.diagnostics));
        }
        let tree = read_tree(&out).map_err(|error| format!("{}: {error}", self.name))?;
        let own = tree
            .iter()
            .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"));
        Ok(Generated {
            events: counted(&report.stdout, "event"),
            types: counted(&report.stdout, "type"),
            lines: own.map(|(_, text)| text.lines().count()).sum(),
            milliseconds,
            named_in_body: tree
                .get("README.md")
                .is_some_and(|text| text.contains("A delivery names its event at `/")),
        })
    }
}

/// The number before a word in codegen's last words: `shop: 3 events, 12 types, …`.
fn counted(stdout: &str, what: &str) -> usize {
    let words: Vec<&str> = stdout
        .split([' ', ',', ';', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    let number = words
        .windows(2)
        .rev()
        .find_map(|pair| (pair[1].trim_end_matches('s') == what).then(|| pair[0].parse().ok())?);
    number.unwrap_or_else(|| panic!("codegen counts no {what}s: {stdout}"))
}
