//! Unions that lead to themselves.
//!
//! In: the types. Out: a diagnostic about each union that a value could be taken for again and
//! again without its JSON getting any smaller: code that decoded such a union would never end.
//! Loops of the document are cut where alternatives are gathered, so this finds only faults of the
//! generator.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::layout::held;
use crate::layout::walk::depth_first;
use crate::model::{TypeDefinition, TypeId, TypeKind};

/// Complains about unions whose variants lead back to them before a struct, a list or a map.
pub(crate) fn refuse_loops(types: &[TypeDefinition], diagnostics: &mut Diagnostics) {
    let unions = |index: usize| {
        let definition: &TypeDefinition = types.get(index)?;
        matches!(definition.kind, TypeKind::Union(_)).then_some(definition)
    };
    let walk = depth_first(types.len(), |index| {
        let shapes = unions(index)
            .into_iter()
            .flat_map(|union| union.kind.shapes());
        shapes
            .map(|shape| held(shape).map(|TypeId(inner)| inner))
            .collect()
    });
    for union in walk
        .closing
        .into_iter()
        .filter_map(|(index, _)| unions(index))
    {
        let message = format!("`{}` leads back to itself", union.ident);
        diagnostics.push(
            Diagnostic::new(Code::TypeRendering, message)
                .at(&union.place, "a union without end")
                .help("this is a fault of the generator: please report it with this schema"),
        );
    }
}
