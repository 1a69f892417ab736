//! How the variants of a union are told apart.
//!
//! In: the alternatives. Out: the first of these tests that is certain: a tag inferred from `const` and `enum`, the JSON type, the
//! members that must be there. Where the JSON type leaves several alternatives, they are told apart in the same way among
//! themselves, and so are values that lack a tag. What no test settles is tried, with a warning. A `discriminator` comes before all
//! of them, elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::enums::{Listed, listed};
use super::schemas::SchemaLowering;
use super::tags::{Constant, inferred_tag};
use super::view::{Conditional, Member, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Attempt, AttemptConstant, JsonKind, KindChoice, TagKind, UnionTest};
use crate::source::Location;

/// How deeply unions in unions are looked into for the JSON types of their values.
const DEEPEST: usize = 8;

/// What one alternative says that can tell it from the others.
pub(super) struct Branch<'a> {
    pub location: Location,
    pub view: View<'a>,
    pub required: Vec<&'a str>,
    /// What it says of values below it.
    pub constants: Vec<Constant>,
}

impl<'a> Branch<'a> {
    /// The alternative that stands at a place, references followed.
    pub fn new(location: Location, view: View<'a>, lowering: &mut SchemaLowering<'a, '_>) -> Self {
        Self {
            location,
            required: view.required(),
            constants: lowering.constants_of(&view),
            view,
        }
    }

    /// What a member must be one of, as text, and what that is in JSON.
    pub fn tag_values(&self, property: &str) -> Option<(TagKind, Vec<String>)> {
        let is_member =
            |constant: &&Constant| matches!(constant.path.as_slice(), [name] if name == property);
        let found = self.constants.iter().find(is_member)?;
        Some((found.kind, found.values.clone()))
    }

    /// Whether the alternative knows the place of another's constant, and admits something else there.
    fn differs_at(&self, constant: &Constant) -> bool {
        let own = self.constants.iter().find(|own| own.path == constant.path);
        match (own, constant.path.as_slice()) {
            (Some(own), _) => own.values != constant.values,
            (None, []) => true,
            (None, [name]) => self.view.properties().contains_key(name.as_str()),
            (None, _) => false,
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
        if let Some(tag) = self.inferred_tag(branches, among, place) {
            return tag;
        }
        let Some(by_kind) = self.by_kind(branches, among) else {
            return self.without_tag(branches, among, place, None);
        };
        let choices = by_kind.into_iter().map(|(kind, among)| {
            let choice = match among.as_slice() {
                [only] => KindChoice::One(*only),
                // An alternative may have several types, so asking for the type again could leave just as many.
                several => KindChoice::Further(Box::new(
                    self.inferred_tag(branches, several, place)
                        .unwrap_or_else(|| self.without_tag(branches, several, place, None)),
                )),
            };
            (kind, choice)
        });
        UnionTest::Kind(choices.collect())
    }

    fn inferred_tag(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
        place: &Location,
    ) -> Option<UnionTest> {
        inferred_tag(branches, among, |path| {
            self.without_tag(branches, among, place, Some(path))
        })
    }

    /// The test for alternatives that no tag tells apart, or for values that lack the tag at this path.
    fn without_tag(
        &mut self,
        branches: &[Branch<'a>],
        among: &[usize],
        place: &Location,
        missing: Option<&[String]>,
    ) -> UnionTest {
        by_members(branches, among)
            .unwrap_or_else(|| self.by_attempt(branches, among, place, missing))
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
        missing: Option<&[String]>,
    ) -> UnionTest {
        let attempts = attempts(branches, among, missing);
        let certain =
            "add a `discriminator`, or give a required member a `const` in each alternative";
        let (message, label, help) = match missing {
            Some(path) => {
                let tag = path.join("/");
                (
                    format!("only `{tag}` tells these alternatives apart, and it may be missing"),
                    "without it, decoded as the alternative that fits and knows most members, then as the first",
                    format!(
                        "list `{tag}` under `required` in each alternative, if it is always there"
                    ),
                )
            }
            None if attempts.iter().any(|attempt| !attempt.constants.is_empty()) => (
                "no value tells all of these alternatives apart".to_owned(),
                "decoded as the alternative that fits, has its constants and knows most members, then as the first",
                certain.to_owned(),
            ),
            None => (
                "nothing in a delivery tells these alternatives apart".to_owned(),
                "decoded as the alternative that fits and knows most members, then as the first",
                certain.to_owned(),
            ),
        };
        let mut diagnostic = Diagnostic::new(Code::AmbiguousUnion, message).at(place, label);
        for branch in among.iter().filter_map(|at| branches.get(*at)) {
            diagnostic = diagnostic.and(&branch.location, "an alternative");
        }
        self.diagnostics.push(diagnostic.help(help));
        UnionTest::Attempt(attempts)
    }
}

/// The alternatives to try, each with the constants that another of them does not share; those that are known to be missing are of
/// no use.
fn attempts(branches: &[Branch<'_>], among: &[usize], missing: Option<&[String]>) -> Vec<Attempt> {
    let those = || {
        among
            .iter()
            .filter_map(|index| Some((*index, branches.get(*index)?)))
    };
    let attempts = those().map(|(variant, branch)| {
        let told = branch.constants.iter().filter(|constant| {
            missing != Some(constant.path.as_slice())
                && those().any(|(other, branch)| other != variant && branch.differs_at(constant))
        });
        Attempt {
            variant,
            constants: told
                .map(|constant| AttemptConstant {
                    path: constant.path.clone(),
                    values: constant.values.clone(),
                })
                .collect(),
        }
    });
    attempts.collect()
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
