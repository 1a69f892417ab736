//! The lock on an output folder.
//!
//! In: a folder, and whether it is to be read or written. Out: the folder, held until it is let go:
//! whoever writes waits for all others, and whoever reads waits for those who write. The operating
//! system holds it, so what a run that was killed held is free. Nothing is written for it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::journal::create_folders;
use super::{Comparison, Mode, compare, write};
use crate::disk::is_same;
use crate::output::{OutputError, OutputTree};

/// An output folder that is held.
#[derive(Debug)]
pub struct OutFolder {
    path: PathBuf,
    /// Those made for it, outermost first.
    created: Vec<PathBuf>,
    /// The folder, opened and locked. `None` where it is not there, or its file system has no
    /// locks.
    lock: Option<File>,
}

impl OutFolder {
    /// Holds a folder. To be written to, it is created, and goes again if nothing comes into it.
    /// `waiting` is called if another run has to be waited for.
    ///
    /// # Errors
    ///
    /// [`OutputError::Occupied`] or [`OutputError::Io`] if it cannot be created.
    pub fn hold(path: &Path, mode: Mode, waiting: impl FnOnce()) -> Result<Self, OutputError> {
        let mut folder = Self {
            path: path.to_path_buf(),
            created: Vec::new(),
            lock: None,
        };
        let mut waiting = Some(waiting);
        loop {
            // Anything else that stands there is reported by the comparison.
            if mode == Mode::Write && fs::symlink_metadata(path).is_err() {
                let created = &mut folder.created;
                create_folders(path, |made| created.push(made))?;
            }
            folder.lock = locked(path, mode, || {
                if let Some(waiting) = waiting.take() {
                    waiting();
                }
            });
            // The run that held the folder may have removed it, and another may have created it
            // again.
            match &folder.lock {
                Some(lock) if !is_at(lock, path) => {}
                _ => return Ok(folder),
            }
        }
    }

    /// Compares the tree with what the folder holds. Reads only.
    ///
    /// Only regular files are opened, and of those without codegen's header only the first lines
    /// are read. One with it that has more than `max_file_size` bytes, and more than the tree has
    /// at its place, is a stranger, or refused where the tree has a file.
    ///
    /// `target/` and `Cargo.lock` at the top and hidden files and folders anywhere are not looked
    /// at, unless the tree itself has a file there. Symbolic links inside the folder are not
    /// followed. Bytes are compared, line ends included.
    ///
    /// # Errors
    ///
    /// [`OutputError::NotOurs`] if the folder holds files and its `Cargo.toml` (where that is gone,
    /// its `src/lib.rs`) is not there or lacks codegen's header; [`OutputError::Occupied`] if a
    /// file without codegen's header, a folder or a link stands where the tree has a file, or a
    /// file where it has a folder; [`OutputError::TooLarge`] if a file of codegen's that is too
    /// large does; [`OutputError::Io`] if something cannot be read.
    pub fn compare(
        &self,
        tree: &OutputTree,
        max_file_size: u64,
    ) -> Result<Comparison, OutputError> {
        compare(tree, &self.path, max_file_size, self.lock.is_some())
    }

    /// Makes the folder agree with `tree` by carrying out `comparison`, which
    /// [`compare`](Self::compare) made of the two.
    ///
    /// New texts are staged in a hidden folder inside it, so that each move is a rename on one file
    /// system, and are on the disk before anything is moved. Where more than one file differs, a
    /// mark stands in for the crate's root module meanwhile: it does not compile, and tells
    /// `repair_command`, which is to write this very crate. The root module takes its place when
    /// all else is on the disk, so a write that is broken off at any time leaves the old crate, the
    /// new one, or one that says what to do.
    ///
    /// Files that agree are not opened and keep their time stamps; strangers are not touched.
    /// Folders that an orphan leaves empty go with it. The staging folder is gone when this
    /// returns, with one exception: if undoing a failed write fails too, it is kept for what it
    /// holds, and the mark stays. Those of earlier writes that were cut short go once the tree is
    /// in place.
    ///
    /// # Errors
    ///
    /// [`OutputError::Mismatched`] if the comparison names a file that the tree lacks;
    /// [`OutputError::Raced`] or [`OutputError::Occupied`] if the folder is no longer what was
    /// compared; [`OutputError::Io`] from the operating system. In these cases the folder is as it
    /// was. [`OutputError::HalfWritten`] if it could not be put back.
    pub fn write(
        &self,
        tree: &OutputTree,
        comparison: &Comparison,
        repair_command: &str,
    ) -> Result<(), OutputError> {
        write::write(tree, comparison, &self.path, repair_command)
    }
}

impl Drop for OutFolder {
    /// Folders that were made for nothing go again; others are not empty.
    fn drop(&mut self) {
        for folder in self.created.iter().rev() {
            fs::remove_dir(folder).unwrap_or_default();
        }
    }
}

/// Opens a folder and locks it. `None` if it cannot be opened, or its file system has no locks:
/// then there is nothing to be done, as cargo has it too.
#[cfg(unix)]
fn locked(path: &Path, mode: Mode, waiting: impl FnOnce()) -> Option<File> {
    use rustix::fs::{FlockOperation, Mode as Permissions, OFlags, flock, open};
    use rustix::io::{Errno, retry_on_intr};
    let (try_to_lock, lock) = match mode {
        Mode::Write => (
            FlockOperation::NonBlockingLockExclusive,
            FlockOperation::LockExclusive,
        ),
        Mode::Check => (
            FlockOperation::NonBlockingLockShared,
            FlockOperation::LockShared,
        ),
    };
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = open(path, flags, Permissions::empty()).ok()?;
    let mut result = retry_on_intr(|| flock(&folder, try_to_lock));
    if result == Err(Errno::WOULDBLOCK) {
        waiting();
        result = retry_on_intr(|| flock(&folder, lock));
    }
    result.ok().map(|()| File::from(folder))
}

#[cfg(not(unix))]
fn locked(_: &Path, _: Mode, _: impl FnOnce()) -> Option<File> {
    None
}

/// Whether an open folder is the one at a path.
fn is_at(folder: &File, path: &Path) -> bool {
    match (folder.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => is_same(&held, &there),
        _ => false,
    }
}
