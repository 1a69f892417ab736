//! Events that a header and the body name together.
//!
//! In: the operations, and the constants at the place in their bodies. Out: for each event the
//! pairs of texts that name it and no other event.

use std::collections::BTreeMap;

use super::operations::EventOperation;
use crate::model::DeliveredName;
use crate::place::Pointer;
use crate::schema::ConstantSearch;

/// A text, and the pairs of header and member that are joined to it: how well each fits, the number
/// of its event, and the pair.
type Meanings = BTreeMap<String, Vec<(usize, usize, DeliveredName)>>;

/// The pairs of header and member that name each event: its own name, divided where a constant of
/// the member ends it. Of several events that a text may name, the best fit has it; if two fit
/// alike, none.
pub(super) fn joined_names(
    events: &[EventOperation<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> Vec<Vec<DeliveredName>> {
    let mut meanings = Meanings::new();
    let mut add = |fit: usize, event: usize, name: DeliveredName| {
        let of_text = meanings.entry(name.comparable_text()).or_default();
        if !of_text.iter().any(|(_, known, _)| *known == event) {
            of_text.push((fit, event, name));
        }
    };
    for (index, event) in events.iter().enumerate() {
        let schema = event.schema();
        let constants = schema.and_then(|schema| search.constants_at(schema, pointer));
        let constants = constants.as_ref().map_or(&[][..], |found| &found.values);
        let id = event.operation.operation_id.as_deref();
        // A name that the document gives is not guessed at.
        let id = id.filter(|_| event.operation.event_name.is_none());
        for (rank, text) in [Some(event.wire()), id].into_iter().flatten().enumerate() {
            let header = constants
                .iter()
                .find_map(|constant| without_ending(text, constant))
                .unwrap_or(text);
            for constant in constants {
                let name = DeliveredName {
                    header: Some(header.to_owned()),
                    member: Some(constant.clone()),
                };
                let is_own = name.comparable_text() == DeliveredName::comparable(text);
                add(2 * rank + usize::from(!is_own), index, name);
            }
            let alone = DeliveredName {
                header: Some(text.to_owned()),
                member: None,
            };
            add(2 * rank, index, alone);
        }
    }
    let mut names: Vec<Vec<DeliveredName>> = vec![Vec::new(); events.len()];
    for of_text in meanings.into_values() {
        let best = of_text.iter().map(|(fit, ..)| *fit).min();
        let mut best = of_text.into_iter().filter(|(fit, ..)| Some(*fit) == best);
        if let (Some((_, event, name)), None) = (best.next(), best.next()) {
            names[event].push(name);
        }
    }
    for own in &mut names {
        own.sort_by_cached_key(|name| (name.member.is_none(), name.comparable_text()));
    }
    names
}

/// What stands before a separator and the ending, separators compared as one.
fn without_ending<'t>(text: &'t str, ending: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(ending.len())?;
    let (before, found) = text.split_at_checked(at)?;
    if ending.is_empty() || DeliveredName::comparable(found) != DeliveredName::comparable(ending) {
        return None;
    }
    let header = before.strip_suffix(DeliveredName::SEPARATORS)?;
    (!header.is_empty()).then_some(header)
}
