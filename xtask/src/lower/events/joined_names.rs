//! Events that a header and the body name together.
//!
//! In: the events, and the constants at the place in their bodies. Out: for each the pairs of texts that no other event claims before it.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use crate::document::Method;
use crate::model::DeliveredName;
use crate::place::{Location, Pointer};
use crate::schema::ConstantSearch;

/// The pairs of header and member that name an event: its own name, taken apart where the member's constants end it.
pub(super) fn joined_names(
    candidates: &[Candidate<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> BTreeMap<(Location, Method), Vec<DeliveredName>> {
    let mut claims = Claims::default();
    for (index, candidate) in candidates.iter().enumerate() {
        let constants = candidate
            .body
            .and_then(|body| search.constants_at(body, pointer));
        let constants = constants.as_ref().map_or(&[][..], |found| &found.texts);
        let explicit = candidate.operation.event_name.is_some();
        let texts = [
            Some(candidate.wire()),
            candidate.operation.operation_id.as_deref(),
        ];
        for (rank, text) in texts.into_iter().flatten().enumerate() {
            if explicit && rank > 0 {
                break;
            }
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
                let rank = 2 * rank + usize::from(!is_own);
                claims.add(name.comparable_text(), rank, index, name);
            }
            let alone = DeliveredName {
                header: Some(text.to_owned()),
                member: None,
            };
            claims.add(alone.comparable_text(), 2 * rank, index, alone);
        }
    }
    claims.settle(candidates, DeliveredName::comparable_text)
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

/// Texts and the events that claim them. The lower rank wins; a text that two events claim at one rank is nobody's.
#[derive(Default)]
struct Claims(BTreeMap<String, Vec<(usize, usize, DeliveredName)>>);

impl Claims {
    fn add(&mut self, text: String, rank: usize, event: usize, name: DeliveredName) {
        let claims = self.0.entry(text).or_default();
        if !claims.iter().any(|(_, owner, _)| *owner == event) {
            claims.push((rank, event, name));
        }
    }

    fn settle(
        self,
        candidates: &[Candidate<'_>],
        text_of: impl Fn(&DeliveredName) -> String,
    ) -> BTreeMap<(Location, Method), Vec<DeliveredName>> {
        let mut won: Vec<Vec<DeliveredName>> = vec![Vec::new(); candidates.len()];
        for claims in self.0.into_values() {
            let best = claims.iter().map(|(rank, ..)| *rank).min();
            let mut best = claims.into_iter().filter(|(rank, ..)| Some(*rank) == best);
            if let (Some((_, event, name)), None) = (best.next(), best.next())
                && let Some(names) = won.get_mut(event)
            {
                names.push(name);
            }
        }
        let mut names = BTreeMap::new();
        for (candidate, mut own) in candidates.iter().zip(won) {
            own.sort_by_cached_key(|name| (name.member.is_none(), text_of(name)));
            names.insert(candidate.identity(), own);
        }
        names
    }
}
