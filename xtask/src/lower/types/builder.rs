//! The one place where types are made.
//!
//! In: the places of schemas. Out: a [`Shape`] for each, and the definitions of all types reached,
//! named last, when every claim on a name is known. What a schema becomes is planned elsewhere;
//! here alone plans are followed into what they hold, and here alone something changes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::combinations::Combinations;
use super::copies::Copies;
use super::distinct_null::DistinctNull;
use super::plan::{DEEPEST, Others, Plan, Planned, plan, too_deep, too_many_combinations};
use super::table::{Reserved, Site, TypeTable, way_within_component};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, identifier_of};
use crate::lower::account::{Findings, KeywordLedger};
use crate::lower::naming::Origin;
use crate::model::{SettledName, Shape, TypeDefinition};
use crate::place::Location;
use crate::schema::{ALTERNATIVES, Conjunct, Conjunction, Kin, Schemas, component_name, type_name};
use crate::vocabulary::is_annotation;

/// The types as they are made, and what is known by then.
pub(crate) struct TypeBuilder<'a, 's> {
    pub schemas: &'s Schemas<'a>,
    pub diagnostics: &'s mut Diagnostics,
    pub ledger: KeywordLedger<'a>,
    pub table: TypeTable,
    shapes: BTreeMap<Conjunction, Shape>,
    pub(super) copies: Copies<'a>,
    pub(super) distinct_null: DistinctNull,
    combinations: Combinations,
    /// What is being made at the moment, inside the innermost type that has a name.
    open: BTreeSet<Conjunction>,
}

impl<'a, 's> TypeBuilder<'a, 's> {
    pub fn new(
        schemas: &'s Schemas<'a>,
        distinct_null: DistinctNull,
        diagnostics: &'s mut Diagnostics,
    ) -> Self {
        Self {
            schemas,
            diagnostics,
            ledger: KeywordLedger::new(schemas.resolver),
            table: TypeTable::default(),
            shapes: BTreeMap::new(),
            copies: Copies::default(),
            distinct_null,
            combinations: Combinations::default(),
            open: BTreeSet::new(),
        }
    }

    /// All types, named; the names that are not plainly the document's; and the account.
    pub fn finish(mut self) -> (Vec<TypeDefinition>, Vec<SettledName>, KeywordLedger<'a>) {
        self.tell_all_wordings();
        self.diagnostics.extend(self.distinct_null.without_effect());
        self.table.unite_members_of_variants();
        let (types, names) = self.table.settle(self.diagnostics);
        (types, names, self.ledger)
    }

    /// The shape of values that one schema admits.
    pub fn shape_at(&mut self, location: &Location, origin: &Origin) -> Shape {
        self.shape(&[Conjunct::whole(location.clone())], origin)
    }

    /// The shape of values that all of the schemas admit.
    pub fn shape(&mut self, conjunction: &[Conjunct], origin: &Origin) -> Shape {
        for one in conjunction {
            self.ledger.visit_reference(&one.location);
        }
        let (mut key, or_null) = self.schemas.meant(conjunction);
        self.drop_settled(&mut key);
        let mut origin = self.origin_of(&key, origin);
        if let [only] = key.as_mut_slice()
            && !only.without_union
        {
            // What stands inside the type around it is named after that.
            let around = origin.parent.and_then(|parent| self.table.place(parent));
            if around.is_some_and(|around| only.location.below(around).is_none()) {
                origin.declared = way_within_component(&only.location, self.schemas.resolver);
            }
            let header = origin.words.first().filter(|_| origin.is_parameter);
            only.location = self.first_copy(only.location.clone(), header);
        }
        match Site::of(&key, &origin) {
            Some(site) => self.shape_of(site).or_null(or_null),
            // No reference leads to a schema, which is reported where references are followed.
            None => Shape::Json,
        }
    }

    /// Drops the schemas that only say which others there are to choose from, of which one holds
    /// anyway: what is left is that one, by its own name.
    fn drop_settled(&mut self, key: &mut Conjunction) {
        let mut index = 0;
        while key.len() > 1
            && let Some(one) = key.get(index)
        {
            if !one.without_union && self.is_settled_choice(&one.location, key) {
                let dropped = key.remove(index);
                self.ledger.visit(&dropped.location);
            } else {
                index += 1;
            }
        }
    }

    /// Whether one of several schemas that hold is nothing but a choice that the others settle.
    fn is_settled_choice(&self, location: &Location, key: &Conjunction) -> bool {
        let resolver = self.schemas.resolver;
        let Value::Object(keywords) = resolver.value(location) else {
            return false;
        };
        let is_choice = |keyword: &&String| ALTERNATIVES.contains(&keyword.as_str());
        let says_no_more = keywords
            .keys()
            .all(|keyword| is_choice(&keyword) || is_annotation(keyword));
        let mut choices = keywords.keys().filter(is_choice).peekable();
        if !says_no_more || choices.peek().is_none() || type_name(location, resolver).is_some() {
            return false;
        }
        let view = self.schemas.view(key);
        let part = view.parts.iter().find(|part| part.location == *location);
        part.is_some_and(|part| choices.all(|keyword| view.is_settled(part, keyword, resolver)))
    }

    /// The first place of a schema that says the same, if this one has no name. `header` is the
    /// header whose value it describes, if it is one's.
    pub(super) fn first_copy(&mut self, location: Location, header: Option<&String>) -> Location {
        let resolver = self.schemas.resolver;
        let value = resolver.value(&location);
        if !value.is_object() || component_name(&location, resolver).is_some() {
            return location;
        }
        let kin = match header {
            Some(header) => Kin::of_header(header),
            None => Kin::of(&location, resolver),
        };
        let is_distinct = self.distinct_null.is_around(&location, self.schemas);
        let meaning = (kin, is_distinct);
        let first = self.copies.first(location.clone(), value, meaning);
        if first != location {
            self.ledger.copy(location, &first);
        }
        first
    }

    /// Where a type is met that has no name of its own: inside the component that its schema is,
    /// whoever refers to that first.
    fn origin_of(&self, key: &Conjunction, origin: &Origin) -> Origin {
        let resolver = self.schemas.resolver;
        let name = match key.as_slice() {
            [only] if !only.without_union => type_name(&only.location, resolver)
                .map(str::to_owned)
                .or_else(|| component_name(&only.location, resolver)),
            _ => None,
        };
        match name {
            Some(name) => Origin {
                is_parameter: origin.is_parameter,
                ..Origin::named([name.as_str()])
            },
            None => origin.clone(),
        }
    }

    fn shape_of(&mut self, site: Site<'_>) -> Shape {
        let key = site.key;
        if let Some(shape) = self.shapes.get(key).cloned() {
            self.table.meet(&shape, site.origin);
            return shape;
        }
        let view = self.schemas.view(key);
        if let Some(shape) = self.met(site) {
            return shape.or_null(view.nullable() || self.schemas.is_null_chosen(&view, key));
        }
        if !self.combinations.admit(key) {
            self.take(too_many_combinations(&view));
            self.shapes.insert(key.clone(), Shape::Json);
            return Shape::Json;
        }
        // A list or map of itself has no type of its own that it could be met again by.
        if !self.open.insert(key.clone()) {
            self.diagnostics.extend(key.first().map(within_itself));
            return Shape::Json;
        }
        let mut shape = self.build(plan(self.schemas, key), site);
        self.open.remove(key);
        if layers(&shape) > DEEPEST {
            self.take(too_deep(&view));
            shape = Shape::Json;
        }
        self.shapes.insert(key.clone(), shape.clone());
        shape
    }

    /// The type of some schemas, if it is there already.
    pub(super) fn met(&mut self, site: Site<'_>) -> Option<Shape> {
        let shape = Shape::Named(self.table.id(site.key)?);
        self.table.meet(&shape, site.origin);
        Some(shape)
    }

    /// Makes what is planned.
    pub(super) fn build(&mut self, planned: Planned<'a>, site: Site<'_>) -> Shape {
        let origin = site.origin;
        self.take(planned.before);
        let shape = match planned.plan {
            Plan::Json => Shape::Json,
            Plan::Scalar(shape) => shape,
            Plan::List(items) => {
                Shape::List(Box::new(self.shape(&items, &origin.followed_by("Item"))))
            }
            Plan::Tuple(plan) => self.tuple(&plan, site),
            Plan::Map(others) => match others.map(|others| self.others(others, origin)) {
                Some(Shape::Json) | None => Shape::JsonObject,
                Some(shape) => Shape::Map(Box::new(shape)),
            },
            Plan::Same(schemas) => self.shape(&schemas, origin),
            Plan::JsonText(schemas, coding) => {
                Shape::JsonText(Box::new(self.shape(&schemas, origin)), coding)
            }
            Plan::Enum(plan) => self.open_enum(&plan, site),
            Plan::Object(plan) => self.object(plan, site),
            Plan::Union(plan) => self.union(plan, site),
            Plan::Kinds(kinds) => self.union_of_kinds(kinds, site),
        };
        self.take(planned.after);
        shape.or_null(planned.nullable)
    }

    /// The shape of members that are not listed.
    pub(super) fn others(&mut self, others: Others, origin: &Origin) -> Shape {
        let Some(schema) = others.schema else {
            return Shape::Json;
        };
        let shape = self.shape_at(&schema, &origin.followed_by("Value"));
        if shape == Shape::Json {
            return shape;
        }
        self.diagnostics.extend(others.warning);
        match schema.parent() {
            Some(patterns) if others.binds_some => self.or_any(shape, patterns, origin),
            _ => shape,
        }
    }

    /// Makes what is inside a type that has a place of its own: by that place a list or a map
    /// around it is met again, so what holds the type does not count as open inside it.
    pub(super) fn inside_named<R>(&mut self, make: impl FnOnce(&mut Self) -> R) -> R {
        let around = std::mem::take(&mut self.open);
        let made = make(self);
        self.open = around;
        made
    }

    /// Makes a place for a type, so that it may be reached from within itself.
    pub(super) fn reserve(&mut self, site: Site<'_>) -> Reserved {
        let view = self.schemas.view(site.key);
        let resolver = self.schemas.resolver;
        let reserved = self.table.reserve(site, &view, resolver);
        let explicit = site.explicit_name(resolver);
        let fault = explicit.and_then(|name| no_type_name(name, &reserved.place));
        self.diagnostics.extend(fault);
        reserved
    }

    /// Takes what a decision had to say into the account.
    fn take(&mut self, findings: Findings) {
        findings.report(&mut self.ledger, self.diagnostics);
    }
}

/// Complains about a name for a type that cannot be one.
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
    while let Shape::List(inner)
    | Shape::Map(inner)
    | Shape::Nullable(inner)
    | Shape::JsonText(inner, _) = shape
    {
        (count, shape) = (count + 1, inner);
    }
    count
}

/// Says that a list or a map of itself ends in plain JSON.
fn within_itself(conjunct: &Conjunct) -> Diagnostic {
    Diagnostic::new(
        Code::UnsupportedSchema,
        "this schema becomes plain JSON inside itself: there are only lists and maps in between, which have no names",
    )
    .at(&conjunct.location, "decoded as `serde_json::Value` where it comes again")
    .help("nothing is lost: the value reaches the handler as it came; put an object with `properties` in between to get a type")
}
