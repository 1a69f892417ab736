//! How much of a type a delivery can show.
//!
//! In: the model and the shape of a payload. Out: how deep optional members are filled, so that a
//! type which leads back to itself in many ways does not fill the memory.

use std::collections::BTreeMap;

use crate::model::{Model, Shape, TypeId, TypeKind};

/// How deep optional members are filled; required ones always are.
const FULL_DEPTH: usize = 6;

/// How many values there may be.
const MOST_VALUES: usize = 20_000;

/// How deep optional members of a payload are filled: as deep as the values do not become too many.
pub(super) fn full_depth(model: &Model, payload: &Shape) -> usize {
    let mut counting = Counting {
        model,
        known: BTreeMap::new(),
    };
    let fits = |depth: &usize| counting.values(payload, *depth) <= MOST_VALUES;
    (1..=FULL_DEPTH).take_while(fits).last().unwrap_or(1)
}

/// The counting of values, each type's once for each depth.
struct Counting<'m> {
    model: &'m Model,
    known: BTreeMap<(TypeId, usize), usize>,
}

impl Counting<'_> {
    fn values(&mut self, shape: &Shape, depth: usize) -> usize {
        match shape {
            Shape::List(inner) | Shape::Map(inner) => self.inside(inner, depth),
            Shape::Nullable(inner) | Shape::JsonText(inner, _) => self.values(inner, depth),
            Shape::Named(id) => self.of_type(*id, depth),
            _ => 1,
        }
    }

    fn inside(&mut self, shape: &Shape, depth: usize) -> usize {
        match depth.checked_sub(1) {
            Some(depth) => self.values(shape, depth).saturating_add(1),
            None => 1,
        }
    }

    fn of_type(&mut self, id: TypeId, depth: usize) -> usize {
        if let Some(known) = self.known.get(&(id, depth)) {
            return *known;
        }
        let model = self.model;
        let count = match model.definition(id).map(|one| &one.kind) {
            Some(kind @ (TypeKind::Object(_) | TypeKind::Tuple(_))) => {
                kind.fields().iter().fold(1_usize, |sum, field| {
                    sum.saturating_add(self.inside(&field.shape, depth))
                })
            }
            Some(TypeKind::Union(union)) => union
                .variants
                .first()
                .map_or(1, |first| self.inside(&first.shape, depth)),
            _ => 1,
        };
        self.known.insert((id, depth), count);
        count
    }
}
