//! Values of one JSON type, and of one of several.
//!
//! In: the JSON types that a schema names, and the values that it lists. Out: the shape. Source: JSON Schema 2020-12, Validation
//! §6.1, and the formats of OpenAPI 3.1 §4.4.

use serde_json::Value;

use super::builder::TypeBuilder;
use super::enums::lower_open_enum;
use super::shapes::items_kept_as_json;
use super::table::TypeKey;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::Origin;
use crate::lower::prose::docs;
use crate::model::{JsonKind, OpenEnumKind, Outcome, Shape, TypeKind, Union, UnionTest, Variant};
use crate::schema::{Conjunct, Conjunction, Listed, View, listed};

impl<'a> TypeBuilder<'a, '_> {
    /// The shape of values of one JSON type.
    pub(crate) fn typed_shape<'k>(
        &mut self,
        kind: &str,
        view: &View<'a>,
        key: impl Into<TypeKey<'k>>,
        origin: &Origin,
    ) -> Shape {
        let shape = match kind {
            "boolean" => Shape::Boolean,
            "integer" if view.format() == Some("uint64") || is_unsigned(view) => {
                Shape::UnsignedInteger
            }
            "integer" => Shape::Integer,
            // A format that no version of OpenAPI names, but whose meaning is plain.
            "number" if view.format() == Some("integer") => Shape::Integer,
            "number" => Shape::Number,
            "string" => match view.format() {
                Some("date-time") => Shape::DateTime,
                Some("date") => Shape::Date,
                _ => Shape::Text,
            },
            "array" => self.array_shape(view, origin),
            "object" => self.object_shape(view, key.into(), origin),
            // Reported where keywords are checked.
            _ => Shape::Json,
        };
        if let Some((part, Value::String(format))) = view.keyword("format")
            && is_kept(format, &shape)
        {
            self.ledger.keep(part.location.child("format"));
        }
        shape
    }

    fn array_shape(&mut self, view: &View<'a>, origin: &Origin) -> Shape {
        if let Some((part, _)) = view.keyword("prefixItems") {
            let place = part.location.child("prefixItems");
            self.diagnostics
                .push(items_kept_as_json(&place, "they differ by position"));
            self.ledger.lose_together(place, &view.together);
            if part.keywords.contains_key("items") {
                let items = part.location.child("items");
                self.ledger.lose_together(items, &view.together);
            }
            return Shape::List(Box::new(Shape::Json));
        }
        if let Some((part, Value::Array(_))) = view.keyword("items") {
            let place = part.location.child("items");
            self.diagnostics.push(items_kept_as_json(
                &place,
                "a list of schemas under `items` was given up with JSON Schema 2020-12",
            ));
            self.ledger.lose_together(place, &view.together);
            return Shape::List(Box::new(Shape::Json));
        }
        let items: Vec<Conjunct> = view
            .parts
            .iter()
            .filter(|part| part.keywords.get("items").is_some_and(Value::is_object))
            .map(|part| Conjunct::whole(part.location.child("items")))
            .collect();
        if items.is_empty() {
            return Shape::List(Box::new(Shape::Json));
        }
        Shape::List(Box::new(self.shape(&items, &origin.followed_by("Item"))))
    }

    /// The shape of values out of a list; `None` where the list says nothing that the type does not.
    pub(crate) fn listed_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        values: &[&Value],
        origin: &Origin,
    ) -> Option<Shape> {
        let types = view.types();
        let list = listed(values, types.as_deref());
        let (kind, texts) = match list {
            Listed::Texts(texts) => (OpenEnumKind::Text, texts),
            Listed::Integers(texts) => (OpenEnumKind::Integer, texts),
            Listed::Numbers => return Some(Shape::Number),
            Listed::Booleans => return Some(Shape::Boolean),
            Listed::Null => return Some(Shape::Json),
            // The type says how a list or an object is read; its values cannot be what is listed.
            Listed::OfOtherType if matches!(types.as_deref(), Some(["array" | "object"])) => {
                self.ignore_values(view);
                return None;
            }
            Listed::Mixed | Listed::OfOtherType => {
                let found = ["enum", "const"]
                    .into_iter()
                    .find_map(|keyword| Some((keyword, view.keyword(keyword)?.0)));
                if let Some((keyword, part)) = found {
                    let location = part.location.clone();
                    let why = match list {
                        Listed::OfOtherType => "a value that is listed is not of its type",
                        _ => "its values are neither all strings nor all integers",
                    };
                    self.keep_as_json(&location, keyword, &view.together, why);
                }
                return Some(Shape::Json);
            }
        };
        let reserved = self.reserve(key, view, origin, "A value out of a list that may grow.")?;
        let open_enum = lower_open_enum(kind, &texts, view, &reserved.place, self.diagnostics);
        Some(self.table.define(reserved, TypeKind::OpenEnum(open_enum)))
    }

    /// Says that the values which are listed for a list or an object count for nothing.
    fn ignore_values(&mut self, view: &View<'a>) {
        for keyword in ["enum", "const"] {
            if let Some((part, _)) = view.keyword(keyword) {
                let place = part.location.child(keyword);
                let what = format!("no value can be of the schema's type and of its `{keyword}`");
                self.diagnostics.push(
                    Diagnostic::new(Code::OffSpec, what)
                        .at(&place, "counts as if it were not there")
                        .help(
                            "put it into the schema of what is inside, if that is what it is about",
                        ),
                );
                self.ledger.lose_together(place, &view.together);
            }
        }
    }

    /// One shape for alternatives that are all texts or all numbers: an enum beside plain text is an open enum.
    pub(crate) fn scalars_shape(
        &mut self,
        branches: &[Conjunction],
        origin: &Origin,
    ) -> Option<Shape> {
        let mut kinds = Vec::new();
        for branch in branches {
            let view = self.schemas.view(branch);
            let types = view.types();
            kinds.push(match (view.values(), types.as_deref()) {
                (Some(values), types) if matches!(listed(&values, types), Listed::Texts(_)) => {
                    ("string", true)
                }
                (None, Some(["string"])) => ("string", false),
                (None, Some(["integer" | "number"])) => ("number", false),
                _ => return None,
            });
        }
        let numbers = kinds.iter().all(|(kind, _)| *kind == "number");
        let texts = kinds.iter().all(|(kind, _)| *kind == "string");
        let enums = kinds
            .iter()
            .zip(branches)
            .filter(|((_, listed), _)| *listed);
        let enums: Vec<&Conjunction> = enums.map(|(_, branch)| branch).collect();
        let shape = match (texts, numbers, enums.as_slice()) {
            (_, true, _) => Shape::Number,
            (true, _, [one]) => self.shape(one, origin),
            (true, _, []) => Shape::Text,
            _ => return None,
        };
        self.visit_all(branches);
        Some(shape)
    }

    /// A union of JSON types, for a `type` with several names.
    pub(crate) fn kinds_shape(
        &mut self,
        kinds: &[&str],
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
    ) -> Shape {
        let fallback = "A value of one of several JSON types.";
        let Some(reserved) = self.reserve(key, view, origin, fallback) else {
            return Shape::Json;
        };
        // The object among several types is a type beside the union.
        let object = TypeKey {
            conjunction: key,
            is_one_of_several: true,
        };
        let inner = Origin::member(reserved.id(), "Object");
        let mut variants = Vec::new();
        let mut tests = Vec::new();
        for kind in kinds {
            let (test, ident, words) = match *kind {
                "boolean" => (JsonKind::Boolean, "Boolean", "A boolean."),
                "integer" => (JsonKind::Integer, "Integer", "An integer."),
                "number" => (JsonKind::Number, "Number", "A number."),
                "string" => (JsonKind::String, "Text", "Text."),
                "array" => (JsonKind::Array, "List", "A list."),
                _ => (JsonKind::Object, "Object", "An object."),
            };
            let shape =
                self.inside_named(|lowering| lowering.typed_shape(kind, view, object, &inner));
            tests.push((test, Outcome::One(variants.len())));
            variants.push(Variant {
                ident: ident.to_owned(),
                docs: docs([words]),
                shape,
            });
        }
        tests.sort_by_key(|(kind, _)| *kind);
        let test = UnionTest::Kind(tests);
        let union = Union { variants, test };
        self.table.define(reserved, TypeKind::Union(union))
    }
}

/// Whether a shape is what a format says, no more and no less.
fn is_kept(format: &str, shape: &Shape) -> bool {
    matches!(
        (format, shape),
        ("date-time", Shape::DateTime)
            | ("date", Shape::Date)
            | ("int64" | "integer", Shape::Integer)
            | ("uint64", Shape::UnsignedInteger)
            | ("double", Shape::Number)
    )
}

/// Whether the bounds leave out negative integers and admit some that only `u64` has.
fn is_unsigned(view: &View<'_>) -> bool {
    let bound = |keyword: &str| view.keyword(keyword).map(|(_, bound)| bound);
    let natural = ["minimum", "exclusiveMinimum"]
        .into_iter()
        .filter_map(bound)
        .any(|least| least.as_i64().is_some_and(|least| least >= 0));
    let large = ["maximum", "exclusiveMaximum"]
        .into_iter()
        .filter_map(bound)
        .any(|most| most.is_u64() && !most.is_i64());
    natural && large
}
