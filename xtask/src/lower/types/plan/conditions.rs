//! Members that only some values have.
//!
//! In: what holds under a condition (`then`, `else`, `dependentSchemas`), what a condition asks for
//! (`if`), and the alternatives of several unions that hold at once. Out: plans for the members
//! that those name, which become optional fields, and what becomes of the keywords. Which condition
//! holds for a value is never asked. Source: JSON Schema 2020-12, Core §10.2.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Plan, Planner, kept_as_json};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::account::Findings;
use crate::model::JsonKind;
use crate::place::Location;
use crate::schema::{Alternatives, Conjunct, Conjunction, Part, Role, View, keywords_that};

impl<'a> Planner<'_, 'a> {
    /// The plan for a member that one of several schemas describes. Where they disagree it is JSON.
    pub(super) fn conditional(
        &mut self,
        places: &[Location],
        alternatives: &[Conjunction],
    ) -> Plan<'a> {
        match alternatives {
            [] => return Plan::Json,
            // By its place as written, so that references on the way are counted.
            [_] => {
                let first = places.first().cloned().map(Conjunct::whole);
                return Plan::Same(first.into_iter().collect());
            }
            _ => {}
        }
        if let Some(plan) = self.one_scalar(alternatives) {
            return plan;
        }
        if let Some(plan) = self.all_values(alternatives) {
            return plan;
        }
        let why = "schemas of which only one may hold disagree on it";
        let mut disagreement: Option<Diagnostic> = None;
        for place in places {
            give_up(&mut self.before, place);
            disagreement = Some(match disagreement {
                None => kept_as_json(place, why),
                Some(said) => said.and(place, "something else here"),
            });
        }
        self.before.diagnostics.extend(disagreement);
        Plan::Json
    }

    /// One enum for a member that has a list of values under each condition.
    fn all_values(&mut self, alternatives: &[Conjunction]) -> Option<Plan<'a>> {
        let mut all = Vec::new();
        for alternative in alternatives {
            for value in self.schemas.view(alternative).values()? {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
        let whole = self.schemas.view(&alternatives.concat());
        self.visit(&whole);
        self.listed(&whole, &all)
    }

    /// A schema with several unions at once as one object, whose optional members are those of all
    /// alternatives; `None` where an alternative says more than which members there are.
    pub(super) fn with_optional_members(
        &mut self,
        view: &View<'a>,
        unions: &[&Alternatives<'a>],
    ) -> Option<View<'a>> {
        let object = BTreeSet::from([JsonKind::Object]);
        let mut alternatives = unions.iter().flat_map(|union| &union.branches);
        let are_objects = alternatives.all(|alternative| {
            let view = self.schemas.view_at(alternative);
            self.schemas.kinds_of(&view, 0).as_ref() == Some(&object)
        });
        if !are_objects {
            return None;
        }
        let whole = self.schemas.with_conditional(view, unions);
        let mut parts = whole.conditional.iter().flat_map(|one| &one.parts);
        let has_unnamed = |part: &Part<'_>| {
            keywords_that(Role::Unnamed).any(|keyword| {
                let value = part.get(keyword);
                value.is_some_and(|value| *value != Value::Bool(false))
            })
        };
        if parts.any(has_unnamed) {
            return None;
        }
        let message = "several `oneOf`/`anyOf` hold at once: the members of all their alternatives become optional fields";
        let mut diagnostic = Diagnostic::new(Code::UnsupportedSchema, message);
        for union in unions {
            let place = union.part.location.child(union.keyword);
            diagnostic = match diagnostic.labels.as_slice() {
                [] => diagnostic.at(&place, "the type does not say which of these holds"),
                _ => diagnostic.and(&place, "or which of these"),
            };
            self.before.lose(place);
            if union.part.keywords.contains_key("discriminator") {
                self.before.lose(union.part.location.child("discriminator"));
            }
        }
        let help = "nothing is lost: every member is there if the delivery has it";
        self.before.push(diagnostic.help(help));
        Some(whole)
    }

    /// Counts what conditions say. The names and schemas of their members are in the type, and so
    /// are the names of members that only a question has; the conditions are not.
    pub(super) fn account_for_conditions(&mut self, view: &View<'a>) {
        let always = view.properties();
        let asked = view.asked_properties();
        let is_settled = |name: &str| !always.contains_key(name) && view.is_settled_member(name);
        for conditional in &view.conditional {
            let keyword = &conditional.keyword;
            if !conditional.is_question {
                if !conditional.has_members() {
                    continue;
                }
                let own = conditional
                    .parts
                    .iter()
                    .filter_map(|part| part.get("properties"));
                let mut names = own.filter_map(Value::as_object).flat_map(Map::keys);
                let is_choice = matches!(keyword.pointer.last(), Some("oneOf" | "anyOf"));
                if !is_choice && names.any(|name| is_settled(name)) {
                    self.after.keep(keyword.clone());
                }
            }
            for part in &conditional.parts {
                let own = part.get("properties").and_then(Value::as_object);
                let names = own.into_iter().flat_map(|own| own.keys());
                let mut names = names.map(String::as_str);
                if conditional.is_question && !names.clone().any(|name| asked.contains_key(name)) {
                    continue;
                }
                self.after.visit(&part.location);
                // What the part says elsewhere, where it holds for certain, is not lost there.
                if part.location.below(keyword).is_none() {
                    continue;
                }
                for keyword in keywords_that(Role::Narrows) {
                    self.after.lose(part.location.child(keyword));
                }
                let properties = part.location.child("properties");
                names
                    .by_ref()
                    .filter(|name| conditional.is_question || !is_settled(name))
                    .for_each(|name| give_up(&mut self.after, &properties.child(name)));
            }
        }
    }
}

/// Counts a schema of which no type keeps anything.
fn give_up(findings: &mut Findings, place: &Location) {
    findings.visit(place);
    for keyword in keywords_that(Role::Narrows).chain(["$ref", "allOf", "properties", "type"]) {
        findings.lose(place.child(keyword));
    }
}
