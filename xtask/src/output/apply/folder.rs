//! What an output folder holds.
//!
//! In: a path. Out: the files below it as texts, or the fact that they are none. It reads and never writes, and it does not know
//! which files codegen would make.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::output::{OutputError, header};

/// Something in the folder that is not itself a folder.
pub(super) enum Entry {
    /// A regular file in UTF-8.
    Text(String),
    /// Other bytes, a symbolic link, a socket, a file whose name is not UTF-8, or any file of another package.
    Opaque,
}

/// The files of an output folder, by relative path.
pub(super) struct Folder {
    root: PathBuf,
    entries: BTreeMap<String, Entry>,
}

impl Folder {
    /// Reads everything below `root`; a folder that does not exist holds nothing.
    pub(super) fn read(root: &Path) -> Result<Self, OutputError> {
        let mut folder = Self {
            root: root.to_path_buf(),
            entries: BTreeMap::new(),
        };
        match fs::metadata(root) {
            Ok(found) if found.is_dir() => {
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
                // A link that leads nowhere is not found either, but a folder cannot be made in its place.
                if fs::symlink_metadata(root).is_ok() {
                    return Err(OutputError::Occupied {
                        path: root.to_path_buf(),
                        what: "a symbolic link to nothing",
                    });
                }
            }
            Err(cause) => return Err(OutputError::io("read", root, cause)),
        }
        Ok(folder)
    }

    fn descend(&mut self, folder: &Path, prefix: &str) -> Result<(), OutputError> {
        let listing =
            fs::read_dir(folder).map_err(|cause| OutputError::io("read", folder, cause))?;
        for found in listing {
            let found = found.map_err(|cause| OutputError::io("read", folder, cause))?;
            let path = found.path();
            let kind = found
                .file_type()
                .map_err(|cause| OutputError::io("read", &path, cause))?;
            let file_name = found.file_name();
            let name = file_name.to_string_lossy();
            if is_ignored(&name, kind.is_dir(), prefix.is_empty()) {
                continue;
            }
            let relative = format!("{prefix}{name}");
            if kind.is_dir() {
                self.descend(&path, &format!("{relative}/"))?;
            } else if kind.is_file() && file_name.to_str().is_some() {
                let entry = read_text(&path)?.map_or(Entry::Opaque, Entry::Text);
                self.entries.insert(relative, entry);
            } else {
                self.entries.insert(relative, Entry::Opaque);
            }
        }
        Ok(())
    }

    /// Makes everything in a package of its own opaque: another crate that codegen wrote below this folder is not this crate's.
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

    /// A file of someone else, if the folder holds files and is no crate that codegen wrote.
    ///
    /// The manifest tells, and where that is gone the root module: a header on any other file may have come with a copy of it.
    pub(super) fn foreign(&self) -> Option<&str> {
        let telling = ["Cargo.toml", "src/lib.rs"]
            .into_iter()
            .find_map(|path| self.entries.get_key_value(path));
        match telling {
            Some((_, Entry::Text(text))) if header::is_generated(text) => None,
            Some((path, _)) => Some(path.as_str()),
            None => self.entries.keys().next().map(String::as_str),
        }
    }

    /// The text of the file at `path`, read from disk so that a hidden file of the tree is found too. `None` if there is none.
    ///
    /// Refuses whatever is not a text file there, and whatever is not a folder on the way there: a link on the way would lead
    /// a write out of the output folder.
    pub(super) fn look_up(&self, path: &str) -> Result<Option<String>, OutputError> {
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
            Some(kind) if kind.is_file() => match read_text(&absolute)? {
                Some(text) => Ok(Some(text)),
                None => Err(self.occupied(path, "a file without codegen's header")),
            },
            Some(kind) if kind.is_dir() => Err(self.occupied(path, "a folder")),
            Some(kind) if kind.is_symlink() => Err(self.occupied(path, "a symbolic link")),
            Some(_) => Err(self.occupied(path, "not a regular file")),
        }
    }

    pub(super) fn occupied(&self, path: &str, what: &'static str) -> OutputError {
        OutputError::Occupied {
            path: self.root.join(path),
            what,
        }
    }
}

/// What stands at `path`, links not followed; `None` if nothing does.
pub(super) fn kind_of(path: &Path) -> Result<Option<fs::FileType>, OutputError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found.file_type())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(OutputError::io("read", path, cause)),
    }
}

/// The text of a file; `None` if it is not UTF-8.
pub(super) fn read_text(path: &Path) -> Result<Option<String>, OutputError> {
    let bytes = fs::read(path).map_err(|cause| OutputError::io("read", path, cause))?;
    Ok(String::from_utf8(bytes).ok())
}

/// What cargo, git and editors leave in any crate's folder.
fn is_ignored(name: &str, is_folder: bool, at_the_top: bool) -> bool {
    name.starts_with('.')
        || at_the_top && is_folder && name == "target"
        || at_the_top && !is_folder && name == "Cargo.lock"
}
