//! Schemas that hold together.
//!
//! In: places of schemas. Out: a key that types are known by. It follows nothing.

use crate::place::Location;

/// A schema that must hold, with or without its `oneOf`/`anyOf`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Conjunct {
    /// Where the schema stands, pure references followed.
    pub location: Location,
    /// Whether its union keywords have been dealt with by the caller.
    pub without_union: bool,
}

impl Conjunct {
    /// A schema with all that it says.
    pub fn whole(location: Location) -> Self {
        Self {
            location,
            without_union: false,
        }
    }
}

/// Schemas that all hold for one value. It identifies a type: two places with the same conjunction
/// share it.
pub(crate) type Conjunction = Vec<Conjunct>;
