//! From responses to how a delivery is accepted.
//!
//! In: the operation's responses (OpenAPI 3.1 §4.8.16, §4.8.17). Out: the status and the body that the sender wants. One body is made of
//! all that the document lists: JSON before text, and text before anything else.

use serde_json::Value;

use super::{count_schema, have_one_schema};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{MediaKind, MediaType, Operation, Response, Status};
use crate::lower::naming::Origin;
use crate::lower::types::TypeBuilder;
use crate::model::{Acceptance, Answer, AnswerContent, Shape, Treatment};
use crate::place::Location;
use crate::schema::{Role, keywords_that};

/// The answer that the sender wants. A status counts where it is the only one; a body, where a schema says what is in its JSON, or where
/// it is anything but JSON.
pub(crate) fn lower_acceptance(
    operation: &Operation,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> Acceptance {
    let mut statuses = operation.responses.iter().filter_map(exact);
    let status = match (statuses.next(), statuses.next()) {
        (Some(only), None) => only,
        _ => 204,
    };
    let accepting = accepting(operation);
    let mut answer = None;
    let mut chosen = None;
    let mut looked_into = Vec::new();
    for response in &accepting {
        let Some(media) = preferred(&response.content) else {
            continue;
        };
        looked_into.push(&media.location);
        let Some(content) = content_of(media, origin, types) else {
            continue;
        };
        // An answer that has a body is none of these.
        let status = exact(response).filter(|status| ![204, 205].contains(status));
        answer = Some(Answer {
            content,
            media_type: sent_as(media),
            status: status.unwrap_or(200),
        });
        chosen = Some(media);
        break;
    }
    let listed = accepting.iter().flat_map(|response| &response.content);
    for media in listed {
        let is_said =
            chosen.is_some_and(|chosen| have_one_schema(chosen, media, types.schemas.resolver));
        if !is_said && !looked_into.contains(&&media.location) {
            count_schema(media, types);
        }
        if chosen.is_none() && !is_answerable(media) {
            types.diagnostics.push(not_answered(media));
        }
    }
    Acceptance { status, answer }
}

/// The responses that describe how a delivery is accepted: `default` describes failures wherever success has an entry of its own.
fn accepting(operation: &Operation) -> Vec<&Response> {
    let responses = || operation.responses.iter();
    let has_success = responses().any(|response| response.status != Status::Default);
    let accepting =
        responses().filter(|response| response.status != Status::Default || !has_success);
    accepting.collect()
}

fn exact(response: &Response) -> Option<u16> {
    match response.status {
        Status::Exactly(status) => Some(status),
        Status::Success | Status::Default => None,
    }
}

/// The media type that an answer is sent in.
fn preferred(content: &[MediaType]) -> Option<&MediaType> {
    let answerable = content.iter().filter(|media| is_answerable(media));
    answerable.min_by_key(|media| match (media.kind(), is_text(media)) {
        (MediaKind::Json, _) => 0,
        (_, true) => 1,
        (_, false) => 2,
    })
}

/// Whether a handler can answer in this media type. A range of anything but JSON and text does not tell what is sent, parts need a
/// boundary beside it, and a name that cannot stand in a header cannot be sent at all.
fn is_answerable(media: &MediaType) -> bool {
    let is_header =
        media.name.contains('/') && media.name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    match media.kind() {
        MediaKind::Json => is_header,
        MediaKind::Multipart => false,
        MediaKind::Form | MediaKind::Other => {
            is_header && (is_text(media) || !media.name.contains('*'))
        }
    }
}

fn is_text(media: &MediaType) -> bool {
    media.essence().starts_with("text/") && media.kind() == MediaKind::Other
}

/// The media type itself; for a range, the one in it that is meant most often.
fn sent_as(media: &MediaType) -> String {
    match (media.name.contains('*'), media.kind()) {
        (true, MediaKind::Json) => "application/json".to_owned(),
        (true, _) => "text/plain; charset=utf-8".to_owned(),
        (false, _) => media.name.trim().to_owned(),
    }
}

/// What a body in this media type is made from; `None` if nothing is said of what is in its JSON.
fn content_of(
    media: &MediaType,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> Option<AnswerContent> {
    if media.kind() == MediaKind::Json {
        let shape = types.shape_at(media.schema.as_ref()?, origin);
        return (shape != Shape::Json).then_some(AnswerContent::Json(shape));
    }
    if let Some(schema) = &media.schema {
        let treatment = if is_plain_string(schema, types) {
            Treatment::Honoured
        } else {
            Treatment::NotExpressed
        };
        types.ledger.count(schema.clone(), treatment);
    }
    Some(if is_text(media) {
        AnswerContent::Text
    } else {
        AnswerContent::Bytes
    })
}

/// Whether a schema asks for no more than a string.
fn is_plain_string(schema: &Location, types: &TypeBuilder<'_, '_>) -> bool {
    let resolver = types.schemas.resolver;
    let followed = resolver.follow(schema);
    let keywords = followed.as_ref().map(|schema| resolver.value(schema));
    keywords.is_ok_and(|keywords| {
        let mut limits = keywords_that(Role::LimitsText);
        let text = |keyword| keywords.get(keyword).and_then(Value::as_str);
        text("type") == Some("string")
            && text("format").is_none_or(|format| format == "binary")
            && limits.all(|keyword| keywords.get(keyword).is_none())
    })
}

fn not_answered(media: &MediaType) -> Diagnostic {
    Diagnostic::new(
        Code::UnsupportedOperation,
        format!("an answer in `{}` is not written", media.name),
    )
    .at(
        Place::key(&media.location),
        "deliveries are accepted without a body",
    )
    .help("name the one media type that the sender reads, such as `text/plain`; or choose the answer by `reply_with`")
}
