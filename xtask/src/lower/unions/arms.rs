//! What the values of a tag say.
//!
//! In: the values that each alternative lists for a tag. Out: an arm for every set of alternatives that list the same values: the one
//! alternative, or a further test among those that share them. Of alternatives that share a value, one whose list is the shorter part of
//! every other's list is the more specific, and comes first.

use super::asking::Asking;
use super::rivals::Rivals;
use super::tags::{Candidate, claims};
use crate::model::{Outcome, TagArm, TagTest, UnionTest};

/// How many tags may be asked one after the other.
pub(crate) const MOST_TAGS: usize = 3;

impl<'a> Asking<'_, 'a> {
    /// The test by a tag.
    pub(super) fn tag_test(&mut self, rivals: &Rivals<'_, 'a>, tag: Candidate) -> UnionTest {
        let missing = rivals.without(&tag.path, tag.optional.clone());
        let mut left = missing.branches();
        let absent = match (left.next(), left.next()) {
            (None, _) => None,
            (Some((one, branch)), None) => {
                let test = self.by_required(one, branch, &tag.path);
                Some(UnionTest::Members(vec![test]))
            }
            _ => Some(self.without_tag(&missing)),
        };
        let open = rivals.branches().find(|(one, _)| tag.open == Some(*one));
        // What is there and of another type is the open alternative too, if that says nothing of types.
        let absent = absent.or_else(|| {
            let (one, branch) = open?;
            let name = tag.path.first()?;
            let is_open = self.schemas.kinds_of_member(&branch.view, name).is_none();
            is_open.then(|| UnionTest::Members(vec![self.by_required(one, branch, &[])]))
        });
        let mut arms: Vec<TagArm> = Vec::new();
        for (mut claimants, values) in claims(&tag.lists) {
            claimants.extend(tag.open);
            let outcome = match claimants.as_slice() {
                [one] => Outcome::One(*one),
                _ => self.shared(rivals, &tag, claimants, &values),
            };
            let same = arms.iter_mut().find(|arm| {
                let one = arm.outcome.one();
                one.is_some() && one == outcome.one()
            });
            match same {
                Some(arm) => arm.values.extend(values),
                None => arms.push(TagArm { values, outcome }),
            }
        }
        arms.sort_by_key(|arm| arm.values.len());
        let otherwise = open.map(|(one, branch)| self.by_required(one, branch, &tag.path));
        UnionTest::Tag(TagTest {
            path: tag.path,
            kind: tag.kind,
            declared: false,
            arms,
            otherwise,
            absent: absent.map(Box::new),
        })
    }

    /// What is left to ask of values that several alternatives list.
    fn shared(
        &mut self,
        rivals: &Rivals<'_, 'a>,
        tag: &Candidate,
        claimants: Vec<usize>,
        values: &[String],
    ) -> Outcome {
        let left = rivals.sharing(claimants, &tag.path, values);
        if left.asked.len() < MOST_TAGS
            && let Some(tag) = left.best_tag()
        {
            return Outcome::Further(Box::new(self.tag_test(&left, tag)));
        }
        let lists = |variant: &usize| {
            let mut lists = tag.lists.iter();
            let found = lists.find(|(listing, _)| listing == variant);
            found.map_or(&[][..], |(_, values)| values.as_slice())
        };
        let nested = left.among.windows(2).all(|pair| match pair {
            [_, general] if tag.open == Some(*general) => true,
            [specific, general] => {
                let (specific, general) = (lists(specific), lists(general));
                specific.len() < general.len()
                    && specific.iter().all(|value| general.contains(value))
            }
            _ => false,
        });
        let specific = if nested {
            self.by_specificity(&left)
        } else {
            None
        };
        match specific {
            Some(outcome) => outcome,
            None => Outcome::Further(Box::new(self.without_tag(&left))),
        }
    }
}
