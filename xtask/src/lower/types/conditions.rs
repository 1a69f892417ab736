//! Members that only some values have.
//!
//! In: what holds under a condition (`then`, `else`, `dependentSchemas`), what is asked for by one (`if`), and the alternatives of
//! several unions that hold at once. Out: the shapes of the members that those name, which become optional fields, and what became of
//! the keywords. Which of them holds for a value is not asked. Source: JSON Schema 2020-12, Core §10.2.

use std::collections::BTreeSet;

use serde_json::Value;

use super::builder::TypeBuilder;
use super::shapes::kept_as_json;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::Origin;
use crate::model::{JsonKind, Shape};
use crate::place::Location;
use crate::schema::{Alternatives, Conjunct, Conjunction, Part, Role, View, keywords_that};

impl<'a> TypeBuilder<'a, '_> {
    /// The shape of a member that one of several schemas describes, whichever holds. Where they disagree it is plain JSON.
    pub(crate) fn conditional_shape(&mut self, places: &[Location], origin: &Origin) -> Shape {
        let mut branches: Vec<Conjunction> = Vec::new();
        for place in places {
            let meant = self.schemas.seen_through(place);
            if let Some((location, _)) = meant {
                let branch = vec![Conjunct::whole(self.first_twin(location))];
                if !branches.contains(&branch) {
                    branches.push(branch);
                }
            }
        }
        match branches.as_slice() {
            [] => return Shape::Json,
            // By its place as written, so that references on the way are counted.
            [_] => {
                return places
                    .first()
                    .map_or(Shape::Json, |place| self.shape_at(place, origin));
            }
            _ => {}
        }
        if let Some(shape) = self.scalars_shape(&branches, origin) {
            return shape;
        }
        if let Some(shape) = self.all_values_shape(&branches, origin) {
            return shape;
        }
        let mut diagnostic: Option<Diagnostic> = None;
        for place in places {
            self.give_up(place);
            diagnostic = Some(match diagnostic {
                None => kept_as_json(place, "schemas of which only one may hold disagree on it"),
                Some(said) => said.and(place, "something else here"),
            });
        }
        self.diagnostics.extend(diagnostic);
        Shape::Json
    }

    /// One enum for a member that has a list of values under each condition.
    fn all_values_shape(&mut self, branches: &[Conjunction], origin: &Origin) -> Option<Shape> {
        let key: Conjunction = branches.concat();
        if let Some(id) = self.table.id(&key) {
            let shape = Shape::Named(id);
            self.table.meet(&shape, origin);
            return Some(shape);
        }
        let mut whole = View::of(Vec::new());
        let mut all = Vec::new();
        for branch in branches {
            let view = self.schemas.view(branch);
            for value in view.values()? {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
            whole.parts.extend_from_slice(&view.parts);
            whole.together.extend_from_slice(&view.together);
        }
        for part in &whole.parts {
            self.ledger.visit(&part.location);
        }
        self.listed_shape(&whole, &key, &all, origin)
    }

    /// A schema with several unions at once as one object, whose optional members are those of all the alternatives; `None` where an
    /// alternative says more than which members there are.
    pub(crate) fn with_optional_members(
        &mut self,
        view: &View<'a>,
        unions: &[&Alternatives<'a>],
    ) -> Option<View<'a>> {
        let object = BTreeSet::from([JsonKind::Object]);
        for branch in unions.iter().flat_map(|union| &union.branches) {
            let branch = self.schemas.view_at(branch);
            if self.schemas.kinds_of(&branch, 0).as_ref() != Some(&object) {
                return None;
            }
        }
        let whole = self.schemas.with_conditional(view, unions);
        let mut parts = whole.conditional.iter().flat_map(|one| &one.parts);
        let names_none = |part: &Part<'_>| {
            keywords_that(Role::Unnamed).any(|keyword| {
                let value = part.keywords.get(keyword);
                value.is_some_and(|value| *value != Value::Bool(false))
            })
        };
        if parts.any(names_none) {
            return None;
        }
        let mut diagnostic: Option<Diagnostic> = None;
        for union in unions {
            let place = union.part.location.child(union.keyword);
            diagnostic = Some(match diagnostic {
                None => Diagnostic::new(
                    Code::UnsupportedSchema,
                    "several `oneOf`/`anyOf` hold at once: the members of all their alternatives become optional fields",
                )
                .at(&place, "which of these holds is not told"),
                Some(said) => said.and(&place, "nor which of these"),
            });
            self.ledger.lose(place);
            if union.part.keywords.contains_key("discriminator") {
                self.ledger.lose(union.part.location.child("discriminator"));
            }
        }
        self.diagnostics.extend(diagnostic.map(|said| {
            said.help("nothing is lost: every member is there if the delivery has it")
        }));
        Some(whole)
    }

    /// Counts what conditions say: the names and schemas of members are in the type, the conditions are not.
    pub(crate) fn account_for_conditions(&mut self, view: &View<'a>) {
        let always = view.properties();
        for conditional in view.conditional.iter().filter(|one| one.has_members()) {
            let keyword = &conditional.keyword;
            if !matches!(keyword.pointer.last(), Some("oneOf" | "anyOf")) {
                self.ledger.keep(keyword.clone());
            }
            for part in &conditional.parts {
                self.ledger.visit(&part.location);
                // What the part says elsewhere, where it holds for certain, is not lost there.
                if !is_within(&part.location, keyword) {
                    continue;
                }
                for keyword in keywords_that(Role::Narrows) {
                    self.ledger.lose(part.location.child(keyword));
                }
                if let Some(Value::Object(own)) = part.keywords.get("properties") {
                    let properties = part.location.child("properties");
                    for name in own.keys().filter(|name| always.contains_key(name.as_str())) {
                        self.give_up(&properties.child(name));
                    }
                }
            }
        }
    }

    /// Counts what is asked for by conditions: the names of members that nothing else names are in the type, and no more.
    pub(crate) fn account_for_questions(&mut self, view: &View<'a>) {
        let asked = view.asked_properties();
        for conditional in view.conditional.iter().filter(|one| one.is_question) {
            for part in &conditional.parts {
                let Some(Value::Object(own)) = part.keywords.get("properties") else {
                    continue;
                };
                if !own.keys().any(|name| asked.contains_key(name.as_str())) {
                    continue;
                }
                self.ledger.visit(&part.location);
                if !is_within(&part.location, &conditional.keyword) {
                    continue;
                }
                for keyword in keywords_that(Role::Narrows) {
                    self.ledger.lose(part.location.child(keyword));
                }
                let properties = part.location.child("properties");
                for name in own.keys() {
                    self.give_up(&properties.child(name));
                }
            }
        }
    }

    /// Counts a schema of which no type keeps anything.
    fn give_up(&mut self, place: &Location) {
        self.ledger.visit(place);
        for keyword in keywords_that(Role::Narrows).chain(["$ref", "allOf", "properties", "type"]) {
            self.ledger.lose(place.child(keyword));
        }
    }
}

fn is_within(inner: &Location, outer: &Location) -> bool {
    let (inside, outside) = (inner.pointer.as_tokens(), outer.pointer.as_tokens());
    inner.file == outer.file && inside.starts_with(outside)
}
