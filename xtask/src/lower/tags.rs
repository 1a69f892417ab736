//! Tags that the alternatives of a union do not declare, but have.
//!
//! In: the alternatives. Out: the constants that each puts at a place below it, and the place whose constants tell all of them apart:
//! a member, or a member of a required member. A place that is always there comes before one that may be missing.

use super::enums::{Listed, as_one_of, listed};
use super::schemas::SchemaLowering;
use super::union_tests::{Branch, kind_of};
use super::view::{Conjunction, Member, View};
use crate::model::{JsonKind, TagArm, TagKind, UnionTest};

/// How many names may lead to a tag.
const LONGEST: usize = 3;

/// How deeply unions in alternatives are looked into.
const DEEPEST: usize = 4;

/// What the value at one place below an alternative must be one of.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    /// The names that lead there, outermost first; none for the value itself.
    pub path: Vec<String>,
    /// Whether every value of the alternative has something there.
    pub required: bool,
    pub kind: TagKind,
    /// The values as text.
    pub values: Vec<String>,
}

/// A tag, and how well it tells the alternatives apart.
struct Candidate {
    quality: Quality,
    test: UnionTest,
}

/// The best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// A member of the alternatives themselves.
    Near,
    /// Further down.
    Deep,
    /// It may be missing.
    Optional,
    /// Alternatives share some of its values.
    Overlapping,
}

/// The values that a view admits, as text, and what they are in JSON.
pub(super) fn constant_values(view: &View<'_>) -> Option<(TagKind, Vec<String>)> {
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

impl<'a> SchemaLowering<'a, '_> {
    /// The constants of a schema and of what is in its required members, in spec order.
    pub(super) fn constants_of(&mut self, view: &View<'a>) -> Vec<Constant> {
        let mut found = Vec::new();
        self.collect_constants(view, &[], DEEPEST, &mut found);
        found
    }

    fn collect_constants(
        &mut self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        if path.is_empty()
            && let Some((kind, values)) = constant_values(view)
        {
            found.push(Constant {
                path: Vec::new(),
                required: true,
                kind,
                values,
            });
        }
        let required = view.required();
        for (name, places) in view.properties() {
            let members: Conjunction = places.into_iter().map(Member::whole).collect();
            let inner = View::new(&members, self.resolver, self.diagnostics);
            let is_required = required.contains(&name);
            let below = [path, &[name.to_owned()]].concat();
            if let Some((kind, values)) = constant_values(&inner) {
                found.push(Constant {
                    path: below,
                    required: is_required,
                    kind,
                    values,
                });
            } else if is_required && below.len() < LONGEST {
                self.collect_constants(&inner, &below, depth, found);
            }
        }
        if let Some(depth) = depth.checked_sub(1) {
            self.collect_from_union(view, path, depth, found);
        }
    }

    /// The constants that all alternatives of a union put at the same place are the union's.
    fn collect_from_union(
        &mut self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        let unions = view.alternatives(self.resolver, self.diagnostics);
        let [union] = unions.as_slice() else {
            return;
        };
        let mut common: Option<Vec<Constant>> = None;
        for branch in &union.branches {
            let member = [Member::whole(branch.clone())];
            let view = View::new(&member, self.resolver, self.diagnostics);
            let mut own = Vec::new();
            self.collect_constants(&view, path, depth, &mut own);
            common = Some(match common {
                None => own,
                Some(common) => common
                    .into_iter()
                    .filter_map(|constant| with_values_of(constant, &own))
                    .collect(),
            });
        }
        for constant in common.into_iter().flatten() {
            if !found.iter().any(|known| known.path == constant.path) {
                found.push(constant);
            }
        }
    }
}

/// A constant that may also be what another alternative has at its place; `None` where that has none.
fn with_values_of(mut constant: Constant, others: &[Constant]) -> Option<Constant> {
    let other = others
        .iter()
        .find(|other| other.path == constant.path && other.kind == constant.kind)?;
    constant.required &= other.required;
    for value in &other.values {
        if !constant.values.contains(value) {
            constant.values.push(value.clone());
        }
    }
    Some(constant)
}

/// The best tag of some alternatives. `absent` gives the test for values without it, should it be one that may be missing.
pub(super) fn inferred_tag(
    branches: &[Branch<'_>],
    among: &[usize],
    absent: impl FnOnce(&[String]) -> UnionTest,
) -> Option<UnionTest> {
    let first = branches.get(*among.first()?)?;
    let mut best: Option<Candidate> = None;
    for constant in &first.constants {
        let Some(candidate) = candidate(branches, among, constant) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| candidate.quality < best.quality)
        {
            best = Some(candidate);
        }
    }
    let Candidate { quality, mut test } = best?;
    if quality == Quality::Optional
        && let UnionTest::Tag {
            path,
            absent: otherwise,
            ..
        } = &mut test
    {
        *otherwise = Some(Box::new(absent(path)));
    }
    Some(test)
}

/// The tag at the place of one constant, if all alternatives have one there and the values tell them apart.
fn candidate(branches: &[Branch<'_>], among: &[usize], of: &Constant) -> Option<Candidate> {
    let mut values = Vec::new();
    let mut required = true;
    for index in among {
        let branch = branches.get(*index)?;
        let found = branch
            .constants
            .iter()
            .find(|constant| constant.path == of.path && constant.kind == of.kind)?;
        // What is no object has no member, required or not.
        required &= found.required;
        if !found.required && kind_of(&branch.view) != Some(JsonKind::Object) {
            return None;
        }
        values.push((*index, found.values.clone()));
    }
    let (arms, disjoint) = tag_arms(branches, values)?;
    let quality = match (required, disjoint, of.path.len()) {
        (true, true, 0 | 1) => Quality::Near,
        (true, true, _) => Quality::Deep,
        (false, true, _) => Quality::Optional,
        (true, false, 1) => Quality::Overlapping,
        _ => return None,
    };
    Some(Candidate {
        quality,
        test: UnionTest::Tag {
            path: of.path.clone(),
            kind: of.kind,
            declared: false,
            arms,
            absent: None,
        },
    })
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
