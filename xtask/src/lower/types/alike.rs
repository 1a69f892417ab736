//! Types of one member of all variants of a union.
//!
//! In: the types, before they have names. Out: the same, where the variants of a union have one type
//! for a member that all of them describe alike, each in its own schema: the union is asked for it.
//! Only types that hold no others are looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::table::TypeTable;
use super::wordings;
use crate::lower::naming::Origin;
use crate::model::{Field, Name, Object, OpenEnum, Shape, TypeId, TypeKind};

impl TypeTable {
    /// Gives members that all variants of a union describe alike one type, which is named after the
    /// union.
    pub(super) fn unite_members_of_variants(&mut self) {
        let mut unions: Vec<TypeId> = (0..self.pending.len()).map(TypeId).collect();
        // Which union is met first says nothing.
        unions.sort_by_key(|id| self.place(*id).cloned());
        let mut instead: BTreeMap<TypeId, TypeId> = BTreeMap::new();
        for union in unions {
            for (wire, shape, others) in self.alike(union) {
                let Some(first) = shape.named().filter(|first| !instead.contains_key(first)) else {
                    continue;
                };
                let others = others.iter().filter_map(Shape::named);
                let others = others.filter(|other| *other != first && !instead.contains_key(other));
                for other in others.collect::<BTreeSet<TypeId>>() {
                    let docs = std::mem::take(&mut self.pending[other.0].docs);
                    wordings::add(&mut self.pending[first.0].docs, docs);
                    instead.insert(other, first);
                }
                self.pending[first.0].origins = vec![layers(&shape, Origin::member(union, &wire))];
            }
        }
        if !instead.is_empty() {
            for kind in self.pending.iter_mut().filter_map(|one| one.kind.as_mut()) {
                for shape in kind.shapes_mut() {
                    replace(shape, &instead);
                }
            }
        }
    }

    /// The members that all variants of a union describe alike, each with its shapes.
    fn alike(&self, union: TypeId) -> Vec<(String, Shape, Vec<Shape>)> {
        let Some(TypeKind::Union(union)) = self.kind(union) else {
            return Vec::new();
        };
        let objects = union.variants.iter().map(|variant| match variant.shape {
            Shape::Named(id) => self.kind(id)?.object(),
            _ => None,
        });
        let objects: Option<Vec<&Object>> = objects.collect();
        let Some((first, others)) = objects.as_ref().and_then(|all| all.split_first()) else {
            return Vec::new();
        };
        let in_all = first.fields.iter().filter_map(|field| {
            let shapes = others.iter().map(|object| {
                let mut fields = object.fields.iter();
                let other = fields.find(|one| one.name.wire == field.name.wire)?;
                self.are_alike(&field.shape, &other.shape)
                    .then(|| other.shape.clone())
            });
            let shapes: Option<Vec<Shape>> = shapes.collect();
            let shapes = shapes.filter(|shapes| shapes.iter().any(|one| *one != field.shape))?;
            Some((field.name.wire.clone(), field.shape.clone(), shapes))
        });
        in_all.collect()
    }

    fn are_alike(&self, one: &Shape, other: &Shape) -> bool {
        match (one, other) {
            (Shape::Named(one), Shape::Named(other)) if one != other => {
                self.is_plain_member(*one)
                    && self.is_plain_member(*other)
                    && match (self.kind(*one), self.kind(*other)) {
                        (Some(TypeKind::OpenEnum(one)), Some(TypeKind::OpenEnum(other))) => {
                            have_same_values(one, other)
                        }
                        (Some(TypeKind::Object(one)), Some(TypeKind::Object(other))) => {
                            have_same_fields(one, other)
                        }
                        _ => false,
                    }
            }
            (Shape::List(one), Shape::List(other))
            | (Shape::Map(one), Shape::Map(other))
            | (Shape::Nullable(one), Shape::Nullable(other)) => self.are_alike(one, other),
            (Shape::JsonText(one, as_one), Shape::JsonText(other, as_other)) => {
                as_one == as_other && self.are_alike(one, other)
            }
            _ => one == other,
        }
    }

    /// Whether nobody named a type, and it is met in members of others alone.
    fn is_plain_member(&self, id: TypeId) -> bool {
        self.pending.get(id.0).is_some_and(|pending| {
            pending.given.is_empty() && pending.origins.iter().all(|one| one.parent.is_some())
        })
    }
}

fn replace(shape: &mut Shape, instead: &BTreeMap<TypeId, TypeId>) {
    match shape {
        Shape::Named(id) => {
            // One that took the place of others may have given up its own since.
            while let Some(first) = instead.get(id) {
                *id = *first;
            }
        }
        Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::JsonText(inner, _) => replace(inner, instead),
        _ => {}
    }
}

/// Where what a shape holds is met.
fn layers(shape: &Shape, origin: Origin) -> Origin {
    match shape {
        Shape::Nullable(inner) | Shape::JsonText(inner, _) => layers(inner, origin),
        Shape::List(inner) => layers(inner, origin.followed_by("Item")),
        Shape::Map(inner) => layers(inner, origin.followed_by("Value")),
        _ => origin,
    }
}

fn have_same_values(one: &OpenEnum, other: &OpenEnum) -> bool {
    let one_values = one.values.iter().map(|value| &value.name);
    let other_values = other.values.iter().map(|value| &value.name);
    one.kind == other.kind && one_values.eq(other_values)
}

fn have_same_fields(one: &Object, other: &Object) -> bool {
    fn meaning(field: &Field) -> (&Name, &Shape, [bool; 4]) {
        let flags = [
            field.optional,
            field.written_as_null,
            field.distinct_null,
            field.deprecated,
        ];
        (&field.name, &field.shape, flags)
    }
    let has_no_others = |object: &Object| {
        let mut fields = object.fields.iter();
        object.additional.is_none() && fields.all(|field| field.shape.named().is_none())
    };
    let fields = one.fields.iter().map(meaning);
    has_no_others(one) && has_no_others(other) && fields.eq(other.fields.iter().map(meaning))
}
