//! Steps taken, and noted so that they can be undone.
//!
//! In: steps, one after the other. Out: a changed folder, or why a step could not be taken. Every
//! change is noted before the next is made. It does not know why a step is taken.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::folder::{kind_of, length, read_text};
use super::steps::Step;
use crate::output::OutputError;

/// How many files are synced to the disk at the same time.
const AT_ONCE: usize = 16;

/// A change that was made.
enum Done {
    Created(PathBuf),
    Removed(PathBuf),
    /// What is now in one place was in the other.
    Moved {
        from: PathBuf,
        to: PathBuf,
    },
    /// What was in the place is kept aside.
    Replaced {
        place: PathBuf,
        aside: PathBuf,
    },
    /// The mark went into a place, in which this was or nothing.
    Marked {
        place: PathBuf,
        aside: Option<PathBuf>,
    },
}

/// What was done, in order.
#[derive(Default)]
pub(super) struct Journal {
    done: Vec<Done>,
}

impl Journal {
    /// Takes a step.
    pub(super) fn take(&mut self, step: &Step) -> Result<(), OutputError> {
        match step {
            Step::SaysStill { place, text } => says_still(place, text),
            Step::IsAbsent(place) => match kind_of(place)? {
                None => Ok(()),
                Some(_) => Err(raced(place)),
            },
            Step::CreateFolders(folder) => {
                create_folders(folder, |made| self.done.push(Done::Created(made)))
            }
            Step::Keep {
                place,
                aside,
                fresh,
            } => keep(place, aside, fresh.as_deref()),
            Step::Put {
                fresh,
                place,
                aside,
            } => {
                touch(fresh);
                rename(fresh, place)?;
                self.done.push(match aside {
                    Some(aside) => Done::Replaced {
                        place: place.clone(),
                        aside: aside.clone(),
                    },
                    None => Done::Moved {
                        from: fresh.clone(),
                        to: place.clone(),
                    },
                });
                Ok(())
            }
            Step::Mark {
                fresh,
                place,
                aside,
            } => {
                rename(fresh, place)?;
                self.done.push(Done::Marked {
                    place: place.clone(),
                    aside: aside.clone(),
                });
                Ok(())
            }
            Step::TakeAway { place, aside } => {
                rename(place, aside)?;
                self.done.push(Done::Moved {
                    from: place.clone(),
                    to: aside.clone(),
                });
                Ok(())
            }
            Step::RemoveEmpty { folder, out } => self.remove_empty(folder, out),
            Step::Sync(folders) => sync(folders),
            Step::Unmark {
                root,
                is_kept,
                place,
            } => {
                if !is_kept {
                    touch(root);
                }
                rename(root, place)?;
                // Were this lost, the mark would come back, which is true as well.
                let around = place.parent().map(Path::to_path_buf);
                sync(&around.into_iter().collect()).unwrap_or_default();
                Ok(())
            }
        }
    }

    fn remove_empty(&mut self, folder: &Path, out: &Path) -> Result<(), OutputError> {
        let below = folder.ancestors().take_while(|folder| *folder != out);
        for folder in below {
            match fs::remove_dir(folder) {
                Ok(()) => self.done.push(Done::Removed(folder.to_path_buf())),
                Err(cause) if cause.kind() == io::ErrorKind::DirectoryNotEmpty => break,
                Err(cause) => return Err(OutputError::io("remove", folder)(cause)),
            }
        }
        Ok(())
    }

    /// Undoes everything, last things first. The mark stays if anything else could not be undone.
    pub(super) fn undo(self) -> Result<(), OutputError> {
        // One change that cannot be undone must not keep the others from being undone; the first
        // such failure is reported.
        let mut failure = None;
        for change in self.done.into_iter().rev() {
            let undone = match &change {
                Done::Created(folder) => {
                    fs::remove_dir(folder).map_err(OutputError::io("remove", folder))
                }
                Done::Removed(folder) => {
                    fs::create_dir(folder).map_err(OutputError::io("create", folder))
                }
                Done::Marked { .. } if failure.is_some() => Ok(()),
                Done::Marked { place, aside: None } => {
                    fs::remove_file(place).map_err(OutputError::io("remove", place))
                }
                Done::Moved {
                    from: place,
                    to: kept,
                }
                | Done::Replaced { place, aside: kept }
                | Done::Marked {
                    place,
                    aside: Some(kept),
                } => fs::rename(kept, place).map_err(OutputError::io("put back", place)),
            };
            if let Err(cause) = undone {
                failure.get_or_insert(cause);
            }
        }
        failure.map_or(Ok(()), Err)
    }
}

/// Creates a folder and its missing parents; `made` is called with each that was created.
pub(super) fn create_folders(
    folder: &Path,
    mut made: impl FnMut(PathBuf),
) -> Result<(), OutputError> {
    let mut absent = Vec::new();
    for above in folder
        .ancestors()
        .filter(|above| !above.as_os_str().is_empty())
    {
        match fs::metadata(above) {
            Ok(found) if found.is_dir() => break,
            Ok(_) => {
                return Err(OutputError::Occupied {
                    path: above.to_path_buf(),
                    what: "a file and not a folder",
                });
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => absent.push(above),
            Err(cause) => return Err(OutputError::io("read", above)(cause)),
        }
    }
    for above in absent.into_iter().rev() {
        match fs::create_dir(above) {
            Ok(()) => made(above.to_path_buf()),
            // Another run was quicker.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(OutputError::io("create", above)(cause)),
        }
    }
    Ok(())
}

/// Writes staged files and syncs them to the disk.
pub(super) fn write_synced<'t>(
    files: impl IntoIterator<Item = (&'t Path, &'t str)>,
) -> Result<(), OutputError> {
    let mut written = Vec::new();
    for (path, text) in files {
        fs::write(path, text).map_err(OutputError::io("write", path))?;
        written.push(path);
    }
    in_parallel(&written, |path| {
        let file = File::options().write(true).open(path);
        file.and_then(|file| file.sync_all())
            .map_err(OutputError::io("write", path))
    })
}

/// Does the same with many things, several of them at a time: whoever waits for the disk waits for
/// all together.
fn in_parallel<T: Sync>(
    all: &[T],
    task: impl Fn(&T) -> Result<(), OutputError> + Sync,
) -> Result<(), OutputError> {
    let share = all.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let shares = all.chunks(share);
        let workers: Vec<_> = shares
            .map(|share| scope.spawn(|| share.iter().try_for_each(&task)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })
}

/// Refuses to replace a file whose text has changed since it was compared.
fn says_still(place: &Path, old: &str) -> Result<(), OutputError> {
    let same = match kind_of(place)? {
        Some(kind) if kind.is_file() => match read_text(place, length(old.len())) {
            Err(OutputError::TooLarge { .. }) => false,
            text => text?.is_some_and(|text| text == old),
        },
        _ => false,
    };
    if same { Ok(()) } else { Err(raced(place)) }
}

fn raced(place: &Path) -> OutputError {
    OutputError::Raced {
        path: place.to_path_buf(),
    }
}

/// Gives a file a second name, or where the file system has no such thing, a copy with the same
/// time.
fn keep(place: &Path, aside: &Path, fresh: Option<&Path>) -> Result<(), OutputError> {
    let unread = OutputError::io("read", place);
    let found = fs::metadata(place).map_err(unread)?;
    if fs::hard_link(place, aside).is_err() {
        fs::copy(place, aside).map_err(OutputError::io("copy", place))?;
        set_time(aside, found.modified().map_err(unread)?);
    }
    if let Some(fresh) = fresh {
        fs::set_permissions(fresh, found.permissions())
            .map_err(OutputError::io("set the permissions of", fresh))?;
    }
    Ok(())
}

/// Makes a staged file as new as it is where it goes: cargo takes a file that is older than the
/// build for one that the build has seen.
fn touch(fresh: &Path) {
    set_time(fresh, SystemTime::now());
}

/// Sets when a file was changed, where that can be done: what it holds does not depend on it. To
/// its owner a file need not be writable.
fn set_time(path: &Path, time: SystemTime) {
    let file = File::open(path);
    file.and_then(|file| file.set_modified(time))
        .unwrap_or_default();
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(OutputError::io("move into place", to))
}

/// Has the names in folders on the disk, where the file system can be asked for that.
#[cfg(unix)]
fn sync(folders: &BTreeSet<PathBuf>) -> Result<(), OutputError> {
    let folders: Vec<&PathBuf> = folders.iter().collect();
    in_parallel(&folders, |folder| {
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(cause) if !is_no_fault(cause.kind()) => {
                Err(OutputError::io("write", folder)(cause))
            }
            _ => Ok(()),
        }
    })
}

/// Whether a folder that was emptied is gone, may not be read, or cannot be brought to the disk for
/// itself.
#[cfg(unix)]
fn is_no_fault(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::NotFound
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::Unsupported
            | io::ErrorKind::PermissionDenied
    )
}

#[cfg(not(unix))]
fn sync(_: &BTreeSet<PathBuf>) -> Result<(), OutputError> {
    Ok(())
}
