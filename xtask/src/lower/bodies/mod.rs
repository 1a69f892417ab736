//! From request bodies to what a delivery is made of.
//!
//! In: the operation's bodies by media type (OpenAPI 3.1 §4.8.13, §4.8.14). Out: what each body is
//! written in, and which schema it follows. What the fields of forms are is known only when all types
//! are.

mod answers;
mod binary_parts;
mod encodings;
mod fields;

pub(crate) use answers::{exact, lower_acceptance};
pub(crate) use encodings::give_up_encodings;

use serde_json::Value;

use self::binary_parts::note_binary_parts;
use self::encodings::apply_encodings;
use self::fields::fields_of;
pub(crate) use self::fields::flat_fields_of;
use super::account::KeywordLedger;
use super::types::TypeBuilder;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{MediaKind, MediaType, RequestBody};
use crate::model::{Body, EventGroup, FurtherBody, Shape, Treatment, TypeDefinition};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{Schemas, holds_names};
use crate::vocabulary::is_annotation;

/// The media types of an event's bodies, its own first: those of the forms among them, whose fields
/// are not known yet.
pub(crate) type EventForms = Vec<Option<MediaType>>;

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

/// The media types of a body beside the chosen one. What follows the same schema is decoded into
/// the same payload; anything else is handed over as it is, with a warning. Forms have no fields
/// yet.
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
    let others = body.content.iter();
    let others = others.filter(|other| other.location != chosen.location);
    let further = others.map(|other| {
        let mut body = written_in(Some(other));
        if !body.decodes() || !have_one_schema(chosen, other, types.schemas.resolver) {
            types.diagnostics.push(not_decoded(&body, other, chosen));
            count_schema(other, types);
            body = Body::Raw;
        }
        FurtherBody {
            media_type: other.essence(),
            body,
        }
    });
    let mut further: Vec<FurtherBody> = further.collect();
    let own = FurtherBody {
        media_type: chosen.essence(),
        body: written_in(Some(chosen)),
    };
    // What else a range has in it is not decoded, and belongs to the event all the same.
    let all = std::iter::once(&own).chain(&further);
    let ranges = all.filter(|one| one.is_range() && one.body.decodes());
    let undecoded = ranges.map(|range| FurtherBody {
        media_type: range.media_type.clone(),
        body: Body::Raw,
    });
    let undecoded: Vec<FurtherBody> = undecoded.collect();
    further.extend(undecoded);
    // A name that JSON does not usually have, such as `text/json`, has to be known too.
    let is_odd = own.body == Body::Json && !own.is_range() && !own.is_usual_json();
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

/// Whether bodies of two media types follow the same schema: by reference, or word for word except
/// for what only documents it.
pub(crate) fn have_one_schema(one: &MediaType, other: &MediaType, resolver: &Resolver<'_>) -> bool {
    let (one, other) = match (&one.schema, &other.schema) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one == other,
    };
    let (Ok(one), Ok(other)) = (resolver.follow(one), resolver.follow(other)) else {
        // A dangling reference is an error of its own.
        return true;
    };
    let constraints = |schema: &Location| constraints(resolver.value(schema));
    // In one file, the same reference means the same.
    one == other || (one.file == other.file && constraints(&one) == constraints(&other))
}

/// A schema without what only documents it.
fn constraints(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(constraints).collect(),
        Value::Object(keywords) => {
            let keywords = keywords
                .iter()
                .filter(|(keyword, _)| !is_annotation(keyword));
            let kept = keywords.map(|(keyword, value)| match value {
                // The keys of these are names, not keywords.
                Value::Object(schemas) if holds_names(keyword) => {
                    let schemas = schemas.iter();
                    let schemas = schemas.map(|(name, schema)| (name.clone(), constraints(schema)));
                    (keyword.clone(), schemas.collect())
                }
                other => (keyword.clone(), constraints(other)),
            });
            kept.collect()
        }
        scalar => scalar.clone(),
    }
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

/// The media type as a sender writes it; `None` for a range, and for what no header can hold.
pub(crate) fn sent_as(media: &MediaType) -> Option<String> {
    let name = media.name.trim();
    let is_header = name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let is_one = name.contains('/') && !name.contains('*');
    (is_header && is_one).then(|| name.to_owned())
}

/// Gives forms their fields. One that has none stays raw, with a warning; where that is an event's
/// own body, its schema is given back with what the payload would have been.
pub(crate) fn settle_forms(
    forms: Vec<EventForms>,
    groups: &mut [EventGroup],
    types: &mut [TypeDefinition],
    ledger: &mut KeywordLedger<'_>,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Location, Shape)> {
    let mut raw = Vec::new();
    let events = groups.iter_mut().flat_map(|group| &mut group.events);
    for (event, forms) in events.zip(forms) {
        let further = event.further.iter_mut().map(|further| &mut further.body);
        let bodies = std::iter::once(&mut event.body).chain(further);
        for (index, (body, form)) in bodies.zip(forms).enumerate() {
            let Some(form) = form else {
                continue;
            };
            let mut fields = fields_of(&event.payload, types, &form.encoding);
            let known = fields.as_deref_mut().unwrap_or_default();
            apply_encodings(&form.encoding, known, ledger);
            *body = match fields {
                Some(mut fields) if form.kind() == MediaKind::Multipart => {
                    if let Some(schema) = &form.schema {
                        let id = event.payload.named();
                        let payload = id.and_then(|id| types.get_mut(id.0));
                        let name = &event.name.wire;
                        note_binary_parts(name, schema, &mut fields, payload, schemas, diagnostics);
                    }
                    Body::Multipart(fields)
                }
                Some(fields) => Body::Form(fields),
                None => {
                    let is_own = index == 0;
                    diagnostics.push(no_fields(&event.name.wire, &form, is_own));
                    if is_own {
                        raw.extend(form.schema.map(|schema| (schema, event.payload.clone())));
                    }
                    Body::Raw
                }
            };
        }
    }
    raw
}

fn no_fields(event: &str, form: &MediaType, is_own: bool) -> Diagnostic {
    let becomes = if is_own {
        "its body is handed over as it is"
    } else {
        "it goes to `undecodable`, raw"
    };
    let message = format!("the form of `{event}` has no fields, so {becomes}");
    Diagnostic::new(Code::UnsupportedSchema, message)
        .at(&form.location, "its schema is not that of an object")
        .help("describe it as an object, whose members are the fields")
}
