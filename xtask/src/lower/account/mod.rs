//! The account of keywords: what became of each, and what strays from the specification.
//!
//! In: the schemas that are lowered, and the keywords that had to be given up. Out: counts for the
//! report, and warnings. It decides nothing about types.

mod checks;
mod findings;
mod ledger;
mod oddity;
mod refused;
mod slips;
mod tolerance;
mod unknown_keys;

pub(crate) use checks::check_keywords;
pub(crate) use findings::Findings;
pub(crate) use ledger::KeywordLedger;
pub(crate) use slips::type_of_format;
