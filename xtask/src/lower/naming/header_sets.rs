//! What sets of headers are called.
//!
//! In: the number of a set, and the events that have it. Out: the names that it may have, best
//! first. It may not know which headers are in the set.

use crate::ident::{Style, identifier_of};
use crate::model::{Event, EventGroup};

/// What the events that have a set have in common, best first: the event itself, the webhook's
/// name, the group, the words of their names. Each of the events may give its name where nothing
/// else will do.
pub(crate) fn header_set_names(index: usize, groups: &[EventGroup]) -> Vec<String> {
    let has_it = |event: &&Event| event.headers == Some(index);
    let owners: Vec<&EventGroup> = groups
        .iter()
        .filter(|group| group.events.iter().any(|event| has_it(&event)))
        .collect();
    let events: Vec<&Event> = owners
        .iter()
        .flat_map(|group| &group.events)
        .filter(has_it)
        .collect();
    let idents: Vec<&str> = events
        .iter()
        .map(|event| event.name.ident.as_str())
        .collect();
    let mut names = Vec::new();
    if let [group] = owners.as_slice() {
        let is_whole = group
            .events
            .iter()
            .all(|event| event.headers.is_none_or(|own| own == index));
        let name = identifier_of(&group.name.wire, Style::Camel);
        let is_one_webhook = events.len() > 1 && shared_wire(&events).is_some();
        if is_whole && !is_one_webhook {
            names.push(name);
        }
    }
    if let [_, _, ..] = events.as_slice() {
        let wire = shared_wire(&events);
        names.extend(wire.map(|wire| identifier_of(wire, Style::Camel)));
        names.extend(common_words(&idents));
        if let [group] = owners.as_slice() {
            names.push(identifier_of(&group.name.wire, Style::Camel));
        } else {
            names.push("Shared".to_owned());
        }
    }
    names.extend(idents.into_iter().map(str::to_owned));
    names
}

/// The name on the wire that all events have: they are one webhook's, by several methods.
fn shared_wire<'e>(events: &[&'e Event]) -> Option<&'e str> {
    let (first, rest) = events.split_first()?;
    let wire = first.name.wire.as_str();
    rest.iter()
        .all(|event| event.name.wire == wire)
        .then_some(wire)
}

/// The words that all names begin with, or else those that all end with.
fn common_words(names: &[&str]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    // Where a word of the first name starts, but for the first word.
    let starts: Vec<usize> = first
        .char_indices()
        .skip(1)
        .filter(|(_, c)| c.is_uppercase())
        .map(|(start, _)| start)
        .collect();
    let begins = starts.iter().rev().filter_map(|end| {
        let (words, _) = first.split_at_checked(*end)?;
        rest.iter()
            .all(|name| {
                name.strip_prefix(words)
                    .is_some_and(|left| !left.starts_with(char::is_lowercase))
            })
            .then_some(words)
    });
    let ends = starts.iter().filter_map(|start| {
        let (_, words) = first.split_at_checked(*start)?;
        rest.iter()
            .all(|name| name.ends_with(words))
            .then_some(words)
    });
    begins.chain(ends).next().map(str::to_owned)
}
