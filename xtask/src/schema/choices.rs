//! What a value of a union may be.
//!
//! In: the alternatives of a schema. Out: the conjunctions that a value may satisfy, each a
//! [`Choice`]. Alternatives that lead back to the union itself before they come to an array or an
//! object are cut out: whatever they admit, the union admits without them, and code that followed
//! them would never end. Source: JSON Schema 2020-12, Core §9.4.1, by which a schema must not run
//! into such a loop.

use std::collections::BTreeSet;

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::view::{Alternatives, View};
use crate::place::Location;

/// One of the things that a value may be.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// Where the alternative stands, as written.
    pub location: Location,
    /// The schemas that hold for the value then.
    pub conjunction: Conjunction,
    /// The schemas of other alternatives that it stands for too.
    pub also: Vec<Conjunction>,
}

/// Which `oneOf`, `anyOf` or `discriminator` a union comes from.
type Identity = (Location, &'static str);

/// A choice that a search comes upon.
struct Found<'f, 'a> {
    key: &'f Conjunction,
    /// Whether something else than its unions admits `null`.
    or_null: bool,
    /// The union that it is, if it is one.
    inner: Option<&'f Alternatives<'a>>,
}

/// The choices as they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub choices: Vec<Choice>,
    /// Whether an alternative of a union that was taken apart is `null`.
    pub nullable: bool,
    /// The alternatives that were cut out.
    pub cut: Vec<Location>,
    /// The unions that were taken apart, and those among them that are around the present one.
    taken_apart: BTreeSet<Identity>,
    around: Vec<Identity>,
}

impl<'a> Schemas<'a> {
    /// What a value of a union may be; `base` holds beside each of its alternatives.
    pub fn choices(&self, union: &Alternatives<'a>, base: &Conjunction) -> Gathered {
        let mut gathered = Gathered::default();
        self.gather(union, base, &mut gathered);
        gathered
    }

    fn gather(&self, union: &Alternatives<'a>, base: &Conjunction, gathered: &mut Gathered) {
        let identity = identity(union);
        gathered.taken_apart.insert(identity.clone());
        gathered.around.push(identity);
        for branch in &union.branches {
            let conjunction = choice(union, base, branch);
            let (key, _) = self.meant(&conjunction);
            if leads_to_one_of(&key, &gathered.around) {
                gathered.cut.push(branch.clone());
                continue;
            }
            let view = self.view(&key);
            match self.choice_within(&view, &key) {
                Some(inner) if gathered.around.contains(&self::identity(&inner)) => {
                    gathered.cut.push(branch.clone());
                }
                Some(inner) if self.leads_to(&view, &inner, &gathered.around) => {
                    if !gathered.taken_apart.contains(&self::identity(&inner)) {
                        gathered.nullable |= inner.nullable;
                        self.gather(&inner, &base_of(&view, &inner), gathered);
                    }
                }
                _ => gathered.choices.push(Choice {
                    location: branch.clone(),
                    conjunction,
                    also: Vec::new(),
                }),
            }
        }
        gathered.around.pop();
    }

    /// The union that a value of some schemas is, if it is one.
    fn choice_within(&self, view: &View<'a>, key: &Conjunction) -> Option<Alternatives<'a>> {
        match without_narrowing(self.unions(view)).as_slice() {
            [] => self.descendants(view, key),
            [only] => Some((*only).clone()),
            _ => None,
        }
    }

    /// Whether an alternative of a union, or of a union in it, is one of the targets.
    fn leads_to(&self, view: &View<'a>, union: &Alternatives<'a>, targets: &[Identity]) -> bool {
        self.any_choice(view, union, |found| {
            let inner = found.inner.map(identity);
            leads_to_one_of(found.key, targets) || inner.is_some_and(|one| targets.contains(&one))
        })
    }

    /// Whether `null` is among the alternatives of a union, or of one in it.
    pub fn has_null(&self, view: &View<'a>, union: &Alternatives<'a>) -> bool {
        self.any_choice(view, union, |found| {
            found.or_null || found.inner.is_some_and(|inner| inner.nullable)
        })
    }

    /// Whether `null` satisfies some schemas.
    pub fn is_nullable(&self, conjunction: &[Conjunct]) -> bool {
        let (key, or_null) = self.meant(conjunction);
        let view = self.view(&key);
        or_null || view.nullable() || self.is_null_chosen(&view, &key)
    }

    /// Whether `null` is one of the things that a value may be.
    ///
    /// It is asked wherever a member refers to the schemas, so the answer is kept.
    pub fn is_null_chosen(&self, view: &View<'a>, key: &Conjunction) -> bool {
        if let Some(known) = self.null_chosen.borrow().get(key) {
            return *known;
        }
        let union = self.choice_within(view, key);
        let found = union.is_some_and(|union| union.nullable || self.has_null(view, &union));
        self.null_chosen.borrow_mut().insert(key.clone(), found);
        found
    }

    /// Whether something holds for one of the things that a value may be, those of unions in the
    /// union included.
    fn any_choice(
        &self,
        view: &View<'a>,
        union: &Alternatives<'a>,
        mut holds: impl FnMut(&Found<'_, 'a>) -> bool,
    ) -> bool {
        let mut passed = BTreeSet::from([identity(union)]);
        let mut waiting = vec![(union.clone(), base_of(view, union))];
        while let Some((union, base)) = waiting.pop() {
            for branch in &union.branches {
                let (key, or_null) = self.meant(&choice(&union, &base, branch));
                let view = self.view(&key);
                let inner = self.choice_within(&view, &key);
                let found = Found {
                    key: &key,
                    or_null: or_null || view.nullable(),
                    inner: inner.as_ref(),
                };
                if holds(&found) {
                    return true;
                }
                if let Some(inner) = inner
                    && passed.insert(identity(&inner))
                {
                    let base = base_of(&view, &inner);
                    waiting.push((inner, base));
                }
            }
        }
        false
    }
}

/// Of several unions, those that do more than narrow members which are described elsewhere. One
/// that is alone counts in any case.
pub(crate) fn without_narrowing<'u, 'a>(
    unions: &'u [Alternatives<'a>],
) -> Vec<&'u Alternatives<'a>> {
    let is_alone = unions.len() < 2;
    let kept = unions.iter().filter(|union| is_alone || !union.narrows);
    kept.collect()
}

/// Whether an alternative, which comes last in a key, is the schema of one of some unions.
fn leads_to_one_of(key: &Conjunction, unions: &[Identity]) -> bool {
    key.last().is_some_and(|last| {
        let mut unions = unions.iter();
        !last.without_union && unions.any(|(place, _)| *place == last.location)
    })
}

fn identity(union: &Alternatives<'_>) -> Identity {
    (union.part.location.clone(), union.keyword)
}

/// What holds beside each of the alternatives. Those that build upon a schema bring it along.
pub(crate) fn base_of<'a>(view: &View<'a>, union: &Alternatives<'a>) -> Conjunction {
    if union.is_inherited() {
        return Conjunction::new();
    }
    view.without_union(&union.part).unwrap_or_default()
}

/// The schemas that hold where an alternative does.
fn choice(union: &Alternatives<'_>, base: &Conjunction, branch: &Location) -> Conjunction {
    let mut conjunction = base.clone();
    conjunction.push(Conjunct {
        location: branch.clone(),
        // Its `discriminator` has been dealt with; what is left is what it says of its own members.
        without_union: union.is_inherited() && union.part.location.below(branch).is_some(),
    });
    conjunction
}
