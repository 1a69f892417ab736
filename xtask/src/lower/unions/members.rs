//! Alternatives that are told apart by the members that are there.
//!
//! In: the alternatives that are left. Out: the members that say which of them a value is. A member that another alternative may have too
//! says nothing, and one that is `null` only where no other says more.

use super::asking::Asking;
use super::rivals::{Branch, Rivals};
use crate::model::{JsonKind, MemberTest, Outcome, UnionTest};

impl<'a> Asking<'_, 'a> {
    /// By required members that no other alternative knows, and whether each alternative has some; `None` where more than one has none.
    pub(super) fn by_members(&mut self, rivals: &Rivals<'_, 'a>) -> Option<(UnionTest, bool)> {
        let mut tests = Vec::new();
        let mut with_null = Vec::new();
        let known = rivals.known_members();
        for (variant, branch) in rivals.branches() {
            if branch.kind() != Some(JsonKind::Object) {
                return None;
            }
            let is_own = |name: &&&str| {
                let here = usize::from(branch.members.contains(**name));
                known.get(**name).is_none_or(|known| *known == here)
            };
            let own: Vec<&str> = branch.required.iter().filter(is_own).copied().collect();
            // What is left over could be of an alternative that the union in this one does not know.
            if own.is_empty() && branch.is_union {
                return None;
            }
            let present = own.iter().map(|name| (*name).to_owned()).collect();
            tests.push(MemberTest {
                present,
                named: Vec::new(),
                variant,
            });
            let test = self.asking_for(own, variant, branch);
            if !test.named.is_empty() {
                with_null.push(test);
            }
        }
        // One alternative may have nothing of its own: it is what is left when no other fits.
        let (rest, mut tests): (Vec<_>, Vec<_>) =
            tests.into_iter().partition(|test| test.present.is_empty());
        if rest.len() > 1 {
            return None;
        }
        // Senders write `null` for what is absent, so it says something only where no member is more than that.
        // Where nothing comes in between, what asks for less holds whenever what asks for more does.
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

    /// What an alternative asks for beside its tag. A value that nobody lists may be of an alternative to come, so it is taken for one
    /// that is there only if it has all of that.
    pub(super) fn by_required(
        &mut self,
        variant: usize,
        branch: &Branch<'a>,
        tag: &[String],
    ) -> MemberTest {
        let required = branch.required.iter().copied();
        let others = required.filter(|name| !matches!(tag, [tag] if tag == name));
        self.asking_for(others, variant, branch)
    }

    /// The test for members of an alternative, of which those may be `null` that the schema lets be.
    fn asking_for<'n>(
        &mut self,
        members: impl IntoIterator<Item = &'n str>,
        variant: usize,
        branch: &Branch<'a>,
    ) -> MemberTest {
        let (named, present): (Vec<&str>, Vec<&str>) = members
            .into_iter()
            .partition(|name| self.schemas.admits_null(&branch.view, name));
        MemberTest {
            present: present.into_iter().map(str::to_owned).collect(),
            named: named.into_iter().map(str::to_owned).collect(),
            variant,
        }
    }

    /// The most specific alternative whose own members are there, else the most general; `None` where such a member is something else
    /// in another alternative, so that it proves nothing.
    pub(super) fn by_specificity(&mut self, rivals: &Rivals<'_, 'a>) -> Option<Outcome> {
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
                .filter(|name| others.iter().any(|other| !other.required.contains(*name)))
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
        let [one, other] =
            [one, other].map(|branch| self.schemas.kinds_of_member(&branch.view, member));
        one.is_some() && one == other
    }
}
