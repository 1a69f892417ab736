//! The tree in memory against the folder on disk.
//!
//! In: an [`OutputTree`] and a folder. Out: one [`Comparison`], which a write carries out and a
//! check prints. Nothing outside this module touches the output folder.

#[cfg(test)]
mod broken_off;
mod folder;
mod hold;
mod journal;
mod leftovers;
mod mark;
mod report;
mod steps;
mod write;

use std::path::Path;

use super::{OutputError, OutputTree};
use folder::{Entry, Folder};

pub use hold::OutFolder;
pub use report::{report_check, report_write};

/// What to do with a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Make the folder agree with the tree.
    Write,
    /// Report where it does not, and touch nothing.
    Check,
}

/// How a folder differs from the tree that it should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What a write would do, in path order.
    pub changes: Vec<Change>,
    /// Files in the folder that codegen would not write and that are not its own, relative to the
    /// folder, in path order: those without its header, and copies of its files at places where it
    /// writes none. Never touched.
    pub strangers: Vec<String>,
    /// How many files agree to the byte.
    pub unchanged: usize,
    /// Hidden folders that writes which were cut short left in the folder. A write removes them; a
    /// check does not ask for it.
    pub leftovers: Vec<String>,
}

impl Comparison {
    /// Whether the folder holds exactly the tree, which is what a check asks for.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.changes.is_empty() && self.strangers.is_empty()
    }
}

/// One file that differs. Paths are relative to the folder, with forward slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In the tree and not on disk.
    Missing {
        /// Where the file belongs.
        path: String,
        /// What it should say.
        text: String,
    },
    /// In both, with different bytes.
    Changed {
        /// Where the file is.
        path: String,
        /// What it says.
        old: String,
        /// What it should say.
        new: String,
    },
    /// On disk with codegen's header, at a place where codegen writes files or declared by a module
    /// of its own, and not in the tree.
    Orphaned {
        /// Where the file is.
        path: String,
        /// What it says.
        old: String,
    },
}

impl Change {
    /// The file that the change is about.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing { path, .. }
            | Self::Changed { path, .. }
            | Self::Orphaned { path, .. } => path,
        }
    }
}

/// Compares the tree with what `out` holds; see [`OutFolder::compare`]. `is_alone` says whether no
/// other run can be at work there.
fn compare(
    tree: &OutputTree,
    out: &Path,
    max_file_size: u64,
    is_alone: bool,
) -> Result<Comparison, OutputError> {
    let folder = Folder::read(out, max_file_size)?;
    let mut comparison = Comparison {
        leftovers: leftovers::leftovers(out, is_alone)?,
        ..Comparison::default()
    };
    for (path, text) in tree.iter() {
        match folder.look_up(path, text.len())? {
            None => comparison.changes.push(Change::Missing {
                path: path.to_owned(),
                text: text.to_owned(),
            }),
            Some(old) if old == text => comparison.unchanged += 1,
            Some(old) => {
                let new = text.to_owned();
                comparison.changes.push(Change::Changed {
                    path: path.to_owned(),
                    old,
                    new,
                });
            }
        }
    }
    for (path, entry) in folder
        .entries()
        .filter(|(path, _)| tree.get(path).is_none())
    {
        match entry {
            Entry::Generated(old) if is_own_place(path, &folder) => {
                comparison.changes.push(Change::Orphaned {
                    path: path.to_owned(),
                    old: old.clone(),
                });
            }
            _ => comparison.strangers.push(path.to_owned()),
        }
    }
    comparison
        .changes
        .sort_by(|one, other| one.path().cmp(other.path()));
    Ok(comparison)
}

/// The files that some spec makes codegen write, but for modules inside another.
const OWN_FILES: [&str; 6] = [
    "Cargo.toml",
    "README.md",
    "clippy.toml",
    "examples/inspect.rs",
    "examples/receiver.rs",
    "src/lib.rs",
];

/// Whether some spec made codegen write such a path of a crate: a module counts if the module
/// around it, as it is on disk, declares it. A file with codegen's header elsewhere is a copy that
/// someone made.
fn is_own_place(path: &str, folder: &Folder) -> bool {
    if OWN_FILES.contains(&path) {
        return true;
    }
    let Some(module) = path.strip_suffix(".rs") else {
        return false;
    };
    let module = module.strip_suffix("/mod").unwrap_or(module);
    let Some((around, name)) = module.rsplit_once('/') else {
        return false;
    };
    let index = match around {
        "src" => "src/lib.rs".to_owned(),
        _ => format!("{around}/mod.rs"),
    };
    let index = folder.generated(&index);
    index.is_some_and(|text| declares(text, name))
}

/// Whether a module declares another one, in a file of its own.
fn declares(text: &str, name: &str) -> bool {
    let mut modules = text.lines().filter_map(declared);
    modules.any(|module| module.trim_start_matches("r#") == name)
}

/// The module that a line declares, if it does, as it is written there.
fn declared(line: &str) -> Option<&str> {
    let (before, declared) = line.trim().strip_suffix(';')?.rsplit_once("mod ")?;
    matches!(before.trim_end(), "" | "pub" | "pub(crate)").then_some(declared)
}
