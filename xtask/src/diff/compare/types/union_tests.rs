//! How the variants of a union are told apart.
//!
//! In: a union of both models, its variants paired. Out: one change where values are told apart
//! otherwise than by variants and by values of enums that came or went, which are told of
//! elsewhere.

use std::collections::BTreeMap;

use super::pairs::TypePair;
use super::unions::Variants;
use crate::diff::change::{Fate, How, What};
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{
    Attempt, AttemptConstant, MemberTest, Outcome, TagArm, TagTest, Union, UnionTest,
};

/// How many questions are told of.
const TOLD: usize = 5;

/// A question, and the variant that the answer leads to.
struct Answer {
    variant: String,
    /// The value of a tag that the question asks for.
    value: Option<String>,
}

/// Questions in words, in no order but their own.
type Questions = BTreeMap<String, Answer>;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &TypePair<'_>,
    old: &Union,
    new: &Union,
    variants: &Variants,
) {
    let (mut before, mut now) = (Questions::new(), Questions::new());
    let old_names: Vec<Option<&str>> = old
        .variants
        .iter()
        .map(|one| variants.get(&one.ident).map(String::as_str))
        .collect();
    let new_names: Vec<Option<&str>> = new
        .variants
        .iter()
        .map(|one| {
            variants
                .values()
                .find(|name| **name == one.ident)
                .map(String::as_str)
        })
        .collect();
    ask(&old.test, &old_names, "", None, &mut before);
    ask(&new.test, &new_names, "", None, &mut now);
    let is_told = |answer: &Answer| {
        let value = answer.value.as_ref();
        value.is_some_and(|value| comparison.values.contains(value))
    };
    let events = comparison.new.reach.events(pair.new_id);
    let mut change = pair
        .change(
            What::UnionTest,
            How::Changed,
            pair.new.ident.as_str(),
            Rule::NoEffect,
        )
        .said("its variants are told apart otherwise")
        .of_events(events);
    let differs = |(question, answer): &(&String, &Answer), other: &Questions| {
        !is_told(answer) && !is_asked_closer(question, answer, other)
    };
    let lost: Vec<_> = before.iter().filter(|one| differs(one, &now)).collect();
    let new = now.iter().filter(|one| differs(one, &before));
    let new: Vec<_> = new
        .filter(|(question, _)| !before.contains_key(*question))
        .collect();
    if lost.is_empty() && new.is_empty() {
        return;
    }
    for (question, answer) in lost.into_iter().take(TOLD) {
        let was = code(&answer.variant);
        let which = format!("with a value {question}, taken for {was} before");
        change = match now.get(question) {
            Some(now) => {
                let which = format!("{which} and for {} now", code(&now.variant));
                change.rule = Rule::DeliveryMeaning;
                change.delivered(which, Fate::Accepted, Fate::Accepted)
            }
            None => change.delivered(which, Fate::Accepted, Fate::Unknown),
        };
    }
    for (question, answer) in new.into_iter().take(TOLD) {
        let which = format!(
            "with a value {question}, taken for {} now",
            code(&answer.variant)
        );
        change = change.delivered(which, Fate::Unknown, Fate::Accepted);
    }
    comparison.push(change);
}

/// Whether the other side takes such values for the same variant, by the same question, or by one
/// that asks more or less beside it.
fn is_asked_closer(question: &str, answer: &Answer, other: &Questions) -> bool {
    let begins = |one: &str, other: &str| {
        let rest = one.strip_prefix(other);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
    };
    let mut other = other.iter();
    other.any(|(asked, found)| {
        found.variant == answer.variant && (begins(asked, question) || begins(question, asked))
    })
}

/// Writes down what a test asks. Variants without a name are told of elsewhere.
fn ask(
    test: &UnionTest,
    names: &[Option<&str>],
    before: &str,
    value: Option<&str>,
    found: &mut Questions,
) {
    let mut add = |question: String, variant: usize, value: Option<&str>| {
        if let Some(Some(name)) = names.get(variant) {
            // Of two that ask the same, the first counts.
            found.entry(question).or_insert(Answer {
                variant: (*name).to_owned(),
                value: value.map(str::to_owned),
            });
        }
    };
    let mut further: Vec<(&UnionTest, String, Option<&str>)> = Vec::new();
    match test {
        UnionTest::Tag(tag) => {
            let TagTest {
                path,
                kind: _,
                declared: _,
                arms,
                otherwise,
                absent,
            } = tag;
            let path = match &**path {
                [] => "that".to_owned(),
                path => format!("whose {}", code(&path.join("/"))),
            };
            for TagArm { values, outcome } in arms {
                for value in values {
                    let question = format!("{before}{path} is {}", code(value));
                    match outcome {
                        Outcome::One(variant) => add(question, *variant, Some(value)),
                        Outcome::Further(test) => {
                            further.push((test, format!("{question}, "), Some(value)));
                        }
                    }
                }
            }
            if let Some(test) = otherwise {
                add(
                    format!("{before}{path} is something else"),
                    test.variant,
                    value,
                );
            }
            if let Some(test) = absent {
                further.push((test, format!("{before}{path} is absent, "), value));
            }
        }
        UnionTest::Kind(kinds) => {
            for (kind, outcome) in kinds {
                let kind = format!("{kind:?}").to_lowercase();
                let question = format!("{before}that is of JSON's type {kind}");
                match outcome {
                    Outcome::One(variant) => add(question, *variant, value),
                    Outcome::Further(test) => further.push((test, format!("{question}, "), value)),
                }
            }
        }
        UnionTest::Members(tests) => {
            for test in tests {
                let MemberTest {
                    present,
                    named,
                    variant,
                } = test;
                let members = present.iter().chain(named).map(|name| code(name));
                let members = members.collect::<Vec<_>>().join(", ");
                let question = match members.as_str() {
                    "" => format!("{before}that is an object"),
                    members => format!("{before}that has {members}"),
                };
                add(question, *variant, value);
            }
        }
        UnionTest::Attempt(attempts) => {
            for Attempt { variant, constants } in attempts {
                let constants = constants.iter().map(|constant| {
                    let AttemptConstant { path, values } = constant;
                    format!("{} among {}", code(&path.join("/")), values.join(", "))
                });
                let constants = constants.collect::<Vec<_>>().join(" and ");
                let name = names.get(*variant).copied().flatten().unwrap_or_default();
                let question = match constants.as_str() {
                    "" => format!("{before}that fits {} best", code(name)),
                    constants => format!("{before}that has {constants}"),
                };
                add(question, *variant, value);
            }
        }
    }
    for (test, before, value) in further {
        ask(test, names, &before, value, found);
    }
}
