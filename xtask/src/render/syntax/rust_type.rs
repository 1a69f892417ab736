//! A type as a field has it.
//!
//! In: the tokens of a type. Out: the same beside what must be imported for it. How it came about is settled elsewhere.

use std::collections::BTreeSet;

use syn::Type;

use crate::model::TypeId;

/// A Rust type and what must be in scope for it.
#[derive(Clone)]
pub(crate) struct RustType {
    /// The type, with short paths.
    pub tokens: Type,
    /// Names from outside the crate and from the runtime.
    pub imports: BTreeSet<&'static str>,
    /// Types of the model.
    pub named: BTreeSet<TypeId>,
}
