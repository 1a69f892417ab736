//! Alternatives of which a value may be several at once.
//!
//! In: an `anyOf` whose alternatives are told apart by the members that are there. Out: a warning
//! if a value may have the members of two. It has one type all the same, which does not know what
//! belongs to the other. Source: JSON Schema 2020-12, Core §10.2.1.2.

use serde_json::Value;

use super::Chooser;
use super::alternative::Alternative;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::UnionTest;
use crate::schema::{Alternatives, Part};

impl<'a> Chooser<'_, 'a> {
    /// Warns about two alternatives that a value may be at once.
    pub(super) fn warn_of_overlap(
        &mut self,
        union: &Alternatives<'a>,
        alternatives: &[Alternative<'a>],
        test: &UnionTest,
    ) {
        if union.keyword != "anyOf" {
            return;
        }
        let tests = test.all().into_iter().flat_map(|test| match test {
            UnionTest::Members(tests) => tests.as_slice(),
            _ => &[],
        });
        let open = tests.filter_map(|test| alternatives.get(test.variant));
        let open: Vec<&Alternative<'a>> = open.filter(|one| !self.is_closed(one, union)).collect();
        let mut pairs = open.iter().enumerate().flat_map(|(index, one)| {
            let others = open.iter().skip(index + 1);
            others.map(move |other| (one, other))
        });
        if let Some((one, other)) = pairs.find(|(one, other)| may_be_both(one, other)) {
            let message = "a value may be several of these alternatives at once";
            self.findings.push(
                Diagnostic::new(Code::AmbiguousUnion, message)
                    .at(
                        union.part.location.child(union.keyword),
                        "decoded as the first whose members are there; what only another one has is only in the raw body",
                    )
                    .and(&one.location, "a value may be this")
                    .and(&other.location, "and this")
                    .help("use `oneOf` if a value is never both, or one object with optional members if it may be"),
            );
        }
    }

    /// Whether an alternative forbids the members that it does not know. `unevaluatedProperties`
    /// beside the union forbids no member of any alternative, since that alternative evaluates it.
    fn is_closed(&self, alternative: &Alternative<'a>, union: &Alternatives<'a>) -> bool {
        let own = self.schemas.view_at(&alternative.location);
        let forbids =
            |part: &Part<'_>, keyword: &str| part.get(keyword) == Some(&Value::Bool(false));
        let mut parts = alternative.view.parts.iter();
        parts.any(|part| forbids(part, "additionalProperties"))
            || own.parts.iter().any(|part| {
                part.location != union.part.location && forbids(part, "unevaluatedProperties")
            })
    }
}

/// Whether each may have a member that the other does not know, and no constant of one excludes the
/// other.
fn may_be_both(one: &Alternative<'_>, other: &Alternative<'_>) -> bool {
    let excludes = one.constants.iter().any(|constant| {
        let mut others = other.constants.iter();
        let other = others.find(|other| other.path == constant.path);
        other.is_some_and(|other| !constant.values.iter().any(|one| other.values.contains(one)))
    });
    let has_more = |one: &Alternative<'_>, other: &Alternative<'_>| {
        let further = one.view.keyword("additionalProperties");
        let is_map = further.is_some_and(|(_, value)| value.is_object());
        is_map || !one.members.is_subset(&other.members)
    };
    !excludes && has_more(one, other) && has_more(other, one)
}
