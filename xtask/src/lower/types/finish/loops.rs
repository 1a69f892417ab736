//! Unions that lead to themselves.
//!
//! In: the types. Out: a complaint about each union that a value could be taken for again and again without its JSON getting any
//! smaller: code that decoded such a union would never end. Loops of the document are cut where choices are gathered, so this finds
//! nothing unless the generator is at fault. It changes nothing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Shape, TypeDefinition, TypeId, TypeKind};

/// Complains about unions whose variants lead back to them before they come to a struct, a list or a map.
pub(crate) fn refuse_loops(types: &[TypeDefinition], diagnostics: &mut Diagnostics) {
    let mut walked = vec![Walk::Ahead; types.len()];
    for start in 0..types.len() {
        // A stack of its own: documents nest more deeply than threads do.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if let Some(state @ Walk::Ahead) = walked.get_mut(start) {
            *state = Walk::Open;
            path.push((start, 0));
        }
        while let Some((index, variant)) = path.last_mut() {
            let (index, at) = (*index, *variant);
            *variant += 1;
            let Some(next) = variant_shape(types, index, at) else {
                if let Some(state) = walked.get_mut(index) {
                    *state = Walk::Done;
                }
                path.pop();
                continue;
            };
            let Some(inner) = held(next) else {
                continue;
            };
            match walked.get_mut(inner) {
                Some(state @ Walk::Ahead) => {
                    *state = Walk::Open;
                    path.push((inner, 0));
                }
                Some(Walk::Open) => diagnostics.extend(types.get(index).map(|definition| {
                    Diagnostic::new(
                        Code::TypeRendering,
                        format!("`{}` leads back to itself", definition.ident),
                    )
                    .at(&definition.place, "a union without end")
                    .help("this is a fault of the generator: please report it with this schema")
                })),
                Some(Walk::Done) | None => {}
            }
        }
    }
}

/// How far the walk has come with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    Ahead,
    Open,
    Done,
}

fn variant_shape(types: &[TypeDefinition], index: usize, at: usize) -> Option<&Shape> {
    match &types.get(index)?.kind {
        TypeKind::Union(union) => Some(&union.variants.get(at)?.shape),
        _ => None,
    }
}

/// The type whose value is the same JSON.
fn held(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Named(TypeId(index)) => Some(*index),
        Shape::Nullable(inner) => held(inner),
        _ => None,
    }
}
