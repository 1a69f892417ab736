//! Enums: their values.
//!
//! In: an enum of both models. Out: the values that came, went, or have another name in Rust. All
//! of these enums are open: a value that is not listed is kept in `Unknown`.

use super::pairs::TypePair;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{OpenEnum, OpenEnumKind, OpenEnumValue};

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &OpenEnum,
    new: &OpenEnum,
) {
    let OpenEnum { kind, values } = old;
    let events = comparison.new.reach.events(pair.new_id);
    if *kind != new.kind {
        let words = |kind| match kind {
            OpenEnumKind::Text => "texts",
            OpenEnumKind::Integer => "integers",
        };
        let (was, is) = (words(*kind), words(new.kind));
        let mut change = pair
            .changed()
            .said(format!(
                "{} is of {is}, and was of {was}",
                code(&pair.new.ident)
            ))
            .code(
                CodeEffect::NeedsChange,
                "where it reads `Unknown` or the text",
            )
            .of_events(events.clone());
        for (fate, events) in comparison.new.reach.fates(pair.new_id) {
            let which = format!("in which its values are {was}");
            change = change.delivered_of(events, which, Fate::Accepted, fate);
        }
        for (fate, events) in comparison.old.reach.fates(pair.old_id) {
            let which = format!("in which its values are {is}");
            change = change.delivered_of(events, which, fate, Fate::Accepted);
        }
        comparison.push(change);
        let all = values.iter().chain(&new.values);
        let texts = all.map(|value| value.name.wire.clone());
        comparison.values.extend(texts);
        return;
    }
    let change = |what: &OpenEnumValue, how, rule| -> Change {
        Change::new(What::Value, how, pair.part(&what.name.ident), rule).of_events(events.clone())
    };
    // The same value, or a value that took the place of another under one name in Rust.
    let counterpart = |value: &OpenEnumValue| {
        let same = new
            .values
            .iter()
            .find(|now| now.name.wire == value.name.wire);
        let is_new = |now: &&OpenEnumValue| {
            let mut old = values.iter();
            old.all(|old| old.name.wire != now.name.wire)
        };
        let by_ident = || {
            let mut new = new.values.iter().filter(is_new);
            new.find(|now| now.name.ident == value.name.ident)
        };
        same.or_else(by_ident)
    };
    for value in values {
        let OpenEnumValue { name, docs, place } = value;
        let Some(now) = counterpart(value) else {
            comparison.values.insert(name.wire.clone());
            let variant = code(&format!("{}::{}", pair.old.ident, name.ident));
            let gone = change(value, How::Removed, Rule::ItemRemove)
                .said(format!("the value {} is gone", code(&name.wire)))
                .at(place, &pair.new.place)
                .code(CodeEffect::Gone, format!("take out {variant}"))
                .delivered(
                    format!("with {}", code(&name.wire)),
                    Fate::Accepted,
                    Fate::Unknown,
                );
            comparison.push(gone);
            continue;
        };
        if now.name.wire != name.wire {
            comparison
                .values
                .extend([name.wire.clone(), now.name.wire.clone()]);
            let changed = change(now, How::Renamed, Rule::NoEffect)
                .said(format!(
                    "its text is {}, and was {}",
                    code(&now.name.wire),
                    code(&name.wire)
                ))
                .at(place, &now.place)
                .delivered(
                    format!("with {}", code(&name.wire)),
                    Fate::Accepted,
                    Fate::Unknown,
                )
                .delivered(
                    format!("with {}", code(&now.name.wire)),
                    Fate::Unknown,
                    Fate::Accepted,
                );
            comparison.push(changed);
        } else if now.name.ident != name.ident {
            let said = format!("{} is {} now", code(&name.ident), code(&now.name.ident));
            let changed = change(now, How::Renamed, Rule::ItemRemove)
                .said(said)
                .at(place, &now.place)
                .code(CodeEffect::NeedsChange, "the name of the variant");
            comparison.push(changed);
        }
        let subject = pair.part(&now.name.ident);
        // The first line is the value itself.
        if now.name.wire == name.wire {
            let at = (Some(place), Some(&now.place));
            comparison.documented((What::Value, &subject), (docs, &now.docs), at);
        }
    }
    let counterparts: Vec<&str> = values
        .iter()
        .filter_map(counterpart)
        .map(|now| &*now.name.wire)
        .collect();
    for value in &new.values {
        if counterparts.contains(&&*value.name.wire) {
            continue;
        }
        comparison.values.insert(value.name.wire.clone());
        let added = change(value, How::Added, Rule::OpenEnumVariantNew)
            .said(format!("the value {} is new", code(&value.name.wire)))
            .at(&pair.old.place, &value.place)
            .code(
                CodeEffect::Compiles,
                "where `Unknown` is compared with this text, compare with the variant",
            )
            .delivered(
                format!("with {}", code(&value.name.wire)),
                Fate::Unknown,
                Fate::Accepted,
            );
        comparison.push(added);
    }
}
