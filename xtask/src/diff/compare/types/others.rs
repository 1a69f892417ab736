//! Members that an object does not list.
//!
//! In: the field that an object of both models keeps them in. Out: that it came, went, is called
//! otherwise, or holds something else.

use super::pairs::TypePair;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{Comparison, Side, code};
use crate::diff::step::Rule;
use crate::model::{Name, Shape};

/// The field for such members, and the shape of their values.
type Others<'m> = Option<&'m (Name, Shape)>;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    (old, new): (Others<'_>, Others<'_>),
    events: Vec<String>,
) {
    let change = |how, ident: &str, rule| {
        Change::new(What::Member, how, pair.part(ident), rule)
            .at(&pair.old.place, &pair.new.place)
            .of_events(events.clone())
    };
    let map = |side: &Side<'_>, shape: &Shape| {
        let inner = Of(side.model, shape).rust();
        code(&format!("map of {inner}"))
    };
    match (old, new) {
        (None, None) => {}
        (None, Some((name, shape))) => {
            let is_made = comparison.old.made.contains(&pair.old_id);
            let (rule, effect) = match is_made {
                true => (Rule::StructAddPublicField, CodeEffect::NeedsChange),
                false => (Rule::OpenStructFieldNew, CodeEffect::Compiles),
            };
            comparison.push(
                change(How::Added, &name.ident, rule)
                    .said("members that are not listed are kept in a field of their own")
                    .code(effect, "")
                    .bringing(shape),
            );
        }
        (Some((name, shape)), None) => comparison.push(
            change(How::Removed, &name.ident, Rule::ItemRemove)
                .said("members that are not listed have no field any more")
                .code(CodeEffect::Gone, format!("take out {}", code(&name.ident)))
                .delivered("with such members", Fate::Accepted, Fate::Accepted)
                .leaving(shape),
        ),
        (Some((name, shape)), Some((name_now, shape_now))) => {
            if name.ident != name_now.ident {
                let said = format!("{} is {} now", code(&name.ident), code(&name_now.ident));
                comparison.push(
                    change(How::Renamed, &name_now.ident, Rule::ItemRemove)
                        .said(said)
                        .code(CodeEffect::NeedsChange, "the name of the field"),
                );
            }
            if !comparison.is_same(shape, shape_now) {
                let (was, is) = (map(&comparison.old, shape), map(&comparison.new, shape_now));
                let mut changed = change(How::Changed, &name_now.ident, Rule::TypeChange)
                    .said("members that are not listed have values of another type")
                    .code(CodeEffect::NeedsChange, format!("{was} is {is} now"))
                    .leaving(shape)
                    .bringing(shape_now);
                let was = Of(comparison.old.model, shape);
                let is = Of(comparison.new.model, shape_now);
                if !is.covers(was) {
                    let which = format!("with such a member as {}", was.words());
                    changed = changed.delivered(which, Fate::Accepted, Fate::Defects);
                }
                if !was.covers(is) {
                    let which = format!("with such a member as {}", is.words());
                    changed = changed.delivered(which, Fate::Defects, Fate::Accepted);
                }
                comparison.push(changed);
            }
        }
    }
}
