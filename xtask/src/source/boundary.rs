//! Which files references may lead to: those below the folder of the root document, and below the
//! folders that were allowed beside it.
//!
//! In: where the root document is named, the folders that were allowed, and the path that a
//! reference leads to. Out: what the file holds, or the folder outside in which it lies. What
//! counts is where a path leads once its symbolic links are resolved. Nothing outside is opened,
//! and of a file inside, what was opened is what was looked at. It does not know what a file means.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::files::{absolute, display_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::disk::{self, Links, MAX_FILE_SIZE, Unread};
use crate::shell::quoted;

/// What of the disk a run may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRules {
    /// Folders beside that of the root document that references may lead into, absolute or relative
    /// to the current folder.
    pub allow_outside: Vec<PathBuf>,
    /// How large a file may be, in bytes. Together they may have eight times as much.
    pub max_file_size: u64,
    /// Overlays that are laid over the root document, in their order.
    pub overlays: Vec<PathBuf>,
    /// Files that are read as if they held these texts: how a change would do is tried so.
    pub instead: BTreeMap<PathBuf, String>,
}

impl Default for FileRules {
    /// No folder but that of the root document, 64 MiB, and no overlays.
    fn default() -> Self {
        Self {
            allow_outside: Vec::new(),
            max_file_size: MAX_FILE_SIZE,
            overlays: Vec::new(),
            instead: BTreeMap::new(),
        }
    }
}

/// The folders that references may lead into, symbolic links resolved. Without any, all is outside.
#[derive(Debug, Default)]
pub(super) struct Boundary {
    folders: Vec<PathBuf>,
    /// The folder of the root document as people read it.
    home: String,
}

/// Why a file was not read.
#[derive(Debug)]
pub enum NotRead {
    /// It lies outside the folders that references may lead into.
    Outside(Outside),
    /// There is no such file.
    Absent,
    /// It is not a regular file, it is too large, or it could not be opened or read.
    Unread(Unread),
}

impl NotRead {
    /// What to do about it, where more can be said than that the file must be one that can be read.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Unread(unread) => unread.remedy(),
            Self::Outside(_) | Self::Absent => None,
        }
    }
}

/// A place outside the folders that references may lead into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The folder of the root document.
    home: String,
    /// The folder in which the file would be, symbolic links resolved.
    folder: PathBuf,
}

impl Outside {
    /// What is to be said where a reference leads here. Of the file nothing is said: it was not
    /// opened.
    #[must_use]
    pub fn refusal(&self, reference: &str, place: impl Into<Place>) -> Diagnostic {
        let Self { home, folder } = self;
        let message =
            format!("`{reference}` leads out of the folder of the document, so it is not read");
        let folder = quoted(&named(folder));
        Diagnostic::new(Code::OutsideReference, message)
            .at(place, format!("outside `{home}`"))
            .help(format!(
                "move the file into `{home}` if it belongs to the document, or allow its folder with `--allow-outside {folder}`"
            ))
    }
}

impl Boundary {
    /// The boundary around a root document. It lies where the document is named: where that is a
    /// symbolic link, the folder of the link counts, from which its references start too.
    pub(super) fn around(root: &Path, rules: &FileRules, diagnostics: &mut Diagnostics) -> Self {
        let mut folders = Vec::new();
        let home = absolute(root);
        let home = home.parent().unwrap_or(&home);
        folders.extend(fs::canonicalize(home));
        for folder in &rules.allow_outside {
            match fs::canonicalize(folder) {
                Ok(real) if real.is_dir() => folders.push(real),
                found => {
                    let name = named(folder);
                    let why = match found {
                        Ok(_) => "it is no folder".to_owned(),
                        Err(error) if error.kind() == ErrorKind::NotFound => {
                            "there is no such folder".to_owned()
                        }
                        Err(error) => error.to_string(),
                    };
                    let message = format!("cannot allow references into `{name}`: {why}");
                    diagnostics.push(
                        Diagnostic::new(Code::UnreadableFile, message)
                            .at(Place::Path(name), "")
                            .help("give a folder that is there, relative to the current one"),
                    );
                }
            }
        }
        Self {
            folders,
            home: named(home),
        }
    }

    /// Where a path leads if it leads outside. A path to nothing leads where the part of it that is
    /// there does.
    pub(super) fn outside(&self, path: &Path) -> Option<Outside> {
        let real = resolved(path);
        let is_inside = self.folders.iter().any(|folder| real.starts_with(folder));
        (!is_inside).then(|| Outside {
            home: self.home.clone(),
            folder: real.parent().unwrap_or(&real).to_path_buf(),
        })
    }

    /// What a regular file of at most `limit` bytes holds.
    pub(super) fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, NotRead> {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => {
                return Err(match self.outside(path) {
                    Some(outside) => NotRead::Outside(outside),
                    None => NotRead::from(error),
                });
            }
        };
        if let Some(outside) = self.outside(&real) {
            return Err(NotRead::Outside(outside));
        }
        let file = disk::open(&real, Links::Refused, limit)?;
        // Links and folders may have been exchanged between the look and the opening.
        if !is_at(&file, &real)? {
            let moved = io::Error::other("it was moved while it was opened");
            return Err(Unread::Failed(moved).into());
        }
        Ok(disk::read_from(file, limit)?)
    }
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside(Outside { home, .. }) => write!(f, "it lies outside `{home}`"),
            Self::Absent => f.write_str("there is no such file"),
            Self::Unread(unread) => write!(f, "{unread}"),
        }
    }
}

impl From<io::Error> for NotRead {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput => {
                Self::Absent
            }
            _ => Self::Unread(error.into()),
        }
    }
}

impl From<Unread> for NotRead {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Failed(error) => Self::from(error),
            other => Self::Unread(other),
        }
    }
}

/// A path with its symbolic links resolved, as far as it leads to anything.
fn resolved(path: &Path) -> PathBuf {
    let full = absolute(path);
    let found = full.ancestors().find_map(|above| {
        let real = fs::canonicalize(above).ok()?;
        let rest = full.strip_prefix(above).ok()?;
        // Joined with nothing, a path gets a slash at its end.
        Some(if rest.as_os_str().is_empty() {
            real
        } else {
            real.join(rest)
        })
    });
    found.unwrap_or(full)
}

/// Whether an open file is the one at a path without symbolic links.
fn is_at(file: &File, real: &Path) -> io::Result<bool> {
    let is_same = disk::is_same(&file.metadata()?, &fs::symlink_metadata(real)?);
    Ok(is_same && fs::canonicalize(real)? == real)
}

/// A folder as people read it.
fn named(folder: &Path) -> String {
    match display_name(folder) {
        name if name.is_empty() => ".".to_owned(),
        name => name,
    }
}
