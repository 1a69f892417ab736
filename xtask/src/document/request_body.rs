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
    /// Whether a delivery must have a body, where the document says so; the specification's default is that it need not.
    pub required: Option<bool>,
    /// The bodies by media type, in order; empty only if that was complained about.
    pub content: Vec<MediaType>,
}

const KEYS: &[&str] = &["description", "content", "required"];

pub(super) fn read_request_body(reader: &mut Reader, location: &Location) -> Option<RequestBody> {
    let fields = reader.referenced(location, "a Request Body Object")?;
    reader.unknown_keys(&fields, KEYS);
    let content = media_type::read_content(reader, &fields);
    // Entries that could not be read were complained about one by one.
    let says_nothing = match fields.get("content") {
        None => true,
        Some(Value::Object(entries)) => entries.keys().all(|name| name.starts_with("x-")),
        Some(_) => false,
    };
    if says_nothing {
        reader.complain(
            Diagnostic::new(
                Code::MissingRequestBody,
                "the request body has no `content`, so deliveries are taken to have no body",
            )
            .at(&fields.location, "says no media type")
            .help("add `content` with a media type, usually `application/json`"),
        );
    }
    Some(RequestBody {
        description: reader.annotation(&fields, "description"),
        required: reader.boolean(&fields, "required"),
        content,
        location: fields.location,
    })
}
