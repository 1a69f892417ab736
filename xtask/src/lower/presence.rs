//! Members that may be absent whatever the document requires.
//!
//! In: the types. Out: the same, with every field optional but the tags that tell the variants of a union apart. Deliveries leave out
//! what their schemas require more often than not say so, and a payload that misses a member is still worth having.

use std::collections::BTreeSet;

use crate::model::{KindChoice, Shape, TypeDefinition, TypeId, TypeKind, Union, UnionTest};

/// Makes every field optional that is no tag. A tag stays what it is.
pub(super) fn require_nothing(types: &mut [TypeDefinition]) {
    let mut tags: BTreeSet<(TypeId, String)> = BTreeSet::new();
    for definition in types.iter() {
        if let TypeKind::Union(union) = &definition.kind {
            collect_tags(union, &union.test, &mut tags);
        }
    }
    for (index, definition) in types.iter_mut().enumerate() {
        if let TypeKind::Object(object) = &mut definition.kind {
            for field in &mut object.fields {
                if !tags.contains(&(TypeId(index), field.name.wire.clone())) {
                    field.optional = true;
                    field.written_as_null = false;
                }
            }
        }
    }
}

fn collect_tags(union: &Union, test: &UnionTest, tags: &mut BTreeSet<(TypeId, String)>) {
    match test {
        UnionTest::Tag { property, arms, .. } => {
            for arm in arms {
                let shape = union
                    .variants
                    .get(arm.variant)
                    .map(|variant| &variant.shape);
                if let Some(Shape::Named(id)) = shape {
                    tags.insert((*id, property.clone()));
                }
            }
        }
        UnionTest::Kind(kinds) => {
            for (_, choice) in kinds {
                if let KindChoice::Further(test) = choice {
                    collect_tags(union, test, tags);
                }
            }
        }
        UnionTest::Members(_) | UnionTest::Attempt(_) => {}
    }
}
