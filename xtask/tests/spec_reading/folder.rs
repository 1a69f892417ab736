//! Documents on disk for the length of a test.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use xtask::diagnostic::Diagnostics;
use xtask::source::Sources;

/// A folder that goes away with the test.
pub struct Folder {
    folder: TempDir,
}

impl Folder {
    /// A folder with files, by relative path and text.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// The full path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Reads a root document.
    pub fn read(&self, name: &str) -> (Sources, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let sources = Sources::read(&self.path(name), &mut diagnostics);
        (sources, diagnostics)
    }

    /// A text without the folder's own path.
    pub fn relative(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }

    /// What is said when a root document is read.
    pub fn rendered(&self, name: &str) -> String {
        let (sources, diagnostics) = self.read(name);
        self.relative(&diagnostics.render(&sources, false))
    }
}
