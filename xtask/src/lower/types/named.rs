//! Types that have names: structs, open enums and unions.
//!
//! In: plans. Out: definitions, each of whose fields and variants has a name that is settled and a
//! shape, made by the builder. What the type itself is called is settled later, in the table.

use serde_json::Value;

use super::builder::TypeBuilder;
use super::enums::settle_values;
use super::plan::{EnumPlan, Member, ObjectPlan, Planned, Presence, UnionPlan, plan_conditional};
use super::table::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::ident::{Style, identifier_of, identifiers};
use crate::lower::naming::{Claim, Origin, RENAME, Rank, settle, settled_variants, variant_names};
use crate::lower::prose::{first_said, schema_docs};
use crate::lower::unions::Alternative;
use crate::model::{
    Attempt, Docs, Field, JsonKind, Name, NameSource, Object, Outcome, Shape, TypeId, TypeKind,
    Union, UnionTest, Variant,
};
use crate::place::Location;
use crate::schema::{Conjunct, Conjunction, View, field_name, type_name};

/// What to do about a number in the name of a field.
const NUMBERED_FIELD: &str =
    "nothing is lost: the name in JSON stays as it is, and only the field has a number";

impl<'a> TypeBuilder<'a, '_> {
    pub(super) fn open_enum(&mut self, plan: &EnumPlan<'a>, site: Site<'_>) -> Shape {
        if let Some(shape) = self.met(site) {
            return shape;
        }
        let reserved = self.reserve(site);
        let open_enum = settle_values(plan.kind, &plan.values, self.diagnostics);
        self.table.define(reserved, TypeKind::OpenEnum(open_enum))
    }

    pub(super) fn object(&mut self, plan: ObjectPlan<'a>, site: Site<'_>) -> Shape {
        let reserved = self.reserve(site);
        let id = reserved.id();
        let inner = Origin::member(id, "additional properties");
        let additional = plan
            .others
            .map(|others| self.inside_named(|builder| builder.others(others, &inner)));

        let claims = plan
            .members
            .iter()
            .map(|member| self.claim_of(member, site));
        let (mut claims, sources): (Vec<Claim>, Vec<NameSource>) = claims.unzip();
        if additional.is_some() {
            let candidates = ["additional_properties", "other_properties"];
            claims.push(Claim {
                candidates: candidates.map(str::to_owned).to_vec(),
                rank: Rank::Derived,
                place: site.first().clone(),
                remedy: NUMBERED_FIELD,
            });
        }
        let mut idents = settle(&claims, &[], self.diagnostics).into_iter();
        let mut fields = Vec::new();
        let members = plan.members.iter().zip(sources);
        for ((member, source), ident) in members.zip(idents.by_ref()) {
            let name = Name {
                wire: member.wire.to_owned(),
                ident,
                source,
            };
            let origin = Origin::member(id, &name.wire);
            fields.push(self.inside_named(|builder| builder.field(name, member, &origin)));
        }
        let additional = additional.zip(idents.next());
        let additional = additional.map(|(shape, ident)| (Name::of_wire("", ident), shape));
        let object = Object { fields, additional };
        self.table.define(reserved, TypeKind::Object(object))
    }

    /// The claim of a member on the name of its field, and what the name is made of.
    fn claim_of(&self, member: &Member<'a>, site: Site<'_>) -> (Claim, NameSource) {
        let resolver = self.schemas.resolver;
        let mut places = member.places.iter();
        let chosen = places.find_map(|place| Some((place, field_name(place, resolver)?)));
        let (candidates, place, source) = match chosen {
            Some((place, name)) => (
                vec![identifier_of(name, Style::Snake)],
                Some(place),
                NameSource::Keyword("x-rust-name"),
            ),
            None => (
                identifiers(member.wire, Style::Snake),
                member.places.first(),
                NameSource::Wire,
            ),
        };
        let claim = Claim {
            rank: match chosen {
                Some(_) => Rank::Explicit,
                None => Rank::of(member.wire, &candidates),
            },
            candidates,
            place: place.unwrap_or(site.first()).clone(),
            remedy: NUMBERED_FIELD,
        };
        (claim, source)
    }

    pub(super) fn field(&mut self, name: Name, member: &Member<'a>, origin: &Origin) -> Field {
        let places = &member.places;
        let schemas: Conjunction = places.iter().cloned().map(Conjunct::whole).collect();
        let shape = match member.presence {
            Presence::Required | Presence::Optional => self.shape(&schemas, origin),
            Presence::Conditional => self.conditional(places, origin),
            // A value of another type is as good where the condition does not hold, and what is
            // asked need not hold, so it binds no value.
            Presence::Unsettled | Presence::Asked | Presence::Undescribed => Shape::Json,
        };
        let docs = self.member_docs(member, &shape);
        if shape.named().is_none() {
            self.refuse_names_of_no_type(places);
        }
        let required = member.presence == Presence::Required && !self.may_be_missing(&schemas);
        let (shape, nullable) = match shape {
            Shape::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        let has_both = !required && (nullable || shape == Shape::Json);
        let view = self.schemas.view(&schemas);
        let distinct_null = self
            .distinct_null
            .is_asked(places, &view, self.schemas, has_both);
        Field {
            name,
            docs,
            any_integer: self.any_integer(&schemas, &shape),
            optional: !required || nullable,
            written_as_null: required && nullable,
            distinct_null,
            shape,
            deprecated: self.is_set(places, "deprecated"),
            place: places.first().cloned(),
        }
    }

    /// Whether a member may be missing though `required` asks for it. One with a `default` has a
    /// meaning without being there, and one whose type is assumed is left out where a valid value
    /// has another. So is one whose text need not be the JSON that it is said to be, since keywords
    /// for content only annotate (JSON Schema 2020-12, Validation §8.2). A `writeOnly` one is required of those who write it, and a
    /// `readOnly` one of answers (OpenAPI 3.0.4 §4.7.24.2); since 3.1 the latter only annotates.
    fn may_be_missing(&self, schemas: &[Conjunct]) -> bool {
        let places: Vec<Location> = schemas.iter().map(|one| one.location.clone()).collect();
        let view = self.schemas.view(schemas);
        self.is_set(&places, "writeOnly")
            || view.keyword("default").is_some()
            || self.schemas.assumed_kind(&view).is_some()
            || self.schemas.json_text(&view).is_some()
            || view.flag("readOnly") && self.schemas.is_of_3_0()
    }

    /// Where a schema asks for an integer of any size.
    fn any_integer(&self, schemas: &[Conjunct], shape: &Shape) -> Option<Location> {
        let is_integer = matches!(shape, Shape::Integer | Shape::UnsignedInteger);
        let view = self.schemas.view(schemas);
        let is_bound = ["maximum", "exclusiveMaximum"]
            .iter()
            .any(|keyword| view.keyword(keyword).is_some());
        let (part, _) = view.keyword("type")?;
        (is_integer && !is_bound && view.format().is_none()).then(|| part.location.child("type"))
    }

    /// The shape of a member that one of several schemas describes, whichever holds.
    fn conditional(&mut self, places: &[Location], origin: &Origin) -> Shape {
        let mut alternatives: Vec<Conjunction> = Vec::new();
        for place in places {
            if let Some((location, _)) = self.schemas.seen_through(place) {
                let alternative = vec![Conjunct::whole(self.first_copy(location, None))];
                if !alternatives.contains(&alternative) {
                    alternatives.push(alternative);
                }
            }
        }
        let planned = plan_conditional(self.schemas, places, &alternatives);
        match Site::of(&alternatives.concat(), origin) {
            Some(site) => self.build(planned, site),
            // No reference leads to a schema.
            None => Shape::Json,
        }
    }

    /// Whether a keyword is `true` in one of the schemas that stand at a member.
    fn is_set(&self, places: &[Location], keyword: &str) -> bool {
        let mut values = places
            .iter()
            .map(|place| self.schemas.resolver.value(place));
        values.any(|value| value.get(keyword) == Some(&Value::Bool(true)))
    }

    /// Complains about names for types at members that have none of their own.
    fn refuse_names_of_no_type(&mut self, places: &[Location]) {
        for place in places {
            if let Some(name) = type_name(place, self.schemas.resolver) {
                let message = format!("`{name}` is not how Rust writes the name of a field");
                let ident = identifier_of(name, Style::Snake);
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, message)
                        .at(place.child("x-rust-name"), "not the name of a field")
                        .help(format!("call it `{}`", ident.trim_start_matches("r#"))),
                );
            }
        }
    }

    pub(super) fn union(&mut self, plan: UnionPlan<'a>, site: Site<'_>) -> Shape {
        let UnionPlan {
            union,
            alternatives,
            test,
        } = plan;
        let reserved = self.reserve(site);
        let id = reserved.id();
        let names = variant_names(self.schemas, &union, &alternatives, &test);
        let claims = alternatives.iter().zip(names);
        let claims = claims.map(|(alternative, candidates)| Claim {
            candidates,
            rank: Rank::Own,
            place: alternative.location.clone(),
            remedy: RENAME,
        });
        let claims: Vec<Claim> = claims.collect();
        let idents = settle(&claims, &["Unknown"], self.diagnostics);
        self.table
            .note_variants(id, settled_variants(&claims, &idents));
        let variants = alternatives.iter().zip(idents);
        let variants = variants.map(|(one, ident)| self.variant(id, one, ident));
        let variants = variants.collect();
        let union = Union::new(variants, test);
        self.table.define(reserved, TypeKind::Union(union))
    }

    fn variant(&mut self, union: TypeId, alternative: &Alternative<'a>, ident: String) -> Variant {
        let schemas = &alternative.schemas;
        // What is left of a schema whose name the union has is the base of the others.
        let is_base = matches!(schemas.as_slice(), [only] if only.without_union);
        let words = if is_base { "Base" } else { ident.as_str() };
        let inner = Origin::member(union, words);
        let mut shape = self.inside_named(|builder| builder.shape(schemas, &inner));
        // `null` inside an alternative makes the whole value nullable for its owner; the variant
        // itself holds a value.
        if let Shape::Nullable(inner) = shape {
            shape = *inner;
        }
        let docs = match shape {
            Shape::Named(_) => variant_docs(&alternative.view),
            _ => schema_docs(None, &alternative.view),
        };
        let mut texts = vec![docs.text];
        for schemas in &alternative.also {
            let text = schema_docs(None, &self.schemas.view(schemas)).text;
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        let docs = Docs {
            text: texts.join("\n\nOr:\n\n"),
        };
        Variant {
            ident,
            docs,
            shape,
            place: schemas.first().map(|one| one.location.clone()),
        }
    }

    /// A union of what some values of a map are, and of any JSON for the others. It is known by the
    /// place that says which are which.
    pub(super) fn or_any(&mut self, shape: Shape, place: Location, origin: &Origin) -> Shape {
        let key = vec![Conjunct::whole(place.clone())];
        let origin = origin.followed_by("Member");
        let Some(site) = Site::of(&key, &origin) else {
            return Shape::Json;
        };
        if let Some(shape) = self.met(site) {
            return shape;
        }
        let reserved = self.reserve(site);
        let (shape, nullable) = match shape {
            Shape::Nullable(inner) => (*inner, true),
            other => (other, false),
        };
        let variant = Variant {
            ident: "Typed".to_owned(),
            docs: Docs {
                text: "A value of the type that the spec gives to some of these members."
                    .to_owned(),
            },
            shape,
            place: Some(place),
        };
        let test = UnionTest::Attempt(vec![Attempt {
            variant: 0,
            constants: Vec::new(),
        }]);
        let union = Union::new(vec![variant], test);
        self.table
            .define(reserved, TypeKind::Union(union))
            .or_null(nullable)
    }

    /// A union of JSON types, for a `type` with several names.
    pub(super) fn union_of_kinds(
        &mut self,
        kinds: Vec<(JsonKind, Planned<'a>)>,
        site: Site<'_>,
    ) -> Shape {
        let reserved = self.reserve(site);
        let inner = Origin::member(reserved.id(), "Object");
        // The object among several types is a type beside the union.
        let inner = site.one_of_several(&inner);
        let mut variants = Vec::new();
        let mut tests = Vec::new();
        for (kind, planned) in kinds {
            let ident = match kind {
                JsonKind::Boolean => "Boolean",
                JsonKind::Integer => "Integer",
                JsonKind::Number => "Number",
                JsonKind::String => "Text",
                JsonKind::Array => "List",
                JsonKind::Object => "Object",
            };
            tests.push((kind, Outcome::One(variants.len())));
            variants.push(Variant {
                ident: ident.to_owned(),
                docs: Docs::default(),
                shape: self.inside_named(|builder| builder.build(planned, inner)),
                place: None,
            });
        }
        tests.sort_by_key(|(kind, _)| *kind);
        let test = UnionTest::Kind(tests);
        let union = Union::new(variants, test);
        self.table.define(reserved, TypeKind::Union(union))
    }
}

/// The title of a variant; its type tells the rest.
fn variant_docs(view: &View<'_>) -> Docs {
    let said = [view.text("title"), view.description()];
    let first = said.map(|text| text.and_then(|text| text.split("\n\n").next()));
    first_said(first)
}
