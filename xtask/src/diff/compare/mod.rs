//! Two models, and what one changes of the other.
//!
//! In: the models of two documents. Out: the changes, each once, the most severe first. Events are
//! paired first; from their payloads on, types are met in pairs, and each pair is compared once, so
//! that a type that many others hold is one change. What a part of the model may hold is taken
//! apart field by field without `..`: who adds a field is asked by the compiler what a change of it
//! means.

mod events;
mod reach;
mod root;
mod security;
mod shapes;
mod types;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use self::reach::Reach;
use self::types::TypePairs;
use crate::diff::change::{Change, CodeEffect, How, What};
use crate::diff::step::Rule;
use crate::layout::Layout;
use crate::model::{Docs, Event, Model, Shape, TypeId};
use crate::place::Location;

/// Compares two models.
pub(super) fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = Comparison {
        old: Side::of(old),
        new: Side::of(new),
        types: TypePairs::new(old, new),
        changes: Vec::new(),
        cause: None,
        values: BTreeSet::new(),
        members: BTreeSet::new(),
    };
    root::compare(&mut comparison);
    let paired = events::pair(old, new);
    events::compare(&mut comparison, &paired);
    security::compare(&mut comparison, &paired);
    types::compare(&mut comparison);
    let mut changes = comparison.finish();
    changes.sort_by_key(|change| (Reverse(change.step()), Reverse(change.code)));
    changes
}

/// One of the two models, and what is known of it.
pub(super) struct Side<'m> {
    model: &'m Model,
    reach: Reach<'m>,
    layout: Layout,
    /// The types that handlers make, with all their fields.
    made: BTreeSet<TypeId>,
}

/// A comparison under way.
pub(super) struct Comparison<'m> {
    old: Side<'m>,
    new: Side<'m>,
    types: TypePairs,
    changes: Vec<Change>,
    /// The change, by its place among all, that gave another name to what is compared now. Types
    /// that have other names below it have them for that reason.
    cause: Option<usize>,
    /// The values of enums that came or went.
    values: BTreeSet<String>,
    /// The members of objects that came, went or changed, by their names on the wire.
    members: BTreeSet<String>,
}

/// Events of both models that are the same one.
type EventPairs<'m> = events::Pairs<'m>;

impl<'m> Side<'m> {
    fn of(model: &'m Model) -> Self {
        Self {
            model,
            reach: Reach::new(model),
            layout: Layout::new(&model.types),
            made: model.answer_types(),
        }
    }
}

impl Comparison<'_> {
    fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Notes a change of a name, and what is compared below it.
    fn renamed(&mut self, change: Option<Change>, compare: impl FnOnce(&mut Self)) {
        let cause = self.cause;
        if let Some(change) = change {
            self.cause = Some(self.changes.len());
            self.push(change);
        }
        compare(self);
        self.cause = cause;
    }

    /// Whether both shapes are one type in Rust, apart from types that have another name now. The
    /// types that they name are compared later.
    fn is_same(&mut self, old: &Shape, new: &Shape) -> bool {
        match (old, new) {
            (Shape::List(old), Shape::List(new))
            | (Shape::Map(old), Shape::Map(new))
            | (Shape::Nullable(old), Shape::Nullable(new)) => self.is_same(old, new),
            (Shape::JsonText(old, as_old), Shape::JsonText(new, as_new)) => {
                as_old == as_new && self.is_same(old, new)
            }
            (Shape::Named(old), Shape::Named(new)) => self.types.meet(*old, *new, self.cause),
            (
                Shape::Json
                | Shape::JsonObject
                | Shape::Boolean
                | Shape::Integer
                | Shape::UnsignedInteger
                | Shape::Number
                | Shape::Text
                | Shape::DateTime
                | Shape::Date,
                new,
            ) => old == new,
            (
                Shape::List(_)
                | Shape::Map(_)
                | Shape::Nullable(_)
                | Shape::JsonText(..)
                | Shape::Named(_),
                _,
            ) => false,
        }
    }

    /// Notes that what the spec says of something is another.
    fn documented(
        &mut self,
        (what, subject): (What, &str),
        (old, new): (&Docs, &Docs),
        at: (Option<&Location>, Option<&Location>),
    ) {
        if old != new {
            let change = Change::new(what, How::Documented, subject, Rule::NoEffect)
                .said("the documentation is another")
                .at(at.0, at.1);
            self.push(change);
        }
    }

    /// The changes, each with the types that come and go with it.
    fn finish(self) -> Vec<Change> {
        let Self {
            old,
            new,
            types,
            mut changes,
            cause: _,
            values: _,
            members: _,
        } = self;
        let mut gone = types.unpaired_old(old.model);
        let mut come = types.unpaired_new(new.model);
        for change in &mut changes {
            change.types_removed = taken(&mut gone, &change.leaves, old.model);
            change.types_added = taken(&mut come, &change.brings, new.model);
        }
        let rest = |model: &Model, ids: &BTreeSet<TypeId>, how, rule, code, said: &str| {
            let definitions = ids.iter().filter_map(|id| model.definition(*id));
            let changes = definitions.map(|definition| {
                let place = Some(&definition.place);
                let (old, new) = match how {
                    How::Removed => (place, None),
                    _ => (None, place),
                };
                Change::new(What::Type, how, definition.ident.as_str(), rule)
                    .said(said)
                    .at(old, new)
                    .code(code, "")
            });
            changes.collect::<Vec<_>>()
        };
        let (remove, add) = (Rule::ItemRemove, Rule::ItemNew);
        let (breaks, compiles) = (CodeEffect::NeedsChange, CodeEffect::Compiles);
        changes.extend(rest(
            old.model,
            &gone,
            How::Removed,
            remove,
            breaks,
            "the type is gone",
        ));
        changes.extend(rest(
            new.model,
            &come,
            How::Added,
            add,
            compiles,
            "the type is new",
        ));
        changes
    }
}

/// The names of those types that shapes lead to, which are taken out of `left`.
fn taken(left: &mut BTreeSet<TypeId>, shapes: &[Shape], model: &Model) -> Vec<String> {
    let mut open: Vec<TypeId> = shapes.iter().filter_map(Shape::named).collect();
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    while let Some(id) = open.pop() {
        let Some(definition) = model.definition(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        if left.remove(&id) {
            names.push(definition.ident.clone());
        }
        let shapes = definition.kind.shapes().into_iter();
        open.extend(shapes.filter_map(Shape::named));
    }
    names.sort();
    names
}

/// The names of events.
fn names<'e>(events: impl IntoIterator<Item = &'e Event>) -> Vec<String> {
    let names = events.into_iter().map(|event| event.name.wire.clone());
    names.collect()
}

/// A text as code, in the words of a change.
fn code(text: &str) -> String {
    Docs::code(text)
}
