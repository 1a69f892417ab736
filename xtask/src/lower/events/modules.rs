//! Which module each type goes to.
//!
//! In: groups and types. Out: every type's module: its group's, or `shared` where several groups
//! reach it. Nothing else moves.

use std::collections::BTreeSet;

use crate::model::{Answer, Event, EventGroup, ParameterSet, Shape, TypeDefinition, TypeId};
use crate::place::Location;

/// The module of types that several groups reach.
const SHARED: &str = "shared";

/// Puts every type into its module.
pub(crate) fn assign_modules(
    groups: &[EventGroup],
    parameter_sets: &[ParameterSet],
    types: &mut [TypeDefinition],
) {
    for group in groups {
        let events = group.events.iter();
        let shapes = events.flat_map(|event| shapes(event, parameter_sets));
        for id in reached(shapes, types) {
            let module = &mut types[id.0].module;
            let is_first = module.is_empty();
            *module = if is_first { &group.name.ident } else { SHARED }.to_owned();
        }
    }
}

/// Where the types are described that a shape reaches, and whether any module has them.
pub(crate) fn places(shape: &Shape, types: &[TypeDefinition]) -> Vec<(Location, bool)> {
    let reached = reached([shape], types).into_iter().map(|id| &types[id.0]);
    reached
        .map(|definition| (definition.place.clone(), !definition.module.is_empty()))
        .collect()
}

/// The types that shapes lead to.
fn reached<'m>(
    shapes: impl IntoIterator<Item = &'m Shape>,
    types: &[TypeDefinition],
) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<TypeId> = shapes.into_iter().filter_map(Shape::named).collect();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let shapes = types[id.0].kind.shapes().into_iter();
            waiting.extend(shapes.filter_map(Shape::named));
        }
    }
    reached
}

/// What an event decodes from its body and what comes beside it, and what it is answered with.
fn shapes<'m>(
    event: &'m Event,
    parameter_sets: &'m [ParameterSet],
) -> impl Iterator<Item = &'m Shape> {
    let payload = event.body.decodes().then_some(&event.payload);
    let answer = event.acceptance.answer.as_ref();
    let answered = event.acceptance.headers.iter();
    let answered = answered.flat_map(|headers| &headers.fields);
    let sets = event.parameters.values();
    let sets = sets.filter_map(|place| parameter_sets.get(*place));
    let parameters = sets.flat_map(|set| &set.fields);
    payload
        .into_iter()
        .chain(answer.and_then(Answer::shape))
        .chain(answered.map(|header| &header.field.shape))
        .chain(parameters.map(|parameter| &parameter.shape))
}
