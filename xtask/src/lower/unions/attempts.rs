//! Alternatives that are tried one after the other.
//!
//! In: alternatives that no test tells apart for certain. Out: what is to be tried, each with the constants that speak against it: those
//! that another alternative does not share. It asks nothing of the document.

use std::collections::{BTreeMap, BTreeSet};

use super::rivals::Rivals;
use crate::model::{Attempt, AttemptConstant};

/// What the alternatives have at the place of a constant.
#[derive(Default)]
struct Place<'b> {
    /// The lists of values.
    lists: BTreeSet<&'b [String]>,
    /// How many alternatives list values there.
    listing: usize,
    /// How many of them know it as a member.
    known: usize,
}

/// The alternatives to try, each with the constants that another of them does not share; tags that have been asked are of no use.
pub(crate) fn attempts(rivals: &Rivals<'_, '_>) -> Vec<Attempt> {
    let members = rivals.known_members();
    let mut places: BTreeMap<&[String], Place<'_>> = BTreeMap::new();
    for (_, branch) in rivals.branches() {
        for constant in &branch.constants {
            let place = places.entry(&constant.path).or_default();
            place.lists.insert(&constant.values);
            place.listing += 1;
            let member = constant.path.last().map(String::as_str);
            place.known += usize::from(member.is_some_and(|name| branch.members.contains(name)));
        }
    }
    // Whether some alternative admits something else where another has a constant: another list, or anything.
    let differs = |path: &[String]| {
        let Some(place) = places.get(path) else {
            return false;
        };
        place.lists.len() > 1
            || match path {
                [] => place.listing < rivals.among.len(),
                [name] => members
                    .get(name.as_str())
                    .is_some_and(|all| place.known < *all),
                _ => false,
            }
    };
    let attempts = rivals.branches().map(|(variant, branch)| {
        let constants = branch.constants.iter();
        let told = constants
            .filter(|constant| !rivals.asked.contains(&constant.path) && differs(&constant.path));
        Attempt {
            variant,
            constants: told
                .map(|constant| AttemptConstant {
                    path: constant.path.clone(),
                    values: constant.values.clone(),
                })
                .collect(),
        }
    });
    attempts.collect()
}
