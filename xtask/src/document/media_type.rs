//! The Media Type Object (section 4.8.14 of version 3.1.1).

use super::example::{self, Example};
use super::fields::Reader;
use crate::source::Location;

/// A body in one media type.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The object.
    pub location: Location,
    /// The media type or range, such as `application/json`.
    pub name: String,
    /// The schema node, a `$ref` not followed; absent if nothing is said about the body.
    pub schema: Option<Location>,
    /// The examples: `example` first, then `examples` in order.
    pub examples: Vec<Example>,
}

const KEYS: &[&str] = &[
    "schema",
    "example",
    "examples",
    "encoding",
    "itemSchema",
    "prefixEncoding",
    "itemEncoding",
];

pub(super) fn read_media_type(
    reader: &mut Reader,
    location: &Location,
    name: &str,
) -> Option<MediaType> {
    let fields = reader.referenced(location, "a Media Type Object")?;
    reader.unknown_keys(&fields, KEYS);
    let schema = fields.get("schema").and_then(|value| {
        let location = fields.location.child("schema");
        if value.is_object() || value.is_boolean() {
            return Some(location);
        }
        reader.wrong_type(
            &location,
            value,
            "a schema, which is an object or a boolean",
        );
        None
    });
    Some(MediaType {
        name: name.to_owned(),
        schema,
        examples: example::read_examples(reader, &fields, is_json(name)),
        location: fields.location,
    })
}

/// Whether bodies of a media type are JSON: `application/json`, `text/json` or a `+json` suffix (RFC 6839, section 3.1).
fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}
