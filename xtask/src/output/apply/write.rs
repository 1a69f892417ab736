//! A comparison carried out, all or nothing.
//!
//! In: the tree, the comparison and the folder. Out: a folder that holds the tree, or the folder as it was and the reason. Every
//! step is noted in a journal before the next is taken, and undone in reverse if one fails.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::folder::{kind_of, length, read_text};
use super::{Change, Comparison, leftovers};
use crate::output::{OutputError, OutputTree};

/// Makes `out` agree with `tree` by carrying out `comparison`, which [`compare`](super::compare) made of the two.
///
/// New texts are staged in a hidden folder inside `out`, so that each move is a rename on one file system. Files that agree are
/// not opened and keep their time stamps; strangers are not touched. Folders that an orphan leaves empty go with it. The staging
/// folder is gone when this returns, with one exception: if undoing a failed write fails too, it is kept for what it holds. Those of
/// earlier writes that were cut short go once the tree is in place.
///
/// # Errors
///
/// [`OutputError::Mismatched`] if the comparison names a file that the tree lacks; [`OutputError::Raced`] or
/// [`OutputError::Occupied`] if the folder is no longer what was compared; [`OutputError::Io`] from the operating system. In these
/// cases the folder is as it was. [`OutputError::HalfWritten`] if it could not be put back.
pub fn write(tree: &OutputTree, comparison: &Comparison, out: &Path) -> Result<(), OutputError> {
    if comparison.changes.is_empty() {
        return leftovers::remove(out, &comparison.leftovers);
    }
    let mut journal = Journal::default();
    let staging = match stage(out, &mut journal) {
        Ok(staging) => staging,
        Err(cause) => {
            return Err(match journal.undo() {
                Ok(()) => cause,
                Err(undo) => half_written(cause, undo, out),
            });
        }
    };
    match carry_out(tree, comparison, out, staging.path(), &mut journal) {
        Ok(()) => {
            let place = staging.path().to_path_buf();
            staging
                .close()
                .map_err(|cause| OutputError::io("remove", &place, cause))?;
            leftovers::remove(out, &comparison.leftovers)
        }
        Err(cause) => {
            // The staging folder lies inside folders that the journal may have made, so it has to go before they do.
            let made = journal.split_off_root();
            if let Err(undo) = journal.undo() {
                let kept = staging.keep();
                return Err(half_written(cause, undo, &kept));
            }
            drop(staging);
            match made.undo() {
                Ok(()) => Err(cause),
                Err(undo) => Err(half_written(cause, undo, out)),
            }
        }
    }
}

fn half_written(cause: OutputError, undo: OutputError, kept: &Path) -> OutputError {
    OutputError::HalfWritten {
        cause: Box::new(cause),
        undo: Box::new(undo),
        kept: kept.to_path_buf(),
    }
}

fn stage(out: &Path, journal: &mut Journal) -> Result<TempDir, OutputError> {
    journal.create_folders(out)?;
    journal.root = journal.steps.len();
    tempfile::Builder::new()
        .prefix(leftovers::PREFIX)
        .tempdir_in(out)
        .map_err(|cause| OutputError::io("create a staging folder in", out, cause))
}

fn carry_out(
    tree: &OutputTree,
    comparison: &Comparison,
    out: &Path,
    staging: &Path,
    journal: &mut Journal,
) -> Result<(), OutputError> {
    let mut staged = Vec::new();
    for (number, change) in comparison.changes.iter().enumerate() {
        let (fresh, aside) = (
            staging.join(format!("{number}.new")),
            staging.join(format!("{number}.old")),
        );
        if !matches!(change, Change::Orphaned { .. }) {
            let path = change.path();
            let text = tree.get(path).ok_or_else(|| OutputError::Mismatched {
                path: path.to_owned(),
            })?;
            fs::write(&fresh, text).map_err(|cause| OutputError::io("write", &fresh, cause))?;
        }
        staged.push((change, out.join(change.path()), fresh, aside));
    }
    // Orphans first: by the modules around them they are known for codegen's own, should this be cut short.
    for (change, place, _, aside) in &staged {
        if let Change::Orphaned { old, .. } = change {
            still_says(place, old)?;
            journal.rename(place, aside)?;
            for folder in place
                .ancestors()
                .skip(1)
                .take_while(|folder| *folder != out)
            {
                if !journal.remove_if_empty(folder)? {
                    break;
                }
            }
        }
    }
    for (change, place, fresh, aside) in &staged {
        match change {
            Change::Missing { .. } => {
                if let Some(folder) = place.parent() {
                    journal.create_folders(folder)?;
                }
                if kind_of(place)?.is_some() {
                    return Err(OutputError::Raced {
                        path: place.clone(),
                    });
                }
                journal.rename(fresh, place)?;
            }
            Change::Changed { old, .. } => {
                still_says(place, old)?;
                keep_permissions(place, fresh)?;
                journal.rename(place, aside)?;
                journal.rename(fresh, place)?;
            }
            Change::Orphaned { .. } => {}
        }
    }
    Ok(())
}

/// Refuses to replace a file whose text is no longer the one that was compared.
fn still_says(place: &Path, old: &str) -> Result<(), OutputError> {
    let same = match kind_of(place)? {
        Some(kind) if kind.is_file() => match read_text(place, length(old.len())) {
            Err(OutputError::TooLarge { .. }) => false,
            text => text?.is_some_and(|text| text == old),
        },
        _ => false,
    };
    if same {
        Ok(())
    } else {
        Err(OutputError::Raced {
            path: place.to_path_buf(),
        })
    }
}

fn keep_permissions(from: &Path, to: &Path) -> Result<(), OutputError> {
    let found = fs::metadata(from).map_err(|cause| OutputError::io("read", from, cause))?;
    fs::set_permissions(to, found.permissions())
        .map_err(|cause| OutputError::io("set the permissions of", to, cause))
}

enum Step {
    Created(PathBuf),
    Removed(PathBuf),
    Moved { from: PathBuf, to: PathBuf },
}

/// What was done, in order, so that it can be undone.
#[derive(Default)]
struct Journal {
    steps: Vec<Step>,
    /// How many of the steps made the output folder itself.
    root: usize,
}

impl Journal {
    fn create_folders(&mut self, folder: &Path) -> Result<(), OutputError> {
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
                Err(cause) => return Err(OutputError::io("read", above, cause)),
            }
        }
        for above in absent.into_iter().rev() {
            fs::create_dir(above).map_err(|cause| OutputError::io("create", above, cause))?;
            self.steps.push(Step::Created(above.to_path_buf()));
        }
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> Result<(), OutputError> {
        fs::rename(from, to).map_err(|cause| OutputError::io("move into place", to, cause))?;
        self.steps.push(Step::Moved {
            from: from.to_path_buf(),
            to: to.to_path_buf(),
        });
        Ok(())
    }

    fn remove_if_empty(&mut self, folder: &Path) -> Result<bool, OutputError> {
        match fs::remove_dir(folder) {
            Ok(()) => {
                self.steps.push(Step::Removed(folder.to_path_buf()));
                Ok(true)
            }
            Err(cause) if cause.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(cause) => Err(OutputError::io("remove", folder, cause)),
        }
    }

    /// Leaves the later steps here and gives back those that made the output folder.
    fn split_off_root(&mut self) -> Self {
        let later = self.steps.split_off(self.root);
        Self {
            steps: std::mem::replace(&mut self.steps, later),
            root: self.root,
        }
    }

    fn undo(self) -> Result<(), OutputError> {
        // One step that cannot be undone must not keep the others from being undone; the first such failure is the one told.
        let mut failure = None;
        for step in self.steps.into_iter().rev() {
            let undone =
                match &step {
                    Step::Created(folder) => fs::remove_dir(folder)
                        .map_err(|cause| OutputError::io("remove", folder, cause)),
                    Step::Removed(folder) => fs::create_dir(folder)
                        .map_err(|cause| OutputError::io("create", folder, cause)),
                    Step::Moved { from, to } => fs::rename(to, from)
                        .map_err(|cause| OutputError::io("put back", from, cause)),
                };
            if let Err(cause) = undone {
                failure.get_or_insert(cause);
            }
        }
        failure.map_or(Ok(()), Err)
    }
}
