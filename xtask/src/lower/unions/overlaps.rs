//! Alternatives of which a value may be several at once.
//!
//! In: an `anyOf` whose alternatives are told apart by the members that are there, and the alternatives. Out: a warning, if a value may
//! have the members of two. It has one type all the same, and that does not know what is the other's. Source: JSON Schema 2020-12,
//! Core §10.2.1.2.

use serde_json::Value;

use super::asking::Asking;
use super::rivals::Branch;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::UnionTest;
use crate::schema::{Alternatives, FURTHER_MEMBERS};

impl<'a> Asking<'_, 'a> {
    /// Warns of two alternatives that a value may be at once.
    pub(super) fn warn_of_overlap(
        &mut self,
        union: &Alternatives<'a>,
        branches: &[Branch<'a>],
        test: &UnionTest,
    ) {
        if union.keyword != "anyOf" {
            return;
        }
        let by_members = test.all().into_iter().filter_map(|test| match test {
            UnionTest::Members(tests) => Some(tests.iter().map(|test| test.variant)),
            _ => None,
        });
        let open = by_members
            .flatten()
            .filter_map(|variant| branches.get(variant))
            .filter(|branch| !is_closed(branch));
        let open: Vec<&Branch<'a>> = open.collect();
        let mut pairs = open.iter().enumerate().flat_map(|(index, one)| {
            let others = open.iter().skip(index + 1);
            others.map(move |other| (one, other))
        });
        if let Some((one, other)) = pairs.find(|(one, other)| may_be_both(one, other)) {
            self.findings.diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousUnion,
                    "a value may be several of these alternatives at once",
                )
                .at(
                    union.part.location.child(union.keyword),
                    "decoded as the first whose members are there; what only another one has is in the raw body alone",
                )
                .and(&one.location, "a value may be this")
                .and(&other.location, "and this")
                .help("use `oneOf` if a value is never both, or one object with optional members if it may be"),
            );
        }
    }
}

fn is_closed(branch: &Branch<'_>) -> bool {
    FURTHER_MEMBERS
        .iter()
        .filter_map(|keyword| branch.view.keyword(keyword))
        .any(|(_, value)| *value == Value::Bool(false))
}

/// Whether each may have a member that the other does not know, and no constant of one speaks against the other.
fn may_be_both(one: &Branch<'_>, other: &Branch<'_>) -> bool {
    let excludes = one.constants.iter().any(|constant| {
        let mut others = other.constants.iter();
        let other = others.find(|other| other.path == constant.path);
        other.is_some_and(|other| {
            let mut values = constant.values.iter();
            !values.any(|value| other.values.contains(value))
        })
    });
    let has_more = |one: &Branch<'_>, other: &Branch<'_>| {
        let further = one.view.keyword("additionalProperties");
        let is_map = further.is_some_and(|(_, value)| value.is_object());
        is_map || !one.members.is_subset(&other.members)
    };
    !excludes && has_more(one, other) && has_more(other, one)
}
