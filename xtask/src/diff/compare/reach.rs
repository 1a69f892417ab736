//! Which events reach a type, and what becomes of a delivery where a value of it does not fit.
//!
//! In: a model. Out: for each type, the events whose bodies may hold a value of it, each with the
//! fate of a delivery in which that value cannot be decoded. The runtime takes such a value out at
//! the nearest place that may be without one: an optional member, an item of a list, an entry of a
//! map.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Fate;
use crate::model::{Event, Model, Shape, TypeId, TypeKind, UnionTest};

/// What is known of the types of one model.
pub(super) struct Reach<'m> {
    /// By type: the events that reach it, by their place among all, each with its worst fate.
    types: BTreeMap<TypeId, BTreeMap<usize, Fate>>,
    events: Vec<&'m Event>,
}

impl<'m> Reach<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut types: BTreeMap<TypeId, BTreeMap<usize, Fate>> = BTreeMap::new();
        let events: Vec<&Event> = model.events().collect();
        for (number, event) in events.iter().enumerate() {
            let mut seen = BTreeSet::new();
            let mut open = Vec::new();
            if event.body.decodes() {
                open.extend(entered(&event.payload, Fate::Undecodable));
            }
            while let Some((id, fate)) = open.pop() {
                if !seen.insert((id, fate)) {
                    continue;
                }
                let known = types.entry(id).or_default().entry(number).or_insert(fate);
                *known = fate.max(*known);
                let Some(definition) = model.definition(id) else {
                    continue;
                };
                match &definition.kind {
                    TypeKind::Object(_) | TypeKind::Tuple(_) => {
                        for field in definition.kind.fields() {
                            let held = if field.optional { Fate::Defects } else { fate };
                            open.extend(entered(&field.shape, held));
                        }
                        let object = definition.kind.object();
                        let others = object.and_then(|object| object.additional.as_ref());
                        let others = others.iter();
                        open.extend(others.filter_map(|(_, shape)| entered(shape, Fate::Defects)));
                    }
                    TypeKind::Union(union) => {
                        // Where variants are tried, what fits none of them is kept.
                        let is_tried = matches!(union.test, UnionTest::Attempt(_));
                        let held = if is_tried { Fate::Unknown } else { fate };
                        let variants = union.variants.iter();
                        open.extend(variants.filter_map(|one| entered(&one.shape, held)));
                    }
                    TypeKind::OpenEnum(_) => {}
                }
            }
        }
        Self { types, events }
    }

    /// The events that reach a type, by name.
    pub fn events(&self, id: TypeId) -> Vec<String> {
        let reached = self.types.get(&id).into_iter().flatten();
        reached.map(|(number, _)| self.name(*number)).collect()
    }

    /// What becomes of deliveries in which a value of the type cannot be decoded: each fate with
    /// the events that it is of.
    pub fn fates(&self, id: TypeId) -> BTreeMap<Fate, Vec<String>> {
        let mut fates: BTreeMap<Fate, Vec<String>> = BTreeMap::new();
        for (number, fate) in self.types.get(&id).into_iter().flatten() {
            fates.entry(*fate).or_default().push(self.name(*number));
        }
        fates
    }

    fn name(&self, number: usize) -> String {
        let event = self.events.get(number);
        event.map_or_else(String::new, |event| event.name.wire.clone())
    }
}

/// The type that a shape names, with the fate of a delivery in which a value of it does not fit,
/// if `fate` is what becomes of it where the shape as a whole does not.
fn entered(shape: &Shape, fate: Fate) -> Option<(TypeId, Fate)> {
    match shape {
        Shape::Named(id) => Some((*id, fate)),
        Shape::Nullable(inner) | Shape::JsonText(inner, _) => entered(inner, fate),
        Shape::List(inner) | Shape::Map(inner) => entered(inner, Fate::Defects),
        Shape::Json
        | Shape::JsonObject
        | Shape::Boolean
        | Shape::Integer
        | Shape::UnsignedInteger
        | Shape::Number
        | Shape::Text
        | Shape::DateTime
        | Shape::Date => None,
    }
}
