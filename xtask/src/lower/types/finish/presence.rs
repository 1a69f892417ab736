//! Members that may be absent whatever the document requires.
//!
//! In: the types. Out: the same, with every field optional but the tags that tell the variants of a union apart. Deliveries leave out
//! what their schemas require more often than not say so, and a payload that misses a member is still worth having.

use std::collections::BTreeSet;

use crate::model::{Shape, TagTest, TypeDefinition, TypeId, TypeKind, Union, UnionTest};

/// Makes every field optional that is no tag. A tag stays what it is.
pub(crate) fn require_nothing(types: &mut [TypeDefinition]) {
    let mut tags: BTreeSet<(TypeId, String)> = BTreeSet::new();
    for definition in types.iter() {
        if let TypeKind::Union(union) = &definition.kind {
            collect_tags(union, &union.test, types, &mut tags);
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
    if let UnionTest::Tag(TagTest {
        path,
        arms,
        otherwise,
        ..
    }) = test
    {
        let listed = arms.iter().flat_map(|arm| arm.outcome.variants());
        let otherwise = otherwise.iter().map(|test| test.variant);
        let variants: BTreeSet<usize> = listed.chain(otherwise).collect();
        for index in variants {
            let variant = union.variants.get(index);
            let mut shape = variant.map(|variant| &variant.shape);
            for name in path {
                let Some(Shape::Named(id)) = shape else {
                    break;
                };
                tags.insert((*id, name.clone()));
                shape = field_shape(types, *id, name);
            }
        }
    }
    for further in test.further() {
        collect_tags(union, further, types, tags);
    }
}

fn field_shape<'t>(types: &'t [TypeDefinition], id: TypeId, name: &str) -> Option<&'t Shape> {
    match &types.get(id.0)?.kind {
        TypeKind::Object(object) => {
            let mut fields = object.fields.iter();
            Some(&fields.find(|field| field.name.wire == name)?.shape)
        }
        _ => None,
    }
}
