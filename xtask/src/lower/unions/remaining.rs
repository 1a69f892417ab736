//! The alternatives that are left to be told apart.
//!
//! In: all alternatives of a union. Out: those that a value may still be after the questions asked
//! so far, and what is known of it by then. It asks nothing itself.

use std::collections::BTreeMap;

use super::alternative::Alternative;
use crate::place::Location;

/// Alternatives that are to be told apart, and what is known of the value by then.
#[derive(Clone)]
pub(super) struct Remaining<'b, 'a> {
    /// Every alternative of the union.
    all: &'b [Alternative<'a>],
    /// Those that are left, by their numbers: where nothing else decides, the first wins.
    pub variants: Vec<usize>,
    /// The union.
    pub place: &'b Location,
    /// The paths of the tags that were asked for.
    pub asked: Vec<Vec<String>>,
    /// What the last of them answered.
    pub answer: Option<Answer>,
}

/// What a tag said that left several alternatives.
#[derive(Clone)]
pub(super) enum Answer {
    /// It was not there.
    Missing,
    /// One of these values, which several alternatives list.
    Shared(Vec<String>),
}

impl<'b, 'a> Remaining<'b, 'a> {
    /// All alternatives of the union at a place.
    pub fn all(all: &'b [Alternative<'a>], place: &'b Location) -> Self {
        Self {
            all,
            variants: (0..all.len()).collect(),
            place,
            asked: Vec::new(),
            answer: None,
        }
    }

    /// Those that are left, with their numbers.
    pub fn alternatives(&self) -> impl Iterator<Item = (usize, &'b Alternative<'a>)> {
        let all = self.all;
        let numbers = self.variants.iter();
        numbers.filter_map(|index| Some((*index, all.get(*index)?)))
    }

    /// How many of them know each member.
    pub fn known_members(&self) -> BTreeMap<&'a str, usize> {
        let mut known = BTreeMap::new();
        for name in self.alternatives().flat_map(|(_, one)| &one.members) {
            *known.entry(*name).or_default() += 1;
        }
        known
    }

    /// Some of them.
    pub fn narrowed(&self, variants: Vec<usize>) -> Self {
        Self {
            variants,
            ..self.clone()
        }
    }

    /// Those that a tag's answer leaves.
    pub fn answered(&self, tag: &[String], answer: Answer, variants: Vec<usize>) -> Self {
        let mut left = self.narrowed(variants);
        left.asked.push(tag.to_vec());
        left.answer = Some(answer);
        left
    }

    /// Whether a member is a tag that was asked for.
    pub fn has_asked(&self, member: &str) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|path| matches!(path.as_slice(), [name] if name == member))
    }
}
