//! Changes with their places as people read them.
//!
//! In: changes and the two documents. Out: what every form of the outcome prints.

use super::change::Change;
use super::side::{ShownPlace, Side};
use super::step::Step;

/// What a comparison found.
pub(super) struct Outcome<'c> {
    /// The changes, the most severe first.
    pub changes: Vec<ShownChange<'c>>,
    /// The largest step that a change asks for; `None` where nothing changed.
    pub step: Option<Step>,
}

/// A change and its places.
pub(super) struct ShownChange<'c> {
    pub change: &'c Change,
    pub old: Option<ShownPlace>,
    pub new: Option<ShownPlace>,
}

/// How many names a list shows.
const NAMES: usize = 3;

impl<'c> Outcome<'c> {
    pub fn of(old: &Side, new: &Side, changes: &'c [Change]) -> Self {
        let shown = changes.iter().map(|change| ShownChange {
            change,
            old: change.old.as_ref().and_then(|place| old.place(place)),
            new: change.new.as_ref().and_then(|place| new.place(place)),
        });
        Self {
            changes: shown.collect(),
            step: changes.iter().map(Change::step).max(),
        }
    }

    /// How many changes ask for a step.
    pub fn count(&self, step: Step) -> usize {
        let asks = |shown: &&ShownChange<'_>| shown.change.step() == step;
        self.changes.iter().filter(asks).count()
    }

    /// How many changes there are, by step, in words.
    pub fn counts(&self) -> String {
        counted(self.changes.iter().map(|shown| shown.change.step()))
    }
}

/// How many of each step, in words.
pub(super) fn counted(steps: impl Iterator<Item = Step> + Clone) -> String {
    let all = [Step::Major, Step::Minor, Step::Patch];
    let counts = all.map(|step| (steps.clone().filter(|one| *one == step).count(), step));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let words = counts.map(|(count, step)| format!("{count} {}", step.word()));
    words.collect::<Vec<_>>().join(", ")
}

/// The types that come, go or have other names with a change, in words.
pub(super) fn types(change: &Change) -> Vec<(&'static str, String)> {
    let renamed = change.types_renamed.iter();
    let renamed: Vec<String> = renamed
        .map(|(old, new)| format!("{old} is {new} now"))
        .collect();
    let all = [
        ("renamed", renamed),
        ("removed", change.types_removed.clone()),
        ("added", change.types_added.clone()),
    ];
    let some = all.into_iter().filter(|(_, names)| !names.is_empty());
    some.map(|(word, names)| (word, some_of(&names))).collect()
}

/// Some names, and how many more there are.
pub(super) fn some_of(names: &[String]) -> String {
    let (shown, more) = names.split_at(names.len().min(NAMES));
    let shown = shown.join(", ");
    match more.len() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
