//! What comes with events in headers, queries and paths.
//!
//! In: the sets of parameters of both models, and the events that are the same. Out: the sets that
//! came, went, or are called otherwise, and the changes of their parameters.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{self, Comparison, EventPairs, code};
use crate::diff::step::Rule;
use crate::model::{
    Event, Model, ObjectForm, ParameterField, ParameterForm, ParameterPlace, ParameterSet,
};
use crate::place::Location;

pub(super) fn compare(comparison: &mut Comparison<'_>, events: &EventPairs<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    // The new sets that stand where an old one stood.
    let mut same: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for pair in &events.both {
        let now = &pair.new.1.parameters;
        for (place, old) in &pair.old.1.parameters {
            same.entry(*old).or_default().extend(now.get(place));
        }
    }
    for (index, set) in old.parameter_sets.iter().enumerate() {
        let now = same.get(&index).into_iter().flatten();
        let now: Vec<&ParameterSet> = now.filter_map(|at| new.parameter_sets.get(*at)).collect();
        let by_name = now.iter().find(|one| one.ident == set.ident);
        match by_name.or(now.first()) {
            Some(now) => compare_sets(comparison, set, now, index),
            None => {
                let change = Change::new(
                    What::Parameters,
                    How::Removed,
                    set.ident.as_str(),
                    Rule::ItemRemove,
                );
                comparison.push(
                    change
                        .said(format!("the events have nothing in {} any more", part(set)))
                        .at(first(set), None)
                        .code(CodeEffect::Gone, format!("take out {}", code(&set.ident)))
                        .of_events(of_set(old, index)),
                );
            }
        }
    }
    let met: BTreeSet<usize> = same.into_values().flatten().collect();
    for (index, set) in new.parameter_sets.iter().enumerate() {
        if !met.contains(&index) {
            let change = Change::new(
                What::Parameters,
                How::Added,
                set.ident.as_str(),
                Rule::ItemNew,
            );
            comparison.push(
                change
                    .said(format!("what events have in {} is typed", part(set)))
                    .at(None, first(set))
                    .of_events(of_set(new, index)),
            );
        }
    }
}

fn first(set: &ParameterSet) -> Option<&Location> {
    set.fields.first().map(|field| &field.place)
}

/// The part of a request that a set stands in, in words.
fn part(set: &ParameterSet) -> &'static str {
    match set.place {
        ParameterPlace::Headers => "headers",
        ParameterPlace::Path => "the path",
        ParameterPlace::Query => "the query",
    }
}

/// How a text is read, apart from the members of an object, which are compared as its type is.
fn reading(form: &ParameterForm) -> (&'static str, Option<char>) {
    match form {
        ParameterForm::Scalar => ("scalar", None),
        ParameterForm::List(separator) => ("list", Some(*separator)),
        ParameterForm::Repeated => ("repeated", None),
        ParameterForm::Json => ("JSON", None),
        ParameterForm::Object(form, _) => match form {
            ObjectForm::Deep => ("deep", None),
            ObjectForm::Members => ("members", None),
            ObjectForm::Pairs(separator) => ("pairs", Some(*separator)),
        },
    }
}

/// The events that come with a set.
fn of_set(model: &Model, set: usize) -> Vec<String> {
    let has = |event: &&Event| event.parameters.values().any(|own| *own == set);
    compare::names(model.events().filter(has))
}

fn compare_sets(
    comparison: &mut Comparison<'_>,
    old: &ParameterSet,
    new: &ParameterSet,
    index: usize,
) {
    let ParameterSet {
        ident,
        place: part_of,
        path,
        fields,
    } = old;
    let events = of_set(comparison.old.model, index);
    if *ident != new.ident {
        comparison.push(
            Change::new(
                What::Parameters,
                How::Renamed,
                new.ident.as_str(),
                Rule::ItemRemove,
            )
            .said(format!("{} is {} now", code(ident), code(&new.ident)))
            .at(first(old), first(new))
            .code(CodeEffect::NeedsChange, "the name, where it is written")
            .of_events(events.clone()),
        );
    }
    if *path != new.path {
        comparison.push(
            Change::new(
                What::Parameters,
                How::Moved,
                new.ident.as_str(),
                Rule::NoEffect,
            )
            .said(format!(
                "the path ends with {}, and did with {}",
                code(&new.path),
                code(path)
            ))
            .at(first(old), first(new))
            .of_events(events.clone())
            .delivered("to the old path", Fate::Accepted, Fate::Refused)
            .delivered("to the new path", Fate::Refused, Fate::Accepted),
        );
    }
    let subject = |name: &str| format!("{}::{}", new.ident, name.trim_start_matches("r#"));
    let change = |how, name: &str, rule| -> Change {
        Change::new(What::Parameter, how, subject(name), rule).of_events(events.clone())
    };
    let is = |name: &str, other: &ParameterField| match part_of {
        ParameterPlace::Headers => other.name.wire.eq_ignore_ascii_case(name),
        ParameterPlace::Path | ParameterPlace::Query => other.name.wire == name,
    };
    for field in fields {
        let ParameterField {
            name,
            docs,
            shape,
            form,
            place,
        } = field;
        let Some(now) = new.fields.iter().find(|now| is(&name.wire, now)) else {
            comparison.push(
                change(How::Removed, &name.ident, Rule::ItemRemove)
                    .said(format!("the parameter {} is gone", code(&name.wire)))
                    .at(place, first(new))
                    .code(
                        CodeEffect::Gone,
                        format!("take out the field {}", code(&name.ident)),
                    ),
            );
            continue;
        };
        if name.ident != now.name.ident {
            comparison.push(
                change(How::Renamed, &now.name.ident, Rule::ItemRemove)
                    .said(format!(
                        "{} is {} now",
                        code(&name.ident),
                        code(&now.name.ident)
                    ))
                    .at(place, &now.place)
                    .code(CodeEffect::NeedsChange, "the name of the field"),
            );
        }
        if !comparison.is_same(shape, &now.shape) {
            let was = Of(comparison.old.model, shape).rust();
            let is = Of(comparison.new.model, &now.shape).rust();
            comparison.push(
                change(How::Changed, &now.name.ident, Rule::TypeChange)
                    .said(format!(
                        "the parameter {} has another type",
                        code(&name.wire)
                    ))
                    .at(place, &now.place)
                    .code(
                        CodeEffect::NeedsChange,
                        format!("{} is {} now", code(&was), code(&is)),
                    )
                    .leaving(shape)
                    .bringing(&now.shape),
            );
        } else if reading(form) != reading(&now.form) {
            comparison.push(
                change(How::Changed, &now.name.ident, Rule::DeliveryMeaning)
                    .said(format!(
                        "the text of the parameter {} is read otherwise",
                        code(&name.wire)
                    ))
                    .at(place, &now.place),
            );
        }
        let subject = subject(&now.name.ident);
        let at = (Some(place), Some(&now.place));
        comparison.documented((What::Parameter, &subject), (docs, &now.docs), at);
    }
    for field in &new.fields {
        if !fields.iter().any(|other| is(&field.name.wire, other)) {
            comparison.push(
                change(How::Added, &field.name.ident, Rule::OpenStructFieldNew)
                    .said(format!("the parameter {} is new", code(&field.name.wire)))
                    .at(first(old), &field.place)
                    .bringing(&field.shape),
            );
        }
    }
}
