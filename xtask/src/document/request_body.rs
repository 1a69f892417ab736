//! The Request Body Object (section 4.8.13 of version 3.1.1).

use serde_json::Value;

use super::fields::Layers;
use super::fields::Reader;
use super::media_type::{self, MediaType, is_media_type};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
use crate::vocabulary::{Role, keywords_that};

/// What is delivered.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// Whether a delivery must have a body, where the document says so; the specification's default
    /// is that it need not.
    pub required: Option<bool>,
    /// The bodies by media type, in order; empty only if that was complained about.
    pub content: Vec<MediaType>,
}

const KEYS: &[&str] = &["description", "content", "required"];

impl RequestBody {
    /// A body in JSON that the document describes in another way, or not at all.
    pub(super) fn of_json(location: &Location, schema: Option<Location>) -> Self {
        Self {
            location: location.clone(),
            description: None,
            required: None,
            content: vec![MediaType::json(location, schema)],
        }
    }
}

pub(super) fn read_request_body(reader: &mut Reader, location: &Location) -> Option<RequestBody> {
    let layers = reader.layers(location, "a Request Body Object")?;
    if is_schema(&layers) {
        return Some(read_schema(reader, location, layers.innermost()));
    }
    reader.unknown_keys_of(&layers, KEYS);
    let owner = layers.with("content");
    let mut content = media_type::read_content(reader, owner);
    // Entries that could not be read were complained about one by one.
    let says_nothing = match owner.get("content") {
        None => true,
        Some(Value::Object(entries)) => !entries.keys().any(|name| is_media_type(name)),
        Some(_) => false,
    };
    if says_nothing && layers.is_cut {
        content.push(MediaType::json(location, None));
    } else if says_nothing {
        reader.complain(
            Diagnostic::new(
                Code::MissingRequestBody,
                "the request body has no `content`, so deliveries are taken to have no body",
            )
            .at(layers.innermost(), "says no media type")
            .help("add `content` with a media type, usually `application/json`"),
        );
    }
    Some(RequestBody {
        description: reader.prose(layers.with("description"), "description"),
        required: reader.boolean(layers.with("required"), "required"),
        content,
        location: layers.innermost().clone(),
    })
}

/// Whether what layers say is a schema and no Request Body Object.
pub(super) fn is_schema(layers: &Layers) -> bool {
    let tokens: Vec<&str> = layers.innermost().pointer.tokens().collect();
    layers.get("content").is_none()
        && (matches!(tokens.as_slice(), ["components", "schemas", _])
            || keywords_that(Role::Describes).any(|key| key != "$ref" && layers.get(key).is_some()))
}

/// A schema in place of the object that has it.
fn read_schema(reader: &mut Reader, location: &Location, schema: &Location) -> RequestBody {
    let is_referred = location != schema;
    let place = if is_referred {
        Place::from(location.child("$ref"))
    } else {
        Place::key(location)
    };
    reader.off_spec(
        place,
        "a schema stands where a Request Body Object should; it is read as that of a JSON body",
        "write `content: { application/json: { schema: … } }` around it",
    );
    RequestBody::of_json(location, Some(location.clone()))
}
