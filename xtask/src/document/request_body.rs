//! The Request Body Object (section 4.8.13 of version 3.1.1).

use serde_json::Value;

use super::fields::Reader;
use super::media_type::{self, MediaType};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Location;

/// What is delivered.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// Whether a delivery must have a body; the specification's default is that it need not.
    pub required: bool,
    /// The bodies by media type, in order; never empty.
    pub content: Vec<MediaType>,
}

const KEYS: &[&str] = &["description", "content", "required"];

pub(super) fn read_request_body(reader: &mut Reader, location: &Location) -> Option<RequestBody> {
    let fields = reader.referenced(location, "a Request Body Object")?;
    reader.unknown_keys(&fields, KEYS);
    let content = fields.location.child("content");
    let empty = match fields.get("content") {
        None => Some("the request body has no `content`"),
        Some(Value::Object(entries)) if entries.is_empty() => {
            Some("the `content` of the request body is empty")
        }
        Some(_) => None,
    };
    if let Some(message) = empty {
        reader.complain(
            Diagnostic::new(Code::MissingRequestBody, message)
                .at(&fields.location, "says no media type")
                .help("add `content` with a media type, usually `application/json`"),
        );
        return None;
    }
    let entries = reader.object(&content, "a map of media types")?;
    let media_types = entries
        .entries()
        .filter_map(|(name, _)| media_type::read_media_type(reader, &content.child(name), name))
        .collect();
    Some(RequestBody {
        description: reader.annotation(&fields, "description"),
        required: reader.boolean(&fields, "required"),
        content: media_types,
        location: fields.location,
    })
}
