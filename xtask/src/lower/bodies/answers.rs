//! From responses to how a delivery is accepted.
//!
//! In: the operation's responses (OpenAPI 3.1 §4.8.16, §4.8.17). Out: the status and the body that
//! the sender wants. One body is chosen out of all that the document lists: JSON before text, and
//! text before anything else.

use serde_json::Value;

use super::{count_schema, have_one_schema};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{MediaKind, MediaType, Operation, Response, Status};
use crate::lower::naming::Origin;
use crate::lower::types::TypeBuilder;
use crate::model::{Acceptance, Answer, AnswerContent, Shape, Treatment};
use crate::place::Location;
use crate::schema::{Role, keywords_that};

/// The answer that the sender wants. A status counts if it is the only one; a body counts if a
/// schema says what is in its JSON, or if it is anything but JSON.
///
/// Beside it the response whose headers such an answer has: that of the body, or else the first one
/// with headers.
pub(crate) fn lower_acceptance<'d>(
    operation: &'d Operation,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> (Acceptance, Option<&'d Response>) {
    let statuses: Vec<u16> = operation.responses.iter().filter_map(exact).collect();
    let accepting = accepting(operation);
    let mut looked_into = Vec::new();
    let found = accepting.iter().find_map(|response| {
        let media = preferred(&response.content)?;
        looked_into.push(&media.location);
        let content = content_of(media, origin, types)?;
        // An answer that has a body has neither of these.
        let status = exact(response).filter(|status| ![204, 205].contains(status));
        let answer = Answer {
            content,
            media_type: sent_as(media),
            status: status.unwrap_or(200),
        };
        Some((*response, media, answer))
    });
    let chosen = found.as_ref().map(|(_, media, _)| *media);
    let resolver = types.schemas.resolver;
    for media in accepting.iter().flat_map(|response| &response.content) {
        let is_said = chosen.is_some_and(|chosen| have_one_schema(chosen, media, resolver));
        if !is_said && !looked_into.contains(&&media.location) {
            count_schema(media, types);
        }
        if chosen.is_none() && !is_answerable(media) {
            types.diagnostics.push(not_answered(media));
        }
    }
    let with_headers = || {
        let mut responses = accepting.iter().copied();
        responses.find(|response| !response.headers.is_empty())
    };
    let described = found.as_ref().map(|(response, ..)| *response);
    let described = described.or_else(with_headers);
    let acceptance = Acceptance {
        status: match statuses.as_slice() {
            [only] => *only,
            _ => 204,
        },
        answer: found.map(|(.., answer)| answer),
        headers: None,
    };
    (acceptance, described)
}

/// The responses that describe how a delivery is accepted: `default` describes failures wherever
/// success has an entry of its own.
fn accepting(operation: &Operation) -> Vec<&Response> {
    let (defaults, others): (Vec<_>, Vec<_>) = operation
        .responses
        .iter()
        .partition(|response| response.status == Status::Default);
    if others.is_empty() { defaults } else { others }
}

/// The one status of a response.
pub(crate) fn exact(response: &Response) -> Option<u16> {
    match response.status {
        Status::Exactly(status) => Some(status),
        Status::Success | Status::Default => None,
    }
}

/// The media type in which an answer is sent.
fn preferred(content: &[MediaType]) -> Option<&MediaType> {
    let answerable = content.iter().filter(|media| is_answerable(media));
    answerable.min_by_key(|media| match (media.kind(), is_text(media)) {
        (MediaKind::Json, _) => 0,
        (_, true) => 1,
        (_, false) => 2,
    })
}

/// Whether a handler can answer in this media type. A range of anything but JSON and text does not
/// say what is sent, parts need a boundary beside it, and a name that cannot stand in a header
/// cannot be sent at all.
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

/// The media type itself; for a range, the one in it that is usually meant.
fn sent_as(media: &MediaType) -> String {
    match (media.name.contains('*'), media.kind()) {
        (true, MediaKind::Json) => "application/json".to_owned(),
        (true, _) => "text/plain; charset=utf-8".to_owned(),
        (false, _) => media.name.trim().to_owned(),
    }
}

/// What a body in this media type is made from; `None` if the spec does not say what its JSON is.
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
        format!("an answer in `{}` cannot be written", media.name),
    )
    .at(
        Place::key(&media.location),
        "deliveries are accepted without a body",
    )
    .help("name the one media type that the sender reads, such as `text/plain`; or choose the answer by `reply_with`")
}
