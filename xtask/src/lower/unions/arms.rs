//! What the values of a tag say.
//!
//! In: the values that each alternative lists for a tag. Out: an arm for every set of alternatives
//! that list the same values: the one alternative, or a further test among those that share them.
//! Of alternatives that share a value, one whose list is the shorter part of every other's list is
//! the more specific, and comes first.

use super::remaining::{Answer, Remaining};
use super::tags::{Tag, values_by_variants};
use super::{Chooser, MOST_TAGS};
use crate::model::{Outcome, TagArm, TagKind, TagTest, UnionTest};

impl<'a> Chooser<'_, 'a> {
    /// The test by a tag.
    pub(super) fn tag_test(&mut self, remaining: &Remaining<'_, 'a>, tag: Tag) -> UnionTest {
        let missing = remaining.answered(&tag.path, Answer::Missing, tag.optional.clone());
        let mut left = missing.alternatives();
        let absent = match (left.next(), left.next()) {
            (None, _) => None,
            (Some((variant, only)), None) => {
                let test = self.by_required(variant, only, &tag.path);
                Some(UnionTest::Members(vec![test]))
            }
            _ => Some(self.without_tag(&missing)),
        };
        let open = remaining
            .alternatives()
            .find(|(one, _)| tag.open == Some(*one));
        // A tag of another type is the open alternative's too, if that says nothing about types.
        let absent = absent.or_else(|| {
            let (variant, alternative) = open?;
            let name = tag.path.first()?;
            let kinds = self.schemas.kinds_of_member(&alternative.view, name);
            let test = || self.by_required(variant, alternative, &[]);
            kinds.is_none().then(|| UnionTest::Members(vec![test()]))
        });
        let mut arms: Vec<TagArm> = Vec::new();
        for (mut variants, values) in values_by_variants(&tag.lists) {
            variants.extend(tag.open);
            let outcome = match variants.as_slice() {
                [one] => Outcome::One(*one),
                _ => self.shared(remaining, &tag, variants, &values),
            };
            let one = outcome.one();
            match arms
                .iter_mut()
                .find(|arm| one.is_some() && arm.outcome.one() == one)
            {
                Some(arm) => arm.values.extend(values),
                None => arms.push(TagArm { values, outcome }),
            }
        }
        arms.sort_by_key(|arm| arm.values.len());
        // Where arms take both values of a flag, there is no other.
        let is_listed = |value: &&str| {
            let mut values = arms.iter().flat_map(|arm| &arm.values);
            values.any(|one| one == value)
        };
        let every = tag.kind == TagKind::Boolean && ["false", "true"].iter().all(is_listed);
        let otherwise = open.filter(|_| !every);
        let otherwise = otherwise.map(|(variant, one)| self.by_required(variant, one, &tag.path));
        UnionTest::Tag(TagTest {
            path: tag.path,
            kind: tag.kind,
            declared: false,
            arms,
            otherwise,
            absent: absent.map(Box::new),
        })
    }

    /// What is left to ask for values that several alternatives list.
    fn shared(
        &mut self,
        remaining: &Remaining<'_, 'a>,
        tag: &Tag,
        variants: Vec<usize>,
        values: &[String],
    ) -> Outcome {
        let left = remaining.answered(&tag.path, Answer::Shared(values.to_vec()), variants);
        if left.asked.len() < MOST_TAGS
            && let Some(tag) = left.best_tag()
        {
            return Outcome::Further(Box::new(self.tag_test(&left, tag)));
        }
        let is_nested = left.variants.windows(2).all(|pair| match pair {
            [_, general] if tag.open == Some(*general) => true,
            [specific, general] => match (tag.lists.get(specific), tag.lists.get(general)) {
                (Some(specific), Some(general)) => {
                    specific.len() < general.len()
                        && specific.iter().all(|value| general.contains(value))
                }
                _ => false,
            },
            _ => false,
        });
        let specific = is_nested.then(|| self.by_specificity(&left)).flatten();
        specific.unwrap_or_else(|| Outcome::Further(Box::new(self.without_tag(&left))))
    }
}
