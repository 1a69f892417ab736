//! Objects of so many members that a struct of them takes more of a thread's stack than there is.
//!
//! In: the types, and everything that has a shape. Out: the same, with a map of JSON in the place
//! of such an object, and a warning. A struct is on the stack as a whole when it is made from its
//! members; one of thousands would end the process that decodes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::layout::{Layout, held};
use crate::model::{AnswerContent, EventGroup, ParameterSet, Shape, TypeDefinition, TypeId};
use crate::place::Location;

/// The largest struct, in bytes: some 4,000 texts. To make one, a debug build has seven on the
/// stack.
const LARGEST: usize = 96 << 10;

/// The largest struct in a map. To put one there, a debug build has eighteen of it on the stack,
/// and twelve more where the map is handed up.
const LARGEST_IN_MAP: usize = 24 << 10;

/// Makes maps of JSON of objects that are too large. Gives where they are described, and what they
/// were.
pub(crate) fn open_wide_objects(
    types: &mut [TypeDefinition],
    groups: &mut [EventGroup],
    parameter_sets: &mut [ParameterSet],
    diagnostics: &mut Diagnostics,
) -> Vec<(Location, Shape)> {
    let layout = Layout::new(types);
    let in_maps = in_maps(types, groups, parameter_sets);
    let mut opened = BTreeMap::new();
    for (index, definition) in types.iter().enumerate() {
        let id = TypeId(index);
        let is_in_map = in_maps.contains(&id);
        let largest = if is_in_map { LARGEST_IN_MAP } else { LARGEST };
        let object = definition.kind.object();
        if let Some(object) = object.filter(|_| layout.size(id) > largest) {
            let members = object.fields.len();
            let message = format!(
                "this schema becomes a map of plain JSON: a struct of {members} members takes more of the stack than a thread has"
            );
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedSchema, message)
                    .at(&definition.place, "decoded as `serde_json::Map`")
                    .help("nothing is lost: the value reaches the handler as it came; describe members that are alike by `additionalProperties`"),
            );
            opened.insert(id, definition.place.clone());
        }
    }
    for shape in shapes(types, groups, parameter_sets) {
        let mut shape = shape;
        while let Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::JsonText(inner, _) = shape
        {
            shape = inner;
        }
        if matches!(shape, Shape::Named(id) if opened.contains_key(id)) {
            *shape = Shape::JsonObject;
        }
    }
    let opened = opened.into_iter();
    opened
        .map(|(id, place)| (place, Shape::Named(id)))
        .collect()
}

/// The types whose values maps hold themselves.
fn in_maps(
    types: &mut [TypeDefinition],
    groups: &mut [EventGroup],
    parameter_sets: &mut [ParameterSet],
) -> BTreeSet<TypeId> {
    let objects = types.iter().filter_map(|one| one.kind.object());
    let others = objects.filter_map(|object| object.additional.as_ref());
    let mut found: BTreeSet<TypeId> = others.filter_map(|(_, shape)| held(shape)).collect();
    for shape in shapes(types, groups, parameter_sets) {
        let mut shape: &Shape = shape;
        while let Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::JsonText(inner, _) = shape
        {
            if matches!(shape, Shape::Map(_)) {
                found.extend(held(inner));
            }
            shape = inner;
        }
    }
    found
}

/// Everything that has a shape.
fn shapes<'m>(
    types: &'m mut [TypeDefinition],
    groups: &'m mut [EventGroup],
    parameter_sets: &'m mut [ParameterSet],
) -> Vec<&'m mut Shape> {
    let types = types.iter_mut();
    let mut shapes: Vec<&mut Shape> = types.flat_map(|one| one.kind.shapes_mut()).collect();
    for event in groups.iter_mut().flat_map(|group| &mut group.events) {
        shapes.push(&mut event.payload);
        let answer = event.acceptance.answer.as_mut();
        if let Some(AnswerContent::Json(shape)) = answer.map(|answer| &mut answer.content) {
            shapes.push(shape);
        }
        let headers = event.acceptance.headers.iter_mut();
        let headers = headers.flat_map(|headers| &mut headers.fields);
        shapes.extend(headers.map(|header| &mut header.field.shape));
    }
    let parameters = parameter_sets.iter_mut().flat_map(|set| &mut set.fields);
    shapes.extend(parameters.map(|parameter| &mut parameter.shape));
    shapes
}
