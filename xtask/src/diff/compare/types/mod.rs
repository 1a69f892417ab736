//! Payload types, pair by pair.
//!
//! In: types that are the same one. Out: the changes of their names and of what they hold.

mod enums;
mod member_pairs;
mod objects;
mod others;
mod pairs;
mod shared_members;
mod tuples;
mod union_tests;
mod unions;

pub(super) use pairs::TypePairs;

use self::pairs::TypePair;
use crate::diff::change::{CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{Shape, TypeDefinition, TypeKind};

/// Compares every pair that was met, and those that are met on the way.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let mut tested = Vec::new();
    while let Some((old_id, new_id, cause)) = comparison.types.next() {
        let old = comparison.old.model.definition(old_id);
        let new = comparison.new.model.definition(new_id);
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        let pair = TypePair {
            old_id,
            new_id,
            old,
            new,
        };
        let TypeDefinition {
            ident,
            // Modules are private; their types are exported together.
            module: _,
            docs,
            kind,
            place,
        } = old;
        comparison.cause = None;
        if *ident != new.ident {
            comparison.cause = Some(renamed(comparison, &pair, cause));
        }
        let at = (Some(place), Some(&new.place));
        comparison.documented((What::Type, &new.ident), (docs, &new.docs), at);
        match (kind, &new.kind) {
            (TypeKind::Object(old), TypeKind::Object(new)) => {
                objects::compare(comparison, &pair, old, new);
            }
            (TypeKind::OpenEnum(old), TypeKind::OpenEnum(new)) => {
                enums::compare(comparison, &pair, old, new);
            }
            (TypeKind::Union(old), TypeKind::Union(new)) => {
                let variants = unions::compare(comparison, &pair, old, new);
                tested.push((pair, old, new, variants));
            }
            (TypeKind::Tuple(old), TypeKind::Tuple(new)) => {
                tuples::compare(comparison, &pair, old, new);
            }
            (old, new) => kinds(comparison, &pair, old, new),
        }
    }
    comparison.cause = None;
    // Last, when the values and members that came and went are known.
    for (pair, old, new, variants) in tested {
        shared_members::compare(comparison, &pair, old, new);
        union_tests::compare(comparison, &pair, old, new, &variants);
    }
}

/// Notes that a type has another name: at the change that caused it, or as one of its own. Gives
/// that change's place among all.
fn renamed(comparison: &mut Comparison<'_>, pair: &TypePair<'_>, cause: Option<usize>) -> usize {
    let names = (pair.old.ident.clone(), pair.new.ident.clone());
    if let Some(cause) = cause
        && let Some(change) = comparison.changes.get_mut(cause)
    {
        change.types_renamed.push(names);
        return cause;
    }
    let (was, is) = (code(&names.0), code(&names.1));
    let events = comparison.new.reach.events(pair.new_id);
    comparison.push(
        pair.change(What::Type, How::Renamed, names.1.as_str(), Rule::ItemRemove)
            .said(format!("the type {was} is {is} now"))
            .code(CodeEffect::NeedsChange, "the name, where it is written")
            .of_events(events),
    );
    comparison.changes.len() - 1
}

fn kinds(comparison: &mut Comparison<'_>, pair: &TypePair<'_>, old: &TypeKind, new: &TypeKind) {
    let words = |kind: &TypeKind| match kind {
        TypeKind::Object(_) => "a struct",
        TypeKind::Union(_) => "a union",
        TypeKind::OpenEnum(_) => "an enum",
        TypeKind::Tuple(_) => "a tuple",
    };
    let mut change = pair
        .changed()
        .said(format!(
            "{} is {}, and was {}",
            code(&pair.new.ident),
            words(new),
            words(old)
        ))
        .code(CodeEffect::NeedsChange, "where it reads or makes one");
    for shape in old.shapes() {
        change = change.leaving(shape);
    }
    for shape in new.shapes() {
        change = change.bringing(shape);
    }
    let (was, is) = (Shape::Named(pair.old_id), Shape::Named(pair.new_id));
    let was = Of(comparison.old.model, &was);
    let is = Of(comparison.new.model, &is);
    if !is.covers(was) {
        for (fate, events) in comparison.new.reach.fates(pair.new_id) {
            let which = format!("in which it is {}", was.words());
            change = change.delivered_of(events, which, Fate::Accepted, fate);
        }
    }
    if !was.covers(is) {
        for (fate, events) in comparison.old.reach.fates(pair.old_id) {
            let which = format!("in which it is {}", is.words());
            change = change.delivered_of(events, which, fate, Fate::Accepted);
        }
    }
    comparison.push(change.of_events(comparison.new.reach.events(pair.new_id)));
}
