//! How large the values of types are in memory, and which fields keep theirs elsewhere.
//!
//! In: the types of a model. Out: the size of each in bytes, rather too large than too small, and
//! the fields that need a `Box`: those that would make a struct contain itself, and those that
//! would make it huge. It knows what Rust makes of a shape and no Rust syntax.

mod cycles;
pub(crate) mod walk;

use std::collections::BTreeSet;

use self::cycles::boxed_fields;
use self::walk::depth_first;
use crate::model::{Field, Object, Shape, Tuple, TypeDefinition, TypeId, TypeKind};

/// A struct does not get larger by the structs in it: where it would, the largest of them are
/// boxed. It is what a struct of some 1,300 texts takes.
const LARGE: usize = 32 << 10;

/// Structs below this size are not boxed.
const SMALL: usize = 1 << 10;

/// A pointer.
const POINTER: usize = 8;

/// `serde_json::Value` and its map, where another crate has the members of its maps kept in order.
const JSON: usize = 72;

/// A text, a list or a map.
const TEXT: usize = 24;

/// The sizes of a model's types.
pub(crate) struct Layout {
    sizes: Vec<usize>,
    boxed: BTreeSet<(TypeId, usize)>,
}

impl Layout {
    /// Lays all types out.
    pub fn new(types: &[TypeDefinition]) -> Self {
        let mut layout = Self {
            sizes: vec![POINTER; types.len()],
            boxed: boxed_fields(types),
        };
        let walk = depth_first(types.len(), |index| {
            let kind = types.get(index).map(|definition| &definition.kind);
            let inside = kind.map(|kind| layout.inside(TypeId(index), kind));
            let inside = inside.into_iter().flatten();
            inside.map(|TypeId(inner)| Some(inner)).collect()
        });
        for index in walk.finished {
            if let Some(definition) = types.get(index) {
                layout.lay_out(TypeId(index), &definition.kind, types);
            }
        }
        layout
    }

    /// The size of a type's values.
    pub fn size(&self, id: TypeId) -> usize {
        self.sizes.get(id.0).copied().unwrap_or(POINTER)
    }

    /// The size of a shape's values.
    pub fn size_of(&self, shape: &Shape) -> usize {
        match shape {
            Shape::Json | Shape::JsonObject => JSON,
            Shape::Boolean => 1,
            Shape::Integer | Shape::UnsignedInteger | Shape::Number | Shape::Date => 8,
            Shape::Text | Shape::List(_) | Shape::Map(_) => TEXT,
            Shape::JsonText(..) => POINTER,
            Shape::DateTime => 40,
            Shape::Nullable(inner) => self.size_of_option(inner),
            Shape::Named(id) => self.size(*id),
        }
    }

    /// The size of a field.
    pub fn size_of_field(&self, id: TypeId, at: usize, fields: &[Field]) -> usize {
        match fields.get(at) {
            Some(_) if self.is_boxed(id, at) => POINTER,
            Some(field) if field.optional => self.size_of_option(&field.shape),
            Some(field) => self.size_of(&field.shape),
            None => 0,
        }
    }

    /// Whether a field holds its value in a `Box`.
    pub fn is_boxed(&self, id: TypeId, at: usize) -> bool {
        self.boxed.contains(&(id, at))
    }

    /// Most types have an unused bit pattern, which `Option` takes for `None`.
    fn size_of_option(&self, shape: &Shape) -> usize {
        match shape {
            Shape::Integer | Shape::UnsignedInteger | Shape::Number => 16,
            other => self.size_of(other),
        }
    }

    /// Settles the size of a type, once those in it have theirs.
    fn lay_out(&mut self, id: TypeId, kind: &TypeKind, types: &[TypeDefinition]) {
        let size = match kind {
            TypeKind::Object(object) => self.lay_out_object(id, object, types),
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| match &variant.shape {
                    Shape::Named(_) => POINTER,
                    other => self.size_of(other),
                });
                // One more is for what is known of none.
                POINTER + variants.max().unwrap_or_default().max(JSON)
            }
            TypeKind::OpenEnum(_) => TEXT,
            TypeKind::Tuple(Tuple { positions }) => {
                let sizes = (0..positions.len()).map(|at| self.size_of_field(id, at, positions));
                sizes.sum()
            }
        };
        if let Some(slot) = self.sizes.get_mut(id.0) {
            *slot = size;
        }
    }

    fn lay_out_object(&mut self, id: TypeId, object: &Object, types: &[TypeDefinition]) -> usize {
        let sizes = (0..object.fields.len()).map(|at| self.size_of_field(id, at, &object.fields));
        let mut size: usize = sizes.sum();
        if object.additional.is_some() {
            size += JSON;
        }
        let mut structs: Vec<(usize, usize)> = Vec::new();
        if size > LARGE {
            for (at, field) in object.fields.iter().enumerate() {
                let size = self.size_of_field(id, at, &object.fields);
                if size >= SMALL && held(&field.shape).is_some_and(|id| is_object(types, id)) {
                    structs.push((size, at));
                }
            }
            structs.sort_by_key(|(size, at)| (std::cmp::Reverse(*size), *at));
        }
        for (inner, at) in structs {
            if size <= LARGE {
                break;
            }
            self.boxed.insert((id, at));
            size = size - inner + POINTER;
        }
        size
    }

    /// The types whose values stand in a type's values themselves.
    fn inside(&self, id: TypeId, kind: &TypeKind) -> Vec<TypeId> {
        match kind {
            TypeKind::Object(_) | TypeKind::Tuple(_) => {
                let fields = kind.fields().iter().enumerate();
                let fields = fields.filter(|(at, _)| !self.is_boxed(id, *at));
                fields.filter_map(|(_, field)| held(&field.shape)).collect()
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| &variant.shape);
                let variants = variants.filter(|shape| matches!(shape, Shape::Nullable(_)));
                variants.filter_map(held).collect()
            }
            TypeKind::OpenEnum(_) => Vec::new(),
        }
    }
}

/// The type whose value stands in the place of the shape itself.
pub(crate) fn held(shape: &Shape) -> Option<TypeId> {
    match shape {
        Shape::Named(id) => Some(*id),
        Shape::Nullable(inner) => held(inner),
        _ => None,
    }
}

fn is_object(types: &[TypeDefinition], id: TypeId) -> bool {
    let definition = types.get(id.0);
    definition.is_some_and(|one| matches!(one.kind, TypeKind::Object(_)))
}
