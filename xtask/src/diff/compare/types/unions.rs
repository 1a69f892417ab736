//! Unions: their variants.
//!
//! In: a union of both models. Out: the variants that came, went, have another name or hold
//! something else, and which are the same. How they are told apart is compared in `union_tests`.

use std::collections::BTreeMap;

use super::pairs::TypePair;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{Comparison, Side, code};
use crate::diff::step::Rule;
use crate::model::{TypeId, Union, UnionTest, Variant};

/// The names of variants of the new union, by those of the old one.
pub(super) type Variants = BTreeMap<String, String>;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Union,
    new: &Union,
) -> Variants {
    let Union {
        variants,
        // Compared in `union_tests` and `shared_members`, when all else is known.
        test: _,
        shared: _,
    } = old;
    let same = same_variants(comparison, variants, &new.variants);
    let events = comparison.new.reach.events(pair.new_id);
    let change = |ident: &str, how, rule| -> Change {
        Change::new(What::Variant, how, pair.part(ident), rule).of_events(events.clone())
    };
    for variant in variants {
        let Variant {
            ident,
            docs,
            shape,
            place,
        } = variant;
        let place = place.as_ref().or(Some(&pair.old.place));
        let name = same.get(ident);
        let now = new.variants.iter().find(|now| Some(&now.ident) == name);
        let Some(now) = now else {
            let full = code(&format!("{}::{ident}", pair.old.ident));
            comparison.push(
                change(ident, How::Removed, Rule::ItemRemove)
                    .said(format!("the variant {} is gone", code(ident)))
                    .at(place, &pair.new.place)
                    .code(CodeEffect::Gone, format!("take out {full}"))
                    .delivered("with such a value", Fate::Accepted, Fate::Unknown)
                    .leaving(shape),
            );
            continue;
        };
        let at = (place, now.place.as_ref().or(Some(&pair.new.place)));
        let renamed = (*ident != now.ident).then(|| {
            change(&now.ident, How::Renamed, Rule::ItemRemove)
                .said(format!(
                    "the variant {} is {} now",
                    code(ident),
                    code(&now.ident)
                ))
                .at(at.0, at.1)
                .code(CodeEffect::NeedsChange, "the name of the variant")
        });
        let mut is_same = false;
        comparison.renamed(renamed, |comparison| {
            is_same = comparison.is_same(shape, &now.shape);
        });
        comparison.documented(
            (What::Variant, &pair.part(&now.ident)),
            (docs, &now.docs),
            at,
        );
        if !is_same {
            let (was, is) = (
                Of(comparison.old.model, shape),
                Of(comparison.new.model, &now.shape),
            );
            let types = format!(
                "it holds {}, and held {}",
                code(&is.rust()),
                code(&was.rust())
            );
            let mut changed = change(&now.ident, How::Changed, Rule::TypeChange)
                .said(types)
                .at(at.0, at.1)
                .code(CodeEffect::NeedsChange, "where it reads or makes the value")
                .leaving(shape)
                .bringing(&now.shape);
            if !is.covers(was) {
                for (fate, events) in unfit(&comparison.new, pair.new_id, new) {
                    let which = format!("in which it is {}", was.words());
                    changed = changed.delivered_of(events, which, Fate::Accepted, fate);
                }
            }
            if !was.covers(is) {
                for (fate, events) in unfit(&comparison.old, pair.old_id, old) {
                    let which = format!("in which it is {}", is.words());
                    changed = changed.delivered_of(events, which, fate, Fate::Accepted);
                }
            }
            comparison.push(changed);
        }
    }
    for variant in &new.variants {
        if same.values().any(|name| *name == variant.ident) {
            continue;
        }
        comparison.push(
            change(&variant.ident, How::Added, Rule::OpenEnumVariantNew)
                .said(format!("the variant {} is new", code(&variant.ident)))
                .at(
                    &pair.old.place,
                    variant.place.as_ref().unwrap_or(&pair.new.place),
                )
                .code(
                    CodeEffect::Compiles,
                    "what was `Unknown` may be this variant",
                )
                .delivered("with such a value", Fate::Unknown, Fate::Accepted)
                .bringing(&variant.shape),
        );
    }
    same
}

/// What becomes of deliveries in which a value does not fit its variant: where variants are tried,
/// it is kept.
fn unfit(side: &Side<'_>, id: TypeId, union: &Union) -> BTreeMap<Fate, Vec<String>> {
    match union.test {
        UnionTest::Attempt(_) => BTreeMap::from([(Fate::Unknown, side.reach.events(id))]),
        _ => side.reach.fates(id),
    }
}

/// Pairs variants by name, then those that alone are left with one structure.
fn same_variants(comparison: &Comparison<'_>, old: &[Variant], new: &[Variant]) -> Variants {
    let has = |variants: &[Variant], ident: &str| variants.iter().any(|one| one.ident == ident);
    let mut same: Variants = old
        .iter()
        .filter(|one| has(new, &one.ident))
        .map(|one| (one.ident.clone(), one.ident.clone()))
        .collect();
    let left = |own: &[Variant], other: &[Variant], model| {
        let left = own.iter().filter(|one| !has(other, &one.ident));
        let left = left.map(|one| (Of(model, &one.shape).structure(), one.ident.clone()));
        left.collect::<Vec<_>>()
    };
    let left_old = left(old, new, comparison.old.model);
    let left_new = left(new, old, comparison.new.model);
    for (structure, ident) in &left_old {
        let of = |(other, _): &&(String, String)| other == structure;
        let (before, now) = (left_old.iter().filter(of), left_new.iter().filter(of));
        let now: Vec<_> = now.collect();
        if let (1, [(_, name)]) = (before.count(), &*now) {
            same.insert(ident.clone(), name.clone());
        }
    }
    same
}
