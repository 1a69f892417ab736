//! From object schemas to structs and maps.
//!
//! In: what all parts of a schema say of an object. Out: an [`Object`] with its members in spec order, or a map. Source: JSON Schema
//! 2020-12, Core §10.3.2 and Validation §6.5.3. Whether a member must be there is the spec's `required`, nothing else.

use serde_json::Value;

use super::docs::schema_docs;
use super::naming::{Claim, Rank, Style, followed_by, identifiers, settle};
use super::pending::Origin;
use super::schemas::SchemaLowering;
use super::view::{Conjunction, Member, Part, View, kept_as_json};
use crate::model::{Docs, Field, Name, Object, Shape, TypeKind};
use crate::source::Location;

/// What to do about a number in the name of a field.
const NUMBERED_FIELD: &str =
    "nothing is lost: the name in JSON stays as it is, and only the field has a number";

impl<'a> SchemaLowering<'a, '_> {
    /// The shape of an object: a type of its own where members are listed, a map otherwise.
    pub(super) fn object_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
    ) -> Shape {
        let properties = view.properties();
        if properties.is_empty() {
            return match self.additional_shape(view, origin) {
                Some(Shape::Json) | None => Shape::JsonObject,
                Some(shape) => Shape::Map(Box::new(shape)),
            };
        }
        let Some((id, _)) = self.reserve(view, key, origin, "An object of the spec.") else {
            return Shape::JsonObject;
        };
        let parent = self.likely_name(id);
        let required = view.required();
        let additional =
            self.additional_shape(view, &Origin::member(&parent, "additional properties"));

        let mut claims: Vec<Claim> = properties
            .iter()
            .map(|(name, places)| {
                let candidates = identifiers(name, Style::Snake);
                Claim {
                    rank: Rank::of(name, &candidates),
                    candidates,
                    place: places
                        .first()
                        .cloned()
                        .unwrap_or_else(|| key[0].location.clone()),
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
                place: key[0].location.clone(),
                remedy: NUMBERED_FIELD,
            });
        }
        let mut idents = settle(&claims, &[], self.diagnostics).into_iter();

        let mut fields = Vec::new();
        for ((wire, places), ident) in properties.iter().zip(idents.by_ref()) {
            let name = Name {
                wire: (*wire).to_owned(),
                ident,
            };
            fields.push(self.field(name, places, required.contains(wire), &parent));
        }
        let additional = additional.zip(idents.next()).map(|(shape, ident)| {
            (
                Name {
                    wire: String::new(),
                    ident,
                },
                shape,
            )
        });
        self.define(id, TypeKind::Object(Object { fields, additional }));
        Shape::Named(id)
    }

    fn field(&mut self, name: Name, places: &[Location], required: bool, parent: &str) -> Field {
        let members: Vec<Member> = places
            .iter()
            .map(|place| Member {
                location: place.clone(),
                without_union: false,
            })
            .collect();
        let shape = self.shape(&members, &Origin::member(parent, &name.wire));
        let docs = self.field_docs(&name.wire, &members, &shape);
        let deprecated = places
            .iter()
            .any(|place| self.resolver.value(place).get("deprecated") == Some(&Value::Bool(true)));
        let (shape, nullable) = match shape {
            Shape::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        Field {
            name,
            docs,
            optional: !required || nullable,
            shape,
            deprecated,
        }
    }

    /// What is said at the member itself comes first; a named type tells the rest on its own page.
    fn field_docs(&mut self, wire: &str, members: &[Member], shape: &Shape) -> Docs {
        let mut own = View::of(Vec::new());
        for member in members {
            if let Value::Object(keywords) = self.resolver.value(&member.location) {
                own.parts.push(Part::new(member.location.clone(), keywords));
            }
        }
        let whole = View::new(members, self.resolver, self.diagnostics);
        let described = own
            .text("description")
            .or_else(|| whole.text("description"))
            .or_else(|| whole.text("title"));
        let first = described.map(|text| {
            if own.text("description").is_some() {
                text
            } else {
                text.split("\n\n").next().unwrap_or(text)
            }
        });
        if shape.named().is_none() {
            own.parts.extend(whole.parts);
        }
        schema_docs(first, &own, &format!("The {} member.", Docs::code(wire)))
    }

    /// The shape of members that are not listed, where the spec says that there may be some.
    fn additional_shape(&mut self, view: &View<'a>, origin: &Origin) -> Option<Shape> {
        if let Some((part, Value::Object(patterns))) = view.keyword("patternProperties")
            && !patterns.is_empty()
        {
            self.diagnostics.push(kept_as_json(
                &part.location.child("patternProperties"),
                "the types of members depend on patterns in their names",
            ));
            return Some(Shape::Json);
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            match view.keyword(keyword) {
                Some((_, Value::Bool(true))) => return Some(Shape::Json),
                Some((_, Value::Object(schema))) if schema.is_empty() => return Some(Shape::Json),
                Some((part, Value::Object(_))) => {
                    let origin = Origin {
                        candidates: origin
                            .candidates
                            .iter()
                            .map(|name| followed_by(name, "Value"))
                            .collect(),
                    };
                    let location = part.location.child(keyword);
                    return Some(self.shape_at(&location, &origin));
                }
                _ => {}
            }
        }
        None
    }
}
