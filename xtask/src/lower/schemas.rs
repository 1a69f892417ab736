//! From schemas to shapes and named types.
//!
//! In: the places of schemas. Out: a [`Shape`] for each, and the definitions of all types reached, named last, when every claim on a
//! name is known. Objects, enums and unions become types of their own wherever they stand. Source: JSON Schema 2020-12.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::enums::{Listed, listed, lower_open_enum};
use super::keywords::check_keywords;
use super::naming::followed_by;
use super::pending::{Origin, Pending};
use super::references::seen_through;
use super::view::{Alternatives, Conjunction, Member, View, kept_as_json};
use crate::diagnostic::Diagnostics;
use crate::model::{JsonKind, OpenEnumKind, Shape, TypeId, TypeKind, Union, UnionTest, Variant};
use crate::resolve::Resolver;
use crate::source::Location;

/// The state of lowering schemas.
pub(super) struct SchemaLowering<'a, 'd> {
    pub resolver: &'a Resolver<'a>,
    pub diagnostics: &'d mut Diagnostics,
    shapes: BTreeMap<Conjunction, Shape>,
    pub(super) ids: BTreeMap<Conjunction, TypeId>,
    pub(super) pending: Vec<Pending>,
    /// What is being lowered at the moment.
    open: BTreeSet<Conjunction>,
}

impl<'a, 'd> SchemaLowering<'a, 'd> {
    pub fn new(resolver: &'a Resolver<'a>, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            resolver,
            diagnostics,
            shapes: BTreeMap::new(),
            ids: BTreeMap::new(),
            pending: Vec::new(),
            open: BTreeSet::new(),
        }
    }

    /// The shape of values that one schema admits.
    pub fn shape_at(&mut self, location: &Location, origin: &Origin) -> Shape {
        self.shape(
            &[Member {
                location: location.clone(),
                without_union: false,
            }],
            origin,
        )
    }

    /// The shape of values that all of the schemas admit.
    pub fn shape(&mut self, conjunction: &[Member], origin: &Origin) -> Shape {
        let mut key = Conjunction::new();
        let mut or_nothing = false;
        for member in conjunction {
            if let Some((location, nullable)) =
                seen_through(&member.location, self.resolver, self.diagnostics)
            {
                or_nothing |= nullable;
                key.push(Member {
                    location,
                    without_union: member.without_union,
                });
            }
        }
        key.dedup();
        let shape = self.shape_of(key, origin);
        or_null(shape, or_nothing)
    }

    fn shape_of(&mut self, key: Conjunction, origin: &Origin) -> Shape {
        if let Some(shape) = self.shapes.get(&key) {
            return shape.clone();
        }
        let view = View::new(&key, self.resolver, self.diagnostics);
        check_keywords(&view, self.diagnostics);
        let nullable = view.nullable();
        if let Some(id) = self.ids.get(&key) {
            return or_null(Shape::Named(*id), nullable);
        }
        // A list or map of itself has no type of its own that it could be met again by.
        if !self.open.insert(key.clone()) {
            if let Some(member) = key.first() {
                self.diagnostics.push(kept_as_json(
                    &member.location,
                    "it contains itself without an object in between",
                ));
            }
            return Shape::Json;
        }
        let (shape, alternative_null) = self.bare_shape(&view, &key, origin);
        self.open.remove(&key);
        let shape = or_null(shape, nullable || alternative_null);
        self.shapes.insert(key, shape.clone());
        shape
    }

    /// The shape without `null`, and whether a union has `null` among its alternatives.
    fn bare_shape(&mut self, view: &View<'a>, key: &Conjunction, origin: &Origin) -> (Shape, bool) {
        let mut unions = view.alternatives(self.resolver, self.diagnostics);
        if unions.len() > 1 {
            for union in &unions {
                self.diagnostics.push(kept_as_json(
                    &union.part.location,
                    "several `oneOf`/`anyOf` hold at once",
                ));
            }
            return (Shape::Json, false);
        }
        if let Some(union) = unions.pop() {
            let nullable = union.nullable;
            return (self.alternatives_shape(view, key, &union, origin), nullable);
        }
        if let Some(values) = view.values() {
            return (self.listed_shape(view, key, &values, origin), false);
        }
        let shape = match view.types().as_deref() {
            Some([]) => {
                if let Some((part, _)) = view.keyword("type").filter(|_| !view.nullable()) {
                    self.diagnostics.push(kept_as_json(
                        &part.location.child("type"),
                        "no type fits all that is said of it",
                    ));
                }
                Shape::Json
            }
            Some([one]) => self.typed_shape(one, view, key, origin),
            Some(["integer", "number"] | ["number", "integer"]) => Shape::Number,
            Some(several) => self.kinds_shape(several, view, key, origin),
            None if ["properties", "additionalProperties", "patternProperties"]
                .iter()
                .any(|keyword| view.keyword(keyword).is_some()) =>
            {
                self.typed_shape("object", view, key, origin)
            }
            None if view.keyword("items").is_some() => self.typed_shape("array", view, key, origin),
            None => Shape::Json,
        };
        (shape, false)
    }

    fn typed_shape(
        &mut self,
        kind: &str,
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
    ) -> Shape {
        match kind {
            "boolean" => Shape::Boolean,
            "integer" if view.text("format") == Some("uint64") => Shape::UnsignedInteger,
            "integer" => Shape::Integer,
            // A format that no version of OpenAPI names, but whose meaning is plain.
            "number" if view.text("format") == Some("integer") => Shape::Integer,
            "number" => Shape::Number,
            "string" => match view.text("format") {
                Some("date-time") => Shape::DateTime,
                Some("date") => Shape::Date,
                _ => Shape::Text,
            },
            "array" => self.array_shape(view, origin),
            "object" => self.object_shape(view, key, origin),
            // Reported where keywords are checked.
            _ => Shape::Json,
        }
    }

    fn array_shape(&mut self, view: &View<'a>, origin: &Origin) -> Shape {
        if let Some((part, _)) = view.keyword("prefixItems") {
            self.diagnostics.push(kept_as_json(
                &part.location.child("prefixItems"),
                "its items differ by position",
            ));
            return Shape::List(Box::new(Shape::Json));
        }
        let items: Vec<Member> = view
            .parts
            .iter()
            .filter(|part| part.keywords.get("items").is_some_and(Value::is_object))
            .map(|part| Member {
                location: part.location.child("items"),
                without_union: false,
            })
            .collect();
        if items.is_empty() {
            return Shape::List(Box::new(Shape::Json));
        }
        let origin = Origin {
            candidates: origin
                .candidates
                .iter()
                .map(|name| followed_by(name, "Item"))
                .collect(),
        };
        Shape::List(Box::new(self.shape(&items, &origin)))
    }

    fn listed_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        values: &[&Value],
        origin: &Origin,
    ) -> Shape {
        let (kind, texts) = match listed(values) {
            Listed::Texts(texts) => (OpenEnumKind::Text, texts),
            Listed::Integers(texts) => (OpenEnumKind::Integer, texts),
            Listed::Booleans => return Shape::Boolean,
            Listed::Null => return Shape::Json,
            Listed::Mixed => {
                if let Some((part, _)) = view.keyword("enum").or_else(|| view.keyword("const")) {
                    self.diagnostics.push(kept_as_json(
                        &part.location,
                        "its values are neither all strings nor all integers",
                    ));
                }
                return Shape::Json;
            }
        };
        let Some((id, place)) =
            self.reserve(view, key, origin, "A value out of a list that may grow.")
        else {
            return Shape::Json;
        };
        let open_enum = lower_open_enum(kind, &texts, view, &place, self.diagnostics);
        self.define(id, TypeKind::OpenEnum(open_enum));
        Shape::Named(id)
    }

    fn alternatives_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        origin: &Origin,
    ) -> Shape {
        let base = view.without_union(&union.part);
        let branches: Vec<Conjunction> = union
            .branches
            .iter()
            .map(|branch| {
                let mut members = base.clone().unwrap_or_default();
                members.push(Member {
                    location: branch.clone(),
                    without_union: false,
                });
                members
            })
            .collect();
        match branches.as_slice() {
            [] => Shape::Json,
            [one] => self.shape(one, origin),
            several => match self.scalars_shape(several, origin) {
                Some(shape) => shape,
                None => self.union_shape(view, key, union, several, origin),
            },
        }
    }

    /// One shape for alternatives that are all texts or all numbers: an enum beside plain text is an open enum.
    fn scalars_shape(&mut self, branches: &[Conjunction], origin: &Origin) -> Option<Shape> {
        let mut kinds = Vec::new();
        for branch in branches {
            let view = View::new(branch, self.resolver, self.diagnostics);
            kinds.push(match (view.values(), view.types().as_deref()) {
                (Some(values), _) if matches!(listed(&values), Listed::Texts(_)) => {
                    ("string", true)
                }
                (None, Some(["string"])) => ("string", false),
                (None, Some(["integer" | "number"])) => ("number", false),
                _ => return None,
            });
        }
        let numbers = kinds.iter().all(|(kind, _)| *kind == "number");
        let texts = kinds.iter().all(|(kind, _)| *kind == "string");
        let enums: Vec<usize> = (0..kinds.len()).filter(|index| kinds[*index].1).collect();
        match (texts, numbers, enums.as_slice()) {
            (_, true, _) => Some(Shape::Number),
            (true, _, [one]) => branches.get(*one).map(|branch| self.shape(branch, origin)),
            (true, _, []) => Some(Shape::Text),
            _ => None,
        }
    }

    /// A union of JSON types, for a `type` with several names.
    fn kinds_shape(
        &mut self,
        kinds: &[&str],
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
    ) -> Shape {
        let Some((id, _)) =
            self.reserve(view, key, origin, "A value of one of several JSON types.")
        else {
            return Shape::Json;
        };
        let mut variants = Vec::new();
        let mut tests = Vec::new();
        let inner = Origin {
            candidates: self.pending[id.0]
                .claim
                .candidates
                .iter()
                .map(|name| followed_by(name, "Object"))
                .collect(),
        };
        for kind in kinds {
            let (test, ident, words) = match *kind {
                "boolean" => (JsonKind::Boolean, "Boolean", "A boolean."),
                "integer" => (JsonKind::Integer, "Integer", "An integer."),
                "number" => (JsonKind::Number, "Number", "A number."),
                "string" => (JsonKind::String, "Text", "Text."),
                "array" => (JsonKind::Array, "List", "A list."),
                _ => (JsonKind::Object, "Object", "An object."),
            };
            // The object among several types is a type beside the union, so it goes by a key of its own.
            let mut object_key = key.clone();
            object_key.extend(key.iter().cloned());
            let shape = self.typed_shape(kind, view, &object_key, &inner);
            tests.push((test, variants.len()));
            variants.push(Variant {
                ident: ident.to_owned(),
                docs: super::docs::docs([words]),
                shape,
            });
        }
        tests.sort();
        self.define(
            id,
            TypeKind::Union(Union {
                variants,
                test: UnionTest::Kind(tests),
            }),
        );
        Shape::Named(id)
    }
}

/// `null` in front of a shape, once; plain JSON has it anyway.
fn or_null(shape: Shape, nullable: bool) -> Shape {
    match shape {
        Shape::Json => Shape::Json,
        Shape::Nullable(inner) => Shape::Nullable(inner),
        other if nullable => Shape::Nullable(Box::new(other)),
        other => other,
    }
}
