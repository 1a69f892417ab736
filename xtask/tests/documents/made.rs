//! What codegen makes of a document that a test writes: files in memory, and what is said.

use std::fs;

use serde_json::Value;
use xtask::codegen::{CodegenOptions, codegen_in_memory};
use xtask::output::OutputTree;
use xtask::runtime_choice::RuntimeChoice;

/// A crate, on the runtime in this workspace unless a test says otherwise.
pub struct Made {
    tree: OutputTree,
    /// The warnings.
    pub said: String,
}

impl Made {
    /// What is made of a document.
    ///
    /// # Errors
    ///
    /// What codegen says where it makes nothing.
    pub fn try_of(text: &str, others: &[(&str, &str)]) -> Result<Self, String> {
        Self::on(RuntimeChoice::Crate, text, others)
    }

    /// The same, on another runtime.
    pub fn on(runtime: RuntimeChoice, text: &str, others: &[(&str, &str)]) -> Result<Self, String> {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in others {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let is_json = text.starts_with('{');
        let spec = home.path().join(if is_json {
            "openapi.json"
        } else {
            "openapi.yaml"
        });
        fs::write(&spec, text).unwrap();
        let options = CodegenOptions {
            runtime,
            ..CodegenOptions::new(spec, home.path().join("out"))
        };
        let (tree, said) = codegen_in_memory(&options);
        match tree {
            Some(tree) => Ok(Self { tree, said }),
            None => Err(said),
        }
    }

    /// What is made of a document in JSON, of which something must be made.
    pub fn of(document: &Value) -> Self {
        Self::try_of(&document.to_string(), &[]).unwrap_or_else(|said| panic!("{said}"))
    }

    /// The files, by their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tree.iter()
    }

    /// A file that must be there.
    pub fn file(&self, path: &str) -> &str {
        self.tree.get(path).unwrap_or_else(|| panic!("{path}"))
    }

    /// The types of the one group.
    pub fn types(&self) -> &str {
        self.file("src/types/webhooks.rs")
    }
}
