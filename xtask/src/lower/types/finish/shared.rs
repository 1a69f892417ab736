//! Members that all variants of a union have.
//!
//! In: the types. Out: the same, with the members of each union that can be read without asking for
//! the variant. Each variant is an object there, or a union that has such members itself, and has the
//! member under one name and with one shape; whether it may be absent is each variant's own.

use crate::model::{Docs, Shape, SharedMember, TypeDefinition, TypeId, TypeKind, Union};

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
    let mut known = Known {
        types,
        of: vec![None; types.len()],
    };
    for id in 0..known.types.len() {
        known.members(TypeId(id));
    }
    let shared = known.of;
    for (definition, shared) in types.iter_mut().zip(shared) {
        if let TypeKind::Union(union) = &mut definition.kind {
            union.shared = shared.unwrap_or_default();
        }
    }
}

/// What is known so far of the members of each type.
struct Known<'t> {
    types: &'t [TypeDefinition],
    /// Empty for a union whose variants are being looked at: one that leads back to itself has none.
    of: Vec<Option<Vec<SharedMember>>>,
}

impl Known<'_> {
    /// The members that every value of a type may be asked for.
    fn members(&mut self, id: TypeId) -> Vec<SharedMember> {
        if let Some(Some(known)) = self.of.get(id.0) {
            return known.clone();
        }
        self.of[id.0] = Some(Vec::new());
        let types = self.types;
        let members = match types.get(id.0).map(|one| &one.kind) {
            Some(TypeKind::Object(object)) => {
                let fields = object.fields.iter().enumerate();
                let members = fields.map(|(at, field)| {
                    let is_taken = METHODS.contains(&field.name.ident.as_str());
                    SharedMember {
                        object: id,
                        at,
                        method: format!(
                            "{}{}",
                            field.name.ident,
                            if is_taken { "_member" } else { "" }
                        ),
                        field: field.clone(),
                    }
                });
                // Absent and `null` are both no value here; a third state would need a type of its
                // own.
                members
                    .filter(|member| !matches!(member.field.shape, Shape::Nullable(_)))
                    .collect()
            }
            Some(TypeKind::Union(union)) => self.shared(union),
            _ => Vec::new(),
        };
        self.of[id.0] = Some(members.clone());
        members
    }

    fn shared(&mut self, union: &Union) -> Vec<SharedMember> {
        let mut variants = union.variants.iter().map(|variant| match variant.shape {
            Shape::Named(id) => self.members(id),
            _ => Vec::new(),
        });
        let Some(mut shared) = variants.next() else {
            return Vec::new();
        };
        for members in variants {
            shared.retain_mut(|member| {
                let mut members = members.iter();
                let same = members.find(|one| one.field.name.wire == member.field.name.wire);
                let Some(same) = same.filter(|one| {
                    one.field.name.ident == member.field.name.ident
                        && one.field.shape == member.field.shape
                        && one.field.distinct_null == member.field.distinct_null
                }) else {
                    return false;
                };
                if same.field.docs != member.field.docs {
                    member.field.docs = Docs::default();
                }
                member.field.deprecated &= same.field.deprecated;
                true
            });
        }
        shared
    }
}
