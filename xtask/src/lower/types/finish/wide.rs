//! Objects of so many members that a struct of them takes more of a thread's stack than there is.
//!
//! In: the types and all that has a shape. Out: the same, with a map of JSON in the place of such an object, and a warning. A struct is on
//! the stack as a whole when it is made from its members; one of thousands would end the process that decodes it.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::layout::{Layout, held};
use crate::model::{AnswerContent, EventGroup, HeaderSet, Shape, TypeDefinition, TypeId, TypeKind};
use crate::place::Location;

/// The largest struct. It is what some 4,000 texts take, and a debug build has seven of it on the stack to make one.
const LARGEST: usize = 96 << 10;

/// The largest struct that maps hold: to put one into a map, a debug build has eighteen of it on the stack, and twelve more where the map is handed up.
const LARGEST_IN_MAP: usize = 24 << 10;

/// Makes maps of JSON of objects that are too large, and gives where they are described and what they were.
pub(crate) fn open_wide_objects(
    types: &mut [TypeDefinition],
    groups: &mut [EventGroup],
    header_sets: &mut [HeaderSet],
    diagnostics: &mut Diagnostics,
) -> Vec<(Location, Shape)> {
    let layout = Layout::new(types);
    let in_maps = in_maps(types, groups, header_sets);
    let is_wide = |(index, definition): (usize, &TypeDefinition)| {
        let largest = if in_maps.contains(&TypeId(index)) {
            LARGEST_IN_MAP
        } else {
            LARGEST
        };
        matches!(definition.kind, TypeKind::Object(_)) && layout.size(TypeId(index)) > largest
    };
    let wide: Vec<bool> = types.iter().enumerate().map(is_wide).collect();
    let opened = types.iter().enumerate().zip(&wide);
    let opened = opened.filter_map(|((index, definition), wide)| {
        let TypeKind::Object(object) = &definition.kind else {
            return None;
        };
        wide.then(|| {
            let members = object.fields.len();
            let message = format!(
                "this schema becomes a map of plain JSON: a struct of {members} members takes more of the stack than a thread has"
            );
            diagnostics.push(
                Diagnostic::new(Code::UnsupportedSchema, message)
                    .at(&definition.place, "decoded as `serde_json::Map`")
                    .help("nothing is lost: the value reaches the handler as it came; describe members that are alike by `additionalProperties`"),
            );
            (definition.place.clone(), Shape::Named(TypeId(index)))
        })
    });
    let opened: Vec<(Location, Shape)> = opened.collect();
    if !opened.is_empty() {
        for shape in shapes(types, groups, header_sets) {
            open(shape, &wide);
        }
    }
    opened
}

/// The types whose values maps hold as they are.
fn in_maps(
    types: &mut [TypeDefinition],
    groups: &mut [EventGroup],
    header_sets: &mut [HeaderSet],
) -> BTreeSet<TypeId> {
    let others = types
        .iter()
        .filter_map(|definition| match &definition.kind {
            TypeKind::Object(object) => object.additional.as_ref(),
            _ => None,
        });
    let mut found: BTreeSet<TypeId> = others.filter_map(|(_, shape)| held(shape)).collect();
    for shape in shapes(types, groups, header_sets) {
        let mut shape: &Shape = shape;
        while let Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) = shape {
            if matches!(shape, Shape::Map(_)) {
                found.extend(held(inner));
            }
            shape = inner;
        }
    }
    found
}

/// All that has a shape.
fn shapes<'m>(
    types: &'m mut [TypeDefinition],
    groups: &'m mut [EventGroup],
    header_sets: &'m mut [HeaderSet],
) -> Vec<&'m mut Shape> {
    let mut shapes: Vec<&mut Shape> = Vec::new();
    for definition in types {
        match &mut definition.kind {
            TypeKind::Object(object) => {
                shapes.extend(object.fields.iter_mut().map(|field| &mut field.shape));
                shapes.extend(object.additional.iter_mut().map(|(_, shape)| shape));
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter_mut();
                shapes.extend(variants.map(|variant| &mut variant.shape));
            }
            TypeKind::OpenEnum(_) => {}
        }
    }
    for event in groups.iter_mut().flat_map(|group| &mut group.events) {
        shapes.push(&mut event.payload);
        let answer = event.acceptance.answer.as_mut();
        if let Some(AnswerContent::Json(shape)) = answer.map(|answer| &mut answer.content) {
            shapes.push(shape);
        }
    }
    let headers = header_sets.iter_mut().flat_map(|set| &mut set.fields);
    shapes.extend(headers.map(|header| &mut header.shape));
    shapes
}

/// Puts a map of JSON in the place of a wide object.
fn open(shape: &mut Shape, wide: &[bool]) {
    match shape {
        Shape::Named(TypeId(index)) if wide.get(*index) == Some(&true) => {
            *shape = Shape::JsonObject;
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => open(inner, wide),
        _ => {}
    }
}
