//! The files of a run: their text, what they say, and where each node stands.
//!
//! In: the path of a root document. Out: that document and every file its references reach below
//! its folder, as JSON values, with positions on demand. Knows JSON and YAML, and of the
//! specification only where references to files may stand.

mod allowance;
mod beside;
mod boundary;
mod files;
mod merge;
mod overlays;
mod parse;
mod read;
mod scalars;
mod span;
mod syntax;
mod text;
mod value;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Map, Value};

pub use boundary::{FileRules, NotRead, Outside};
pub(crate) use files::cleaned;
pub use files::{is_remote, percent_decoded, split_reference};

use crate::diagnostic::{Diagnostic, Diagnostics, Half, Place, SourceText};
use crate::overlay::Origins;
use crate::place::{FileId, Location, Pointer};
use allowance::Allowance;
use boundary::Boundary;
use span::SpanIndex;

/// A file that was read.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as given or as reached from the root document; absolute or relative to the current
    /// folder.
    pub path: PathBuf,
    /// The path as shown to people: relative to the current folder if it is below that, with
    /// forward slashes.
    pub name: String,
    /// The text without byte order mark, line ends as LF.
    pub text: String,
    /// What the text says; `null` if it could not be parsed.
    pub json: Value,
    /// Whether the text could be parsed; if not, the diagnostics say why.
    pub is_parsed: bool,
    spans: OnceLock<SpanIndex>,
    /// What is wrong with the text.
    faults: Vec<Diagnostic>,
    /// Whether a reference was followed into the file.
    is_used: AtomicBool,
}

impl SourceFile {
    fn spans(&self) -> &SpanIndex {
        self.spans.get_or_init(|| SpanIndex::build(&self.text))
    }

    /// Every pointer of the file as the span index sees it, in no particular order; builds the
    /// index.
    #[must_use]
    pub fn indexed_pointers(&self) -> Vec<Pointer> {
        self.spans().pointers()
    }

    /// The bytes to underline for a node: its key, or its value. A value that is empty, fills
    /// several lines, or is an object or array below its key is shown by that key, or by its first
    /// line where there is none; a node that does not exist, by the nearest one above it.
    /// `is_nested` says whether the node is an object or array.
    fn node_span(
        &self,
        pointer: &Pointer,
        half: Half,
        is_nested: impl Fn() -> bool,
    ) -> Range<usize> {
        let Some(node) = self.spans().find(pointer) else {
            return 0..0;
        };
        let written = self.text.get(node.value.clone()).unwrap_or_default();
        let first_line = written.split('\n').next().unwrap_or_default().trim_end();
        let compact = !written.is_empty() && first_line.len() == written.len();
        let is_below = |key: &Range<usize>| {
            let between = self.text.get(key.end..node.value.start).unwrap_or_default();
            between.contains('\n') && is_nested()
        };
        match node.key {
            Some(key) if half == Half::Key || !node.exact || !compact || is_below(&key) => key,
            _ => node.value.start..node.value.start + first_line.len(),
        }
    }
}

/// The root document of a run and every file reached from it.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Absolute paths, by text and by the file system, of what was read.
    paths: BTreeMap<PathBuf, FileId>,
    /// Where the text of the root document's nodes stands, as far as overlays changed it.
    origins: Origins,
    /// Where references may lead to.
    boundary: Boundary,
    /// How much of the files may be read.
    allowance: Allowance,
    /// How much may be read of files that are named as examples. They are not kept.
    for_examples: Allowance,
    /// The texts of files that are not read from the disk, by absolute path.
    instead: BTreeMap<PathBuf, String>,
    /// Files that exist and could not be read, by absolute path.
    unreadable: BTreeMap<PathBuf, Unreadable>,
}

/// Where a node is written, in bytes of its file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Its key; none for an item of a list and for the root.
    pub key: Option<Range<usize>>,
    /// Its value, without the blanks and comments behind it; an alias is its own `*name`.
    pub value: Range<usize>,
}

/// A file that exists and could not be read.
#[derive(Debug)]
struct Unreadable {
    fault: Diagnostic,
    is_used: AtomicBool,
}

impl Sources {
    /// The root document, if it could be opened. It may still be unparsed.
    #[must_use]
    pub fn root(&self) -> Option<FileId> {
        (!self.files.is_empty()).then_some(FileId(0))
    }

    /// A file by its number.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0)
    }

    /// Every file, the root first, then in the order of the references that reached them.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(number, file)| (FileId(number), file))
    }

    /// The node at a location, `$ref` objects left as they are; `None` if there is none.
    #[must_use]
    pub fn value(&self, location: &Location) -> Option<&Value> {
        let root = &self.file(location.file)?.json;
        location.pointer.tokens().try_fold(root, child)
    }

    /// What the file part of a reference in a file is relative to, and the path from there: an
    /// address is one where it lies in the folder of a document that says its own by `$self`, be
    /// that the file or the root, or where it is that of a file. `None` if it is on another
    /// machine.
    #[must_use]
    pub fn local<'p>(&self, path: &'p str, from: FileId) -> Option<(FileId, &'p str)> {
        if !is_remote(path) {
            return Some((from, path));
        }
        let owners = [Some(from), self.root()].into_iter().flatten();
        let mut local = owners.filter_map(|owner| {
            let own = self.file(owner)?.json.get("$self")?.as_str()?;
            let path = path.strip_prefix(files::address_folder(own)?)?;
            (!path.is_empty() && !path.starts_with('/')).then_some((owner, path))
        });
        local
            .next()
            .or_else(|| Some((from, files::path_of_address(path)?)))
    }

    /// The file that a reference's file part names (percent-encoding already undone), seen from
    /// another file; `None` if it was not read.
    #[must_use]
    pub fn find(&self, path: &Path, from: FileId) -> Option<FileId> {
        let found = *self
            .paths
            .get(&files::absolute(&self.beside(from, path)?))?;
        self.file(found)?.is_used.store(true, Ordering::Relaxed);
        Some(found)
    }

    /// The text of a file that is no document by its name, such as `description.md`; named as in
    /// [`find`](Self::find).
    #[must_use]
    pub fn prose(&self, path: &Path, from: FileId) -> Option<&str> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        if ["yaml", "yml", "json"].contains(&extension.as_str()) {
            return None;
        }
        let found = self
            .paths
            .get(&files::absolute(&self.beside(from, path)?))?;
        Some(self.file(*found)?.text.as_str())
    }

    /// Where a reference's file part, seen from another file, leads if it leads out of the folders
    /// that may be referred into. Such a file was not opened.
    #[must_use]
    pub fn outside(&self, path: &Path, from: FileId) -> Option<Outside> {
        self.boundary.outside(&self.beside(from, path)?)
    }

    /// What a file holds that the document names and that is none of its own, such as an example;
    /// the path is absolute or relative to the current folder.
    ///
    /// # Errors
    /// It lies outside the folders that may be referred into, is not there, is too large, or cannot
    /// be read.
    pub fn read_example(&self, path: &Path) -> Result<Vec<u8>, NotRead> {
        self.for_examples
            .spend(|limit| self.boundary.read(path, limit))
    }

    /// Whether a reference's file part, seen from another file, names one that exists and could not
    /// be read.
    #[must_use]
    pub fn is_unreadable(&self, path: &Path, from: FileId) -> bool {
        let path = self.beside(from, path);
        let found = path.and_then(|path| self.unreadable.get(&files::absolute(&path)));
        found
            .inspect(|file| file.is_used.store(true, Ordering::Relaxed))
            .is_some()
    }

    /// A path that is relative to the folder of a file.
    fn beside(&self, file: FileId, path: &Path) -> Option<PathBuf> {
        Some(self.file(file)?.path.parent()?.join(path))
    }

    /// Tells what is wrong with the files that references were followed into. The others may be as
    /// they like.
    pub fn report_faults(&self, diagnostics: &mut Diagnostics) {
        let is_used = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        for file in self.files.iter().filter(|file| is_used(&file.is_used)) {
            diagnostics.extend(file.faults.iter().cloned());
        }
        let unreadable = self.unreadable.values();
        for file in unreadable.filter(|file| is_used(&file.is_used)) {
            diagnostics.push(file.fault.clone());
        }
    }

    /// The bytes of the file's text that a place stands for; `None` for a place without text.
    #[must_use]
    pub fn span(&self, place: &Place) -> Option<(FileId, Range<usize>)> {
        match place {
            Place::Node { location, half } => {
                let standing = self.standing(location);
                let file = self.file(standing.file)?;
                let is_nested = || {
                    let value = self.value(location);
                    value.is_some_and(|value| value.is_object() || value.is_array())
                };
                let span = file.node_span(&standing.pointer, *half, is_nested);
                Some((standing.file, span))
            }
            Place::Offset { file, line, column } => {
                let source = self.file(*file)?;
                let start = text::offset(&source.text, *line, *column);
                let rest = source.text.get(start..).unwrap_or_default();
                let one = rest
                    .chars()
                    .next()
                    .filter(|c| *c != '\n')
                    .map_or(0, char::len_utf8);
                let found = source.spans().starting_at(start).filter(|span| {
                    let written = source.text.get(span.clone()).unwrap_or_default();
                    !written.is_empty() && !written.contains('\n')
                });
                Some((*file, found.unwrap_or(start..start + one)))
            }
            Place::Span { file, span } => Some((*file, span.clone())),
            Place::File(_) | Place::Path(_) => None,
        }
    }

    /// Where a node is written: its file, its key if it has one, and its value. `None` if it is
    /// written elsewhere, as what an overlay added is; builds the index of the file.
    #[must_use]
    pub fn extent(&self, location: &Location) -> Option<Extent> {
        let standing = self.standing(location);
        let file = self
            .file(location.file)
            .filter(|_| *standing == *location)?;
        let found = file.spans().find(&location.pointer)?;
        found.exact.then_some(Extent {
            key: found.key,
            value: found.value,
        })
    }

    /// The text of a scalar as it is written, if it is written in one piece; builds the index of
    /// the file.
    #[must_use]
    pub fn written(&self, location: &Location) -> Option<&str> {
        let (file, span) = self.span(&Place::from(location))?;
        let text = self.file(file)?.text.get(span)?;
        // An alias is not what it stands for.
        (!text.is_empty() && !text.starts_with('*')).then_some(text)
    }

    /// Line and column (1-based, in characters) of a place; `None` for a place without text.
    #[must_use]
    pub fn position(&self, place: &Place) -> Option<(usize, usize)> {
        Some(self.spot(place)?.1)
    }

    /// The file in which a place is written, which may be an overlay, with line and column;
    /// `None` for a place without text.
    #[must_use]
    pub fn spot(&self, place: &Place) -> Option<(&SourceFile, (usize, usize))> {
        let (file, span) = self.span(place)?;
        let file = self.file(file)?;
        Some((file, text::line_column(&file.text, span.start)))
    }
}

impl SourceText for Sources {
    fn span(&self, place: &Place) -> Option<(FileId, Range<usize>)> {
        Self::span(self, place)
    }

    fn file_text(&self, file: FileId) -> Option<(&str, &str)> {
        let file = self.file(file)?;
        Some((&file.name, &file.text))
    }
}

/// One step down: an object's key or an array's index (RFC 6901, section 4).
#[must_use]
pub fn child<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => member(object, token),
        Value::Array(items) => {
            let canonical = token == "0" || !token.starts_with(['0', '+']);
            items.get(token.parse::<usize>().ok().filter(|_| canonical)?)
        }
        _ => None,
    }
}

/// The value under a key of an object. Most objects have a few keys, which are compared sooner than
/// one is hashed.
#[must_use]
pub fn member<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    if object.len() > FEW {
        return object.get(key);
    }
    object
        .iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| value)
}

/// How many keys are few.
const FEW: usize = 8;
