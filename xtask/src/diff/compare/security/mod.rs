//! Which schemes admit which deliveries.
//!
//! In: the schemes of two models, and the events that are the same. Out: schemes that came or went,
//! each with the deliveries that it admits or admitted alone, and one change for all events whose
//! alternatives changed in the same way.

mod schemes;

use std::collections::{BTreeMap, BTreeSet};

use self::schemes::Schemes;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::{Comparison, EventPairs, code};
use crate::diff::step::Rule;
use crate::model::{Authenticator, Event, Model};
use crate::place::Location;

/// Names of schemes that must all hold.
type Alternative = BTreeSet<String>;

/// Alternatives that are gone, and those that are new.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    gone: BTreeSet<Alternative>,
    come: BTreeSet<Alternative>,
    /// Whether the spec says nothing of who may deliver, before and now.
    is_open: (bool, bool),
}

/// Events with one difference.
#[derive(Default)]
struct Concerned<'m> {
    events: Vec<String>,
    old: Option<&'m Location>,
    new: Option<&'m Location>,
}

pub(super) fn compare(comparison: &mut Comparison<'_>, events: &EventPairs<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let same = schemes::pair(&old.authenticators, &new.authenticators);
    schemes::compare(comparison, &same);
    let removed = old.authenticators.iter();
    let removed: Vec<&Authenticator> = removed
        .filter(|one| !same.contains_key(&one.name.wire))
        .collect();
    let added = new.authenticators.iter();
    let added: Vec<&Authenticator> = added
        .filter(|one| !same.values().any(|name| *name == one.name.wire))
        .collect();
    for scheme in &removed {
        let admitted = schemes::admitted_by(old, scheme);
        let change = Change::new(
            What::Scheme,
            How::Removed,
            &*scheme.name.wire,
            Rule::ItemRemove,
        );
        let change = change
            .said(format!("the scheme {} is gone", code(&scheme.name.wire)))
            .at(&scheme.place, None)
            .code(
                CodeEffect::Gone,
                format!("take out {}", schemes::method(scheme)),
            )
            .of_events(admitted);
        // Without any scheme, a receiver that is told so takes deliveries from anybody.
        comparison.push(if new.authenticators.is_empty() {
            change
        } else {
            change.delivered("by this scheme alone", Fate::Accepted, Fate::Refused)
        });
    }
    for scheme in &added {
        let admitted = schemes::admitted_by(new, scheme);
        let advice = format!("{} takes its keys", schemes::method(scheme));
        let change = Change::new(What::Scheme, How::Added, &*scheme.name.wire, Rule::ItemNew);
        let change = change
            .said(format!("the scheme {} is new", code(&scheme.name.wire)))
            .at(None, &scheme.place)
            .code(CodeEffect::Compiles, advice)
            .of_events(admitted);
        comparison.push(if old.authenticators.is_empty() {
            change
        } else {
            change.delivered("by this scheme", Fate::Refused, Fate::Accepted)
        });
    }
    let removed: BTreeSet<&str> = removed.iter().map(|one| &*one.name.wire).collect();
    let added: BTreeSet<&str> = added.iter().map(|one| &*one.name.wire).collect();
    let mut differences: BTreeMap<Difference, Concerned<'_>> = BTreeMap::new();
    for pair in &events.both {
        let (was, is): (&Event, &Event) = (pair.old.1, pair.new.1);
        let difference = Difference::of(
            alternatives(old, was.security.as_deref(), Some(&same)),
            alternatives(new, is.security.as_deref(), None),
            (&removed, &added),
        );
        if let Some(difference) = difference {
            let concerned = differences.entry(difference).or_default();
            concerned.events.push(is.name.wire.clone());
            concerned.old.get_or_insert(&was.place);
            concerned.new.get_or_insert(&is.place);
        }
    }
    let default = Difference::of(
        alternatives(old, old.security.as_deref(), Some(&same)),
        alternatives(new, new.security.as_deref(), None),
        (&removed, &added),
    );
    if let Some(difference) = default {
        differences.entry(difference).or_default();
    }
    for (difference, concerned) in differences {
        comparison.push(difference.change(concerned));
    }
}

/// Alternatives by the names of their schemes, those of old ones as they are called now.
fn alternatives(
    model: &Model,
    alternatives: Option<&[Vec<usize>]>,
    same: Option<&Schemes>,
) -> Option<BTreeSet<Alternative>> {
    let name = |at: &usize| {
        let name = &model.authenticators.get(*at)?.name.wire;
        let now = same.and_then(|same| same.get(name));
        Some(now.unwrap_or(name).clone())
    };
    let named = |all: &Vec<usize>| all.iter().filter_map(name).collect();
    Some(alternatives?.iter().map(named).collect())
}

impl Difference {
    /// What differs; nothing that follows from a scheme that came or went.
    fn of(
        old: Option<BTreeSet<Alternative>>,
        new: Option<BTreeSet<Alternative>>,
        (removed, added): (&BTreeSet<&str>, &BTreeSet<&str>),
    ) -> Option<Self> {
        if old == new {
            return None;
        }
        let is_open = (old.is_none(), new.is_none());
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let names_none = |alternative: &&Alternative, names: &BTreeSet<&str>| {
            !alternative.iter().any(|name| names.contains(name.as_str()))
        };
        let gone = old.difference(&new).filter(|one| names_none(one, removed));
        let come = new.difference(&old).filter(|one| names_none(one, added));
        let difference = Self {
            gone: gone.cloned().collect(),
            come: come.cloned().collect(),
            is_open,
        };
        let is_same =
            difference.gone.is_empty() && difference.come.is_empty() && is_open.0 == is_open.1;
        (!is_same).then_some(difference)
    }

    fn change(self, concerned: Concerned<'_>) -> Change {
        let (subject, rule) = match &*concerned.events {
            [] => ("deliveries of unknown events".to_owned(), Rule::NoEffect),
            [only] => (only.clone(), Rule::NoEffect),
            several => (format!("{} events", several.len()), Rule::NoEffect),
        };
        let words = |alternative: &Alternative| match alternative.len() {
            0 => "without credentials".to_owned(),
            _ => {
                let names = alternative.iter().map(|name| code(name));
                format!("by {}", names.collect::<Vec<_>>().join(" and "))
            }
        };
        let mut change = Change::new(What::Security, How::Changed, subject, rule)
            .at(concerned.old, concerned.new)
            .of_events(concerned.events);
        let said = match self.is_open {
            (true, false) => "the spec says now who may deliver",
            (false, true) => "the spec does not say any more who may deliver",
            _ => "others may deliver",
        };
        change = change.said(said);
        if !self.gone.is_empty() || self.is_open == (false, true) {
            let advice = match self.is_open {
                (_, true) => "say `.unauthenticated()` where anybody may deliver",
                _ => "a receiver that has no credentials but these is not built",
            };
            change = change.code(CodeEffect::NeedsChange, advice);
            change.rule = Rule::CredentialsNeeded;
        }
        if self.is_open == (true, false) {
            let advice = "give the receiver credentials in place of `.unauthenticated()`";
            change = change.code(CodeEffect::Compiles, advice);
            change.rule = Rule::ItemNew;
        }
        for alternative in &self.gone {
            change = change.delivered(words(alternative), Fate::Accepted, Fate::Refused);
        }
        for alternative in &self.come {
            change = change.delivered(words(alternative), Fate::Refused, Fate::Accepted);
        }
        change
    }
}
