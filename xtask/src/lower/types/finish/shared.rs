//! Members that all variants of a union have.
//!
//! In: the types. Out: the same, with the members of each union that can be read without asking for
//! the variant. All variants are objects there, and have the member under one name and with one
//! shape; whether it may be absent is each variant's own.

use crate::model::{Docs, Object, Shape, SharedMember, TypeDefinition, TypeKind, Union};

/// Methods that unions have already.
const METHODS: [&str; 9] = [
    "clone",
    "clone_from",
    "deserialize",
    "eq",
    "fmt",
    "is_known",
    "ne",
    "of_json",
    "serialize",
];

/// Settles the shared members of every union.
pub(crate) fn share_members(types: &mut [TypeDefinition]) {
    let unions = types.iter().map(|definition| match &definition.kind {
        TypeKind::Union(union) => shared(union, types),
        TypeKind::Object(_) | TypeKind::OpenEnum(_) => Vec::new(),
    });
    let shared: Vec<Vec<SharedMember>> = unions.collect();
    for (definition, shared) in types.iter_mut().zip(shared) {
        if let TypeKind::Union(union) = &mut definition.kind {
            union.shared = shared;
        }
    }
}

fn shared(union: &Union, types: &[TypeDefinition]) -> Vec<SharedMember> {
    let objects = union.variants.iter().map(|variant| match variant.shape {
        Shape::Named(id) => types.get(id.0).and_then(|one| one.kind.object()),
        _ => None,
    });
    let objects: Option<Vec<&Object>> = objects.collect();
    let Some((first, others)) = objects.as_ref().and_then(|all| all.split_first()) else {
        return Vec::new();
    };
    let in_all = first.fields.iter().enumerate().filter_map(|(at, field)| {
        // Absent and `null` are both no value here; a third state would need a type of its own.
        if matches!(field.shape, Shape::Nullable(_)) {
            return None;
        }
        let mut field = field.clone();
        for object in others {
            let mut fields = object.fields.iter();
            let same = fields.find(|one| one.name.wire == field.name.wire)?;
            if same.name.ident != field.name.ident
                || same.shape != field.shape
                || same.distinct_null != field.distinct_null
            {
                return None;
            }
            if same.docs != field.docs {
                field.docs = Docs::default();
            }
            field.deprecated &= same.deprecated;
        }
        if METHODS.contains(&field.name.ident.as_str()) {
            field.name.ident.push_str("_member");
        }
        Some(SharedMember { at, field })
    });
    in_all.collect()
}
