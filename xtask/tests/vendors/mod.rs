//! Documents of vendors, which stay as they came: what is laid over them.

mod described;
mod hostile_overlays;
mod overlays;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;
use xtask::codegen::{CodegenOptions, codegen_in_memory};
use xtask::diagnostic::Diagnostics;
use xtask::output::OutputTree;
use xtask::place::Location;
use xtask::source::{FileRules, Sources};

/// A folder with a document and overlays.
pub struct Desk {
    home: TempDir,
    pub document: PathBuf,
    pub rules: FileRules,
}

impl Desk {
    /// A document, and overlays that are laid over it in this order.
    pub fn new(document: &str, overlays: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let name = match document.starts_with('{') {
            true => "vendor.json",
            false => "vendor.yaml",
        };
        let path = home.path().join(name);
        fs::write(&path, document).unwrap();
        let overlays = overlays.iter().enumerate().map(|(number, text)| {
            let path = home.path().join(format!("overlay-{number}.yaml"));
            fs::write(&path, text).unwrap();
            path
        });
        let rules = FileRules {
            overlays: overlays.collect(),
            ..FileRules::default()
        };
        Self {
            home,
            document: path,
            rules,
        }
    }

    /// Writes another file beside the document.
    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The document as overlays make it, and what is said.
    pub fn laid(&self) -> (Value, String) {
        let mut diagnostics = Diagnostics::new();
        let sources = Sources::read_by(&self.document, &self.rules, &mut diagnostics);
        let root = sources.root().unwrap();
        let value = sources.value(&Location::root(root)).unwrap().clone();
        (value, self.portable(&diagnostics.render(&sources, false)))
    }

    /// The crate, if one can be made, and what is said.
    pub fn made(&self) -> (Option<OutputTree>, String) {
        let (tree, said) = codegen_in_memory(&self.options());
        (tree, self.portable(&said))
    }

    pub fn options(&self) -> CodegenOptions {
        CodegenOptions {
            files: self.rules.clone(),
            ..CodegenOptions::new(&self.document, self.home.path().join("out"))
        }
    }

    fn portable(&self, said: &str) -> String {
        said.replace(&format!("{}/", self.home.path().display()), "")
    }
}

/// An overlay with these actions.
pub fn overlay(actions: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{title: Fixes, version: '1'}}\nactions:\n{actions}")
}
