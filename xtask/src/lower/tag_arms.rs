//! What the values of a tag say.
//!
//! In: the values that each alternative lists for a tag. Out: an arm for every set of alternatives that list the same values: the one
//! alternative, or a further test among those that share them. Of alternatives that share a value, one whose list is the shorter part of
//! every other's list is the more specific, and comes first.

use indexmap::IndexMap;

use super::schemas::SchemaLowering;
use super::tags::Candidate;
use super::union_tests::{Branch, Rivals};
use crate::model::{MemberTest, Outcome, TagArm, TagTest, UnionTest};

/// How many tags may be asked one after the other.
pub(super) const MOST_TAGS: usize = 3;

/// The alternatives that list a value, the most specific first, and the values that just these list.
type Claims = IndexMap<Vec<usize>, Vec<String>>;

/// Who lists which values of a tag, those of the most specific alternative first.
pub(super) fn claims(lists: &[(usize, Vec<String>)]) -> Claims {
    let mut specific_first: Vec<&(usize, Vec<String>)> = lists.iter().collect();
    specific_first.sort_by_key(|(_, values)| values.len());
    let mut claimants: IndexMap<&String, Vec<usize>> = IndexMap::new();
    for (variant, values) in specific_first {
        for value in values {
            let of_value = claimants.entry(value).or_default();
            if of_value.last() != Some(variant) {
                of_value.push(*variant);
            }
        }
    }
    let mut claims = Claims::new();
    for (value, claimants) in claimants {
        claims.entry(claimants).or_default().push(value.clone());
    }
    claims
}

impl<'a> SchemaLowering<'a, '_> {
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
        let open = rivals.branches().find(|(one, _)| tag.open == Some(*one));
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

    /// What an alternative asks for beside its tag. A value that nobody lists may be of an alternative to come, so it is taken for one
    /// that is there only if it has all of that.
    pub(super) fn by_required(
        &mut self,
        variant: usize,
        branch: &Branch<'a>,
        tag: &[String],
    ) -> MemberTest {
        let required = branch.required.iter().copied();
        let (named, present): (Vec<&str>, Vec<&str>) = required
            .filter(|name| !matches!(tag, [tag] if tag == name))
            .partition(|name| self.admits_null(&branch.view, name));
        MemberTest {
            present: present.into_iter().map(str::to_owned).collect(),
            named: named.into_iter().map(str::to_owned).collect(),
            variant,
        }
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

    /// The most specific alternative whose own members are there, else the most general; `None` where such a member is something else
    /// in another alternative, so that it proves nothing.
    fn by_specificity(&mut self, rivals: &Rivals<'_, 'a>) -> Option<Outcome> {
        let mut tests = Vec::new();
        for (variant, branch) in rivals.branches() {
            let others: Vec<&Branch<'a>> = rivals
                .branches()
                .filter(|(other, _)| *other != variant)
                .map(|(_, other)| other)
                .collect();
            let own: Vec<&str> = branch
                .required
                .iter()
                .filter(|name| others.iter().any(|other| !other.required.contains(name)))
                .filter(|name| !rivals.has_asked(name))
                .copied()
                .collect();
            if own.is_empty() || rivals.among.last() == Some(&variant) {
                tests.push(MemberTest {
                    present: Vec::new(),
                    named: Vec::new(),
                    variant,
                });
                break;
            }
            let certain: Vec<String> = own
                .into_iter()
                .filter(|name| {
                    others
                        .iter()
                        .all(|other| self.is_alike(branch, other, name))
                })
                .map(str::to_owned)
                .collect();
            if certain.is_empty() {
                return None;
            }
            tests.push(MemberTest {
                present: certain,
                named: Vec::new(),
                variant,
            });
        }
        match tests.as_slice() {
            [only] => Some(Outcome::One(only.variant)),
            _ => Some(Outcome::Further(Box::new(UnionTest::Members(tests)))),
        }
    }

    /// Whether a member of one alternative has the same JSON types in another, should that have it too.
    fn is_alike(&mut self, one: &Branch<'a>, other: &Branch<'a>, member: &str) -> bool {
        if !other.members.contains(member) {
            return true;
        }
        let kinds = [one, other].map(|branch| {
            let member = self.member_view(&branch.view, member);
            self.kinds_of(&member, 0)
        });
        let [one, other] = kinds;
        one.is_some() && one == other
    }
}
