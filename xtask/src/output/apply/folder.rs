//! What an output folder holds.
//!
//! In: a path. Out: the files below it that codegen wrote, as texts, and the names of the others.
//! It reads and never writes, opens regular files alone, and does not know which files codegen
//! would make.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{self, FILES, Links};
use crate::output::{OutputError, header};

/// Something in the folder that is not itself a folder.
pub(super) enum Entry {
    /// A regular file in UTF-8 with codegen's header.
    Generated(String),
    /// Any other file, one that is too large, whose name is not UTF-8, or of another package, a
    /// symbolic link, a socket or the like.
    Opaque,
}

/// The files of an output folder, by relative path.
pub(super) struct Folder {
    root: PathBuf,
    /// How many bytes of a file are read if nothing else is said.
    max_file_size: u64,
    /// How many bytes of all files together are still read where nobody asks for one by its path.
    left: u64,
    entries: BTreeMap<String, Entry>,
}

impl Folder {
    /// Reads everything below `root`; a folder that does not exist holds nothing, and one that
    /// holds files and is no crate that codegen wrote is refused.
    pub(super) fn read(root: &Path, max_file_size: u64) -> Result<Self, OutputError> {
        let mut folder = Self {
            root: root.to_path_buf(),
            max_file_size,
            left: max_file_size.saturating_mul(FILES),
            entries: BTreeMap::new(),
        };
        match fs::metadata(root) {
            Ok(found) if found.is_dir() => {
                // Whose folder it is comes first: what another one holds may be without end, and
                // closed to us.
                if let Some(example) = foreign(root)? {
                    return Err(OutputError::NotOurs {
                        folder: root.to_path_buf(),
                        example,
                    });
                }
                folder.descend(root, "")?;
                folder.leave_packages_alone();
            }
            Ok(_) => {
                return Err(OutputError::Occupied {
                    path: root.to_path_buf(),
                    what: "a file",
                });
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                // A link that leads nowhere is not found either, but a folder cannot be made in its
                // place.
                if fs::symlink_metadata(root).is_ok() {
                    return Err(OutputError::Occupied {
                        path: root.to_path_buf(),
                        what: "a symbolic link to nothing",
                    });
                }
            }
            Err(cause) => return Err(OutputError::io("read", root)(cause)),
        }
        Ok(folder)
    }

    fn descend(&mut self, folder: &Path, prefix: &str) -> Result<(), OutputError> {
        for found in listing(folder, prefix)? {
            if found.kind.is_dir() {
                self.descend(&found.path, &format!("{}/", found.relative))?;
            } else if found.kind.is_file() && found.is_named {
                let limit = self.max_file_size.min(self.left);
                let entry = match read_generated(&found.path, limit) {
                    Ok(Some(text)) => {
                        self.left = self.left.saturating_sub(length(text.len()));
                        Entry::Generated(text)
                    }
                    Ok(None) => Entry::Opaque,
                    Err(OutputError::TooLarge { .. }) => Entry::Opaque,
                    Err(cause) => return Err(cause),
                };
                self.entries.insert(found.relative, entry);
            } else {
                self.entries.insert(found.relative, Entry::Opaque);
            }
        }
        Ok(())
    }

    /// Makes everything in a package of its own opaque: another crate that codegen wrote below this
    /// folder is not this crate's.
    fn leave_packages_alone(&mut self) {
        let manifests = self.entries.keys();
        let packages: Vec<String> = manifests
            .filter_map(|path| path.strip_suffix("Cargo.toml"))
            .filter(|package| package.ends_with('/'))
            .map(str::to_owned)
            .collect();
        for (path, entry) in &mut self.entries {
            if packages.iter().any(|package| path.starts_with(package)) {
                *entry = Entry::Opaque;
            }
        }
    }

    /// The entries in path order, without those that are ignored.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries
            .iter()
            .map(|(path, entry)| (path.as_str(), entry))
    }

    /// The text of codegen's own file at `path`, as it was read with all others; `None` if there is
    /// none.
    pub(super) fn generated(&self, path: &str) -> Option<&str> {
        match self.entries.get(path)? {
            Entry::Generated(text) => Some(text),
            Entry::Opaque => None,
        }
    }

    /// The text of codegen's own file at `path`, read from disk so that a hidden file of the tree
    /// is found too. `None` if there is none. It may have as many bytes as any file, or as the tree
    /// has there.
    ///
    /// Refuses whatever else is there, and whatever is not a folder on the way there: a link on the
    /// way would lead a write out of the output folder.
    pub(super) fn look_up(
        &self,
        path: &str,
        expected: usize,
    ) -> Result<Option<String>, OutputError> {
        for (end, _) in path.match_indices('/') {
            let (above, _) = path.split_at(end);
            match kind_of(&self.root.join(above))? {
                None => return Ok(None),
                Some(kind) if kind.is_dir() => {}
                Some(kind) if kind.is_symlink() => {
                    return Err(self.occupied(above, "a symbolic link"));
                }
                Some(_) => return Err(self.occupied(above, "a file and not a folder")),
            }
        }
        let absolute = self.root.join(path);
        match kind_of(&absolute)? {
            None => Ok(None),
            Some(kind) if kind.is_file() => {
                let limit = self.max_file_size.max(length(expected));
                match read_generated(&absolute, limit)? {
                    Some(text) => Ok(Some(text)),
                    None => Err(self.occupied(path, "a file without codegen's header")),
                }
            }
            Some(kind) => Err(self.occupied(path, disk::kind(kind))),
        }
    }

    pub(super) fn occupied(&self, path: &str, what: &'static str) -> OutputError {
        OutputError::Occupied {
            path: self.root.join(path),
            what,
        }
    }
}

/// A file of someone else, by its path below `root`, if the folder holds files and is no crate that
/// codegen wrote.
///
/// The manifest tells, and where that is gone the root module: a header on any other file may have
/// come with a copy of it. Where both are gone, the first file that is met tells, level by level,
/// and no more is read. A folder that cannot be read is no reason to stop before everything else
/// was looked at.
fn foreign(root: &Path) -> Result<Option<String>, OutputError> {
    for (above, telling) in [("", "Cargo.toml"), ("src", "src/lib.rs")] {
        if !kind_of(&root.join(above))?.is_some_and(|kind| kind.is_dir()) && !above.is_empty() {
            continue;
        }
        let path = root.join(telling);
        match kind_of(&path)? {
            None => {}
            Some(kind) if kind.is_dir() => {}
            Some(kind) if kind.is_file() => {
                return Ok((!is_generated(&path)?).then(|| telling.to_owned()));
            }
            Some(_) => return Ok(Some(telling.to_owned())),
        }
    }
    let mut closed = None;
    let mut waiting = VecDeque::from([(root.to_path_buf(), String::new())]);
    while let Some((folder, prefix)) = waiting.pop_front() {
        let mut below = match listing(&folder, &prefix) {
            Ok(below) => below,
            Err(cause) => {
                closed.get_or_insert(cause);
                continue;
            }
        };
        below.sort_by(|one, other| one.relative.cmp(&other.relative));
        if let Some(file) = below.iter().find(|found| !found.kind.is_dir()) {
            return Ok(Some(file.relative.clone()));
        }
        let folders = below.into_iter();
        waiting.extend(folders.map(|found| (found.path, format!("{}/", found.relative))));
    }
    closed.map_or(Ok(None), Err)
}

/// Something in a folder.
struct Found {
    path: PathBuf,
    /// Its path below the output folder.
    relative: String,
    kind: fs::FileType,
    /// Whether its name is UTF-8.
    is_named: bool,
}

/// What a folder holds, without what is ignored, in no order. `prefix` is its own path below the
/// output folder.
fn listing(folder: &Path, prefix: &str) -> Result<Vec<Found>, OutputError> {
    let entries = fs::read_dir(folder).map_err(OutputError::io("read", folder))?;
    let mut below = Vec::new();
    for entry in entries {
        let entry = entry.map_err(OutputError::io("read", folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(OutputError::io("read", &path))?;
        let file_name = entry.file_name();
        let name = file_name.to_string_lossy();
        if !is_ignored(&name, kind.is_dir(), prefix.is_empty()) {
            below.push(Found {
                path,
                relative: format!("{prefix}{name}"),
                kind,
                is_named: file_name.to_str().is_some(),
            });
        }
    }
    Ok(below)
}

/// What stands at `path`, links not followed; `None` if nothing does.
pub(super) fn kind_of(path: &Path) -> Result<Option<fs::FileType>, OutputError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found.file_type())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(OutputError::io("read", path)(cause)),
    }
}

/// The text of a regular file of at most `limit` bytes, links not followed; `None` if it is not
/// UTF-8.
pub(super) fn read_text(path: &Path, limit: u64) -> Result<Option<String>, OutputError> {
    let bytes = disk::read(path, Links::Refused, limit);
    let bytes = bytes.map_err(|cause| OutputError::unread(path, cause))?;
    Ok(String::from_utf8(bytes).ok())
}

/// The text of a file with codegen's header; `None` if it has none, or is not UTF-8.
fn read_generated(path: &Path, limit: u64) -> Result<Option<String>, OutputError> {
    if is_generated(path)? {
        read_text(path, limit)
    } else {
        Ok(None)
    }
}

/// Whether a regular file of any size has codegen's header.
pub(super) fn is_generated(path: &Path) -> Result<bool, OutputError> {
    let head = disk::head(path).map_err(|cause| OutputError::unread(path, cause))?;
    Ok(header::is_generated(&head))
}

/// The length of a text as that of a file.
pub(super) fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

/// What cargo, git and editors leave in any crate's folder.
fn is_ignored(name: &str, is_folder: bool, at_the_top: bool) -> bool {
    name.starts_with('.')
        || at_the_top && is_folder && name == "target"
        || at_the_top && !is_folder && name == "Cargo.lock"
}
