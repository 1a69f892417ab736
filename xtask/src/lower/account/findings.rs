//! What is found on the way to a decision.
//!
//! In: complaints, and keywords that nothing comes of. Out: the same, for those who keep the account. It decides nothing.

use crate::diagnostic::Diagnostic;
use crate::model::Treatment;
use crate::place::Location;

/// What a decision has to say beside what was decided.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub diagnostics: Vec<Diagnostic>,
    /// Keywords that no Rust type expresses.
    pub lost: Vec<Location>,
    /// Keywords of other objects than schemas, with what became of each.
    pub counted: Vec<(Location, Treatment)>,
}
