//! Tuples: their positions.
//!
//! In: a tuple of both models. Out: the positions that came, went, hold something else, or must or
//! need not be there.

use super::member_pairs::Member;
use super::objects::compare_member;
use super::pairs::TypePair;
use crate::diff::change::{CodeEffect, Fate};
use crate::diff::compare::{Comparison, code};
use crate::model::Tuple;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Tuple,
    new: &Tuple,
) {
    let Tuple { positions } = old;
    let events = comparison.new.reach.events(pair.new_id);
    let (was, is) = (positions.len(), new.positions.len());
    if was != is {
        let mut change = pair
            .changed()
            .said(format!(
                "{} has {is} positions, and had {was}",
                code(&pair.new.ident)
            ))
            .code(CodeEffect::NeedsChange, "where it makes or matches one")
            .of_events(events.clone());
        for gone in positions.iter().skip(is) {
            change = change.leaving(&gone.shape);
        }
        for come in new.positions.iter().skip(was) {
            change = change.bringing(&come.shape);
        }
        if is < was {
            let which = format!("with more than {is} elements");
            change = change.delivered(which, Fate::Accepted, Fate::Defects);
        } else {
            let which = format!("with more than {was} elements");
            change = change.delivered(which, Fate::Defects, Fate::Accepted);
        }
        let must = new.positions.iter().skip(was).filter(|one| !one.optional);
        if must.count() > 0 {
            for (fate, events) in comparison.new.reach.fates(pair.new_id) {
                let which = format!("with {was} elements");
                change = change.delivered_of(events, which, Fate::Accepted, fate);
            }
        }
        comparison.push(change);
    }
    let both = positions.iter().zip(&new.positions).enumerate();
    for (at, (old, new)) in both {
        let member = Member {
            old: (at, old),
            new: (at, new),
        };
        compare_member(comparison, pair, &member, &events, "");
    }
}
