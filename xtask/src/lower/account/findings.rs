//! What a decision finds on the way.
//!
//! In: diagnostics, and what becomes of schemas and keywords. Out: the same, in the same order, for
//! the one who keeps the account. It decides nothing.

use super::ledger::KeywordLedger;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Treatment;
use crate::place::Location;

/// What becomes of a schema or a keyword.
#[derive(Debug)]
enum Fate {
    /// A schema that a type is made of: its keywords count.
    Visited,
    /// A schema that may be a mere reference: those that it leads to count.
    Referred,
    /// A keyword that a type keeps, though most of its kind cannot be expressed.
    Kept,
    /// A keyword that no type expresses.
    Lost,
    /// A keyword that no type expresses where all these schemas hold together.
    LostTogether(Vec<Location>),
    /// A keyword of an object that is not a schema.
    Counted(Treatment),
    /// A schema whose type is assumed.
    Assumed,
}

/// What a decision has to say beside what was decided.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub diagnostics: Diagnostics,
    fates: Vec<(Location, Fate)>,
}

impl Findings {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Counts the keywords of a schema.
    pub fn visit(&mut self, schema: &Location) {
        self.fates.push((schema.clone(), Fate::Visited));
    }

    /// Counts the references from a schema on.
    pub fn visit_reference(&mut self, schema: &Location) {
        self.fates.push((schema.clone(), Fate::Referred));
    }

    /// Notes that a type keeps a keyword.
    pub fn keep(&mut self, keyword: Location) {
        self.fates.push((keyword, Fate::Kept));
    }

    /// Notes that no type expresses a keyword.
    pub fn lose(&mut self, keyword: Location) {
        self.fates.push((keyword, Fate::Lost));
    }

    /// Notes that no type expresses a keyword where these schemas hold together.
    pub fn lose_together(&mut self, keyword: Location, schemas: &[Location]) {
        let fate = Fate::LostTogether(schemas.to_vec());
        self.fates.push((keyword, fate));
    }

    /// Notes what became of a keyword of an object that is not a schema.
    pub fn count(&mut self, keyword: Location, treatment: Treatment) {
        self.fates.push((keyword, Fate::Counted(treatment)));
    }

    /// Notes that the type of a schema is assumed.
    pub fn assume(&mut self, schema: &Location) {
        self.fates.push((schema.clone(), Fate::Assumed));
    }

    /// Adds what another decision found, after what is here.
    pub fn append(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
        self.fates.extend(other.fates);
    }

    /// Hands everything to those who keep it.
    pub fn report(self, ledger: &mut KeywordLedger<'_>, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.diagnostics);
        for (place, fate) in self.fates {
            match fate {
                Fate::Visited => ledger.visit(&place),
                Fate::Referred => ledger.visit_reference(&place),
                Fate::Kept => ledger.keep(place),
                Fate::Lost => ledger.lose(place),
                Fate::LostTogether(schemas) => ledger.lose_together(place, &schemas),
                Fate::Counted(treatment) => ledger.count(place, treatment),
                Fate::Assumed => ledger.assume(place),
            }
        }
    }
}
