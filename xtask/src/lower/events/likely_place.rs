//! A place in the bodies that seems to name events, where the path is taken for want of a sure one.
//!
//! In: the operations, their bodies' constants, and what examples show. Out: the place that it is
//! most likely to be. Only a warning comes of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::inference::{alike, places};
use super::operations::EventOperation;
use crate::document::ExampleValue;
use crate::model::TagKind;
use crate::place::Pointer;
use crate::schema::{ConstantSearch, Schemas, letters};

/// The place where some event's own name is among the constants of its body, if most bodies have
/// constants there and several events have a method in common, so that something must name them. Else
/// the one whose constants differ from body to body, or where most examples show the events' names.
pub(super) fn likely(
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Pointer> {
    let events = &alike(events);
    let mut best: Option<(usize, Pointer)> = None;
    let places = places(events, search);
    for place in &places {
        let (mut own, mut any) = (0, 0);
        for event in events {
            let schema = event.schema();
            let constants = schema.and_then(|schema| search.constants_at(schema, place));
            any += usize::from(constants.is_some());
            let called = constants.is_some_and(|found| found.called(event.wire()).is_some());
            own += usize::from(called);
        }
        let is_better = best.as_ref().is_none_or(|(known, _)| own > *known);
        if own > 0 && any * 2 > events.len() && is_better {
            best = Some((own, place.clone()));
        }
    }
    if let Some((_, place)) = best {
        return Some(place);
    }
    let mut found = places.iter();
    let shown = found.find(|place| {
        let named = events.iter().filter(|event| {
            let texts = shown_at(event, place, schemas);
            let own = letters(event.wire());
            texts.iter().any(|text| letters(text) == own)
        });
        named.count() * 2 > events.len()
    });
    let mut found = places.iter();
    shown
        .or_else(|| found.find(|place| all_differ(events, place, search)))
        .cloned()
}

/// Whether every body has texts at a place that it must be one of, and no other body has the same.
fn all_differ(
    events: &[EventOperation<'_>],
    place: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> bool {
    let mut known: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    events.iter().all(|event| {
        let schema = event.schema();
        let constants = schema.and_then(|schema| search.constants_at(schema, place));
        let texts = constants.filter(|found| found.kind == TagKind::Text);
        texts.is_some_and(|found| known.insert(found.values.iter().cloned().collect()))
    })
}

/// The texts that examples of an event's body, of its schema and of the member show at a place.
fn shown_at(event: &EventOperation<'_>, place: &Pointer, schemas: &Schemas<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut keep = |value: Option<&Value>| {
        found.extend(value.and_then(Value::as_str).map(str::to_owned));
    };
    let pointer = place.to_string();
    let examples = event.media_type().map(|media_type| &media_type.examples);
    for example in examples.into_iter().flatten() {
        if let ExampleValue::Inline(value) = &example.value {
            keep(value.pointer(&pointer));
        }
    }
    let Some(schema) = event.schema() else {
        return found;
    };
    schemas.quietly(|schemas| {
        let mut view = schemas.view_at(schema);
        let mut inside = place.as_tokens();
        loop {
            let rest: Pointer = inside.iter().cloned().collect();
            let rest = rest.to_string();
            for keyword in ["example", "default"] {
                let value = view.keyword(keyword).map(|(_, value)| value);
                keep(value.and_then(|value| value.pointer(&rest)));
            }
            let examples = view.keyword("examples").and_then(|(_, all)| all.as_array());
            for value in examples.into_iter().flatten() {
                keep(value.pointer(&rest));
            }
            let Some((token, below)) = inside.split_first() else {
                break;
            };
            let Some([member, ..]) = view.properties().get(token.as_ref()).map(Vec::as_slice)
            else {
                break;
            };
            let member = member.clone();
            view = schemas.view_at(&member);
            inside = below;
        }
    });
    found
}
