//! From schemas to shapes and named types.
//!
//! In: the places of schemas. Out: a [`Shape`] for each, and the definitions of all types reached, named last, when every claim on a
//! name is known. Objects, enums and unions become types of their own wherever they stand. Source: JSON Schema 2020-12.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::combinations::Combinations;
use super::table::{Reserved, TypeKey, TypeTable, explicit_name};
use super::twins::Twins;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, identifier_of};
use crate::lower::account::{Findings, KeywordLedger, check_keywords};
use crate::lower::naming::Origin;
use crate::model::{SettledName, Shape, TypeDefinition};
use crate::place::Location;
use crate::resolve::is_annotation;
use crate::schema::{Conjunct, Conjunction, Schemas, View, component_name, type_name};

/// How many lists, maps and `null`s may be around one another with no object in between. The compiler follows a type through all of
/// them to know whether it may go from thread to thread, and gives up at 128 steps, of which each takes three or four.
pub(crate) const DEEPEST: usize = 16;

/// The types as they are made, and what is known by then.
pub(crate) struct TypeBuilder<'a, 's> {
    pub schemas: &'s Schemas<'a>,
    pub diagnostics: &'s mut Diagnostics,
    pub(crate) ledger: KeywordLedger<'a>,
    shapes: BTreeMap<Conjunction, Shape>,
    pub(crate) table: TypeTable,
    twins: Twins,
    combinations: Combinations,
    /// What is being lowered at the moment, inside the innermost type that has a name.
    open: BTreeSet<Conjunction>,
}

impl<'a, 's> TypeBuilder<'a, 's> {
    pub fn new(schemas: &'s Schemas<'a>, diagnostics: &'s mut Diagnostics) -> Self {
        Self {
            schemas,
            diagnostics,
            ledger: KeywordLedger::new(schemas.resolver),
            shapes: BTreeMap::new(),
            table: TypeTable::default(),
            twins: Twins::default(),
            combinations: Combinations::default(),
            open: BTreeSet::new(),
        }
    }

    /// The shape of values that one schema admits.
    pub fn shape_at(&mut self, location: &Location, origin: &Origin) -> Shape {
        self.shape(&[Conjunct::whole(location.clone())], origin)
    }

    /// The shape of values that all of the schemas admit.
    pub fn shape(&mut self, conjunction: &[Conjunct], origin: &Origin) -> Shape {
        for member in conjunction {
            self.ledger.visit_reference(&member.location);
        }
        let (key, or_nothing) = self.schemas.meant(conjunction);
        let mut key = self.without_settled(key);
        if let [only] = key.as_mut_slice()
            && !only.without_union
        {
            only.location = self.first_twin(only.location.clone());
        }
        let shape = self.shape_of(key, origin);
        or_null(shape, or_nothing)
    }

    /// The schemas without those that only say which others there are to choose from, of which one holds anyway: what is left is
    /// that one, by its own name.
    fn without_settled(&mut self, mut key: Conjunction) -> Conjunction {
        let mut index = 0;
        while key.len() > 1
            && let Some(member) = key.get(index)
        {
            if !member.without_union && self.is_settled_choice(&member.location, &key) {
                let dropped = key.remove(index);
                self.ledger.visit(&dropped.location);
            } else {
                index += 1;
            }
        }
        key
    }

    /// Whether one of several schemas that hold is nothing but a choice that the others settle.
    fn is_settled_choice(&mut self, location: &Location, key: &Conjunction) -> bool {
        let Value::Object(keywords) = self.schemas.resolver.value(location) else {
            return false;
        };
        let is_choice = |keyword: &String| matches!(keyword.as_str(), "oneOf" | "anyOf");
        let says_no_more = keywords
            .keys()
            .all(|keyword| is_choice(keyword) || is_annotation(keyword));
        if !says_no_more
            || !keywords.keys().any(is_choice)
            || type_name(location, self.schemas.resolver).is_some()
        {
            return false;
        }
        let view = self.schemas.view(key);
        let part = view.parts.iter().find(|part| part.location == *location);
        part.is_some_and(|part| {
            let mut choices = keywords.keys().filter(|keyword| is_choice(keyword));
            choices.all(|keyword| view.is_settled(part, keyword, self.schemas.resolver))
        })
    }

    /// The first place of a schema that says the same, if this one has no name.
    pub(crate) fn first_twin(&mut self, location: Location) -> Location {
        let value = self.schemas.resolver.value(&location);
        if value.is_object() && component_name(&location, self.schemas.resolver).is_none() {
            let first = self.twins.first(location.clone(), value);
            if first != location {
                self.ledger.copy(location, &first);
            }
            first
        } else {
            location
        }
    }

    fn shape_of(&mut self, key: Conjunction, origin: &Origin) -> Shape {
        let origin = &self.origin_of(&key, origin);
        if let Some(shape) = self.shapes.get(&key).cloned() {
            self.table.meet(&shape, origin);
            return shape;
        }
        let view = self.schemas.view(&key);
        let nullable = view.nullable();
        if let Some(id) = self.table.id(&key) {
            let shape = Shape::Named(id);
            self.table.meet(&shape, origin);
            let nullable = nullable || self.schemas.is_null_chosen(&view, &key);
            return or_null(shape, nullable);
        }
        if !self.combinations.admit(&key) {
            self.refuse_combination(&key);
            self.shapes.insert(key, Shape::Json);
            return Shape::Json;
        }
        check_keywords(&view, self.diagnostics);
        for part in &view.parts {
            self.ledger.visit(&part.location);
        }
        // A list or map of itself has no type of its own that it could be met again by.
        if !self.open.insert(key.clone()) {
            if let Some(member) = key.first() {
                self.diagnostics.push(within_itself(&member.location));
            }
            return Shape::Json;
        }
        let (shape, alternative_null) = self.bare_shape(&view, &key, origin);
        self.open.remove(&key);
        let mut shape = or_null(shape, nullable || alternative_null);
        if layers(&shape) > DEEPEST {
            self.refuse_depth(&view);
            shape = Shape::Json;
        }
        self.shapes.insert(key, shape.clone());
        shape
    }

    /// Where a type is met that a schema has no name for itself: in the component that the schema is, whoever refers to that first.
    fn origin_of(&self, key: &Conjunction, origin: &Origin) -> Origin {
        let name = match key.as_slice() {
            [only] if !only.without_union => {
                let given = type_name(&only.location, self.schemas.resolver).map(str::to_owned);
                given.or_else(|| component_name(&only.location, self.schemas.resolver))
            }
            _ => None,
        };
        match name {
            Some(name) => Origin {
                is_header: origin.is_header,
                ..Origin::named([name.as_str()])
            },
            None => origin.clone(),
        }
    }

    /// Lowers what is inside a type that has a place of its own: by that place a list or a map around it is met again, so what
    /// holds the type does not count as open inside it.
    pub(crate) fn inside_named<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> R {
        let around = std::mem::take(&mut self.open);
        let lowered = lower(self);
        self.open = around;
        lowered
    }

    /// Makes a place for a type, so that it may be reached from within itself. `None` for a conjunction of nothing.
    pub(crate) fn reserve<'k>(
        &mut self,
        key: impl Into<TypeKey<'k>>,
        view: &View<'a>,
        origin: &Origin,
        fallback: &str,
    ) -> Option<Reserved> {
        let key = key.into();
        let resolver = self.schemas.resolver;
        let reserved = self.table.reserve(key, view, origin, fallback, resolver)?;
        let explicit = explicit_name(key, resolver);
        self.diagnostics
            .extend(explicit.and_then(|name| no_type_name(name, &reserved.place)));
        Some(reserved)
    }

    /// All types, named; the names that are not plainly the document's; and what is known of the keywords.
    pub fn finish(self) -> (Vec<TypeDefinition>, Vec<SettledName>, KeywordLedger<'a>) {
        let (types, names) = self.table.settle(self.diagnostics);
        (types, names, self.ledger)
    }

    /// Counts the keywords of alternatives that are one type together, or none: the references to them, then what they say.
    pub(crate) fn visit_all<'c>(
        &mut self,
        alternatives: impl IntoIterator<Item = &'c Conjunction> + Clone,
    ) {
        for one in alternatives.clone().into_iter().flatten() {
            self.ledger.visit_reference(&one.location);
        }
        for alternative in alternatives {
            for part in &self.schemas.view(alternative).parts {
                self.ledger.visit(&part.location);
            }
        }
    }

    /// Takes what a decision had to say into the account.
    pub(crate) fn take(&mut self, findings: Findings) {
        self.diagnostics.extend(findings.diagnostics);
        for keyword in findings.lost {
            self.ledger.lose(keyword);
        }
        for (keyword, treatment) in findings.counted {
            self.ledger.count(keyword, treatment);
        }
    }
}

/// Complains of a name for a type that is none.
fn no_type_name(name: &str, place: &Location) -> Option<Diagnostic> {
    let ident = identifier_of(name, Style::Camel);
    if ident == name {
        return None;
    }
    let message = format!("`{name}` is not how Rust writes the name of a type");
    let diagnostic = Diagnostic::new(Code::InvalidValue, message);
    let help = format!("call it `{ident}`, or choose another name");
    let place = place.child("x-rust-name");
    Some(diagnostic.at(&place, "not the name of a type").help(help))
}

/// How many lists, maps and `null`s there are around what a shape holds.
fn layers(shape: &Shape) -> usize {
    let (mut count, mut shape) = (0, shape);
    while let Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) = shape {
        (count, shape) = (count + 1, inner);
    }
    count
}

/// `null` in front of a shape, once; plain JSON has it anyway.
pub(crate) fn or_null(shape: Shape, nullable: bool) -> Shape {
    match shape {
        Shape::Json => Shape::Json,
        Shape::Nullable(inner) => Shape::Nullable(inner),
        other if nullable => Shape::Nullable(Box::new(other)),
        other => other,
    }
}

/// Says that a list or a map of itself ends in raw JSON.
fn within_itself(location: &Location) -> Diagnostic {
    Diagnostic::new(
        Code::UnsupportedSchema,
        "this schema becomes plain JSON inside itself: there are only lists and maps in between, which have no names",
    )
    .at(location, "decoded as `serde_json::Value` where it comes again")
    .help("nothing is lost: the value reaches the handler as it came; put an object with `properties` in between to get a type")
}
