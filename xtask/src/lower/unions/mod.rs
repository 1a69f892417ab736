//! Union tests: how the alternatives of a union are told apart.
//!
//! In: the alternatives. Out: a [`UnionTest`], and what is to be said about it. A `discriminator`
//! comes first. Without one it is the first of these that is certain: a tag inferred from `const`
//! and `enum`, the JSON type, the members that must be there. Where the JSON type leaves several
//! alternatives, they are told apart in the same way among themselves, and so are values that lack
//! a tag. What nothing settles is tried, with a warning. Nothing here changes anything.

mod alternative;
mod arms;
mod attempts;
mod discriminator;
mod members;
mod overlaps;
mod remaining;
mod tags;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(crate) use alternative::Alternative;

use self::remaining::Remaining;
use crate::lower::account::Findings;
use crate::model::{JsonKind, Outcome, UnionTest};
use crate::place::Location;
use crate::schema::{Alternatives, Schemas, View};

/// How many tags may be asked for one after the other.
const MOST_TAGS: usize = 3;

/// How the alternatives of a union are told apart. `view` is the schema that the union is in, and
/// `place` where diagnostics say that the union stands.
pub(crate) fn test_of<'a>(
    schemas: &Schemas<'a>,
    view: &View<'a>,
    union: &Alternatives<'a>,
    alternatives: &[Alternative<'a>],
    place: &Location,
) -> (UnionTest, Findings) {
    let mut chooser = Chooser {
        schemas,
        findings: Findings::default(),
    };
    let declared = chooser.discriminator(view, union, alternatives);
    let test = declared.unwrap_or_else(|| {
        let remaining = Remaining::all(alternatives, place);
        chooser.first_certain(&remaining)
    });
    chooser.warn_of_overlap(union, alternatives, &test);
    (test, chooser.findings)
}

/// The choice of one union's test.
struct Chooser<'s, 'a> {
    schemas: &'s Schemas<'a>,
    findings: Findings,
}

impl<'a> Chooser<'_, 'a> {
    fn first_certain(&mut self, remaining: &Remaining<'_, 'a>) -> UnionTest {
        if let Some(tag) = remaining.best_tag() {
            return self.tag_test(remaining, tag);
        }
        let Some(by_kind) = by_kind(remaining) else {
            return self.without_tag(remaining);
        };
        let kinds = by_kind.into_iter().map(|(kind, variants)| {
            let outcome = match variants.as_slice() {
                [only] => Outcome::One(*only),
                // An alternative may have several types, so asking for the type again could leave
                // just as many.
                _ => {
                    let left = remaining.narrowed(variants);
                    Outcome::Further(Box::new(match left.best_tag() {
                        Some(tag) => self.tag_test(&left, tag),
                        None => self.without_tag(&left),
                    }))
                }
            };
            (kind, outcome)
        });
        UnionTest::Kind(kinds.collect())
    }

    /// The test for alternatives that no further tag tells apart.
    fn without_tag(&mut self, remaining: &Remaining<'_, 'a>) -> UnionTest {
        let by_members = self.by_members(remaining);
        if let Some((test, true)) = by_members {
            return test;
        }
        if remaining.asked.len() < MOST_TAGS
            && let Some(tag) = self.open_tag(remaining)
        {
            return self.tag_test(remaining, tag);
        }
        match by_members {
            Some((test, _)) => test,
            None => self.by_attempt(remaining),
        }
    }
}

/// The alternatives by JSON type, unless all of them have the same types. Every integer is a
/// number, so it is asked for first.
fn by_kind(remaining: &Remaining<'_, '_>) -> Option<BTreeMap<JsonKind, Vec<usize>>> {
    let mut by_kind: BTreeMap<JsonKind, Vec<usize>> = BTreeMap::new();
    for (variant, alternative) in remaining.alternatives() {
        for kind in alternative.kinds.as_ref()? {
            by_kind.entry(*kind).or_default().push(variant);
        }
    }
    let mut counts = by_kind.values().map(Vec::len);
    let narrows = counts.any(|count| count < remaining.variants.len());
    narrows.then_some(by_kind)
}
