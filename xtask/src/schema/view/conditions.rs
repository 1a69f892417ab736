//! What holds for some values of a schema only.
//!
//! In: the parts of a schema. Out: the schemas under `then`, `else` and `dependentSchemas`, with
//! all that those lead to: what they say of members is known, when it holds is not. `if` only asks,
//! and without it `then` and `else` have no effect; but a schema that asks for a member shows that
//! the member may come. Source: JSON Schema 2020-12, Core §10.2.2.

use std::collections::{BTreeSet, VecDeque};

use indexmap::IndexMap;
use serde_json::Value;

use super::{Alternatives, Part, View};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::types::is_schema;
use crate::vocabulary::{ALTERNATIVES, FURTHER_MEMBERS};

/// A keyword whose schema holds for some values only.
#[derive(Debug, Clone)]
pub(crate) struct Conditional<'a> {
    /// Where the keyword stands.
    pub keyword: Location,
    /// The schema and those that it refers to, in the order in which their members stand in the
    /// spec.
    pub parts: Vec<Part<'a>>,
    /// Whether it is what `if` asks for, which need not hold for any value.
    pub is_question: bool,
    /// Whether a condition brings it, and not the choice among alternatives.
    pub is_under_condition: bool,
}

impl Conditional<'_> {
    /// Whether it says of members what they are.
    pub fn has_members(&self) -> bool {
        !self.is_question
            && self.parts.iter().any(|part| {
                let properties = part.get("properties").and_then(Value::as_object);
                properties.is_some_and(|properties| !properties.is_empty())
            })
    }
}

/// By what schemas hold that do so for some values only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brought {
    Condition,
    Question,
    /// The choice among alternatives.
    Choice,
}

/// A keyword, and a schema under it.
type Under = (Location, Location);

impl<'a> View<'a> {
    /// Follows the conditions of all parts.
    pub(crate) fn follow_conditions(
        &mut self,
        resolver: &Resolver<'a>,
        seen: &mut BTreeSet<Location>,
    ) {
        let waiting = self.parts.iter().flat_map(conditions).collect();
        self.follow_all(waiting, Brought::Condition, resolver, seen);
        self.follow_questions(resolver, seen);
    }

    /// Follows the `if` of all parts, conditional ones included. It comes last, because what is
    /// said of a member counts before what is asked of it.
    fn follow_questions(&mut self, resolver: &Resolver<'a>, seen: &mut BTreeSet<Location>) {
        let conditional = self.conditional.iter().flat_map(|one| &one.parts);
        let waiting = self.parts.iter().chain(conditional).filter_map(question);
        let waiting = waiting.collect();
        self.follow_all(waiting, Brought::Question, resolver, seen);
    }

    /// The same schema, with alternatives whose members hold for some values only.
    pub(in crate::schema) fn with_conditional(
        &self,
        unions: &[&Alternatives<'a>],
        resolver: &Resolver<'a>,
    ) -> Self {
        let mut whole = self.clone();
        whole.faults.clear();
        whole.conditional.retain(|one| !one.is_question);
        let conditional = whole.conditional.iter().flat_map(|one| &one.parts);
        let parts = whole.parts.iter().chain(conditional);
        let mut seen = parts.map(|part| part.location.clone()).collect();
        let waiting = unions.iter().flat_map(|union| {
            let keyword = union.place();
            let branches = union.branches.iter();
            branches.map(move |branch| (keyword.clone(), branch.clone()))
        });
        whole.follow_all(waiting.collect(), Brought::Choice, resolver, &mut seen);
        whole.follow_questions(resolver, &mut seen);
        whole
    }

    fn follow_all(
        &mut self,
        mut waiting: VecDeque<Under>,
        brought: Brought,
        resolver: &Resolver<'a>,
        seen: &mut BTreeSet<Location>,
    ) {
        let is_question = brought == Brought::Question;
        while let Some((keyword, schema)) = waiting.pop_front() {
            let mut inner = View::default();
            inner.expand(&schema, None, false, resolver, seen);
            self.faults.append(&mut inner.faults);
            for part in &inner.parts {
                waiting.extend(conditions(part));
                waiting.extend(choices(part));
                waiting.extend(question(part).filter(|_| is_question));
            }
            let parts = inner.ordered().cloned().collect();
            self.conditional.push(Conditional {
                keyword,
                parts,
                is_question,
                is_under_condition: brought != Brought::Choice,
            });
        }
    }

    /// The members that conditions name and nothing else does: for each name, the places of the
    /// schemas of which one may hold.
    pub fn conditional_properties(&self) -> IndexMap<&'a str, Vec<Location>> {
        let mut properties = self.properties_under(false);
        if !properties.is_empty() {
            let always = self.properties();
            properties.retain(|name, _| !always.contains_key(name));
        }
        properties
    }

    /// The members that are asked for under `if` and named nowhere else: for each name, the places
    /// of the schemas that ask.
    pub fn asked_properties(&self) -> IndexMap<&'a str, Vec<Location>> {
        let mut properties = self.properties_under(true);
        if !properties.is_empty() {
            let (always, sometimes) = (self.properties(), self.properties_under(false));
            properties
                .retain(|name, _| !(always.contains_key(name) || sometimes.contains_key(name)));
        }
        properties
    }

    /// Whether the type of a member that only conditions name holds for every value that has it:
    /// because some schema holds whichever way a condition goes, or the member comes only where a
    /// condition brings it. Alternatives are taken for all that there is.
    pub fn is_settled_member(&self, name: &str) -> bool {
        let forbids = |part: &Part<'a>| {
            let mut further = FURTHER_MEMBERS.iter().filter_map(|one| part.get(one));
            further.any(|value| *value == Value::Bool(false))
        };
        if self.parts.iter().any(forbids) {
            return true;
        }
        let conditional = || self.conditional.iter().filter(|one| !one.is_question);
        let naming = conditional().filter(|one| one.parts.iter().any(|part| part.names(name)));
        let mut holding: BTreeSet<Location> = BTreeSet::new();
        for one in naming {
            let is_asked_for = || {
                let own = one.keyword.child(name);
                one.parts.iter().any(|part| part.location == own)
            };
            match one.keyword.pointer.last() {
                Some("oneOf" | "anyOf") if !one.is_under_condition => return true,
                Some("dependentSchemas") if is_asked_for() => return true,
                _ => holding.insert(one.keyword.clone()),
            };
        }
        // What both `then` and `else` say holds wherever the schema with them does.
        loop {
            let is_whole = |part: &Part<'a>| {
                let mut both = ["then", "else"].into_iter();
                both.all(|keyword| holding.contains(&part.location.child(keyword)))
            };
            if self.parts.iter().any(is_whole) {
                return true;
            }
            let around = conditional().filter(|one| one.parts.iter().any(is_whole));
            let around: Vec<Location> = around.map(|one| one.keyword.clone()).collect();
            let known = holding.len();
            holding.extend(around);
            if holding.len() == known {
                return false;
            }
        }
    }

    fn properties_under(&self, is_question: bool) -> IndexMap<&'a str, Vec<Location>> {
        let of_kind = self.conditional.iter();
        let of_kind = of_kind.filter(|one| one.is_question == is_question);
        super::properties(of_kind.flat_map(|one| &one.parts))
    }
}

/// The schemas of a part that hold under a condition.
fn conditions(part: &Part<'_>) -> Vec<Under> {
    let mut found = Vec::new();
    if part.keywords.contains_key("if") {
        for keyword in ["then", "else"] {
            if part.get(keyword).is_some_and(Value::is_object) {
                let place = part.location.child(keyword);
                found.push((place.clone(), place));
            }
        }
    }
    if let Some(Value::Object(dependent)) = part.get("dependentSchemas") {
        let keyword = part.location.child("dependentSchemas");
        let schemas = dependent.iter().filter(|(_, schema)| is_schema(schema));
        found.extend(schemas.map(|(name, _)| (keyword.clone(), keyword.child(name))));
    }
    found
}

/// What is asked of a value in a part.
fn question(part: &Part<'_>) -> Option<Under> {
    let is_schema = part.get("if").is_some_and(Value::is_object);
    let place = part.location.child("if");
    is_schema.then(|| (place.clone(), place))
}

/// The alternatives of a part that holds under a condition itself.
fn choices(part: &Part<'_>) -> Vec<Under> {
    let under = ALTERNATIVES.into_iter().flat_map(|keyword| {
        let branches = part.listed(keyword).into_iter();
        branches.map(move |branch| (part.location.child(keyword), branch))
    });
    under.collect()
}
