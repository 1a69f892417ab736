//! How the variants of a union are told apart.
//!
//! In: the alternatives. Out: the first of these tests that is certain: a tag inferred from `const` and `enum`, the JSON type, the
//! members that must be there. Where the JSON type leaves several alternatives, they are told apart in the same way among
//! themselves, and so are values that lack a tag. What no test settles is tried, with a warning. A `discriminator` comes before all
//! of them, elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::arms::MOST_TAGS;
use super::attempts::attempts;
use super::rivals::{Answer, Rivals};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::types::builder::SchemaLowering;
use crate::model::{JsonKind, Outcome, UnionTest};
use crate::schema::values::{Listed, listed};
use crate::schema::view::{Alternatives, Conditional, Member, View};

/// How deeply unions in unions are looked into for the JSON types of their values.
const DEEPEST: usize = 8;

/// How many values a message shows.
const SHOWN: usize = 3;

impl<'a> SchemaLowering<'a, '_> {
    /// The first certain test.
    pub(crate) fn test_of(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
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
    pub(crate) fn without_tag(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
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

    /// The JSON types that a schema's values may have; `None` where that is open.
    pub(crate) fn kinds_of(&mut self, view: &View<'a>, depth: usize) -> Option<BTreeSet<JsonKind>> {
        if let Some(types) = view.types() {
            return types.into_iter().map(json_kind).collect();
        }
        if depth > DEEPEST {
            return None;
        }
        // What is said beside a union holds for values of its types: `properties` says nothing of a list.
        let unions = view.alternatives(self.resolver, self.diagnostics);
        let of_union = match unions.as_slice() {
            [union] => self.kinds_of_union(union, depth),
            _ => None,
        };
        of_union.or_else(|| Some(BTreeSet::from([kind_of(view)?])))
    }

    fn kinds_of_union(
        &mut self,
        union: &Alternatives<'a>,
        depth: usize,
    ) -> Option<BTreeSet<JsonKind>> {
        let mut kinds = BTreeSet::new();
        for branch in &union.branches {
            let member = [Member::whole(branch.clone())];
            let view = View::new(&member, self.resolver, self.diagnostics);
            kinds.extend(self.kinds_of(&view, depth + 1)?);
        }
        Some(kinds)
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
        self.diagnostics.push(diagnostic.help(help));
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

/// The one JSON type that a schema's values have.
pub(crate) fn kind_of(view: &View<'_>) -> Option<JsonKind> {
    match view.types().as_deref() {
        Some([one]) => json_kind(one),
        Some(_) => None,
        None if view
            .keyword("properties")
            .is_some_and(|(_, value)| value.is_object()) =>
        {
            Some(JsonKind::Object)
        }
        None if view.conditional.iter().any(Conditional::has_members) => Some(JsonKind::Object),
        None if view
            .keyword("items")
            .is_some_and(|(_, value)| !value.is_boolean()) =>
        {
            Some(JsonKind::Array)
        }
        None => match listed(&view.values()?, None) {
            Listed::Texts(_) => Some(JsonKind::String),
            Listed::Integers(_) => Some(JsonKind::Integer),
            Listed::Numbers => Some(JsonKind::Number),
            Listed::Booleans => Some(JsonKind::Boolean),
            _ => None,
        },
    }
}

fn json_kind(word: &str) -> Option<JsonKind> {
    match word {
        "boolean" => Some(JsonKind::Boolean),
        "integer" => Some(JsonKind::Integer),
        "number" => Some(JsonKind::Number),
        "string" => Some(JsonKind::String),
        "array" => Some(JsonKind::Array),
        "object" => Some(JsonKind::Object),
        _ => None,
    }
}
