//! Diagnostics: what is wrong with a document, where, and what to do about it.
//!
//! In: complaints from every phase, each with a stable code and places. Out: the list, sorted, and
//! its rendering. Knows places as nodes or positions of files, nothing of what the nodes mean.

mod code;
mod excerpt;
mod render;
mod suggest;

pub use code::{Code, Severity};
pub use suggest::{closest, did_you_mean, slip};

use std::ops::Range;

use indexmap::IndexSet;

use crate::place::{FileId, Location};

/// Which half of an object's entry is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// Where a label points.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A node of a file; one that does not exist is shown by the nearest node above it.
    Node {
        /// The node.
        location: Location,
        /// Its key or its value.
        half: Half,
    },
    /// A position of a file.
    Offset {
        /// The file.
        file: FileId,
        /// The line, 1-based.
        line: usize,
        /// The column, 1-based, in characters.
        column: usize,
    },
    /// Bytes of a file's text: for text that has no nodes.
    Span {
        /// The file.
        file: FileId,
        /// The bytes, of the text as it is after normalisation.
        span: Range<usize>,
    },
    /// A file as a whole.
    File(FileId),
    /// A file that could not be opened, by the name shown to people.
    Path(String),
}

impl Place {
    /// The key of a node.
    #[must_use]
    pub fn key(location: &Location) -> Self {
        Self::Node {
            location: location.clone(),
            half: Half::Key,
        }
    }
}

impl From<&Location> for Place {
    /// The value of the node.
    fn from(location: &Location) -> Self {
        Self::from(location.clone())
    }
}

impl From<Location> for Place {
    /// The value of the node.
    fn from(location: Location) -> Self {
        Self::Node {
            location,
            half: Half::Value,
        }
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

/// The files that places are in, as far as complaints show them.
pub trait SourceText {
    /// The bytes of a file's text that a place stands for; `None` for a place without text.
    fn span(&self, place: &Place) -> Option<(FileId, Range<usize>)>;

    /// The name that a file is shown by, and its text.
    fn file_text(&self, file: FileId) -> Option<(&str, &str)>;
}

/// A place and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty.
    pub text: String,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of complaint, by its stable name.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The places, the one at fault first.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether it only follows from a fault that is told by itself.
    pub is_follower: bool,
}

impl Diagnostic {
    /// A complaint without a place yet.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            is_follower: false,
        }
    }

    /// Adds the place at fault, before all other places.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        let label = Label {
            place: place.into(),
            text: text.into(),
        };
        self.labels.insert(0, label);
        self
    }

    /// Adds a further place that explains the first.
    #[must_use]
    pub fn and(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place: place.into(),
            text: text.into(),
        });
        self
    }

    /// Says what to do; replaces an earlier remedy.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The complaint under the code of a warning, where what is referred to may be missing. That a
    /// reference leads where it must not stays an error.
    #[must_use]
    pub fn softened(self, code: Code) -> Self {
        match self.code {
            Code::OutsideReference => self,
            _ => Self { code, ..self },
        }
    }

    /// Whether this stops the run, warns, or is only worth knowing.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The complaints of a run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: IndexSet<Diagnostic>,
}

impl Diagnostics {
    /// No complaints.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a complaint, unless the very same was made before: shared nodes are read more than
    /// once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.insert(diagnostic);
    }

    /// Keeps the value of a result, or its complaint.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                self.push(diagnostic);
                None
            }
        }
    }

    /// Leaves out the complaints that follow from faults which are told by themselves.
    pub fn leave_out_followers(&mut self) {
        self.retain(|diagnostic| !diagnostic.is_follower);
    }

    /// Leaves out the complaints that are not wanted.
    pub fn retain(&mut self, is_wanted: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(is_wanted);
    }

    /// Whether any complaint is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// Whether any complaint is a warning.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        let mut list = self.list.iter();
        list.any(|diagnostic| diagnostic.severity() == Severity::Warning)
    }

    /// Whether there is no complaint at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many complaints there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// How many of them are errors.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .count()
    }

    /// The complaints in the order in which they were made; `sorted` orders them by position.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = indexmap::set::IntoIter<Diagnostic>;

    /// The complaints in the order in which they were made.
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
