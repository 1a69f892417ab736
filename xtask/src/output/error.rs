//! What can go wrong between rendered code and the folder on disk.
//!
//! Every value names the place and what to do about it; nothing here decides what is printed around
//! it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::characters::on_one_line;
use crate::disk::{Unread, size};

/// A reason why the output could not be made, compared or written.
///
/// `Display` gives one line with the place and the fault, and a second line that starts with
/// `help:`.
#[derive(Debug)]
#[non_exhaustive]
pub enum OutputError {
    /// A path that is absolute, leaves the folder, or is not written with forward slashes.
    Escapes {
        /// The path as it was given.
        path: String,
    },
    /// Two files for one path. Paths that differ in case alone count as one, since some file
    /// systems hold them to be one, and so do a file and a folder of the same name.
    Duplicate {
        /// The path given second.
        path: String,
        /// The path that was there before.
        earlier: String,
    },
    /// A kind of file whose comment syntax is not known, so that it could not carry the header.
    Headless {
        /// The path inside the output folder.
        path: String,
    },
    /// A comment with code that rustdoc would compile.
    Compiled {
        /// That part.
        code: String,
    },
    /// A folder that holds files and is not a crate that codegen wrote.
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// The file that says so, or else one of the files in it, relative to the folder.
        example: String,
    },
    /// Something that codegen did not write stands at a path that it would write.
    Occupied {
        /// What stands there.
        path: PathBuf,
        /// What it is, to be read after "is".
        what: &'static str,
    },
    /// A file has more bytes than are read.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes are read.
        limit: u64,
    },
    /// A file changed on disk between the comparison and the write.
    Raced {
        /// The file.
        path: PathBuf,
    },
    /// A comparison that was made with another tree than the one to be written.
    Mismatched {
        /// A path of the comparison that the tree does not hold.
        path: String,
    },
    /// The operating system refused.
    Io {
        /// What was to be done, in the infinitive: `read`, `create`, `move`, ...
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A write failed, and undoing it failed as well.
    HalfWritten {
        /// Why the write failed.
        cause: Box<OutputError>,
        /// Why the first thing that could not be undone could not be undone.
        undo: Box<OutputError>,
        /// Where the earlier files are kept.
        kept: PathBuf,
    },
}

impl OutputError {
    /// What a refusal of the operating system at a path becomes.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + Copy {
        move |source| Self::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn unread(path: &Path, cause: Unread) -> Self {
        let path = path.to_path_buf();
        match cause {
            Unread::Special(what) => Self::Occupied { path, what },
            Unread::TooLarge(limit) | Unread::TooMuch(limit) => Self::TooLarge { path, limit },
            Unread::Failed(source) => Self::Io {
                action: "read",
                path,
                source,
            },
        }
    }

    /// What to do about it, as a sentence.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Escapes { .. } => {
                "give a relative path with forward slashes and without `.`, `..` or empty parts".to_owned()
            }
            Self::Duplicate { .. } => "give one of the two another name".to_owned(),
            Self::Headless { .. } => {
                "write a kind of file that has comments, or add its comment syntax to output/header.rs".to_owned()
            }
            Self::Compiled { .. } => "this is a fault of the generator, not of the spec: please report it".to_owned(),
            Self::NotOurs { .. } => "choose a folder that is empty or does not exist, or empty this one by hand".to_owned(),
            Self::Occupied { .. } => {
                "move it away, or choose another folder; codegen replaces nothing that it did not write".to_owned()
            }
            Self::TooLarge { .. } => {
                "move it away, or allow more with `--max-file-size` if codegen wrote it".to_owned()
            }
            Self::Raced { .. } => "wait until nothing else writes into the folder and run codegen again".to_owned(),
            Self::Mismatched { .. } => "compare the folder with the very tree that is to be written".to_owned(),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => "check who may read and write there".to_owned(),
                io::ErrorKind::StorageFull => "make room on the disk and run codegen again".to_owned(),
                io::ErrorKind::NotADirectory => "a file stands where a folder is needed: choose another path".to_owned(),
                _ => "see to the cause and run codegen again; nothing was left half written".to_owned(),
            },
            Self::HalfWritten { kept, .. } => {
                format!("see to the cause and run codegen again, which mends the crate; until then, the earlier files are in {}", kept.display())
            }
        }
    }

    fn fault(&self) -> String {
        match self {
            Self::Escapes { path } => format!("{path:?} is not a path inside the output folder"),
            Self::Duplicate { path, earlier } if path == earlier => {
                format!("{path}: two files were made for this path")
            }
            Self::Duplicate { path, earlier } => {
                format!("{path}: cannot stand beside {earlier} on every file system")
            }
            Self::Headless { path } => {
                format!(
                    "{path}: this kind of file cannot carry the header by which codegen knows its own files"
                )
            }
            Self::Compiled { code } => {
                let shown: String = on_one_line(code).chars().take(80).collect();
                format!("a text of the document would be compiled as code: {shown}")
            }
            Self::NotOurs { folder, example } => {
                format!(
                    "{}: holds files ({example}) and is no crate that codegen wrote",
                    folder.display()
                )
            }
            Self::Occupied { path, what } => {
                format!("{}: is {what}, where codegen would write", path.display())
            }
            Self::TooLarge { path, limit } => {
                format!("{}: has more than {}", path.display(), size(*limit))
            }
            Self::Raced { path } => format!("{}: was changed while codegen ran", path.display()),
            Self::Mismatched { path } => {
                format!("{path}: is in the comparison and not in the tree to be written")
            }
            Self::Io {
                action,
                path,
                source,
            } => format!("{}: could not {action}: {source}", path.display()),
            Self::HalfWritten { cause, undo, .. } => {
                format!(
                    "{}; undoing what was already done failed too: {}",
                    cause.fault(),
                    undo.fault()
                )
            }
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.fault(), self.remedy())
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::HalfWritten { cause, .. } => Some(cause),
            _ => None,
        }
    }
}
