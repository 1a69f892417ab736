//! The account of keywords: what became of each, and what strays from the specification.
//!
//! In: the schemas that are lowered, and the keywords that had to be given up. Out: counts for the report, and warnings. It decides
//! nothing about types.

pub(crate) mod checks;
pub(crate) mod findings;
pub(crate) mod ledger;
pub(crate) mod oddity;
pub(crate) mod tolerance;
pub(crate) mod unknown_keys;
