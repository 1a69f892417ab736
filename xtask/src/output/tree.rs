//! Everything codegen would write, in memory.
//!
//! In: relative paths and texts, from whoever renders. Out: a sorted map that holds to the rules
//! below. Nothing here reads or writes the disk.

use std::collections::BTreeMap;

use super::OutputError;
use super::header;

/// The files of a generated crate: relative path with forward slashes to text.
///
/// Every text carries codegen's header, has LF line ends and ends with exactly one of them.
/// Iteration is in path order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<String, String>,
    /// Each file by its path in lower case.
    by_case: BTreeMap<String, String>,
    /// Each folder around a file, in lower case, with one of the files in it.
    folders: BTreeMap<String, String>,
}

impl OutputTree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. The text is brought into the tree's form: LF, one line end at the end, and the
    /// header if it lacks it.
    ///
    /// # Errors
    ///
    /// [`OutputError::Escapes`] for a path that is absolute or leaves the folder,
    /// [`OutputError::Duplicate`] for one that is taken (in any case, as a file or as a folder),
    /// [`OutputError::Headless`] for a kind of file without comments.
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<(), OutputError> {
        let path = path.into();
        if !stays_inside(&path) {
            return Err(OutputError::Escapes { path });
        }
        if !header::can_head(&path) {
            return Err(OutputError::Headless { path });
        }
        if let Some(earlier) = self.colliding(&path) {
            return Err(OutputError::Duplicate { earlier, path });
        }
        let mut text = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n");
        }
        let mut text = header::head(&path, text);
        text.truncate(text.trim_end_matches('\n').len());
        text.push('\n');
        let cased = path.to_lowercase();
        for folder in folders(&cased) {
            let inside = || path.clone();
            self.folders.entry(folder.to_owned()).or_insert_with(inside);
        }
        self.by_case.insert(cased, path.clone());
        self.files.insert(path, text);
        Ok(())
    }

    /// The file that a file system that ignores case, as those of two large desktop systems do,
    /// could not hold beside this one.
    fn colliding(&self, path: &str) -> Option<String> {
        let cased = path.to_lowercase();
        let mut around = folders(&cased);
        self.by_case
            .get(&cased)
            .or_else(|| self.folders.get(&cased))
            .or_else(|| around.find_map(|folder| self.by_case.get(folder)))
            .cloned()
    }

    /// The files in path order: path, text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text under a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

fn stays_inside(path: &str) -> bool {
    let foreign = |c: char| c == '\\' || c == ':' || c.is_control();
    !path.contains(foreign) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The folders around a path, innermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |place| Some(place.rsplit_once('/')?.0)).skip(1)
}
