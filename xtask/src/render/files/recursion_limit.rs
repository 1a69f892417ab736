//! How deeply the compiler has to look into the payload types.
//!
//! In: the model. Out: the `recursion_limit` that the crate needs, where the compiler's own does
//! not do. A future may move between threads only if all that it holds may, and to find that out
//! the compiler walks from type to type, as deeply as they nest; it gives up at a depth of 128.
//! Types that contain one another in circles nest as deeply as there are of them.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::model::{Model, Shape, TypeKind};

/// The compiler's own limit.
const DEFAULT: usize = 128;

/// What is left to the futures and the containers around a payload.
const AROUND: usize = 64;

/// What a `Box` adds to the way to its content. This and the other costs are those that rustdoc
/// has, which asks of every type also whether it may pass through a panic, and goes a longer way
/// for it.
const BOXED: usize = 5;

/// The `recursion_limit` of the crate and of those that send its types between threads; `None`
/// where the compiler's own does.
pub(crate) fn recursion_limit(model: &Model) -> Option<usize> {
    let deepest = deepest(model);
    (deepest + AROUND > DEFAULT).then(|| (deepest + AROUND).next_power_of_two())
}

/// The length of the longest way through the types, never less than it is.
fn deepest(model: &Model) -> usize {
    let mut graph: DiGraph<(), usize> = DiGraph::new();
    let nodes: Vec<_> = model.types.iter().map(|_| graph.add_node(())).collect();
    for (definition, from) in model.types.iter().zip(&nodes) {
        let mut link = |shape: &Shape, around: usize| {
            if let Some((id, cost)) = way(shape)
                && let Some(to) = nodes.get(id)
            {
                graph.add_edge(*from, *to, cost + around);
            }
        };
        match &definition.kind {
            TypeKind::Tuple(tuple) => {
                for position in &tuple.positions {
                    link(&position.shape, usize::from(position.optional));
                }
            }
            TypeKind::Object(object) => {
                for field in &object.fields {
                    link(&field.shape, usize::from(field.optional));
                }
                if let Some((_, shape)) = &object.additional {
                    link(&Shape::Map(Box::new(shape.clone())), 0);
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    link(&variant.shape, BOXED);
                }
            }
            TypeKind::OpenEnum(_) => {}
        }
    }
    let mut below = vec![0; nodes.len()];
    let circles = kosaraju_scc(&graph);
    let mut circle_of = vec![0; nodes.len()];
    for (index, circle) in circles.iter().enumerate() {
        for node in circle {
            if let Some(slot) = circle_of.get_mut(node.index()) {
                *slot = index;
            }
        }
    }
    let is_inside =
        |from: NodeIndex, to: NodeIndex| circle_of.get(from.index()) == circle_of.get(to.index());
    // What a circle leads to comes before it.
    for circle in &circles {
        let edges = || circle.iter().flat_map(|node| graph.edges(*node));
        let (inside, outside): (Vec<_>, Vec<_>) =
            edges().partition(|edge| is_inside(edge.source(), edge.target()));
        let step = inside.iter().map(|edge| *edge.weight() + BOXED).max();
        let beyond = outside.iter().map(|edge| {
            let target = below.get(edge.target().index()).copied();
            *edge.weight() + target.unwrap_or_default()
        });
        let length = step.unwrap_or_default() * circle.len() + beyond.max().unwrap_or_default();
        for node in circle {
            if let Some(slot) = below.get_mut(node.index()) {
                *slot = length;
            }
        }
    }
    below.into_iter().max().unwrap_or_default()
}

/// The type that a shape leads to, and through how many of the standard library's it does.
fn way(shape: &Shape) -> Option<(usize, usize)> {
    let (inner, cost) = match shape {
        Shape::Named(id) => return Some((id.0, 1)),
        Shape::Nullable(inner) => (inner, 1),
        Shape::JsonText(inner, _) => (inner, 3),
        Shape::List(inner) => (inner, 4),
        Shape::Map(inner) => (inner, 10),
        _ => return None,
    };
    let (id, rest) = way(inner)?;
    Some((id, rest + cost))
}
