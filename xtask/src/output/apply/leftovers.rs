//! Staging folders of writes that were cut short.
//!
//! In: an output folder. Out: the staging folders in it that no run will put in order any more, and
//! their removal. A folder counts only if all that it holds is what a write puts there: whatever
//! else bears such a name is someone's own.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::folder::is_generated;
use crate::output::OutputError;

/// What the names of staging folders begin with.
pub(super) const PREFIX: &str = ".codegen-";

/// How long nothing has happened in a folder that no run is at work on, where it cannot be known
/// otherwise. A write moves its files within moments.
const AT_REST: Duration = Duration::from_secs(10);

/// The staging folders in `out` that were left behind, by name, in order. `is_alone` says whether
/// no other run can be at work there.
pub(super) fn leftovers(out: &Path, is_alone: bool) -> Result<Vec<String>, OutputError> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(OutputError::io("read", out)(cause)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(OutputError::io("read", out))?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let suffix = name.strip_prefix(PREFIX);
        let is_named =
            suffix.is_some_and(|suffix| suffix.chars().all(|c| c.is_ascii_alphanumeric()));
        // What cannot be read is not ours to judge, and no reason to stop a write that does not
        // need it.
        if is_named && is_left_behind(&entry.path(), is_alone).unwrap_or(false) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Removes the folders that [`leftovers`] found.
pub(super) fn remove(out: &Path, names: &[String]) -> Result<(), OutputError> {
    for name in names {
        let folder = out.join(name);
        fs::remove_dir_all(&folder).map_err(OutputError::io("remove", &folder))?;
    }
    Ok(())
}

fn is_left_behind(folder: &Path, is_alone: bool) -> Result<bool, OutputError> {
    let unread = OutputError::io("read", folder);
    let found = fs::symlink_metadata(folder).map_err(unread)?;
    let changed = found.modified().map_err(unread)?;
    let age = SystemTime::now().duration_since(changed);
    let may_be_in_use = !is_alone && age.is_ok_and(|age| age < AT_REST);
    if !found.is_dir() || may_be_in_use {
        return Ok(false);
    }
    for entry in fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_staged = match name.split_once('.') {
            _ if !entry.file_type().map_err(unread)?.is_file() => false,
            Some((number, _)) if !number.chars().all(|c| c.is_ascii_digit()) => false,
            // It may have been cut short in the middle of its text.
            Some((_, "new")) => true,
            Some((_, "old")) => is_generated(&entry.path())?,
            _ => false,
        };
        if !is_staged {
            return Ok(false);
        }
    }
    Ok(true)
}
