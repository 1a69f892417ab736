//! Structs and tuples that contain themselves.
//!
//! In: the types. Out: the fields that need a `Box`, so that every struct has a size. Lists, maps
//! and unions hold their values elsewhere, so only fields that hold a struct as it is can close a
//! circle. It knows no Rust syntax.

use std::collections::BTreeSet;

use super::held;
use super::walk::depth_first;
use crate::model::{Field, TypeDefinition, TypeId};

/// The fields that lead back to a struct around them, as a walk in the order of the types meets
/// them.
pub(super) fn boxed_fields(types: &[TypeDefinition]) -> BTreeSet<(TypeId, usize)> {
    let inner = |shape| held(shape).filter(|TypeId(inner)| !fields(types, *inner).is_empty());
    let walk = depth_first(types.len(), |index| {
        let fields = fields(types, index).iter();
        let inner = fields.map(|field| inner(&field.shape));
        inner
            .map(|inner| inner.map(|TypeId(inner)| inner))
            .collect()
    });
    let closing = walk.closing.into_iter();
    closing.map(|(index, at)| (TypeId(index), at)).collect()
}

fn fields(types: &[TypeDefinition], index: usize) -> &[Field] {
    types.get(index).map_or(&[], |one| one.kind.fields())
}
