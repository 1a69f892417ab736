//! Objects: their members.
//!
//! In: an object of both models. Out: the members that came, went, are called otherwise, hold
//! something else, or must or need not be there.

use std::collections::BTreeMap;

use super::member_pairs::{Member, pair_members};
use super::others;
use super::pairs::TypePair;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{Comparison, Side, code};
use crate::diff::step::Rule;
use crate::model::{Field, Model, Object, Shape, TypeId};

/// Events by what becomes of their deliveries.
type Fates = BTreeMap<Fate, Vec<String>>;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Object,
    new: &Object,
) {
    let Object { fields, additional } = old;
    let members = pair_members(comparison, fields, &new.fields);
    let events = comparison.new.reach.events(pair.new_id);
    let lost_default =
        fields.iter().all(|one| one.optional) && !new.fields.iter().all(|one| one.optional);
    let no_default = if lost_default {
        format!("; {} has no `Default` any more", code(&pair.new.ident))
    } else {
        String::new()
    };
    for field in members.removed {
        comparison.members.insert(field.name.wire.clone());
        let wire = code(&field.name.wire);
        let rust = code(&format!("{}::{}", pair.old.ident, plain(field)));
        comparison.push(
            Change::new(
                What::Member,
                How::Removed,
                pair.part(plain(field)),
                Rule::ItemRemove,
            )
            .said(format!("the member {wire} is gone"))
            .at(
                field.place.as_ref().or(Some(&pair.old.place)),
                &pair.new.place,
            )
            .code(CodeEffect::Gone, format!("take out {rust}"))
            .of_events(events.clone())
            .delivered(format!("with {wire}"), Fate::Accepted, Fate::Accepted)
            .leaving(&field.shape),
        );
    }
    for field in members.added {
        comparison.members.insert(field.name.wire.clone());
        let wire = code(&field.name.wire);
        let is_made = comparison.old.made.contains(&pair.old_id);
        let rule = if is_made {
            Rule::StructAddPublicField
        } else {
            Rule::OpenStructFieldNew
        };
        let mut change = Change::new(What::Member, How::Added, pair.part(plain(field)), rule)
            .at(
                &pair.old.place,
                field.place.as_ref().or(Some(&pair.new.place)),
            )
            .of_events(events.clone())
            .bringing(&field.shape);
        if is_made {
            change = change.code(CodeEffect::NeedsChange, "where a handler makes one");
        } else if !field.optional && lost_default {
            let advice = no_default.trim_start_matches("; ");
            change = change.code(CodeEffect::NeedsChange, advice);
        }
        change = change.said(match field.optional {
            true => format!("the member {wire} is new"),
            false => format!("the member {wire} is new, and a delivery must have it"),
        });
        if field.optional {
            change = change.delivered(format!("with {wire}"), Fate::Accepted, Fate::Accepted);
        } else {
            for (fate, events) in comparison.new.reach.fates(pair.new_id) {
                let which = format!("without {wire}");
                change = change.delivered_of(events, which, Fate::Accepted, fate);
            }
        }
        comparison.push(change);
    }
    for member in members.both {
        compare_member(comparison, pair, &member, &events, &no_default);
    }
    let others = (additional.as_ref(), new.additional.as_ref());
    others::compare(comparison, pair, others, events);
}

fn plain(field: &Field) -> &str {
    field.name.ident.trim_start_matches("r#")
}

/// The type of a field in Rust.
fn rust(side: &Side<'_>, id: TypeId, at: usize, field: &Field) -> String {
    let mut text = Of(side.model, &field.shape).rust();
    if side.layout.is_boxed(id, at) {
        text = format!("Box<{text}>");
    }
    if field.distinct_null {
        text = format!("Nullable<{text}>");
    } else if field.optional {
        text = format!("Option<{text}>");
    }
    text
}

/// What becomes of a delivery in which the value of a field does not fit.
fn fates_of(side: &Side<'_>, id: TypeId, field: &Field) -> Fates {
    let is_inside = matches!(field.shape, Shape::List(_) | Shape::Map(_));
    if field.optional || is_inside {
        BTreeMap::from([(Fate::Defects, side.reach.events(id))])
    } else {
        side.reach.fates(id)
    }
}

pub(super) fn compare_member(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    member: &Member<'_>,
    events: &[String],
    no_default: &str,
) {
    let ((old_at, old), (new_at, new)) = (member.old, member.new);
    let Field {
        name,
        docs,
        optional,
        written_as_null,
        distinct_null,
        shape,
        deprecated,
        place,
        any_integer: _,
    } = old;
    let subject = pair.part(plain(new));
    let at = (
        place.as_ref().or(Some(&pair.old.place)),
        new.place.as_ref().or(Some(&pair.new.place)),
    );
    let change = |how, rule| {
        Change::new(What::Member, how, subject.as_str(), rule)
            .at(at.0, at.1)
            .of_events(events.to_vec())
    };
    let (wire, wire_now) = (code(&name.wire), code(&new.name.wire));
    let renamed = if name.wire != new.name.wire {
        Some(renamed_on_the_wire(comparison, pair, old, new, change))
    } else if name.ident != new.name.ident {
        let said = format!("the field {} is {} now", code(plain(old)), code(plain(new)));
        let renamed = change(How::Renamed, Rule::ItemRemove).said(said);
        Some(renamed.code(CodeEffect::NeedsChange, "the name of the field"))
    } else {
        None
    };
    if renamed.is_some() {
        let names = [&name.wire, &new.name.wire];
        comparison.members.extend(names.map(String::clone));
    }
    let mut is_same = false;
    comparison.renamed(renamed, |comparison| {
        is_same = comparison.is_same(shape, &new.shape)
    });
    let was_boxed = comparison.old.layout.is_boxed(pair.old_id, old_at);
    let is_boxed = comparison.new.layout.is_boxed(pair.new_id, new_at);
    let is_written_alike = *optional == new.optional && *distinct_null == new.distinct_null;
    if !is_same || !is_written_alike || was_boxed != is_boxed {
        comparison.members.insert(new.name.wire.clone());
        let types = (
            rust(&comparison.old, pair.old_id, old_at, old),
            rust(&comparison.new, pair.new_id, new_at, new),
        );
        let how = match (is_same, optional, new.optional) {
            (true, true, false) => How::Required,
            (true, false, true) => How::Optional,
            _ => How::Changed,
        };
        let said = match how {
            How::Required => format!("a delivery must have the member {wire_now}"),
            How::Optional => format!("a delivery may come without the member {wire_now}"),
            _ => format!("the member {wire_now} has another type"),
        };
        let mut advice = format!("{} is {} now", code(&types.0), code(&types.1));
        if !new.optional && *optional {
            advice.push_str(no_default);
        }
        let mut changed = change(how, Rule::TypeChange)
            .said(said)
            .code(CodeEffect::NeedsChange, advice);
        if !is_same {
            changed = changed.leaving(shape).bringing(&new.shape);
        }
        for (which, before, now) in delivered(comparison, pair, old, new, is_same) {
            for (fate, events) in before {
                changed = changed.delivered_of(events, which.as_str(), fate, Fate::Accepted);
            }
            for (fate, events) in now {
                changed = changed.delivered_of(events, which.as_str(), Fate::Accepted, fate);
            }
        }
        comparison.push(changed);
    } else if *written_as_null != new.written_as_null {
        let said = if new.written_as_null {
            format!("{wire} is written as `null` where it is absent")
        } else {
            format!("{wire} is not written where it is absent")
        };
        comparison.push(change(How::Changed, Rule::NoEffect).said(said));
    }
    if !deprecated && new.deprecated {
        comparison.push(
            change(How::Deprecated, Rule::Deprecation)
                .said(format!("the spec calls the member {wire_now} outdated")),
        );
    } else if *deprecated && !new.deprecated {
        let said = format!("the spec does not call the member {wire_now} outdated any more");
        comparison.push(change(How::Documented, Rule::NoEffect).said(said));
    }
    if !is_said_of_type(comparison, old, new) {
        comparison.documented((What::Member, &subject), (docs, &new.docs), at);
    }
}

/// Whether a member's documentation is another since that of its type is, which is told there.
fn is_said_of_type(comparison: &Comparison<'_>, old: &Field, new: &Field) -> bool {
    let said = |model: &Model, field: &Field| {
        let definition = field.shape.named().and_then(|id| model.definition(id));
        definition.map(|definition| definition.docs.text.clone())
    };
    let was = said(comparison.old.model, old).filter(|text| !text.is_empty());
    let is = said(comparison.new.model, new);
    was.zip(is)
        .is_some_and(|(was, is)| old.docs.text.replace(&was, &is) == new.docs.text)
}

/// Which deliveries fare otherwise, what became of them where that was not their acceptance, and
/// what becomes of them now.
fn delivered(
    comparison: &Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Field,
    new: &Field,
    is_same: bool,
) -> Vec<(String, Fates, Fates)> {
    let wire = code(&new.name.wire);
    let mut found = Vec::new();
    match (old.optional, new.optional) {
        (true, false) => {
            let now = comparison.new.reach.fates(pair.new_id);
            found.push((format!("without {wire}"), Fates::new(), now));
        }
        (false, true) => {
            let before = comparison.old.reach.fates(pair.old_id);
            found.push((format!("without {wire}"), before, Fates::new()));
        }
        _ => {}
    }
    if is_same {
        return found;
    }
    let was = Of(comparison.old.model, &old.shape);
    let is = Of(comparison.new.model, &new.shape);
    let with = |one: Of<'_>, when: &str| {
        if was.words() == is.words() {
            format!("with {wire} as {when}")
        } else {
            format!("with {wire} as {}", one.words())
        }
    };
    if !is.covers(was) {
        let now = fates_of(&comparison.new, pair.new_id, new);
        found.push((with(was, "it was"), Fates::new(), now));
    }
    if !was.covers(is) {
        let before = fates_of(&comparison.old, pair.old_id, old);
        found.push((with(is, "it is now"), before, Fates::new()));
    }
    found
}

/// A member that deliveries call otherwise.
fn renamed_on_the_wire(
    comparison: &Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Field,
    new: &Field,
    change: impl Fn(How, Rule) -> Change,
) -> Change {
    let (wire, wire_now) = (code(&old.name.wire), code(&new.name.wire));
    let said = format!("the member {wire} is {wire_now} now");
    let mut renamed = if old.name.ident == new.name.ident {
        change(How::Renamed, Rule::DeliveryMeaning).said(said)
    } else {
        let advice = format!("{} is {} now", code(plain(old)), code(plain(new)));
        change(How::Renamed, Rule::ItemRemove)
            .said(said)
            .code(CodeEffect::NeedsChange, advice)
    };
    if new.optional {
        let which = format!("with {wire}, which is not read any more");
        return renamed.delivered(which, Fate::Accepted, Fate::Accepted);
    }
    for (fate, events) in comparison.new.reach.fates(pair.new_id) {
        renamed = renamed.delivered_of(events, format!("with {wire}"), Fate::Accepted, fate);
    }
    for (fate, events) in comparison.old.reach.fates(pair.old_id) {
        renamed = renamed.delivered_of(events, format!("with {wire_now}"), fate, Fate::Accepted);
    }
    renamed
}
