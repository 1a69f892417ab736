//! Alternatives that are told apart by the members that are there.
//!
//! In: the alternatives that are left. Out: the members that say which of them a value is. A member
//! that another alternative may have too says nothing, and one that is `null` only where no other
//! says more.

use super::Chooser;
use super::alternative::Alternative;
use super::remaining::Remaining;
use crate::model::{JsonKind, MemberTest, Outcome, UnionTest};

impl<'a> Chooser<'_, 'a> {
    /// The test by required members that no other alternative knows, and whether each alternative
    /// has some; `None` where more than one has none.
    pub(super) fn by_members(&self, remaining: &Remaining<'_, 'a>) -> Option<(UnionTest, bool)> {
        let (mut tests, mut rest, mut with_null) = (Vec::new(), Vec::new(), Vec::new());
        let known = remaining.known_members();
        for (variant, alternative) in remaining.alternatives() {
            if alternative.kind() != Some(JsonKind::Object) {
                return None;
            }
            let is_own = |name: &&&str| {
                let here = usize::from(alternative.members.contains(**name));
                known.get(**name).is_none_or(|known| *known == here)
            };
            let own = alternative.required.iter().filter(is_own).copied();
            let own: Vec<&str> = own.collect();
            if !own.is_empty() {
                tests.push(member_test(variant, &own));
            // What is left over could be of an alternative that the union in this one does not
            // know.
            } else if alternative.is_union {
                return None;
            } else {
                rest.push(member_test(variant, &own));
            }
            let test = self.asking_for(own, variant, alternative);
            if !test.named.is_empty() {
                with_null.push(test);
            }
        }
        // One alternative may have nothing of its own: it is what is left when no other fits.
        if rest.len() > 1 {
            return None;
        }
        // Senders write `null` for what is absent, so it says something only where no member is
        // more than that. Where nothing comes in between, what asks for less holds whenever what
        // asks for more does.
        if let (Some(last), Some(next)) = (tests.last(), with_null.first())
            && last.variant == next.variant
        {
            tests.pop();
        }
        let each = rest.is_empty();
        tests.extend(with_null);
        tests.extend(rest);
        Some((UnionTest::Members(tests), each))
    }

    /// What an alternative asks for beside its tag. A value that nobody lists may be of an
    /// alternative to come, so it is taken for one that is there only if it has all of that.
    pub(super) fn by_required(
        &self,
        variant: usize,
        alternative: &Alternative<'a>,
        tag: &[String],
    ) -> MemberTest {
        let required = alternative.required.iter().copied();
        let others = required.filter(|name| !matches!(tag, [tag] if tag == name));
        self.asking_for(others, variant, alternative)
    }

    /// The test for members of an alternative, some of which its schema lets be `null`.
    fn asking_for<'n>(
        &self,
        members: impl IntoIterator<Item = &'n str>,
        variant: usize,
        alternative: &Alternative<'a>,
    ) -> MemberTest {
        let (named, present): (Vec<&str>, Vec<&str>) = members
            .into_iter()
            .partition(|name| self.schemas.admits_null(&alternative.view, name));
        MemberTest {
            named: named.into_iter().map(str::to_owned).collect(),
            ..member_test(variant, &present)
        }
    }

    /// The most specific alternative whose own members are there, else the most general; `None`
    /// where such a member is something else in another alternative, so that it proves nothing.
    pub(super) fn by_specificity(&self, remaining: &Remaining<'_, 'a>) -> Option<Outcome> {
        let mut tests = Vec::new();
        for (variant, alternative) in remaining.alternatives() {
            let others = || {
                remaining
                    .alternatives()
                    .filter(|(other, _)| *other != variant)
            };
            let is_own = |name: &&str| {
                let mut others = others();
                others.any(|(_, other)| !other.required.contains(*name))
                    && !remaining.has_asked(name)
            };
            let required = alternative.required.iter().copied();
            let own: Vec<&str> = required.filter(is_own).collect();
            if own.is_empty() || remaining.variants.last() == Some(&variant) {
                tests.push(member_test(variant, &[]));
                break;
            }
            let is_certain =
                |name: &&str| others().all(|(_, other)| self.is_alike(alternative, other, name));
            let certain: Vec<&str> = own.into_iter().filter(is_certain).collect();
            if certain.is_empty() {
                return None;
            }
            tests.push(member_test(variant, &certain));
        }
        match tests.as_slice() {
            [only] => Some(Outcome::One(only.variant)),
            _ => Some(Outcome::Further(Box::new(UnionTest::Members(tests)))),
        }
    }

    /// Whether a member of one alternative has the same JSON types in another, should that have it.
    fn is_alike(&self, one: &Alternative<'a>, other: &Alternative<'a>, member: &str) -> bool {
        if !other.members.contains(member) {
            return true;
        }
        let kinds = |of: &Alternative<'a>| self.schemas.kinds_of_member(&of.view, member);
        let own = kinds(one);
        own.is_some() && own == kinds(other)
    }
}

/// The test for members that must be there and not be `null`.
fn member_test(variant: usize, present: &[&str]) -> MemberTest {
    MemberTest {
        present: present.iter().map(|name| (*name).to_owned()).collect(),
        named: Vec::new(),
        variant,
    }
}
