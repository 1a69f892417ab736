//! Events: which of them are the same, and what became of each.
//!
//! In: the events of two models. Out: pairs, and the changes of events that came, went, or are
//! called or delivered otherwise.

mod bodies;
mod groups;
mod pairs;
mod parameters;

use std::collections::BTreeSet;

use self::groups::GroupPairs;
use self::pairs::Pair;
pub(super) use self::pairs::{Pairs, pair};
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{Event, EventGroup, Sample};

/// Compares groups, events that are the same, and their headers, and tells of events that came or
/// went.
pub(super) fn compare(comparison: &mut Comparison<'_>, pairs: &Pairs<'_>) {
    let groups = &groups::compare(comparison, pairs);
    for (group, event) in &pairs.removed {
        comparison.push(removed(group, event, groups.is_gone(group)));
    }
    for (group, event) in &pairs.added {
        comparison.push(added(group, event, groups.is_new(group)));
    }
    for pair in &pairs.both {
        let renamed = names(comparison, pair, groups);
        comparison.renamed(renamed, |comparison| bodies::compare(comparison, pair));
        rest(comparison, pair);
    }
    parameters::compare(comparison, pairs);
}

fn removed(group: &EventGroup, event: &Event, is_group_gone: bool) -> Change {
    let name = event.name.wire.as_str();
    let mut said = format!("the event {} is gone", code(name));
    if is_group_gone {
        said.push_str(&format!(", and with it the trait {}", code(&group.handler)));
    }
    let advice = format!(
        "take out {}, `Event::{}` and `EventName::{}`",
        code(&format!("{}::{}", group.handler, event.method)),
        event.name.ident,
        event.name.ident
    );
    Change::new(What::Event, How::Removed, name, Rule::ItemRemove)
        .said(said)
        .at(&event.place, None)
        .code(CodeEffect::Gone, advice)
        .of_events(vec![name.to_owned()])
        .delivered("of the event", Fate::Accepted, Fate::UnknownEvent)
        .leaving(&event.payload)
}

fn added(group: &EventGroup, event: &Event, is_group_new: bool) -> Change {
    let name = event.name.wire.as_str();
    let method = code(&format!("{}::{}", group.handler, event.method));
    let (rule, of) = if is_group_new {
        (Rule::ItemNew, "a new trait")
    } else {
        (Rule::TraitNewDefaultItem, "a method with a default")
    };
    Change::new(What::Event, How::Added, name, rule)
        .said(format!("the event {} is new", code(name)))
        .at(None, &event.place)
        .code(CodeEffect::Compiles, format!("{method} is {of}"))
        .of_events(vec![name.to_owned()])
        .delivered("of the event", Fate::UnknownEvent, Fate::Accepted)
        .bringing(&event.payload)
}

/// The change of what an event is called, in deliveries and in Rust, and of the trait in which it is.
fn names(comparison: &mut Comparison<'_>, pair: &Pair<'_>, groups: &GroupPairs) -> Option<Change> {
    let ((old_group, old), (new_group, new)) = (pair.old, pair.new);
    let subject = new.name.wire.as_str();
    let new_change = |what, how, rule| {
        Change::new(what, how, subject, rule)
            .at(&old.place, &new.place)
            .of_events(vec![subject.to_owned()])
    };
    let rust = |group: &EventGroup, event: &Event| {
        let method = if groups.is_same(old_group, new_group) {
            event.method.clone()
        } else {
            format!("{}::{}", group.handler, event.method)
        };
        (method, format!("Event::{}", event.name.ident))
    };
    let (old_names, new_names) = (rust(old_group, old), rust(new_group, new));
    let is_same_in_rust = old_names == new_names;
    let advice = {
        let pairs = [(&old_names.0, &new_names.0), (&old_names.1, &new_names.1)];
        let changed = pairs.into_iter().filter(|(old, new)| old != new);
        let changed = changed.map(|(old, new)| format!("{} is {} now", code(old), code(new)));
        changed.collect::<Vec<_>>().join(", ")
    };
    let effect = if is_same_in_rust {
        CodeEffect::Compiles
    } else {
        CodeEffect::NeedsChange
    };
    let rule = if is_same_in_rust {
        Rule::NoEffect
    } else {
        Rule::ItemRemove
    };
    if old.name.wire == new.name.wire {
        delivered_names(comparison, pair);
        if groups.is_regrouped && old_names.1 == new_names.1 && old.method == new.method {
            return None;
        }
        let (how, said) = if groups.is_same(old_group, new_group) {
            (How::Renamed, "the event has another name in Rust")
        } else {
            (How::Moved, "the event is in another group")
        };
        let change = new_change(What::Event, how, rule).said(said);
        return (!is_same_in_rust).then(|| change.code(effect, advice));
    }
    let (before, now) = (code(&old.name.wire), code(&new.name.wire));
    let (lost, come) = (format!("that say {before}"), format!("that say {now}"));
    Some(
        new_change(What::Event, How::Renamed, rule)
            .said(format!("the event {before} is {now} now"))
            .code(effect, advice)
            .delivered(lost, Fate::Accepted, Fate::UnknownEvent)
            .delivered(come, Fate::UnknownEvent, Fate::Accepted),
    )
}

/// The texts by which deliveries name an event beside its own.
fn delivered_names(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    // Where another place tells the event, all texts are others.
    if comparison.old.model.event_name != comparison.new.model.event_name {
        return;
    }
    let (old, new) = (pair.old.1, pair.new.1);
    let texts = |event: &Event| {
        let names = event.delivered_names.iter();
        let names: BTreeSet<String> = names.map(|name| name.joined()).collect();
        if names.is_empty() && !event.by_path_alone {
            return BTreeSet::from([event.name.wire.clone()]);
        }
        names
    };
    let (before, now) = (texts(old), texts(new));
    if before == now {
        return;
    }
    let subject = new.name.wire.as_str();
    let mut change = Change::new(What::EventName, How::Changed, subject, Rule::NoEffect)
        .said("deliveries name the event by other texts")
        .at(&old.place, &new.place)
        .of_events(vec![subject.to_owned()]);
    for text in before.difference(&now) {
        let which = format!("that say {}", code(text));
        change = change.delivered(which, Fate::Accepted, Fate::UnknownEvent);
    }
    for text in now.difference(&before) {
        let which = format!("that say {}", code(text));
        change = change.delivered(which, Fate::UnknownEvent, Fate::Accepted);
    }
    comparison.push(change);
}

/// What is left of an event beside its names and its bodies.
fn rest(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.1, pair.new.1);
    let Event {
        id: _,
        // Compared in `names`.
        name: _,
        delivered_names: _,
        by_path_alone: _,
        method: _,
        method_source: _,
        http_method,
        docs,
        beside,
        summary,
        // It follows from the summary, the docs, the body and its schema.
        said: _,
        // Compared in `security`.
        security: _,
        // Compared in `bodies`.
        body: _,
        // It is for samples; what is received follows from the bodies.
        media_type: _,
        further: _,
        optional: _,
        payload: _,
        acceptance: _,
        // Compared in `parameters`.
        parameters: _,
        samples,
        place,
    } = old;
    let subject = new.name.wire.as_str();
    let new_change = |what, how| {
        Change::new(what, how, subject, Rule::NoEffect)
            .at(place, &new.place)
            .of_events(vec![subject.to_owned()])
    };
    if *http_method != new.http_method {
        comparison.push(
            new_change(What::Event, How::Changed)
                .said(format!(
                    "it is delivered by {}, and was by {http_method}",
                    new.http_method
                ))
                .delivered(format!("by {http_method}"), Fate::Accepted, Fate::Refused)
                .delivered(
                    format!("by {}", new.http_method),
                    Fate::Refused,
                    Fate::Accepted,
                ),
        );
    }
    if (docs, beside, summary) != (&new.docs, &new.beside, &new.summary) {
        comparison
            .push(new_change(What::Event, How::Documented).said("the documentation is another"));
    }
    let is_same_sample = |(old, new): (&Sample, &Sample)| {
        let Sample {
            name,
            place: _,
            body,
        } = old;
        (name, body) == (&new.name, &new.body)
    };
    let is_same =
        samples.len() == new.samples.len() && samples.iter().zip(&new.samples).all(is_same_sample);
    if !is_same {
        let said = format!(
            "the example deliveries are others: {} now, {} before",
            new.samples.len(),
            samples.len()
        );
        let (old, new) = (samples.first(), new.samples.first());
        let change = new_change(What::Example, How::Changed).said(said);
        comparison.push(change.at(
            old.map_or(place, |sample| &sample.place),
            new.map_or(&pair.new.1.place, |sample| &sample.place),
        ));
    }
}
