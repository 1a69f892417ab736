//! How the variants of a union are told apart.
//!
//! In: the alternatives. Out: the first of these tests that is certain: a tag inferred from `const` and `enum`, the JSON type, the
//! members that must be there. Where the JSON type leaves several alternatives, they are told apart in the same way among
//! themselves, and so are values that lack a tag. What no test settles is tried, with a warning. A `discriminator` comes before all
//! of them, elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::attempts::attempts;
use super::enums::{Listed, listed};
use super::schemas::SchemaLowering;
use super::tag_arms::MOST_TAGS;
use super::tags::Constant;
use super::view::{Alternatives, Conditional, Conjunction, Member, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{JsonKind, MemberTest, Outcome, TagKind, UnionTest};
use crate::source::Location;

/// How deeply unions in unions are looked into for the JSON types of their values.
const DEEPEST: usize = 8;

/// How many values a message shows.
const SHOWN: usize = 3;

/// What one alternative says that can tell it from the others.
pub(super) struct Branch<'a> {
    pub location: Location,
    pub view: View<'a>,
    pub required: Vec<&'a str>,
    /// What it says of values below it.
    pub constants: Vec<Constant>,
    /// The one JSON type that its values have.
    pub kind: Option<JsonKind>,
    /// The members that its values may have, those of unions in it and those under conditions included.
    pub members: BTreeSet<&'a str>,
    /// Whether it is a union itself.
    pub is_union: bool,
    /// Whether it stands for other alternatives too, so that its own name would say too little.
    pub is_several: bool,
}

/// Alternatives that are to be told apart, and what is known of the value by then.
#[derive(Clone)]
pub(super) struct Rivals<'b, 'a> {
    /// Every alternative of the union.
    all: &'b [Branch<'a>],
    /// Those that are left, by their numbers: what comes first wins where nothing else decides.
    pub among: Vec<usize>,
    /// The union.
    place: &'b Location,
    /// The tags that have been asked.
    pub asked: Vec<Vec<String>>,
    /// What the last of them answered.
    answer: Option<Answer>,
}

/// What a tag said that left several alternatives.
#[derive(Clone)]
enum Answer {
    /// It was not there.
    Missing,
    /// One of these values, which several alternatives list.
    Shared(Vec<String>),
}

impl<'b, 'a> Rivals<'b, 'a> {
    /// All alternatives of the union at a place.
    pub fn of(all: &'b [Branch<'a>], place: &'b Location) -> Self {
        Self {
            all,
            among: (0..all.len()).collect(),
            place,
            asked: Vec::new(),
            answer: None,
        }
    }

    /// Those that are left, with their numbers.
    pub fn branches(&self) -> impl Iterator<Item = (usize, &'b Branch<'a>)> {
        let all = self.all;
        let numbers = self.among.iter();
        numbers.filter_map(|index| Some((*index, all.get(*index)?)))
    }

    /// How many of them know each member.
    pub fn known_members(&self) -> BTreeMap<&'a str, usize> {
        let mut known = BTreeMap::new();
        for name in self.branches().flat_map(|(_, branch)| &branch.members) {
            *known.entry(*name).or_default() += 1;
        }
        known
    }

    /// Those among them that may lack a tag, for values that do.
    pub fn without(&self, tag: &[String], among: Vec<usize>) -> Self {
        let mut rivals = self.clone();
        rivals.among = among;
        rivals.asked.push(tag.to_vec());
        rivals.answer = Some(Answer::Missing);
        rivals
    }

    /// Whether a member was a tag that has been asked.
    pub fn has_asked(&self, member: &str) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|path| matches!(path.as_slice(), [name] if name == member))
    }

    /// Those among them that share values of a tag.
    pub fn sharing(&self, among: Vec<usize>, tag: &[String], values: &[String]) -> Self {
        let mut rivals = self.clone();
        rivals.among = among;
        rivals.asked.push(tag.to_vec());
        rivals.answer = Some(Answer::Shared(values.to_vec()));
        rivals
    }
}

impl<'a> Branch<'a> {
    /// The alternative that stands at a place, references followed.
    pub fn new(location: Location, view: View<'a>, lowering: &mut SchemaLowering<'a, '_>) -> Self {
        let kinds = lowering.kinds_of(&view, 0);
        let kind = kinds.filter(|kinds| kinds.len() == 1);
        let unions = view.alternatives(lowering.resolver, lowering.diagnostics);
        let whole = view.with_conditional(&unions, lowering.resolver, lowering.diagnostics);
        let conditional = whole.conditional_properties().into_keys();
        let conditional = conditional.chain(whole.asked_properties().into_keys());
        Self {
            location,
            required: view.required(),
            constants: lowering.constants_of(&view),
            kind: kind.and_then(|kinds| kinds.into_iter().next()),
            members: view.properties().into_keys().chain(conditional).collect(),
            is_union: !unions.is_empty(),
            is_several: false,
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
}

impl<'a> SchemaLowering<'a, '_> {
    /// The first certain test.
    pub(super) fn test_of(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        if let Some(tag) = rivals.best_tag() {
            return self.tag_test(rivals, tag);
        }
        let Some(by_kind) = self.by_kind(rivals) else {
            return self.without_tag(rivals);
        };
        let mut kinds = Vec::new();
        for (kind, among) in by_kind {
            let outcome = match among.as_slice() {
                [only] => Outcome::One(*only),
                // An alternative may have several types, so asking for the type again could leave just as many.
                _ => {
                    let left = Rivals {
                        among,
                        ..rivals.clone()
                    };
                    Outcome::Further(Box::new(match left.best_tag() {
                        Some(tag) => self.tag_test(&left, tag),
                        None => self.without_tag(&left),
                    }))
                }
            };
            kinds.push((kind, outcome));
        }
        UnionTest::Kind(kinds)
    }

    /// The test for alternatives that no further tag tells apart.
    pub(super) fn without_tag(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        let by_members = self.by_members(rivals);
        if let Some((test, true)) = by_members {
            return test;
        }
        if rivals.asked.len() < MOST_TAGS
            && let Some(tag) = self.open_tag(rivals)
        {
            return self.tag_test(rivals, tag);
        }
        match by_members {
            Some((test, _)) => test,
            None => self.by_attempt(rivals),
        }
    }

    /// The alternatives by JSON type, if they have more than one between them. Every integer is a number, so it is asked first.
    fn by_kind(&mut self, rivals: &Rivals<'_, 'a>) -> Option<BTreeMap<JsonKind, Vec<usize>>> {
        let mut by_kind: BTreeMap<JsonKind, Vec<usize>> = BTreeMap::new();
        for (variant, branch) in rivals.branches() {
            for kind in self.kinds_of(&branch.view, 0)? {
                by_kind.entry(kind).or_default().push(variant);
            }
        }
        let narrower = by_kind
            .values()
            .any(|those| those.len() < rivals.among.len());
        narrower.then_some(by_kind)
    }

    /// The JSON types that a schema's values may have; `None` where that is open.
    pub(super) fn kinds_of(&mut self, view: &View<'a>, depth: usize) -> Option<BTreeSet<JsonKind>> {
        if let Some(types) = view.types() {
            return types.into_iter().map(json_kind).collect();
        }
        if depth > DEEPEST {
            return None;
        }
        // What is said beside a union holds for values of its types: `properties` says nothing of a list.
        let unions = view.alternatives(self.resolver, self.diagnostics);
        let of_union = match unions.as_slice() {
            [union] => self.kinds_of_union(union, depth),
            _ => None,
        };
        of_union.or_else(|| Some(BTreeSet::from([kind_of(view)?])))
    }

    fn kinds_of_union(
        &mut self,
        union: &Alternatives<'a>,
        depth: usize,
    ) -> Option<BTreeSet<JsonKind>> {
        let mut kinds = BTreeSet::new();
        for branch in &union.branches {
            let member = [Member::whole(branch.clone())];
            let view = View::new(&member, self.resolver, self.diagnostics);
            kinds.extend(self.kinds_of(&view, depth + 1)?);
        }
        Some(kinds)
    }

    /// By required members that no other alternative knows, and whether each alternative has some; `None` where more than one has none.
    fn by_members(&mut self, rivals: &Rivals<'_, 'a>) -> Option<(UnionTest, bool)> {
        let mut tests = Vec::new();
        let mut with_null = Vec::new();
        let known = rivals.known_members();
        for (variant, branch) in rivals.branches() {
            if branch.kind != Some(JsonKind::Object) {
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
            let (named, present): (Vec<&str>, Vec<&str>) = own
                .into_iter()
                .partition(|name| self.admits_null(&branch.view, name));
            if !named.is_empty() {
                with_null.push(MemberTest {
                    present: present.into_iter().map(str::to_owned).collect(),
                    named: named.into_iter().map(str::to_owned).collect(),
                    variant,
                });
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

    /// Whether a member may be `null`.
    pub(super) fn admits_null(&mut self, view: &View<'a>, member: &str) -> bool {
        let members = members_at(view, member);
        self.is_nullable(&members)
    }

    /// What is said of a member; nothing where it is not among the view's own.
    pub(super) fn member_view(&mut self, view: &View<'a>, member: &str) -> View<'a> {
        View::new(&members_at(view, member), self.resolver, self.diagnostics)
    }

    fn by_attempt(&mut self, rivals: &Rivals<'_, 'a>) -> UnionTest {
        let attempts = attempts(rivals);
        let tag = rivals.asked.last().map(|path| path.join("/"));
        let tag = tag.unwrap_or_default();
        let mut kinds = rivals.branches().map(|(_, branch)| branch.kind);
        let are_objects = kinds.any(|kind| kind.is_none_or(|kind| kind == JsonKind::Object));
        let certain = if are_objects {
            "add a `discriminator`, or give a required member a `const` in each alternative"
        } else {
            "nothing but an object can say what it is: describe what all of them have in common by one schema, or wrap each in an object"
        };
        let has_constants = attempts.iter().any(|attempt| !attempt.constants.is_empty());
        let (message, label, help) = match &rivals.answer {
            Some(Answer::Missing) => (
                format!("only `{tag}` tells these alternatives apart, and it may be missing"),
                "without it, decoded as the alternative that fits and knows most members, then as the first",
                format!("list `{tag}` under `required` in each alternative, if it is always there"),
            ),
            Some(Answer::Shared(values)) => (
                format!(
                    "several of these alternatives have {} as `{tag}`, and nothing else tells them apart",
                    either(values)
                ),
                "decoded as the alternative that fits and knows most members, then as the first",
                format!("let each value of `{tag}` stand in one alternative, or {certain}"),
            ),
            None if has_constants => (
                "no value tells all of these alternatives apart".to_owned(),
                "decoded as the alternative that fits, has its constants and knows most members, then as the first",
                certain.to_owned(),
            ),
            None => (
                "nothing in a delivery tells these alternatives apart".to_owned(),
                if are_objects {
                    "decoded as the alternative that fits and knows most members, then as the first"
                } else {
                    "decoded as the first alternative that fits"
                },
                certain.to_owned(),
            ),
        };
        let mut diagnostic = Diagnostic::new(Code::AmbiguousUnion, message).at(rivals.place, label);
        for (_, branch) in rivals.branches() {
            diagnostic = diagnostic.and(&branch.location, "an alternative");
        }
        self.diagnostics.push(diagnostic.help(help));
        UnionTest::Attempt(attempts)
    }
}

/// The schemas that hold for a member.
fn members_at(view: &View<'_>, member: &str) -> Conjunction {
    let places = view.properties().swap_remove(member);
    places.into_iter().flatten().map(Member::whole).collect()
}

/// Values in words, the first few of them.
fn either(values: &[String]) -> String {
    let mut words: Vec<String> = values
        .iter()
        .take(SHOWN)
        .map(|one| format!("`{one}`"))
        .collect();
    if values.len() > SHOWN {
        words.push(format!("{} more", values.len() - SHOWN));
    }
    match words.as_slice() {
        [some @ .., last] if !some.is_empty() => format!("{} or {last}", some.join(", ")),
        _ => words.concat(),
    }
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
