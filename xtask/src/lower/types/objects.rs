//! From object schemas to structs and maps.
//!
//! In: what all parts of a schema say of an object. Out: an [`Object`] with its members in spec order, or a map. Source: JSON Schema
//! 2020-12, Core §10.3.2 and Validation §6.5.3. Whether a member must be there is the spec's `required`, nothing else.

use serde_json::Value;

use super::builder::TypeBuilder;
use super::table::TypeKey;
use crate::diagnostic::{Code, Diagnostic};
use crate::ident::{Style, identifier_of, identifiers};
use crate::lower::naming::{Claim, Origin, Rank, settle};
use crate::lower::prose::{first_said, schema_docs};
use crate::model::{Docs, Field, Name, NameSource, Object, Shape, TypeId, TypeKind};
use crate::place::Location;
use crate::schema::{Conjunct, FURTHER_MEMBERS, Part, View, field_name, type_name};

/// What to do about a number in the name of a field.
const NUMBERED_FIELD: &str =
    "nothing is lost: the name in JSON stays as it is, and only the field has a number";

/// What the documentation says of a member that only conditions name.
const CONDITIONAL: &str = "The spec has it in some cases only.";

/// What the documentation says of a member that conditions ask for and that nothing else names.
const ASKED: &str = "The spec asks for it in a condition only, and does not say what it is.";

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
    /// The spec says what it is where a condition holds, and nothing elsewhere.
    Conditional,
    /// The spec says nowhere what it is: a condition depends on it.
    Asked,
}

impl<'a> TypeBuilder<'a, '_> {
    /// The shape of an object: a type of its own where members are listed, a map otherwise.
    pub(crate) fn object_shape(
        &mut self,
        view: &View<'a>,
        key: TypeKey<'_>,
        origin: &Origin,
    ) -> Shape {
        let mut properties = view.properties().clone();
        let described = properties.len();
        properties.extend(view.conditional_properties());
        let said = properties.len();
        properties.extend(view.asked_properties());
        if properties.is_empty() {
            return match self.additional_shape(view, origin) {
                Some(Shape::Json) | None => Shape::JsonObject,
                Some(shape) => Shape::Map(Box::new(shape)),
            };
        }
        let Some(reserved) = self.reserve(key, view, origin, "An object of the spec.") else {
            return Shape::JsonObject;
        };
        let id = reserved.id();
        let first = key.conjunction.first();
        let first = first.map_or(&reserved.place, |one| &one.location).clone();
        let required = view.required();
        self.account_for_undescribed(view, |name| properties.contains_key(name));
        let inner = Origin::member(id, "additional properties");
        let additional = self.inside_named(|lowering| lowering.additional_shape(view, &inner));

        let mut claims: Vec<Claim> = properties
            .iter()
            .map(|(name, places)| {
                let chosen = places
                    .iter()
                    .find_map(|place| Some((place, field_name(place, self.schemas.resolver)?)));
                let candidates = match chosen {
                    Some((_, chosen)) => vec![identifier_of(chosen, Style::Snake)],
                    None => identifiers(name, Style::Snake),
                };
                let rank = match chosen {
                    Some(_) => Rank::Explicit,
                    None => Rank::of(name, &candidates),
                };
                let places =
                    chosen.map_or(places.as_slice(), |(place, _)| std::slice::from_ref(place));
                Claim {
                    rank,
                    candidates,
                    place: places.first().unwrap_or(&first).clone(),
                    remedy: NUMBERED_FIELD,
                }
            })
            .collect();
        if additional.is_some() {
            let candidates = vec![
                "additional_properties".to_owned(),
                "other_properties".to_owned(),
            ];
            claims.push(Claim {
                candidates,
                rank: Rank::Derived,
                place: first.clone(),
                remedy: NUMBERED_FIELD,
            });
        }
        let mut idents = settle(&claims, &[], self.diagnostics).into_iter();

        let mut fields = Vec::new();
        for (index, ((wire, places), ident)) in properties.iter().zip(idents.by_ref()).enumerate() {
            let is_chosen = places
                .iter()
                .any(|place| field_name(place, self.schemas.resolver).is_some());
            let name = Name {
                wire: (*wire).to_owned(),
                ident,
                source: if is_chosen {
                    NameSource::Keyword("x-rust-name")
                } else {
                    NameSource::Wire
                },
            };
            let presence = match required.contains(wire) {
                _ if index >= said => Presence::Asked,
                _ if index >= described => Presence::Conditional,
                true => Presence::Required,
                false => Presence::Optional,
            };
            fields.push(self.inside_named(|lowering| lowering.field(name, places, presence, id)));
        }
        self.account_for_conditions(view);
        self.account_for_questions(view);
        let additional = additional
            .zip(idents.next())
            .map(|(shape, ident)| (Name::of_wire("", ident), shape));
        let object = Object { fields, additional };
        self.table.define(reserved, TypeKind::Object(object))
    }

    fn field(
        &mut self,
        name: Name,
        places: &[Location],
        presence: Presence,
        parent: TypeId,
    ) -> Field {
        let members: Vec<Conjunct> = places.iter().cloned().map(Conjunct::whole).collect();
        let origin = Origin::member(parent, &name.wire);
        let shape = match presence {
            Presence::Conditional => self.conditional_shape(places, &origin),
            // What is asked need not hold, so it binds no value.
            Presence::Asked => Shape::Json,
            Presence::Required | Presence::Optional => self.shape(&members, &origin),
        };
        let mut docs = match presence {
            Presence::Asked => self.asked_docs(&name.wire, places),
            _ => self.field_docs(&name.wire, &members, &shape),
        };
        let condition = match presence {
            Presence::Conditional => Some(CONDITIONAL),
            Presence::Asked => Some(ASKED),
            Presence::Required | Presence::Optional => None,
        };
        if let Some(condition) = condition {
            docs = Docs {
                text: format!("{}\n\n{condition}", docs.text),
            };
        }
        // A `writeOnly` member is required of those who write it (OpenAPI 3.0.4 §4.7.24.2), and a delivery is read.
        let required = presence == Presence::Required && !self.is_set(places, "writeOnly");
        if shape.named().is_none() {
            self.refuse_names_of_no_type(places);
        }
        let deprecated = self.is_set(places, "deprecated");
        let (shape, nullable) = match shape {
            Shape::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        Field {
            name,
            docs,
            optional: !required || nullable,
            written_as_null: required && nullable,
            shape,
            deprecated,
        }
    }

    /// Whether a keyword is `true` in one of the schemas that stand at a member.
    fn is_set(&self, places: &[Location], keyword: &str) -> bool {
        let mut places = places.iter();
        places.any(|place| {
            self.schemas.resolver.value(place).get(keyword) == Some(&Value::Bool(true))
        })
    }

    /// Counts a `required` as not expressed where it asks for a member that nothing describes.
    fn account_for_undescribed(&mut self, view: &View<'a>, described: impl Fn(&str) -> bool) {
        for part in &view.parts {
            let names = part.keywords.get("required").and_then(Value::as_array);
            let mut names = names.into_iter().flatten().filter_map(Value::as_str);
            if names.any(|name| !described(name)) {
                let required = part.location.child("required");
                self.ledger.lose_together(required, &view.together);
            }
        }
    }

    /// Complains about names for types at members that have none of their own.
    fn refuse_names_of_no_type(&mut self, places: &[Location]) {
        for place in places {
            if let Some(name) = type_name(place, self.schemas.resolver) {
                let message = format!("`{name}` is not how Rust writes the name of a field");
                let ident = identifier_of(name, Style::Snake);
                let help = format!("call it `{}`", ident.trim_start_matches("r#"));
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, message)
                        .at(place.child("x-rust-name"), "not the name of a field")
                        .help(help),
                );
            }
        }
    }

    /// What is said of a member in a question, without the values that are asked for.
    fn asked_docs(&self, wire: &str, places: &[Location]) -> Docs {
        let fallback = format!("The {} member.", Docs::code(wire));
        let described = places.iter().map(|place| {
            let description = self.schemas.resolver.value(place).get("description");
            description.and_then(Value::as_str)
        });
        first_said(described, &fallback)
    }

    /// What is said at the member itself comes first; a named type tells the rest on its own page.
    fn field_docs(&mut self, wire: &str, members: &[Conjunct], shape: &Shape) -> Docs {
        let mut own = View::of(Vec::new());
        for member in members {
            if let Value::Object(keywords) = self.schemas.resolver.value(&member.location) {
                own.parts.push(Part::new(
                    member.location.clone(),
                    keywords,
                    self.schemas.resolver,
                ));
            }
        }
        let whole = self.schemas.view(members);
        let described = own
            .description()
            .or_else(|| whole.description())
            .or_else(|| whole.text("title"));
        let first = described.map(|text| {
            if own.description().is_some() {
                text
            } else {
                text.split("\n\n").next().unwrap_or(text)
            }
        });
        if shape.named().is_none() {
            own.parts.extend_from_slice(&whole.parts);
        }
        schema_docs(first, &own, &format!("The {} member.", Docs::code(wire)))
    }

    /// The shape of members that are not listed, where the spec says that there may be some.
    fn additional_shape(&mut self, view: &View<'a>, origin: &Origin) -> Option<Shape> {
        if let Some(shape) = self.pattern_shape(view, origin) {
            return Some(shape);
        }
        for keyword in FURTHER_MEMBERS {
            match view.keyword(keyword) {
                Some((_, Value::Bool(true))) => return Some(Shape::Json),
                Some((_, Value::Object(schema))) if schema.is_empty() => return Some(Shape::Json),
                Some((part, Value::Object(_))) => {
                    let location = part.location.child(keyword);
                    return Some(self.shape_at(&location, &origin.followed_by("Value")));
                }
                _ => {}
            }
        }
        None
    }

    /// The shape of members that are not listed, where patterns in their names say what they are; `None` without patterns.
    fn pattern_shape(&mut self, view: &View<'a>, origin: &Origin) -> Option<Shape> {
        let mut keywords = Vec::new();
        let mut patterns = Vec::new();
        for part in &view.parts {
            if let Some(Value::Object(own)) = part.keywords.get("patternProperties")
                && !own.is_empty()
            {
                let place = part.location.child("patternProperties");
                patterns.extend(own.keys().map(|pattern| place.child(pattern)));
                keywords.push(place);
            }
        }
        let first = keywords.first()?.clone();
        let others = view
            .keyword("additionalProperties")
            .or_else(|| view.keyword("unevaluatedProperties"))
            .map(|(_, value)| value);
        // Where every further member follows one pattern, the pattern need not be looked at.
        if let ([pattern], None | Some(Value::Bool(false))) = (patterns.as_slice(), others) {
            let shape = self.shape_at(pattern, &origin.followed_by("Value"));
            if others.is_none() && shape != Shape::Json {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnsupportedSchema,
                        "members whose names do not match the pattern are read as if they did",
                    )
                    .at(&first, "the type of every member that is not listed")
                    .help("say `additionalProperties: false` if there are no others, `true` if there are"),
                );
            }
            return Some(shape);
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::UnsupportedSchema,
                "members that are not listed become plain JSON: their types depend on their names",
            )
            .at(&first, "decoded as `serde_json::Value`")
            .help("nothing is lost: the members reach the handler as they came; list those whose names are known"),
        );
        for keyword in keywords {
            self.ledger.lose_together(keyword, &view.together);
        }
        for keyword in FURTHER_MEMBERS {
            if let Some((part, Value::Object(_))) = view.keyword(keyword) {
                let place = part.location.child(keyword);
                self.ledger.lose_together(place, &view.together);
            }
        }
        Some(Shape::Json)
    }
}
