//! Alternatives that are tried one after the other.
//!
//! In: alternatives that no test tells apart for certain. Out: what is to be tried, each with the
//! constants that speak against it, which are those that another alternative does not share; and a
//! warning. It asks nothing of the document.

use std::collections::BTreeMap;

use super::Chooser;
use super::remaining::{Answer, Remaining};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attempt, AttemptConstant, JsonKind, UnionTest};
use crate::schema::Constant;

/// How many values a message shows.
const SHOWN: usize = 3;

/// How a value is decoded that several alternatives may fit.
const BY_MEMBERS: &str =
    "decoded as the alternative that fits and knows most members, then as the first";

/// The alternatives to try, each with the constants that another of them does not share; tags that
/// were asked for are of no use.
fn attempts(remaining: &Remaining<'_, '_>) -> Vec<Attempt> {
    // Whether some alternative admits something else where another has a constant: another list, or
    // anything.
    let differs = |constant: &Constant| {
        remaining.alternatives().any(|(_, other)| {
            let mut constants = other.constants.iter();
            let found = constants.find(|one| one.path == constant.path);
            match (found, constant.path.as_slice()) {
                (Some(found), _) => found.values != constant.values,
                (None, []) => true,
                (None, [name]) => other.members.contains(name.as_str()),
                (None, _) => false,
            }
        })
    };
    let mut differing: BTreeMap<&[String], bool> = BTreeMap::new();
    let attempts = remaining.alternatives().map(|(variant, alternative)| {
        let constants = alternative.constants.iter();
        let unasked = constants.filter(|one| !remaining.asked.contains(&one.path));
        let telling = unasked.filter(|one| {
            let known = differing.entry(&one.path);
            *known.or_insert_with(|| differs(one))
        });
        let constants = telling.map(|constant| AttemptConstant {
            path: constant.path.clone(),
            values: constant.values.clone(),
        });
        Attempt {
            variant,
            constants: constants.collect(),
        }
    });
    attempts.collect()
}

impl<'a> Chooser<'_, 'a> {
    /// The test that tries all alternatives, with a warning.
    pub(super) fn by_attempt(&mut self, remaining: &Remaining<'_, 'a>) -> UnionTest {
        let attempts = attempts(remaining);
        let tag = remaining.asked.last().map(|path| path.join("/"));
        let tag = tag.unwrap_or_default();
        let mut kinds = remaining.alternatives().map(|(_, one)| one.kind());
        let are_objects = kinds.any(|kind| kind.is_none_or(|kind| kind == JsonKind::Object));
        let certain = if are_objects {
            "add a `discriminator`, or give a required member a `const` in each alternative"
        } else {
            "only an object can say which alternative it is: describe all of them by one schema, or wrap each in an object"
        };
        let has_constants = attempts.iter().any(|attempt| !attempt.constants.is_empty());
        let (message, label, help) = match &remaining.answer {
            Some(Answer::Missing) => (
                format!("only `{tag}` tells these alternatives apart, and it may be missing"),
                &*format!("without it, {BY_MEMBERS}"),
                format!("list `{tag}` under `required` in each alternative, if it is always there"),
            ),
            Some(Answer::Shared(values)) => (
                format!(
                    "several of these alternatives have {} as `{tag}`, and nothing else tells them apart",
                    either(values)
                ),
                BY_MEMBERS,
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
                    BY_MEMBERS
                } else {
                    "decoded as the first alternative that fits"
                },
                certain.to_owned(),
            ),
        };
        let diagnostic = Diagnostic::new(Code::AmbiguousUnion, message).at(remaining.place, label);
        let diagnostic = remaining.alternatives().fold(diagnostic, |said, (_, one)| {
            said.and(&one.location, "an alternative")
        });
        self.findings.push(diagnostic.help(help));
        UnionTest::Attempt(attempts)
    }
}

/// Values in words, the first few of them.
fn either(values: &[String]) -> String {
    let shown = values.iter().take(SHOWN);
    let mut words: Vec<String> = shown.map(|one| format!("`{one}`")).collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    match words.as_slice() {
        [some @ .., last] if !some.is_empty() => format!("{} or {last}", some.join(", ")),
        _ => words.concat(),
    }
}
