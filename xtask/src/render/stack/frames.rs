//! How large the frames are that reading a value takes.
//!
//! In: the model, the layout of its types, and the largest frame that derived code may have. Out:
//! what a value of each type takes of the stack while one inside it is read, and after.
//!
//! The figures are of debug builds, where every value that is moved has a place of its own; a
//! release build takes a third of it, if that. They were measured with rustc 1.95 on x86-64, as the
//! smallest stack that a read of so many levels does not exhaust, with the place tracked, and
//! rounded up by a tenth and more. The test `nesting` of the package `tests` holds that the bounds
//! which follow from them leave half of a thread's 2 MiB.

use std::collections::BTreeSet;

use super::recursive::Recursive;
use crate::layout::Layout;
use crate::model::{Model, Object, Shape, TypeDefinition, TypeId, TypeKind, Union};

/// What is there before the body's own frames: the thread's first, and those of decoding. Measured:
/// 44 to 57 kB.
const BASE: usize = 64 << 10;

/// What a scalar takes, or the error of a value that is none.
const SCALAR: usize = 3_000;

/// A level of free-form JSON. Measured: 2,816.
const JSON: usize = 3_200;

/// A struct whose members are gathered on the heap, whatever they are. Measured: 2,714.
const OBJECT: usize = 3_200;

/// A struct whose code serde derives, beside its members. Measured: 2,400.
const DERIVED: usize = 3_000;

/// Each member of such a struct, beside its size. Measured: 96 with `bool`.
const DERIVED_MEMBER: usize = 110;

/// A list around other values. Measured: 1,600.
const LIST: usize = 2_000;

/// A map around other values. Measured: 1,850.
const MAP: usize = 2_300;

/// A string whose text is JSON: a read of its own, as a union is.
const JSON_TEXT: usize = 4_000;

/// A union. Measured: 1,640.
const UNION: usize = 2_600;

/// Each variant of a union that is tried, or has no function of its own.
const VARIANT: usize = 140;

/// Comparing two values of a union. Derived code has a place for what each variant holds.
const COMPARED: usize = 1_000;

/// Each variant of a union whose values are compared. Measured: 16.
const COMPARED_VARIANT: usize = 18;

/// Trying the variants of a union. Measured: 1,900.
const ATTEMPT: usize = 2_600;

/// The frames of a model's types.
pub(super) struct Frames<'m> {
    model: &'m Model,
    layout: &'m Layout,
    /// The types that are written so as to spare the stack.
    pub spared: BTreeSet<TypeId>,
}

impl<'m> Frames<'m> {
    /// Spares the stack of types that hold others of their kind, and of those whose derived code
    /// has a larger frame.
    pub fn new(
        largest: usize,
        model: &'m Model,
        layout: &'m Layout,
        recursive: &Recursive,
    ) -> Self {
        let mut frames = Self {
            model,
            layout,
            spared: BTreeSet::new(),
        };
        let ids = (0..model.types.len()).map(TypeId);
        let spared = ids.filter(|id| match model.definition(*id).map(|one| &one.kind) {
            Some(TypeKind::Object(object)) => {
                let frame = frames.derived(*id, object) + frames.handed_up_to(object);
                recursive.contains(*id) || frame > largest
            }
            Some(TypeKind::Union(union)) => {
                recursive.contains(*id) || VARIANT * union.variants.len() > largest
            }
            _ => false,
        });
        frames.spared = spared.collect();
        frames
    }

    /// What is there before a body's own frames.
    pub fn base(&self) -> usize {
        BASE
    }

    /// What anything takes that has nothing inside.
    pub fn scalar(&self) -> usize {
        SCALAR
    }

    /// What each level of free-form JSON takes.
    pub fn json(&self) -> usize {
        JSON
    }

    /// What a list around a shape takes, where it is read to its place or handed up.
    pub fn list(&self, inner: &Shape, is_placed: bool) -> usize {
        if is_placed {
            LIST
        } else {
            LIST + 10 * self.struct_size(inner)
        }
    }

    /// What a string takes whose text is JSON of a shape.
    pub fn json_text(&self, inner: &Shape) -> usize {
        JSON_TEXT + 10 * self.struct_size(inner)
    }

    /// What a map around a shape takes, likewise.
    pub fn map(&self, inner: &Shape, is_placed: bool) -> usize {
        if is_placed {
            MAP
        } else {
            MAP + 12 * self.struct_size(inner)
        }
    }

    /// What it takes to put a value of a shape into a map, once it has been read.
    pub fn put_into_map(&self, inner: &Shape) -> usize {
        SCALAR + 185 * self.struct_size(inner) / 10
    }

    /// What handing a value up takes from where it was read, if it is a struct that stands there as
    /// it is.
    pub fn handed_up(&self, shape: &Shape) -> usize {
        8 * self.struct_size(shape)
    }

    /// What a value takes while one inside it is read, cloned, shown or written.
    pub fn around(&self, id: TypeId) -> usize {
        match self.kind(id) {
            Some(TypeKind::Object(_)) if self.spared.contains(&id) => OBJECT,
            Some(TypeKind::Object(object)) => self.derived(id, object),
            // It is read from its own text, as a union is.
            Some(TypeKind::Tuple(tuple)) => {
                let positions = tuple.positions.len() * DERIVED_MEMBER;
                UNION + DERIVED + positions + 22 * self.layout.size(id)
            }
            Some(TypeKind::Union(union)) => self.union(id, union),
            Some(TypeKind::OpenEnum(_)) | None => SCALAR,
        }
    }

    /// What a value takes when all inside it has been read and it is made from that.
    pub fn made(&self, id: TypeId) -> usize {
        match self.kind(id) {
            Some(TypeKind::Object(_)) if self.spared.contains(&id) => {
                SCALAR + 7 * self.layout.size(id)
            }
            _ => SCALAR,
        }
    }

    fn derived(&self, id: TypeId, object: &Object) -> usize {
        let fields = object.fields.len() * DERIVED_MEMBER;
        let size = self.layout.size(id);
        // The members that are not listed are read in a second step, with the others around.
        let steps = if object.additional.is_some() { 2 } else { 1 };
        DERIVED + fields + steps * 22 * size
    }

    /// What is handed up by the derived code of a struct, at most: a struct that one of its fields
    /// holds, or the lists and maps in it.
    fn handed_up_to(&self, object: &Object) -> usize {
        let fields = object.fields.iter().map(|field| &field.shape);
        let shapes = fields.chain(object.additional.iter().map(|(_, shape)| shape));
        let structs = shapes.filter_map(Shape::named).map(Shape::Named);
        let handed_up = structs.map(|shape| self.handed_up(&shape));
        handed_up.max().unwrap_or_default()
    }

    fn union(&self, id: TypeId, union: &Union) -> usize {
        let tried = match union.test.tried().len() {
            0 => 0,
            tried => ATTEMPT + tried * VARIANT,
        };
        let variants = if self.spared.contains(&id) {
            1
        } else {
            union.variants.len()
        };
        let read = UNION + tried + variants * VARIANT;
        read.max(COMPARED + union.variants.len() * COMPARED_VARIANT)
    }

    /// The size of a struct that stands in the place of the shape itself; of anything else, which
    /// is small, nothing.
    fn struct_size(&self, shape: &Shape) -> usize {
        match shape {
            Shape::Nullable(inner) => self.struct_size(inner),
            Shape::Named(id) => match self.kind(*id) {
                Some(TypeKind::Object(_) | TypeKind::Tuple(_)) => self.layout.size(*id),
                _ => 0,
            },
            _ => 0,
        }
    }

    fn kind(&self, id: TypeId) -> Option<&'m TypeKind> {
        let definition: &TypeDefinition = self.model.definition(id)?;
        Some(&definition.kind)
    }
}
