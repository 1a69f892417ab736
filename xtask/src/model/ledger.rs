//! What became of what the document says, for the report.

use crate::place::Location;
pub use crate::vocabulary::Treatment;

/// The account of a run.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Every keyword of every schema that a webhook reaches, by what became of it and then by name.
    pub keywords: Vec<KeywordUse>,
    /// The schemas that say what an object or a list holds, and not that a value is one. They are
    /// read as if they said so, and a value of another type is left out.
    pub assumed_types: Vec<Location>,
    /// The names that are not plainly those of the document.
    pub names: Vec<SettledName>,
    /// The declared security schemes that the crate has not, those that nothing asks for first.
    pub left_out_schemes: Vec<LeftOutScheme>,
    /// The extensions of other tools that say how requests are signed, and where each was read.
    pub foreign_signatures: Vec<(String, Vec<Location>)>,
}

/// A security scheme that became no part of the crate.
#[derive(Debug, Clone)]
pub struct LeftOutScheme {
    /// Its name in the document.
    pub name: String,
    /// Why.
    pub reason: &'static str,
    /// Where it is declared.
    pub place: Location,
}

/// How often a keyword met the same fate, and where.
#[derive(Debug, Clone)]
pub struct KeywordUse {
    /// The keyword.
    pub keyword: String,
    /// What became of it.
    pub treatment: Treatment,
    /// How many schemas have it.
    pub count: usize,
    /// The first places, in the order in which they were reached.
    pub places: Vec<Location>,
}

/// A name in Rust that is not plainly the one in the document.
#[derive(Debug, Clone)]
pub struct SettledName {
    /// What is named: `type`, `variant`, `field`, `value`, `event`, `method`, `group`, `handler`,
    /// `feature`.
    pub what: &'static str,
    /// The name in the document; for a type or a variant, the best that could be made of it.
    pub wire: String,
    /// The Rust name, with the type around it.
    pub ident: String,
    /// Why it is not the plain one.
    pub reason: String,
    /// Where the spec has it; for a part of a type, where the type is described.
    pub place: Option<Location>,
}
