//! Unions that lead to themselves.
//!
//! In: the types. Out: a complaint about each union that a value could be taken for again and again without its JSON getting any
//! smaller: code that decoded such a union would never end. Loops of the document are cut where choices are gathered, so this finds
//! nothing unless the generator is at fault. It changes nothing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::layout::held;
use crate::layout::walk::depth_first;
use crate::model::{TypeDefinition, TypeId, TypeKind};

/// Complains about unions whose variants lead back to them before they come to a struct, a list or a map.
pub(crate) fn refuse_loops(types: &[TypeDefinition], diagnostics: &mut Diagnostics) {
    let walk = depth_first(types.len(), |index| {
        let variants = match types.get(index).map(|definition| &definition.kind) {
            Some(TypeKind::Union(union)) => union.variants.as_slice(),
            _ => &[],
        };
        let variants = variants.iter();
        let inner = variants.map(|variant| held(&variant.shape));
        inner
            .map(|inner| inner.map(|TypeId(inner)| inner))
            .collect()
    });
    let closing = walk.closing.into_iter();
    diagnostics.extend(closing.filter_map(|(index, _)| {
        let definition = types.get(index)?;
        let message = format!("`{}` leads back to itself", definition.ident);
        Some(
            Diagnostic::new(Code::TypeRendering, message)
                .at(&definition.place, "a union without end")
                .help("this is a fault of the generator: please report it with this schema"),
        )
    }));
}
