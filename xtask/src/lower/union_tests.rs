//! How the variants of a union are told apart.
//!
//! In: the alternatives. Out: the first of these tests that is certain: a tag inferred from `const` and `enum`, the JSON type, the
//! members that must be there. Where the JSON type leaves several alternatives, they are told apart in the same way among
//! themselves. What no test settles is tried, with a warning. A `discriminator` comes before all of them, elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::enums::{Listed, as_one_of, listed};
use super::schemas::SchemaLowering;
use super::view::{Conditional, Conjunction, Member, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{JsonKind, KindChoice, TagArm, TagKind, UnionTest};
use crate::source::Location;

/// How deeply unions in unions are looked into for the JSON types of their values.
const DEEPEST: usize = 8;

/// What one alternative says that can tell it from the others.
pub(super) struct Branch<'a> {
    pub location: Location,
    pub view: View<'a>,
    pub required: Vec<&'a str>,
}

impl<'a> Branch<'a> {
    /// The alternative that stands at a place, references followed.
    pub fn new(location: Location, view: View<'a>) -> Self {
        let required = view.required();
        Self {
            location,
            view,
            required,
        }
    }

    /// What a member must be one of, as text, and what that is in JSON.
    pub fn tag_values(
        &self,
        property: &str,
        lowering: &mut SchemaLowering<'_, '_>,
    ) -> Option<(TagKind, Vec<String>)> {
        let places = self.view.properties().get(property)?.clone();
        let members: Conjunction = places.into_iter().map(Member::whole).collect();
        let view = View::new(&members, lowering.resolver, lowering.diagnostics);
        let values = view.values()?;
        match listed(&values, view.types().as_deref()) {
            Listed::Texts(texts) => Some((TagKind::Text, texts)),
            Listed::Integers(texts) => Some((TagKind::Integer, texts)),
            Listed::Booleans => {
                let booleans = values
                    .iter()
                    .filter_map(|value| as_one_of(value, &["boolean"]));
                Some((
                    TagKind::Boolean,
                    booleans.map(|value| value.to_string()).collect(),
                ))
            }
            _ => None,
        }
    }
}

impl<'a> SchemaLowering<'a, '_> {
    /// The first certain test for some of the alternatives, named by their numbers.
    pub(super) fn test_of(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
        place: &Location,
    ) -> UnionTest {
        if let Some(test) = self.inferred_tag(branches, among) {
            return test;
        }
        if let Some(by_kind) = self.by_kind(branches, among) {
            let choices = by_kind.into_iter().map(|(kind, among)| {
                let choice = match among.as_slice() {
                    [only] => KindChoice::One(*only),
                    // Asking for the JSON type again would leave the same alternatives again.
                    all if all.len() == among.len() => {
                        KindChoice::Further(Box::new(self.within_kind(branches, all, place)))
                    }
                    several => {
                        KindChoice::Further(Box::new(self.test_of(branches, several, place)))
                    }
                };
                (kind, choice)
            });
            return UnionTest::Kind(choices.collect());
        }
        self.within_kind(branches, among, place)
    }

    /// The test for alternatives that neither a tag nor the JSON type tells apart.
    fn within_kind(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
        place: &Location,
    ) -> UnionTest {
        by_members(branches, among).unwrap_or_else(|| self.by_attempt(branches, among, place))
    }

    /// A member that every alternative requires, with values that tell them apart.
    fn inferred_tag(&mut self, branches: &[Branch<'a>], among: &[usize]) -> Option<UnionTest> {
        let those: Vec<&Branch<'a>> = among.iter().filter_map(|at| branches.get(*at)).collect();
        let candidates: Vec<&str> = those.first()?.view.properties().keys().copied().collect();
        let mut overlapping = None;
        for property in candidates {
            if !those
                .iter()
                .all(|branch| branch.required.contains(&property))
            {
                continue;
            }
            let values: Option<Vec<(TagKind, Vec<String>)>> = those
                .iter()
                .map(|branch| branch.tag_values(property, self))
                .collect();
            let Some(values) = values else {
                continue;
            };
            let Some(kind) = values.first().map(|(kind, _)| *kind) else {
                continue;
            };
            if values.iter().any(|(other, _)| *other != kind) {
                continue;
            }
            let values = among
                .iter()
                .copied()
                .zip(values.into_iter().map(|(_, values)| values));
            let Some((arms, disjoint)) = tag_arms(branches, values.collect()) else {
                continue;
            };
            let test = UnionTest::Tag {
                property: property.to_owned(),
                kind,
                declared: false,
                arms,
            };
            if disjoint {
                return Some(test);
            }
            overlapping.get_or_insert(test);
        }
        overlapping
    }

    /// The alternatives by JSON type, if they have more than one between them. Every integer is a number, so it is asked first.
    fn by_kind(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
    ) -> Option<BTreeMap<JsonKind, Vec<usize>>> {
        let mut by_kind: BTreeMap<JsonKind, Vec<usize>> = BTreeMap::new();
        for index in among {
            let kinds = self.kinds_of(&branches.get(*index)?.view, 0)?;
            for kind in kinds {
                by_kind.entry(kind).or_default().push(*index);
            }
        }
        let narrower = by_kind.values().any(|those| those.len() < among.len());
        narrower.then_some(by_kind)
    }

    /// The JSON types that a schema's values may have; `None` where that is open.
    pub(super) fn kinds_of(&mut self, view: &View<'a>, depth: usize) -> Option<BTreeSet<JsonKind>> {
        if let Some(kind) = kind_of(view) {
            return Some(BTreeSet::from([kind]));
        }
        if let Some(types) = view.types() {
            return types.into_iter().map(json_kind).collect();
        }
        if depth > DEEPEST {
            return None;
        }
        let unions = view.alternatives(self.resolver, self.diagnostics);
        let [union] = unions.as_slice() else {
            return None;
        };
        let mut kinds = BTreeSet::new();
        for branch in &union.branches {
            let member = [Member::whole(branch.clone())];
            let view = View::new(&member, self.resolver, self.diagnostics);
            kinds.extend(self.kinds_of(&view, depth + 1)?);
        }
        Some(kinds)
    }

    fn by_attempt(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
        place: &Location,
    ) -> UnionTest {
        let mut diagnostic = Diagnostic::new(
            Code::AmbiguousUnion,
            "nothing in a delivery tells these alternatives apart".to_owned(),
        )
        .at(
            place,
            "decoded as the alternative that fits and knows most members, then as the first",
        );
        for branch in among.iter().filter_map(|at| branches.get(*at)) {
            diagnostic = diagnostic.and(&branch.location, "an alternative");
        }
        self.diagnostics.push(diagnostic.help(
            "add a `discriminator`, or give a required member a `const` in each alternative",
        ));
        UnionTest::Attempt(among.to_vec())
    }
}

/// The questions to ask of a tag, the most specific first, and whether no value is shared.
fn tag_arms(
    branches: &[Branch<'_>],
    values: Vec<(usize, Vec<String>)>,
) -> Option<(Vec<TagArm>, bool)> {
    let required = |variant: usize| {
        branches
            .get(variant)
            .map_or(&[][..], |branch| branch.required.as_slice())
    };
    let mut arms: Vec<TagArm> = values
        .into_iter()
        .map(|(variant, values)| TagArm {
            values,
            required: Vec::new(),
            variant,
        })
        .collect();
    arms.sort_by_key(|arm| arm.values.len());
    let mut disjoint = true;
    for index in 0..arms.len() {
        let (earlier, later) = arms.split_at_mut(index + 1);
        let arm = earlier.last_mut()?;
        let rivals: Vec<&TagArm> = later
            .iter()
            .filter(|rival| rival.values.iter().any(|value| arm.values.contains(value)))
            .collect();
        disjoint &= rivals.is_empty();
        let asked_by_all = |name: &&str| {
            rivals
                .iter()
                .all(|rival| required(rival.variant).contains(name))
        };
        if !rivals.is_empty() {
            arm.required = required(arm.variant)
                .iter()
                .filter(|name| !asked_by_all(name))
                .map(|name| (*name).to_owned())
                .collect();
        }
        // A later arm that could never be reached tells nothing apart.
        let hidden = rivals
            .iter()
            .any(|rival| rival.values.iter().all(|value| arm.values.contains(value)));
        if hidden && arm.required.is_empty() {
            return None;
        }
    }
    Some((arms, disjoint))
}

fn by_members(branches: &[Branch<'_>], among: &[usize]) -> Option<UnionTest> {
    let mut tests = Vec::new();
    for index in among {
        let branch = branches.get(*index)?;
        if kind_of(&branch.view) != Some(JsonKind::Object) {
            return None;
        }
        let foreign: BTreeSet<&str> = among
            .iter()
            .filter(|other| *other != index)
            .filter_map(|other| branches.get(*other))
            .flat_map(|other| {
                let view = &other.view;
                let conditional = view.conditional_properties();
                let names = view.properties().into_keys().chain(conditional.into_keys());
                names.collect::<Vec<_>>()
            })
            .collect();
        let own: Vec<String> = branch
            .required
            .iter()
            .filter(|name| !foreign.contains(*name))
            .map(|name| (*name).to_owned())
            .collect();
        tests.push((own, *index));
    }
    // One alternative may have nothing of its own: it is what is left when no other fits.
    tests.sort_by_key(|(own, _)| own.is_empty());
    let nameless = tests.iter().filter(|(own, _)| own.is_empty()).count();
    (nameless <= 1).then_some(UnionTest::Members(tests))
}

/// The one JSON type that a schema's values have.
pub(super) fn kind_of(view: &View<'_>) -> Option<JsonKind> {
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
