//! Structs that contain themselves.
//!
//! In: the types. Out: the fields that need a `Box`, so that every struct has a size. Lists, maps and unions hold their values
//! elsewhere, so only fields that hold a struct as it is can close a circle. It knows no Rust syntax.

use std::collections::BTreeSet;

use super::held;
use crate::model::{Object, TypeDefinition, TypeId, TypeKind};

/// The fields that lead back to a struct around them, as a walk in the order of the types meets them.
pub(super) fn boxed_fields(types: &[TypeDefinition]) -> BTreeSet<(TypeId, usize)> {
    let mut boxed = BTreeSet::new();
    let mut walked = vec![Walk::Ahead; types.len()];
    for start in 0..types.len() {
        // A stack of its own: documents nest more deeply than threads do.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if let Some(state @ Walk::Ahead) = walked.get_mut(start) {
            *state = Walk::Open;
            path.push((start, 0));
        }
        while let Some((index, field)) = path.last_mut() {
            let (index, at) = (*index, *field);
            *field += 1;
            let Some(next) = object(types, index).and_then(|object| object.fields.get(at)) else {
                if let Some(state) = walked.get_mut(index) {
                    *state = Walk::Done;
                }
                path.pop();
                continue;
            };
            let Some(TypeId(inner)) =
                held(&next.shape).filter(|TypeId(inner)| object(types, *inner).is_some())
            else {
                continue;
            };
            match walked.get_mut(inner) {
                Some(state @ Walk::Ahead) => {
                    *state = Walk::Open;
                    path.push((inner, 0));
                }
                Some(Walk::Open) => {
                    boxed.insert((TypeId(index), at));
                }
                Some(Walk::Done) | None => {}
            }
        }
    }
    boxed
}

/// How far the walk has come with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    Ahead,
    Open,
    Done,
}

fn object(types: &[TypeDefinition], index: usize) -> Option<&Object> {
    match &types.get(index)?.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    }
}
