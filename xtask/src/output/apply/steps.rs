//! A write as a list of steps, in an order that may be broken off anywhere.
//!
//! In: what differs, and where the new texts are staged. Out: the steps. Until the mark is in
//! place, the crate is the old one; from then on it does not compile, until all is in place and on
//! the disk and the new root module takes the mark's place. It looks at nothing on the disk and
//! changes nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Change;
use super::mark::ROOT_MODULE;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Stop unless the file says this.
    SaysStill { place: PathBuf, text: String },
    /// Stop unless nothing is there.
    IsAbsent(PathBuf),
    /// Create a folder and those around it.
    CreateFolders(PathBuf),
    /// Keep a file under a second name, and give what is to replace it its permissions.
    Keep {
        place: PathBuf,
        aside: PathBuf,
        fresh: Option<PathBuf>,
    },
    /// Rename a staged file into place; what was there before is kept `aside`.
    Put {
        fresh: PathBuf,
        place: PathBuf,
        aside: Option<PathBuf>,
    },
    /// Put the mark in place, like any staged file. It goes when all that follows is done or
    /// undone.
    Mark {
        fresh: PathBuf,
        place: PathBuf,
        aside: Option<PathBuf>,
    },
    /// Move a file out of the crate.
    TakeAway { place: PathBuf, aside: PathBuf },
    /// Remove a folder, and those around it below `out`, as long as they are empty.
    RemoveEmpty { folder: PathBuf, out: PathBuf },
    /// Have what was done in these folders on the disk.
    Sync(BTreeSet<PathBuf>),
    /// Put the root module in place of the mark, be it staged or the one that was kept: the write
    /// is done.
    Unmark {
        root: PathBuf,
        is_kept: bool,
        place: PathBuf,
    },
}

/// A change with the place of the file, of its new text and of its old one.
pub(super) struct Staged<'c> {
    pub change: &'c Change,
    pub place: PathBuf,
    pub fresh: PathBuf,
    pub aside: PathBuf,
}

/// The mark: its text, where it is staged, and where the root module is kept that stands there now,
/// if one does.
pub(super) struct StagedMark<'c> {
    pub text: String,
    pub fresh: PathBuf,
    pub place: PathBuf,
    pub before: Option<(&'c str, PathBuf)>,
}

/// The steps of a write. Where there is no mark, what differs is one file, which comes or goes in
/// one go.
pub(super) fn steps(staged: &[Staged<'_>], mark: Option<&StagedMark<'_>>, out: &Path) -> Vec<Step> {
    let mut steps = Vec::new();
    let root_module = |staged: &&Staged<'_>| staged.change.path() == ROOT_MODULE;
    let root = staged.iter().find(root_module);
    if let Some(mark) = mark {
        steps.extend(put_mark(mark, root));
        steps.push(Step::Sync(folders([mark.place.as_path()], out)));
    }
    let (mut gone, mut come): (Vec<&Staged<'_>>, Vec<&Staged<'_>>) = staged
        .iter()
        .filter(|staged| mark.is_none() || !root_module(staged))
        .partition(|staged| matches!(staged.change, Change::Orphaned { .. }));
    // By the module around it, a file is known for codegen's own: it goes before that module, and
    // comes after it.
    gone.sort_by_key(|staged| std::cmp::Reverse(rank(staged.change.path())));
    come.sort_by_key(|staged| rank(staged.change.path()));
    for staged in &gone {
        steps.extend(take_away(staged, out));
    }
    for staged in &come {
        steps.extend(put(staged));
    }
    let touched = gone.iter().chain(&come);
    let touched = folders(touched.map(|staged| staged.place.as_path()), out);
    steps.push(Step::Sync(touched));
    if let Some(mark) = mark {
        let kept = mark.before.as_ref().map(|(_, aside)| aside);
        let back = root.map(|root| &root.fresh).or(kept);
        steps.push(Step::SaysStill {
            place: mark.place.clone(),
            text: mark.text.clone(),
        });
        steps.extend(back.map(|back| Step::Unmark {
            root: back.clone(),
            is_kept: root.is_none(),
            place: mark.place.clone(),
        }));
    }
    steps
}

/// The manifest first: without it, nothing says what is amiss. Then modules before what they
/// declare.
fn rank(path: &str) -> (bool, usize, bool, &str) {
    let is_module = path.ends_with("/mod.rs");
    (
        path != "Cargo.toml",
        path.matches('/').count(),
        !is_module,
        path,
    )
}

fn put_mark(mark: &StagedMark<'_>, root: Option<&Staged<'_>>) -> Vec<Step> {
    let place = mark.place.clone();
    let mut steps = Vec::new();
    match &mark.before {
        Some((text, aside)) => steps.extend([
            Step::SaysStill {
                place: place.clone(),
                text: (*text).to_owned(),
            },
            Step::Keep {
                place: place.clone(),
                aside: aside.clone(),
                fresh: root.map(|root| root.fresh.clone()),
            },
        ]),
        None => {
            let folder = place.parent().map(Path::to_path_buf);
            steps.extend(folder.map(Step::CreateFolders));
            steps.push(Step::IsAbsent(place.clone()));
        }
    }
    steps.push(Step::Mark {
        fresh: mark.fresh.clone(),
        place,
        aside: mark.before.as_ref().map(|(_, aside)| aside.clone()),
    });
    steps
}

fn take_away(staged: &Staged<'_>, out: &Path) -> Vec<Step> {
    let Change::Orphaned { old, .. } = staged.change else {
        return Vec::new();
    };
    let (place, aside) = (staged.place.clone(), staged.aside.clone());
    let folder = place.parent().map(Path::to_path_buf);
    let mut steps = vec![
        Step::SaysStill {
            place: place.clone(),
            text: old.clone(),
        },
        Step::TakeAway { place, aside },
    ];
    steps.extend(folder.map(|folder| Step::RemoveEmpty {
        folder,
        out: out.to_path_buf(),
    }));
    steps
}

fn put(staged: &Staged<'_>) -> Vec<Step> {
    let Staged {
        place,
        fresh,
        aside,
        ..
    } = staged;
    let (place, fresh, aside) = (place.clone(), fresh.clone(), aside.clone());
    match staged.change {
        Change::Orphaned { .. } => Vec::new(),
        Change::Missing { .. } => {
            let folder = place.parent().map(Path::to_path_buf);
            let mut steps: Vec<Step> = folder.map(Step::CreateFolders).into_iter().collect();
            steps.push(Step::IsAbsent(place.clone()));
            steps.push(Step::Put {
                fresh,
                place,
                aside: None,
            });
            steps
        }
        Change::Changed { old, .. } => vec![
            Step::SaysStill {
                place: place.clone(),
                text: old.clone(),
            },
            Step::Keep {
                place: place.clone(),
                aside: aside.clone(),
                fresh: Some(fresh.clone()),
            },
            Step::Put {
                fresh,
                place,
                aside: Some(aside),
            },
        ],
    }
}

/// The folders around files, up to the output folder and the one that it lies in.
fn folders<'p>(places: impl IntoIterator<Item = &'p Path>, out: &Path) -> BTreeSet<PathBuf> {
    let around = places
        .into_iter()
        .flat_map(|place| place.ancestors().skip(1))
        .filter(|folder| folder.starts_with(out));
    around.map(Path::to_path_buf).collect()
}
