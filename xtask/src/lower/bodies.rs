//! From request and response bodies to what a delivery is made of and how it is accepted.
//!
//! In: the operation's bodies by media type (OpenAPI 3.1 §4.8.13, §4.8.14, §4.8.16). Out: what the body is written in, the schema that it
//! follows, and the answer that the sender wants. Which forms are flat is known only when all types are.

use super::pending::Origin;
use super::schemas::SchemaLowering;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{MediaKind, MediaType, Operation, RequestBody, Response, Status};
use crate::model::{
    Acceptance, Body, EventGroup, FormField, OpenEnumKind, ScalarKind, Shape, TypeDefinition,
    TypeKind,
};
use crate::source::Location;

/// A form whose fields are not known yet.
pub(super) struct Form {
    /// The number of its event, counted over all groups.
    pub event: usize,
    /// Its media type in the document.
    pub place: Location,
}

/// The media type in which an operation's body is read: JSON first, then what is nearest to it.
pub(super) fn chosen(body: Option<&RequestBody>) -> Option<&MediaType> {
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

/// Says which of a body's media types are not read, since a receiver takes a delivery in one kind of body only.
pub(super) fn warn_of_others(
    body: Option<&RequestBody>,
    chosen: Option<&MediaType>,
    schemas: &mut SchemaLowering<'_, '_>,
) {
    let (Some(body), Some(chosen)) = (body, chosen) else {
        return;
    };
    for other in &body.content {
        if other.kind() != chosen.kind() {
            schemas.diagnostics.push(
                Diagnostic::new(
                    Code::UnsupportedOperation,
                    format!("a body in `{}` is not read", other.name),
                )
                .at(
                    Place::key(&other.location),
                    "deliveries in this media type are refused",
                )
                .and(Place::key(&chosen.location), "this one is read instead")
                .help("if the sender uses it, take the other media type out of the document"),
            );
        }
    }
}

/// What the body is written in; forms have no fields yet.
pub(super) fn written_in(media: Option<&MediaType>) -> Body {
    match media.map(MediaType::kind) {
        None => Body::Nothing,
        Some(MediaKind::Json) => Body::Json,
        Some(MediaKind::Form) => Body::Form(Vec::new()),
        Some(MediaKind::Multipart) => Body::Multipart(Vec::new()),
        Some(MediaKind::Other) => Body::Raw,
    }
}

/// The answer that the sender wants. A status counts where it is the only one; a body, where a schema says what is in it.
pub(super) fn lower_acceptance(
    operation: &Operation,
    origin: &Origin,
    schemas: &mut SchemaLowering<'_, '_>,
) -> Acceptance {
    let exact = |response: &Response| match response.status {
        Status::Exactly(status) => Some(status),
        Status::Success | Status::Default => None,
    };
    let mut statuses = operation.responses.iter().filter_map(exact);
    let status = match (statuses.next(), statuses.next()) {
        (Some(only), None) => only,
        _ => 204,
    };
    let mut content = None;
    // `default` describes failures wherever success has an entry of its own.
    let has_success = operation
        .responses
        .iter()
        .any(|response| response.status != Status::Default);
    for response in &operation.responses {
        if response.status == Status::Default && has_success {
            continue;
        }
        let json = response
            .content
            .iter()
            .find(|media| media.kind() == MediaKind::Json);
        let Some(schema) = json.and_then(|media| media.schema.as_ref()) else {
            continue;
        };
        let shape = schemas.shape_at(schema, origin);
        if shape != Shape::Json {
            // An answer that has a body is none of these.
            let status = exact(response).filter(|status| ![204, 205].contains(status));
            content = Some((shape, status.unwrap_or(200)));
            break;
        }
    }
    Acceptance { status, content }
}

/// Gives forms their fields. One that is not flat stays raw, loudly.
pub(super) fn settle_forms(
    forms: &[Form],
    groups: &mut [EventGroup],
    types: &[TypeDefinition],
    diagnostics: &mut Diagnostics,
) {
    let mut events: Vec<_> = groups
        .iter_mut()
        .flat_map(|group| &mut group.events)
        .collect();
    for form in forms {
        let Some(event) = events.get_mut(form.event) else {
            continue;
        };
        let fields = fields_of(&event.payload, types);
        event.body = match (&event.body, fields) {
            (Body::Form(_), Some(fields)) => Body::Form(fields),
            (Body::Multipart(_), Some(fields)) => Body::Multipart(fields),
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnsupportedSchema,
                        format!(
                            "the form of `{}` is not flat, so its body is handed over as it is",
                            event.name.wire
                        ),
                    )
                    .at(
                        &form.place,
                        "has fields that are neither scalars nor arrays of scalars",
                    )
                    .help("describe it as an object of scalars and arrays of scalars"),
                );
                Body::Raw
            }
        };
    }
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
