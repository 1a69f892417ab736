//! The Cargo workspace that a generated crate lies in.
//!
//! In: the folder of the crate, and how it comes to its runtime. Out: why Cargo could not resolve
//! or build it there, and what to do. Cargo is asked, and nothing is changed.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf, absolute};
use std::process::Command;

use toml_edit::{Array, DocumentMut};

use crate::characters::shown;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::model::License;
use crate::place::Location;
use crate::runtime_choice::{RuntimeChoice, is_same_folder};
use crate::workspace::{self, OUT, RUNTIME};

/// Refuses a runtime from elsewhere for a member of the workspace of this command: the workspace
/// has a `webhook-runtime` already, and where the other one cannot be had, Cargo resolves nothing
/// of the workspace any more, this command included.
///
/// # Errors
///
/// What is refused, and the remedy.
pub(super) fn check_runtime(out: &Path, runtime: &RuntimeChoice) -> Result<(), String> {
    let root = workspace::root();
    let is_allowed = match runtime {
        RuntimeChoice::Copy | RuntimeChoice::Crate => true,
        RuntimeChoice::Path(folder) => is_same_folder(folder, &root.join(RUNTIME)),
        RuntimeChoice::Git { .. } | RuntimeChoice::Version(_) => false,
    };
    let mut members = listed(&root, "members").into_iter().chain([OUT.to_owned()]);
    if is_allowed || !members.any(|member| is_same_folder(out, &root.join(member))) {
        return Ok(());
    }
    let out = shown(&out.to_string_lossy());
    Err(format!(
        "`{out}` is a member of this workspace, so it takes the runtime in `{RUNTIME}`, \
         not `--runtime {}`\n\
         help: leave `--runtime` out, or name a folder outside this workspace with `--out`",
        shown(&runtime.to_string())
    ))
}

/// Warns of a licence's file that is not there: Cargo packs no crate without it. `place` is where the
/// document names it, by its path from the crate's folder.
pub(super) fn missing_license(
    out: &Path,
    license: &License,
    place: &Location,
) -> Option<Diagnostic> {
    let License::File(path) = license else {
        return None;
    };
    let file = out.join(path);
    // A folder that is not there yet is left by its name, not on the disk.
    let around = || absolute(out).ok().map(|out| without_dots(&out.join(path)));
    if file.is_file() || around().is_some_and(|file| file.is_file()) {
        return None;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let listed = fs::read_dir(without_dots(&absolute(out).ok()?.join(folder)));
    let mut names: Vec<String> = listed
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let help = match closest(name, names.iter().map(String::as_str)) {
        Some(near) => {
            let joint = if folder.is_empty() { "" } else { "/" };
            format!("did you mean `{folder}{joint}{near}`?")
        }
        None => {
            "put the text of the licence there; the path begins in the crate's folder".to_owned()
        }
    };
    let message = format!("there is no file `{}` for the licence", shown(path));
    Some(
        Diagnostic::new(Code::LikelySlip, message)
            .at(place, "names no file")
            .help(help),
    )
}

/// A path without `..` and `.`, by its names alone.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The folders that the manifest of a workspace lists by a key, such as `members`.
fn listed(root: &Path, key: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let manifest: DocumentMut = manifest.parse().unwrap_or_default();
    let folders = manifest.get("workspace").and_then(|one| one.get(key));
    let folders = folders.and_then(|folders| folders.as_array());
    let folders = folders.into_iter().flatten();
    folders
        .filter_map(|folder| Some(folder.as_str()?.to_owned()))
        .collect()
}

/// The line by which a workspace lists one folder more. Of many folders it shows none.
fn line(root: &Path, key: &str, folder: &str) -> String {
    let folders = listed(root, key);
    if folders.len() > 8 {
        return format!("{key} = [..., \"{folder}\"]");
    }
    let mut folders: Array = folders.into_iter().collect();
    folders.push(folder);
    format!("{key} = {folders}")
}

/// What to say of a crate that lies in a workspace without being a member of it: Cargo refuses to
/// build such a crate.
pub(super) fn outsider(out: &Path) -> Option<String> {
    let around = workspace_around(out)?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let asked = Command::new(cargo)
        .args(["locate-project", "--workspace", "--manifest-path"])
        .arg(out.join("Cargo.toml"))
        .output();
    let answer = asked.ok()?;
    let is_refused =
        String::from_utf8_lossy(&answer.stderr).contains("believes it's in a workspace");
    let folder = absolute(out).ok()?;
    let folder = folder
        .strip_prefix(&around)
        .ok()?
        .to_string_lossy()
        .replace('\\', "/");
    (!answer.status.success() && is_refused).then(|| {
        format!(
            "`{folder}` is not a member of the workspace around it, so Cargo refuses to build it\n\
             help: in `{}`, below `[workspace]`, write `{}`, or, if it shall stand alone, `{}`",
            around.join("Cargo.toml").display(),
            line(&around, "members", &folder),
            line(&around, "exclude", &folder),
        )
    })
}

/// The nearest folder above another one whose manifest has a `[workspace]`.
fn workspace_around(out: &Path) -> Option<PathBuf> {
    let out = absolute(out).ok()?;
    let has_workspace = |folder: &&Path| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml"));
        manifest.is_ok_and(|text| text.contains("[workspace"))
    };
    out.ancestors()
        .skip(1)
        .find(has_workspace)
        .map(Path::to_path_buf)
}
