//! Everything codegen would write, in memory.
//!
//! In: relative paths and texts, from whoever renders. Out: a sorted map that holds to the rules below. Nothing here reads or
//! writes the disk.

use std::collections::BTreeMap;

use super::OutputError;
use super::header;

/// The files of a generated crate: relative path with forward slashes to text.
///
/// Every text carries codegen's header, has LF line ends and ends with exactly one of them. Iteration is in path order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree(BTreeMap<String, String>);

impl OutputTree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. The text is brought into the tree's form: LF, one line end at the end, and the header if it lacks it.
    ///
    /// # Errors
    ///
    /// [`OutputError::Escapes`] for a path that is absolute or leaves the folder, [`OutputError::Duplicate`] for one that is
    /// taken (in any case, as a file or as a folder), [`OutputError::Headless`] for a kind of file without comments.
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        text: impl AsRef<str>,
    ) -> Result<(), OutputError> {
        let path = path.into();
        if !stays_inside(&path) {
            return Err(OutputError::Escapes { path });
        }
        if !header::can_head(&path) {
            return Err(OutputError::Headless { path });
        }
        if let Some(earlier) = self.0.keys().find(|earlier| collide(earlier, &path)) {
            return Err(OutputError::Duplicate {
                earlier: earlier.clone(),
                path,
            });
        }
        let text = text.as_ref().replace("\r\n", "\n");
        let headed = header::head(&path, &text);
        let text = format!("{}\n", headed.trim_end_matches('\n'));
        self.0.insert(path, text);
        Ok(())
    }

    /// The files in path order: path, text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text under a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn stays_inside(path: &str) -> bool {
    let foreign = |c: char| c == '\\' || c == ':' || c.is_control();
    !path.contains(foreign) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether a file system that ignores case, as those of two large desktop systems do, could not hold both.
fn collide(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one == other || is_folder_of(&one, &other) || is_folder_of(&other, &one)
}

fn is_folder_of(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.starts_with('/'))
}
