//! What sets of parameters are called.
//!
//! In: the number of a set, and the events that have it. Out: the names that it may have, best
//! first. It may not know which parameters are in the set.

use std::collections::BTreeMap;

use super::features::UNTAGGED;
use crate::ident::{Style, identifier_of};
use crate::model::{Event, EventGroup, ParameterPlace};

/// What the events that have a set have in common, best first: that they are most deliveries, the
/// group, the webhook's name, the words of their names. Each of the events may give its name where nothing else
/// will do.
pub(crate) fn parameter_set_names(
    place: ParameterPlace,
    index: usize,
    groups: &[EventGroup],
) -> Vec<String> {
    let has_it = |event: &&Event| event.parameters.get(&place) == Some(&index);
    let owners = groups
        .iter()
        .filter(|group| group.events.iter().any(|event| has_it(&event)));
    let owners: Vec<&EventGroup> = owners.collect();
    let events = owners.iter().flat_map(|group| &group.events);
    let events: Vec<&Event> = events.filter(has_it).collect();
    let mut idents: Vec<&str> = events.iter().map(|event| &*event.name.ident).collect();
    idents.sort_unstable();
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    for event in groups.iter().flat_map(|group| &group.events) {
        if let Some(set) = event.parameters.get(&place) {
            *uses.entry(*set).or_default() += 1;
        }
    }
    let most = uses.iter().filter(|(other, _)| **other != index);
    let most = most.map(|(_, count)| *count).max().unwrap_or_default();
    let mut names = Vec::new();
    // What is in a path is of that path alone.
    if place != ParameterPlace::Path {
        names.extend((events.len() > most).then(|| "Delivery".to_owned()));
        let only = owners.first().filter(|_| owners.len() == 1);
        let tag = only.map(|group| group.name.wire.as_str());
        let tag = tag.filter(|tag| !UNTAGGED.contains(tag));
        names.extend(tag.map(|tag| identifier_of(tag, Style::Camel)));
    }
    // Events of one name are one webhook's, by several methods.
    let wire = events.first().map(|event| &event.name.wire);
    let wire = wire.filter(|wire| events.iter().all(|event| event.name.wire == **wire));
    names.extend(wire.map(|wire| identifier_of(wire, Style::Camel)));
    names.extend(common_words(&idents));
    names.extend(idents.into_iter().map(str::to_owned));
    names.dedup();
    names
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

#[cfg(test)]
mod tests {
    use super::common_words;

    #[test]
    fn the_words_at_the_beginning_go_before_those_at_the_end() {
        let common = |names: &[&str]| common_words(names).unwrap_or_default();
        assert_eq!(common(&["OrderCreated", "OrderDeleted"]), "Order");
        assert_eq!(common(&["PaymentFailed", "OrderFailed"]), "Failed");
        assert_eq!(common(&["OrderLineAdded", "OrderLineGone"]), "OrderLine");
        assert_eq!(common(&["Order", "Orders"]), "");
        assert_eq!(common(&["Ping", "OrderCreated"]), "");
    }
}
