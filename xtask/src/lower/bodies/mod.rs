//! From request bodies to what a delivery is made of.
//!
//! In: the operation's bodies by media type (OpenAPI 3.1 §4.8.13, §4.8.14). Out: what the body is written in, and the schema that it
//! follows. Which forms are flat is known only when all types are.

mod answers;
mod binary_parts;
mod encodings;

pub(crate) use answers::lower_acceptance;
pub(crate) use encodings::give_up_encodings;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{MediaKind, MediaType, RequestBody};
use crate::lower::account::KeywordLedger;
use crate::lower::bodies::binary_parts::note_binary_parts;
use crate::lower::bodies::encodings::apply_encodings;
use crate::lower::types::TypeBuilder;
use crate::model::{
    Body, EventGroup, FormField, FurtherBody, OpenEnumKind, ScalarKind, Shape, Treatment,
    TypeDefinition, TypeKind,
};
use crate::place::Location;
use crate::resolve::{Resolver, is_annotation};
use crate::schema::{Schemas, holds_names};

/// A form whose fields are not known yet.
pub(crate) struct Form {
    /// The number of its event, counted over all groups.
    pub event: usize,
    /// Its number among the event's further bodies; `None` for the event's own.
    pub further: Option<usize>,
    /// Its media type in the document.
    pub media_type: MediaType,
}

/// The media type in which an operation's body is read: JSON first, then what is nearest to it.
pub(crate) fn chosen(body: Option<&RequestBody>) -> Option<&MediaType> {
    let content = &body?.content;
    let is_range = |media: &MediaType| media.name.contains('*');
    let preference = |media: &&MediaType| match (media.kind(), is_range(media)) {
        (MediaKind::Json, false) => 0,
        (MediaKind::Form, _) => 1,
        (MediaKind::Multipart, _) => 2,
        (MediaKind::Json, true) => 3,
        (MediaKind::Other, _) => 4,
    };
    content.iter().min_by_key(preference)
}

/// The media types of a body beside the chosen one. What follows the same schema is decoded into the same payload; anything else is handed
/// over as it is, loudly. Forms have no fields yet.
pub(crate) fn further(
    body: Option<&RequestBody>,
    chosen: Option<&MediaType>,
    types: &mut TypeBuilder<'_, '_>,
) -> Vec<FurtherBody> {
    let (Some(body), Some(chosen)) = (body, chosen) else {
        return Vec::new();
    };
    // A body that is handed over as it is may be written in anything.
    if chosen.kind() == MediaKind::Other {
        for media_type in &body.content {
            count_schema(media_type, types);
        }
        return Vec::new();
    }
    let others = body
        .content
        .iter()
        .filter(|other| other.location != chosen.location);
    let further = others.map(|other| {
        let body = written_in(Some(other));
        let is_typed = body.decodes() && have_one_schema(chosen, other, types.schemas.resolver);
        if !is_typed {
            types.diagnostics.push(not_decoded(&body, other, chosen));
            count_schema(other, types);
        }
        FurtherBody {
            media_type: other.essence(),
            body: if is_typed { body } else { Body::Raw },
        }
    });
    // A name that JSON does not go by as a rule, such as `text/json`, has to be known too.
    let own = FurtherBody {
        media_type: chosen.essence(),
        body: written_in(Some(chosen)),
    };
    let is_odd = own.body == Body::Json && !own.is_range() && !own.is_usual_json();
    let mut further: Vec<FurtherBody> = further.collect();
    // What else a range has in it is not decoded, and belongs to the event all the same.
    let ranges = std::iter::once(&own).chain(&further);
    let ranges = ranges.filter(|one| one.is_range() && one.body.decodes());
    let undecoded = ranges.map(|range| FurtherBody {
        media_type: range.media_type.clone(),
        body: Body::Raw,
    });
    let undecoded: Vec<FurtherBody> = undecoded.collect();
    further.extend(undecoded);
    further.extend(is_odd.then_some(own));
    further
}

/// Counts the schema of a body that is not decoded: no type keeps to it.
pub(crate) fn count_schema(media_type: &MediaType, types: &mut TypeBuilder<'_, '_>) {
    if let Some(schema) = &media_type.schema {
        types.ledger.count(schema.clone(), Treatment::NotExpressed);
    }
}

fn not_decoded(body: &Body, other: &MediaType, chosen: &MediaType) -> Diagnostic {
    Diagnostic::new(
        Code::UnsupportedOperation,
        format!("a body in `{}` is not decoded", other.name),
    )
    .at(
        Place::key(&other.location),
        "deliveries in this media type go to `undecodable`, raw",
    )
    .and(Place::key(&chosen.location), "this one has the payload's type")
    .help(if body.decodes() {
        "give both the same schema, and they decode to the same type"
    } else {
        "take them in `undecodable`; if the sender does not use it, take the media type out of the document"
    })
}

/// Whether bodies of two media types follow the same schema: by reference, or word for word but for what only documents it.
pub(crate) fn have_one_schema(one: &MediaType, other: &MediaType, resolver: &Resolver<'_>) -> bool {
    let (one, other) = match (&one.schema, &other.schema) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one == other,
    };
    let (Ok(one), Ok(other)) = (resolver.follow(one), resolver.follow(other)) else {
        // A dangling reference is an error of its own.
        return true;
    };
    // In one file, the same reference means the same.
    one == other
        || (one.file == other.file && says_the_same(resolver.value(&one), resolver.value(&other)))
}

fn says_the_same(one: &Value, other: &Value) -> bool {
    let (Value::Object(one), Value::Object(other)) = (one, other) else {
        return match (one, other) {
            (Value::Array(one), Value::Array(other)) => {
                let pairs = || one.iter().zip(other);
                one.len() == other.len() && pairs().all(|(one, other)| says_the_same(one, other))
            }
            (one, other) => one == other,
        };
    };
    let keywords = |schema: &Map<String, Value>| -> BTreeSet<String> {
        let keywords = schema.keys().filter(|keyword| !is_annotation(keyword));
        keywords.cloned().collect()
    };
    let same = |keyword: &String| match (one.get(keyword), other.get(keyword)) {
        // The keys of these are names, not keywords.
        (Some(Value::Object(one)), Some(Value::Object(other))) if holds_names(keyword) => {
            one.len() == other.len()
                && one.iter().all(|(name, schema)| {
                    let other = other.get(name);
                    other.is_some_and(|other| says_the_same(schema, other))
                })
        }
        (Some(one), Some(other)) => says_the_same(one, other),
        _ => false,
    };
    let said = keywords(one);
    said == keywords(other) && said.iter().all(same)
}

/// What the body is written in; forms have no fields yet.
pub(crate) fn written_in(media: Option<&MediaType>) -> Body {
    match media.map(MediaType::kind) {
        None => Body::Nothing,
        Some(MediaKind::Json) => Body::Json,
        Some(MediaKind::Form) => Body::Form(Vec::new()),
        Some(MediaKind::Multipart) => Body::Multipart(Vec::new()),
        Some(MediaKind::Other) => Body::Raw,
    }
}

/// Gives forms their fields. One that is not flat stays raw, loudly; where that is an event's own body, what it would have been is given
/// back with its schema.
pub(crate) fn settle_forms(
    forms: &[Form],
    groups: &mut [EventGroup],
    types: &mut [TypeDefinition],
    ledger: &mut KeywordLedger<'_>,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Location, Shape)> {
    let mut raw = Vec::new();
    let mut events: Vec<_> = groups
        .iter_mut()
        .flat_map(|group| &mut group.events)
        .collect();
    for form in forms {
        let Some(event) = events.get_mut(form.event) else {
            continue;
        };
        let mut fields = fields_of(&event.payload, types);
        let known = fields.as_deref_mut().unwrap_or_default();
        apply_encodings(&form.media_type.encoding, known, ledger);
        let body = match form.further {
            None => Some(&mut event.body),
            Some(index) => event
                .further
                .get_mut(index)
                .map(|further| &mut further.body),
        };
        let Some(body) = body else {
            continue;
        };
        if let (Body::Multipart(_), Some(_), Some(schema)) =
            (&*body, &fields, &form.media_type.schema)
        {
            let definition = event.payload.named().and_then(|id| types.get_mut(id.0));
            let object = definition.and_then(|definition| match &mut definition.kind {
                TypeKind::Object(object) => Some(object),
                _ => None,
            });
            note_binary_parts(&event.name.wire, schema, object, schemas, diagnostics);
        }
        *body = match (&*body, fields) {
            (Body::Form(_), Some(fields)) => Body::Form(fields),
            (Body::Multipart(_), Some(fields)) => Body::Multipart(fields),
            _ => {
                let becomes = match form.further {
                    None => "its body is handed over as it is",
                    Some(_) => "it goes to `undecodable`, raw",
                };
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnsupportedSchema,
                        format!(
                            "the form of `{}` is not flat, so {becomes}",
                            event.name.wire
                        ),
                    )
                    .at(
                        &form.media_type.location,
                        "has fields that are neither scalars nor arrays of scalars",
                    )
                    .help("describe it as an object of scalars and arrays of scalars"),
                );
                if let (Some(schema), None) = (&form.media_type.schema, form.further) {
                    raw.push((schema.clone(), event.payload.clone()));
                }
                Body::Raw
            }
        };
    }
    raw
}

/// The fields of a flat form; those that it does not list are texts. `None` if it is not flat.
fn fields_of(shape: &Shape, types: &[TypeDefinition]) -> Option<Vec<FormField>> {
    match shape {
        Shape::Nullable(inner) => fields_of(inner, types),
        Shape::Json | Shape::JsonObject => Some(Vec::new()),
        Shape::Map(inner) => matches!(**inner, Shape::Text | Shape::Json).then(Vec::new),
        Shape::Named(id) => {
            let TypeKind::Object(object) = &types.get(id.0)?.kind else {
                return None;
            };
            let fields = object.fields.iter().map(|field| {
                let (kind, list) = match without_null(&field.shape) {
                    Shape::List(item) => (scalar(without_null(item), types)?, true),
                    other => (scalar(other, types)?, false),
                };
                Some(FormField {
                    name: field.name.wire.clone(),
                    kind,
                    list,
                    separator: None,
                })
            });
            fields.collect()
        }
        _ => None,
    }
}

fn without_null(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => inner,
        other => other,
    }
}

fn scalar(shape: &Shape, types: &[TypeDefinition]) -> Option<ScalarKind> {
    match shape {
        Shape::Json | Shape::Text | Shape::DateTime | Shape::Date => Some(ScalarKind::Text),
        Shape::Integer | Shape::UnsignedInteger => Some(ScalarKind::Integer),
        Shape::Number => Some(ScalarKind::Number),
        Shape::Boolean => Some(ScalarKind::Boolean),
        Shape::Named(id) => match &types.get(id.0)?.kind {
            TypeKind::OpenEnum(open_enum) => Some(match open_enum.kind {
                OpenEnumKind::Text => ScalarKind::Text,
                OpenEnumKind::Integer => ScalarKind::Integer,
            }),
            _ => None,
        },
        _ => None,
    }
}
