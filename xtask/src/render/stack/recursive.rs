//! Types that hold others of their kind.
//!
//! In: the types. Out: those that a value of them can lead back to, through whatever stands
//! between, and what reaches one.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{Shape, TypeDefinition, TypeId, TypeKind};

/// The types of circles, and those that lead to one.
pub(super) struct Recursive {
    circles: BTreeSet<TypeId>,
    reaching: BTreeSet<TypeId>,
    /// All types, those of one circle together; what a type leads to comes before it.
    pub components: Vec<Vec<TypeId>>,
}

impl Recursive {
    /// Finds the circles.
    pub fn new(types: &[TypeDefinition]) -> Self {
        let mut graph: DiGraph<(), ()> = DiGraph::new();
        let nodes: Vec<NodeIndex> = types.iter().map(|_| graph.add_node(())).collect();
        for (definition, from) in types.iter().zip(&nodes) {
            for shape in shapes(&definition.kind) {
                if let Some(to) = shape.named().and_then(|TypeId(index)| nodes.get(index)) {
                    graph.add_edge(*from, *to, ());
                }
            }
        }
        let mut found = Self {
            circles: BTreeSet::new(),
            reaching: BTreeSet::new(),
            components: Vec::new(),
        };
        for component in kosaraju_scc(&graph) {
            let is_circle = match component.as_slice() {
                [one] => graph.contains_edge(*one, *one),
                _ => true,
            };
            let leads = |node: &NodeIndex| {
                let mut ahead = graph.neighbors(*node);
                ahead.any(|next| found.reaching.contains(&TypeId(next.index())))
            };
            let reaches = is_circle || component.iter().any(leads);
            let ids: Vec<TypeId> = component.iter().map(|node| TypeId(node.index())).collect();
            if is_circle {
                found.circles.extend(&ids);
            }
            if reaches {
                found.reaching.extend(&ids);
            }
            found.components.push(ids);
        }
        found
    }

    /// Whether values of the type can hold others of it.
    pub fn contains(&self, id: TypeId) -> bool {
        self.circles.contains(&id)
    }

    /// Whether values of the shape can hold values that hold others of their kind.
    pub fn reaches(&self, shape: &Shape) -> bool {
        shape.named().is_some_and(|id| self.reaching.contains(&id))
    }
}

/// The shapes that a type is made of.
pub(super) fn shapes(kind: &TypeKind) -> Vec<&Shape> {
    match kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().map(|field| &field.shape);
            let others = object.additional.iter().map(|(_, shape)| shape);
            fields.chain(others).collect()
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            variants.map(|variant| &variant.shape).collect()
        }
        TypeKind::Tuple(tuple) => tuple.positions.iter().map(|one| &one.shape).collect(),
        TypeKind::OpenEnum(_) => Vec::new(),
    }
}
