//! How often schemas hold together with others.
//!
//! In: the conjunctions that become types. Out: whether one more may. Every place where schemas are
//! put together makes a few conjunctions, as many as a union in it has alternatives. But where a
//! union stands both alone and beside other schemas inside another, which stands so inside a third,
//! each step doubles them, and a page of text would become gigabytes of code.

use std::collections::BTreeMap;

use crate::place::Location;
use crate::schema::Conjunction;

/// A conjunction becomes no type if each of its conjuncts is part of as many others already, and
/// its last conjunct is the last of as many. A schema that many build upon is part of more, but
/// each time along with one that is part of few.
const MOST: usize = 32;

/// Of how many conjunctions that became types a schema is part, and of how many the last conjunct.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    within: usize,
    last: usize,
}

/// The conjunctions that became types, counted by the schemas in them.
#[derive(Debug, Default)]
pub(crate) struct Combinations(BTreeMap<Location, Count>);

impl Combinations {
    /// Whether a conjunction may become a type; if so, it counts from now on.
    pub fn admit(&mut self, conjunction: &Conjunction) -> bool {
        let [_, .., last] = conjunction.as_slice() else {
            return true;
        };
        let count = |location: &Location| self.0.get(location).copied().unwrap_or_default();
        let mut conjuncts = conjunction.iter();
        if count(&last.location).last >= MOST
            && conjuncts.all(|one| count(&one.location).within >= MOST)
        {
            return false;
        }
        for one in conjunction {
            self.0.entry(one.location.clone()).or_default().within += 1;
        }
        self.0.entry(last.location.clone()).or_default().last += 1;
        true
    }
}
