//! Members that may be absent whatever the document requires.
//!
//! In: the types. Out: the same, with every field optional but the tags that tell the variants of a
//! union apart. Senders often leave out what their schemas require, and a payload that misses a
//! member is still worth having.

use std::collections::BTreeSet;

use crate::model::{Shape, TypeDefinition, TypeId, TypeKind, Union, UnionTest};

/// Makes every field optional that is not a tag. A tag stays what it is.
pub(crate) fn require_nothing(types: &mut [TypeDefinition]) {
    let mut tags: BTreeSet<(TypeId, String)> = BTreeSet::new();
    for definition in types.iter() {
        if let TypeKind::Union(union) = &definition.kind {
            for test in union.test.all() {
                collect_tags(union, test, types, &mut tags);
            }
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

fn collect_tags(
    union: &Union,
    test: &UnionTest,
    types: &[TypeDefinition],
    tags: &mut BTreeSet<(TypeId, String)>,
) {
    let UnionTest::Tag(tag) = test else {
        return;
    };
    let listed = tag.arms.iter().flat_map(|arm| arm.outcome.variants());
    let otherwise = tag.otherwise.iter().map(|test| test.variant);
    let variants: BTreeSet<usize> = listed.chain(otherwise).collect();
    let variants = variants.into_iter();
    for variant in variants.filter_map(|index| union.variants.get(index)) {
        let mut shape = Some(&variant.shape);
        for name in &tag.path {
            let Some(Shape::Named(id)) = shape else {
                break;
            };
            tags.insert((*id, name.clone()));
            let object = types.get(id.0).and_then(|one| one.kind.object());
            let mut fields = object.into_iter().flat_map(|object| &object.fields);
            let field = fields.find(|field| field.name.wire == *name);
            shape = field.map(|field| &field.shape);
        }
    }
}
