//! Groups of events: handler traits.
//!
//! In: the groups of two models, and the events that are the same. Out: which groups are the same,
//! and the changes of their names and features. Groups that came or went did so with their events,
//! which are told of elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::{Change, CodeEffect, How, What};
use crate::diff::compare::{Comparison, EventPairs, code, names};
use crate::diff::step::Rule;
use crate::model::{Event, EventGroup, Model};
use crate::place::Location;

/// The groups of both models that are the same one, by tag: the old one and the new one.
pub(super) struct GroupPairs {
    both: BTreeSet<(String, String)>,
    /// Whether events without a tag are grouped otherwise: one change, told here.
    pub is_regrouped: bool,
}

impl GroupPairs {
    /// Whether both are one group.
    pub fn is_same(&self, old: &EventGroup, new: &EventGroup) -> bool {
        let pair = (old.name.wire.clone(), new.name.wire.clone());
        self.both.contains(&pair)
    }

    /// Whether an old group has no counterpart.
    pub fn is_gone(&self, group: &EventGroup) -> bool {
        !self.both.iter().any(|(old, _)| *old == group.name.wire)
    }

    /// Whether a new group has no counterpart.
    pub fn is_new(&self, group: &EventGroup) -> bool {
        !self.both.iter().any(|(_, new)| *new == group.name.wire)
    }
}

/// Pairs groups by tag, then those without a counterpart whose events are in one new group that has
/// none either; and compares them.
pub(super) fn compare(comparison: &mut Comparison<'_>, events: &EventPairs<'_>) -> GroupPairs {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let tags = |model: &Model| -> BTreeSet<String> {
        let groups = model.groups.iter();
        groups.map(|group| group.name.wire.clone()).collect()
    };
    let (old_tags, new_tags) = (tags(old), tags(new));
    let common = old_tags.intersection(&new_tags);
    let mut both: BTreeSet<(String, String)> =
        common.map(|tag| (tag.clone(), tag.clone())).collect();
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut origins: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pair in &events.both {
        let (old, new) = (&*pair.old.0.name.wire, &*pair.new.0.name.wire);
        targets.entry(old).or_default().insert(new);
        origins.entry(new).or_default().insert(old);
    }
    for (old, found) in &targets {
        let mut found = found.iter();
        if let (Some(new), None) = (found.next(), found.next())
            && !new_tags.contains(*old)
            && !old_tags.contains(*new)
            && origins.get(new).is_some_and(|origins| origins.len() == 1)
        {
            both.insert(((*old).to_owned(), (*new).to_owned()));
        }
    }
    let is_regrouped = old.groups_by_part != new.groups_by_part;
    let pairs = GroupPairs { both, is_regrouped };
    if is_regrouped {
        regrouped(comparison, events, &pairs);
    }
    let mut features = Vec::new();
    for old in &old.groups {
        let same = new.groups.iter().find(|new| pairs.is_same(old, new));
        if let Some(new) = same {
            compare_pair(comparison, old, new, &mut features);
        }
    }
    if !features.is_empty() {
        let advice =
            "with `default-features = false`, name the features of the groups that it uses";
        let change = Change::new(What::Feature, How::Changed, "features", Rule::ItemRemove);
        comparison.push(
            change
                .said(format!("cargo features of groups: {}", features.join(", ")))
                .code(CodeEffect::NeedsChange, advice),
        );
    }
    pairs
}

/// Tells that events without a tag are grouped otherwise, if that takes any of them elsewhere.
fn regrouped(comparison: &mut Comparison<'_>, events: &EventPairs<'_>, groups: &GroupPairs) {
    let moved = events.both.iter();
    let moved: Vec<_> = moved
        .filter(|pair| !groups.is_same(pair.old.0, pair.new.0))
        .collect();
    let Some(first) = moved.first() else {
        return;
    };
    let (said, stays) = if comparison.new.model.groups_by_part {
        (
            "their names say the groups of events without a tag now",
            "together",
        )
    } else {
        ("all events without a tag are one group now", "by-name")
    };
    let method = |(group, event): (&EventGroup, &Event)| {
        code(&format!("{}::{}", group.handler, event.method))
    };
    let advice = format!(
        "{} is {} now, and so on; with `x-webhook-groups: {stays}` in the document the groups stay",
        method(first.old),
        method(first.new)
    );
    let moved = moved.iter().map(|pair| pair.new.1.name.wire.clone());
    comparison.push(
        Change::new(What::Group, How::Changed, "groups", Rule::ItemRemove)
            .said(said)
            .code(CodeEffect::NeedsChange, advice)
            .of_events(moved.collect()),
    );
}

/// Where a group begins: at its first event.
fn place(group: &EventGroup) -> Option<&Location> {
    group.events.first().map(|event| &event.place)
}

fn compare_pair(
    comparison: &mut Comparison<'_>,
    old: &EventGroup,
    new: &EventGroup,
    features: &mut Vec<String>,
) {
    let EventGroup {
        name,
        title,
        handler,
        feature,
        docs,
        // Compared in `events`.
        events: _,
    } = old;
    let subject = new.name.wire.as_str();
    let at = (place(old), place(new));
    if (&name.ident, handler) != (&new.name.ident, &new.handler) {
        let renamed = format!("{} is {} now", code(handler), code(&new.handler));
        let method = (name.ident != new.name.ident).then(|| {
            let method = |ident: &str| code(&format!("ReceiverBuilder::{ident}"));
            format!(
                ", and {} is {}",
                method(&name.ident),
                method(&new.name.ident)
            )
        });
        comparison.push(
            Change::new(What::Group, How::Renamed, subject, Rule::ItemRemove)
                .said(format!(
                    "the group {} has other names in Rust",
                    code(&name.wire)
                ))
                .at(at.0, at.1)
                .code(
                    CodeEffect::NeedsChange,
                    renamed + &method.unwrap_or_default(),
                )
                .of_events(names(&new.events)),
        );
    } else if title != &new.title {
        comparison.push(
            Change::new(What::Group, How::Documented, subject, Rule::NoEffect)
                .said(format!("the group {} has another tag", code(&name.wire)))
                .at(at.0, at.1),
        );
    }
    // Which type the group shares, where it shares one before and now, is told of its events.
    if old.payload().is_some() != new.payload().is_some() {
        let said = match new.payload() {
            Some(_) => "all events of the group {} have one payload type now",
            None => "the events of the group {} have several payload types now",
        };
        let advice = format!(
            "{} takes a delivery of {} now",
            code(&format!("{}::unhandled", new.handler)),
            match new.payload() {
                Some(_) => "that type",
                None => "`Event`",
            }
        );
        comparison.push(
            Change::new(What::Group, How::Changed, subject, Rule::TypeChange)
                .said(said.replace("{}", &code(&new.name.wire)))
                .at(at.0, at.1)
                .code(CodeEffect::NeedsChange, advice)
                .of_events(names(&new.events)),
        );
    }
    comparison.documented((What::Group, subject), (docs, &new.docs), at);
    if *feature != new.feature {
        features.push(match (feature, &new.feature) {
            (Some(old), Some(new)) => format!("{} is {} now", code(old), code(new)),
            (Some(old), None) => format!("{} is gone", code(old)),
            (None, Some(new)) => format!("{} is new", code(new)),
            (None, None) => String::new(),
        });
    }
}
