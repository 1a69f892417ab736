//! A comparison carried out, all or nothing.
//!
//! In: the tree, the comparison and the folder. Out: a folder that holds the tree, or the folder as
//! it was and the reason. Should it be broken off, even by a power cut, the folder holds the one or
//! the other, or a crate that does not compile and says what to do.

use std::path::{Path, PathBuf};

use super::journal::{Journal, write_synced};
use super::mark::{ROOT_MODULE, mark};
use super::steps::{Staged, StagedMark, Step, steps};
use super::{Change, Comparison, leftovers};
use crate::output::{OutputError, OutputTree};

/// Makes `out` agree with `tree` by carrying out `comparison`; see
/// [`OutFolder::write`](super::OutFolder::write).
pub(super) fn write(
    tree: &OutputTree,
    comparison: &Comparison,
    out: &Path,
    repair_command: &str,
) -> Result<(), OutputError> {
    if comparison.changes.is_empty() {
        return leftovers::remove(out, &comparison.leftovers);
    }
    let staging = tempfile::Builder::new()
        .prefix(leftovers::PREFIX)
        .tempdir_in(out)
        .map_err(OutputError::io("create a staging folder in", out))?;
    let steps = stage(tree, comparison, out, staging.path(), repair_command)?;
    let mut journal = Journal::default();
    if let Err(cause) = steps.iter().try_for_each(|step| journal.take(step)) {
        return Err(match journal.undo() {
            Ok(()) => cause,
            Err(undo) => OutputError::HalfWritten {
                cause: Box::new(cause),
                undo: Box::new(undo),
                kept: staging.keep(),
            },
        });
    }
    let place = staging.path().to_path_buf();
    staging.close().map_err(OutputError::io("remove", &place))?;
    leftovers::remove(out, &comparison.leftovers)
}

/// Puts all new texts into the staging folder, and says what is to be done with them.
pub(super) fn stage(
    tree: &OutputTree,
    comparison: &Comparison,
    out: &Path,
    staging: &Path,
    repair_command: &str,
) -> Result<Vec<Step>, OutputError> {
    let names = |number: usize| -> (PathBuf, PathBuf) {
        let fresh = staging.join(format!("{number}.new"));
        (fresh, staging.join(format!("{number}.old")))
    };
    let mut staged = Vec::new();
    let mut texts = Vec::new();
    for (number, change) in comparison.changes.iter().enumerate() {
        let (fresh, aside) = names(number);
        if !matches!(change, Change::Orphaned { .. }) {
            let path = change.path();
            let text = tree.get(path).ok_or_else(|| OutputError::Mismatched {
                path: path.to_owned(),
            })?;
            texts.push((fresh.clone(), text));
        }
        staged.push(Staged {
            change,
            place: out.join(change.path()),
            fresh,
            aside,
        });
    }
    // A single file is replaced in one rename.
    let after = tree.get(ROOT_MODULE).filter(|_| staged.len() > 1);
    let mark = after.map(|after| {
        let (fresh, aside) = names(staged.len());
        let root = staged
            .iter()
            .find(|staged| staged.change.path() == ROOT_MODULE);
        let before = match root.map(|root| root.change) {
            None => Some(after),
            Some(Change::Changed { old, .. }) => Some(old.as_str()),
            Some(Change::Missing { .. } | Change::Orphaned { .. }) => None,
        };
        StagedMark {
            text: mark(repair_command, before, after),
            fresh,
            place: out.join(ROOT_MODULE),
            before: before.map(|before| (before, aside)),
        }
    });
    let marked = mark
        .iter()
        .map(|mark| (mark.fresh.as_path(), mark.text.as_str()));
    let texts = texts.iter().map(|(fresh, text)| (fresh.as_path(), *text));
    write_synced(texts.chain(marked))?;
    Ok(steps(&staged, mark.as_ref(), out))
}
