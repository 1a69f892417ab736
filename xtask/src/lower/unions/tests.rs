//! How the variants of a union are told apart.
//!
//! In: the alternatives. Out: the first of these tests that is certain: a tag inferred from `const` and `enum`, the JSON type, the
//! members that must be there. Where the JSON type leaves several alternatives, they are told apart in the same way among
//! themselves, and so are values that lack a tag. What no test settles is tried, with a warning. A `discriminator` comes before all
//! of them, elsewhere.

use std::collections::BTreeMap;

use super::arms::MOST_TAGS;
use super::asking::Asking;
use super::attempts::attempts;
use super::rivals::{Answer, Branch, Rivals};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::account::Findings;
use crate::model::{JsonKind, Outcome, UnionTest};
use crate::place::Location;
use crate::schema::{Alternatives, Schemas, View};

/// How many values a message shows.
const SHOWN: usize = 3;

/// How the alternatives of a union at a place are told apart: as its `discriminator` says, or else by the first certain test.
pub(crate) fn test_of<'a>(
    schemas: &Schemas<'a>,
    view: &View<'a>,
    union: &Alternatives<'a>,
    branches: &[Branch<'a>],
    place: &Location,
) -> (UnionTest, Findings) {
    let mut asking = Asking {
        schemas,
        findings: Findings::default(),
    };
    let test = match asking.discriminator(view, union, branches) {
        Some(declared) => declared,
        None => asking.first_certain(&Rivals::of(branches, place)),
    };
    asking.warn_of_overlap(union, branches, &test);
    (test, asking.findings)
}

impl<'a> Asking<'_, 'a> {
    /// The first certain test.
    fn first_certain(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        if let Some(tag) = rivals.best_tag() {
            return self.tag_test(rivals, tag);
        }
        let Some(by_kind) = by_kind(rivals) else {
            return self.without_tag(rivals);
        };
        let mut kinds = Vec::new();
        for (kind, among) in by_kind {
            let outcome = match among.as_slice() {
                [only] => Outcome::One(*only),
                // An alternative may have several types, so asking for the type again could leave just as many.
                _ => {
                    let left = rivals.narrowed(among);
                    Outcome::Further(Box::new(match left.best_tag() {
                        Some(tag) => self.tag_test(&left, tag),
                        None => self.without_tag(&left),
                    }))
                }
            };
            kinds.push((kind, outcome));
        }
        UnionTest::Kind(kinds)
    }

    /// The test for alternatives that no further tag tells apart.
    pub(super) fn without_tag(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        let by_members = self.by_members(rivals);
        if let Some((test, true)) = by_members {
            return test;
        }
        if rivals.asked.len() < MOST_TAGS
            && let Some(tag) = self.open_tag(rivals)
        {
            return self.tag_test(rivals, tag);
        }
        match by_members {
            Some((test, _)) => test,
            None => self.by_attempt(rivals),
        }
    }

    fn by_attempt(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        let attempts = attempts(rivals);
        let tag = rivals.asked.last().map(|path| path.join("/"));
        let tag = tag.unwrap_or_default();
        let mut kinds = rivals.branches().map(|(_, branch)| branch.kind());
        let are_objects = kinds.any(|kind| kind.is_none_or(|kind| kind == JsonKind::Object));
        let certain = if are_objects {
            "add a `discriminator`, or give a required member a `const` in each alternative"
        } else {
            "nothing but an object can say what it is: describe what all of them have in common by one schema, or wrap each in an object"
        };
        let has_constants = attempts.iter().any(|attempt| !attempt.constants.is_empty());
        let (message, label, help) = match &rivals.answer {
            Some(Answer::Missing) => (
                format!("only `{tag}` tells these alternatives apart, and it may be missing"),
                "without it, decoded as the alternative that fits and knows most members, then as the first",
                format!("list `{tag}` under `required` in each alternative, if it is always there"),
            ),
            Some(Answer::Shared(values)) => (
                format!(
                    "several of these alternatives have {} as `{tag}`, and nothing else tells them apart",
                    either(values)
                ),
                "decoded as the alternative that fits and knows most members, then as the first",
                format!("let each value of `{tag}` stand in one alternative, or {certain}"),
            ),
            None if has_constants => (
                "no value tells all of these alternatives apart".to_owned(),
                "decoded as the alternative that fits, has its constants and knows most members, then as the first",
                certain.to_owned(),
            ),
            None => (
                "nothing in a delivery tells these alternatives apart".to_owned(),
                if are_objects {
                    "decoded as the alternative that fits and knows most members, then as the first"
                } else {
                    "decoded as the first alternative that fits"
                },
                certain.to_owned(),
            ),
        };
        let mut diagnostic = Diagnostic::new(Code::AmbiguousUnion, message).at(rivals.place, label);
        for (_, branch) in rivals.branches() {
            diagnostic = diagnostic.and(&branch.location, "an alternative");
        }
        self.findings.diagnostics.push(diagnostic.help(help));
        UnionTest::Attempt(attempts)
    }
}

/// The alternatives by JSON type, if they have more than one between them. Every integer is a number, so it is asked first.
fn by_kind(rivals: &Rivals<'_, '_>) -> Option<BTreeMap<JsonKind, Vec<usize>>> {
    let mut by_kind: BTreeMap<JsonKind, Vec<usize>> = BTreeMap::new();
    for (variant, branch) in rivals.branches() {
        for kind in branch.kinds.as_ref()? {
            by_kind.entry(*kind).or_default().push(variant);
        }
    }
    let narrower = by_kind
        .values()
        .any(|those| those.len() < rivals.among.len());
    narrower.then_some(by_kind)
}

/// Values in words, the first few of them.
fn either(values: &[String]) -> String {
    let mut words: Vec<String> = values
        .iter()
        .take(SHOWN)
        .map(|one| format!("`{one}`"))
        .collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    match words.as_slice() {
        [some @ .., last] if !some.is_empty() => format!("{} or {last}", some.join(", ")),
        _ => words.concat(),
    }
}
