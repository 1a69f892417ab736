//! Members that all variants of a union have, each of which is a method of the union.
//!
//! In: a union of both models, all members of its variants being compared. Out: the methods that
//! came or went though no member did: since a variant came without the member, or the last one
//! without it went.

use super::pairs::TypePair;
use crate::diff::change::{Change, CodeEffect, How, What};
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{SharedMember, Union};

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Union,
    new: &Union,
) {
    let events = comparison.new.reach.events(pair.new_id);
    let change = |member: &SharedMember, how, rule| -> Change {
        let SharedMember {
            object: _,
            at: _,
            method,
            field: _,
        } = member;
        let subject = pair.part(method);
        let change = pair.change(What::Member, how, subject, rule);
        change.of_events(events.clone())
    };
    let is_in = |member: &SharedMember, union: &Union| {
        let mut shared = union.shared.iter();
        shared.any(|other| other.method == member.method)
    };
    let mut changes = Vec::new();
    for member in old.shared.iter().filter(|member| !is_in(member, new)) {
        let wire = &member.field.name.wire;
        if !comparison.members.contains(wire) {
            let advice = "match the variants where it calls the method";
            changes.push(
                change(member, How::Removed, Rule::ItemRemove)
                    .said(format!(
                        "not all variants have the member {} alike",
                        code(wire)
                    ))
                    .code(CodeEffect::NeedsChange, advice),
            );
        }
    }
    for member in new.shared.iter().filter(|member| !is_in(member, old)) {
        let wire = &member.field.name.wire;
        if !comparison.members.contains(wire) {
            changes.push(
                change(member, How::Added, Rule::ItemNew)
                    .said(format!("all variants have the member {} alike", code(wire))),
            );
        }
    }
    for change in changes {
        comparison.push(change);
    }
}
