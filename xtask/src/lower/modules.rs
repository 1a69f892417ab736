//! Which module each type goes to.
//!
//! In: groups and types. Out: every type's module: its group's, or `shared` where several groups reach it. Nothing else moves.

use std::collections::BTreeSet;

use crate::model::{EventGroup, Shape, TypeDefinition, TypeId, TypeKind};

/// The module of types that several groups reach.
const SHARED: &str = "shared";

/// Puts every type into its module.
pub(super) fn assign_modules(groups: &[EventGroup], types: &mut [TypeDefinition]) {
    for group in groups {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<TypeId> = group
            .events
            .iter()
            .filter_map(|event| event.payload.named())
            .collect();
        while let Some(id) = waiting.pop() {
            if reached.insert(id) {
                waiting.extend(
                    types
                        .get(id.0)
                        .map(|definition| mentioned(&definition.kind))
                        .unwrap_or_default(),
                );
            }
        }
        for id in reached {
            if let Some(definition) = types.get_mut(id.0) {
                let first = definition.module.is_empty();
                definition.module = if first {
                    group.name.ident.clone()
                } else {
                    SHARED.to_owned()
                };
            }
        }
    }
}

fn mentioned(kind: &TypeKind) -> Vec<TypeId> {
    let shapes: Vec<&Shape> = match kind {
        TypeKind::Object(object) => object
            .fields
            .iter()
            .map(|field| &field.shape)
            .chain(object.additional.iter().map(|(_, shape)| shape))
            .collect(),
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| &variant.shape)
            .collect(),
        TypeKind::OpenEnum(_) => Vec::new(),
    };
    shapes.into_iter().filter_map(Shape::named).collect()
}
