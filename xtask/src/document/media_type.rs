//! The Media Type Object (section 4.8.14 of version 3.1.1).

mod encoding;
pub(super) mod example;

use serde_json::Value;

use super::fields::{Fields, Reader};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
use crate::resolve::Resolver;
pub use encoding::Encoding;
use encoding::read_encodings;
pub use example::{Example, ExampleValue};

/// A body in one media type.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The object.
    pub location: Location,
    /// The media type or range, such as `application/json`.
    pub name: String,
    /// The schema node, a `$ref` not followed; absent if nothing is said about the body.
    pub schema: Option<Location>,
    /// Where what is said of the items of a stream stands (OpenAPI 3.2, section 4.14), if anything
    /// is.
    pub item_schema: Option<Location>,
    /// The examples: `example` first, then `examples` in order.
    pub examples: Vec<Example>,
    /// How the fields of a form are written, in order.
    pub encoding: Vec<Encoding>,
    kind: MediaKind,
}

const KEYS: &[&str] = &[
    "description",
    "schema",
    "example",
    "examples",
    "encoding",
    "itemSchema",
    "prefixEncoding",
    "itemEncoding",
];

/// The bodies under `content` by media type, in order.
pub(super) fn read_content(reader: &mut Reader, owner: &Fields) -> Vec<MediaType> {
    let Some(entries) = reader.map(owner, "content", "a map of media types") else {
        return Vec::new();
    };
    let media_types = entries
        .entries()
        .filter(|(name, _)| is_media_type(name))
        .filter_map(|(name, _)| read_media_type(reader, &entries.location.child(name), name));
    media_types.collect()
}

/// Whether a key under `content` names a media type: `x-conference/x-cooltalk` does, and
/// `x-internal` is an extension.
pub(super) fn is_media_type(name: &str) -> bool {
    !name.starts_with("x-") || name.contains('/')
}

fn read_media_type(reader: &mut Reader, location: &Location, name: &str) -> Option<MediaType> {
    // `application/json: null` and `application/json:` say nothing of the body but its media type.
    if reader.resolver.value(location).is_null() {
        return Some(MediaType::of(name, location, None));
    }
    let layers = reader.layers(location, "a Media Type Object")?;
    reader.unknown_keys_of(&layers, KEYS);
    let owner = layers.with("schema");
    let schema = owner.get("schema").and_then(|value| {
        let location = owner.location.child("schema");
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
    let is_json_text = essence(name) == "text/plain"
        && schema
            .as_ref()
            .is_some_and(|schema| describes_json(reader.resolver, schema, &mut Vec::new()));
    let kind = if is_json_text {
        reader.complain(json_text(location));
        MediaKind::Json
    } else {
        MediaKind::of(name)
    };
    let exemplary = layers
        .iter()
        .find(|fields| fields.any("example").is_some() || fields.get("examples").is_some());
    Some(MediaType {
        name: name.to_owned(),
        schema,
        item_schema: layers
            .get("itemSchema")
            .map(|_| layers.with("itemSchema").location.child("itemSchema")),
        encoding: read_encodings(reader, layers.with("encoding")),
        examples: exemplary.map_or_else(Vec::new, |fields| {
            example::read_examples(reader, fields, kind == MediaKind::Json)
        }),
        kind,
        location: layers.innermost().clone(),
    })
}

fn json_text(location: &Location) -> Diagnostic {
    let message = "a body in `text/plain` is described as JSON, and is read as JSON";
    Diagnostic::new(Code::OffSpec, message)
        .at(
            Place::key(location),
            "its schema is of an object or a list, which a plain text cannot be",
        )
        .help("describe it as `application/json`: JSON is recognised in a `text/plain` body too")
}

/// Whether a schema describes what only JSON can hold, an object or a list. A schema that is
/// passed a second time has nothing new to say.
fn describes_json(resolver: &Resolver<'_>, schema: &Location, passed: &mut Vec<Location>) -> bool {
    let Ok(schema) = resolver.follow(schema) else {
        return false;
    };
    if passed.contains(&schema) {
        return false;
    }
    passed.push(schema.clone());
    let keywords = resolver.value(&schema);
    let is_structured = |kind: &Value| kind == "object" || kind == "array";
    match keywords.get("type") {
        Some(Value::Array(kinds)) => {
            return kinds.iter().any(is_structured)
                && kinds
                    .iter()
                    .all(|kind| is_structured(kind) || kind == "null");
        }
        Some(kind) => return is_structured(kind),
        None => {}
    }
    let mut members = |keyword| {
        let list = keywords.get(keyword).and_then(Value::as_array);
        let described = (0..list.map_or(0, Vec::len)).map(|index| {
            let member = schema.child(keyword).child(&index.to_string());
            describes_json(resolver, &member, passed)
        });
        described.collect::<Vec<bool>>()
    };
    let is_all = |described: Vec<bool>| !described.is_empty() && !described.contains(&false);
    keywords.get("properties").is_some()
        || members("allOf").contains(&true)
        || is_all(members("oneOf"))
        || is_all(members("anyOf"))
}

/// What bodies of a media type are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON: `application/json`, `text/json`, a `+json` suffix (RFC 6839, section 3.1), or a range
    /// that has these in it; and `text/plain` where the schema describes what only JSON can hold.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` (RFC 7578).
    Multipart,
    /// Anything else.
    Other,
}

impl MediaKind {
    /// The kind of a media type or range; its parameters say nothing of it.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match essence(name).as_str() {
            "application/json" | "text/json" | "*/*" | "application/*" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" | "multipart/*" => Self::Multipart,
            other if other.ends_with("+json") => Self::Json,
            _ => Self::Other,
        }
    }
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

impl MediaType {
    /// Its name without parameters, in lower case.
    #[must_use]
    pub fn essence(&self) -> String {
        essence(&self.name)
    }

    /// A body in JSON that the document describes in another way.
    pub(super) fn json(location: &Location, schema: Option<Location>) -> Self {
        Self::of("application/json", location, schema)
    }

    /// A body of which at most the schema is known.
    fn of(name: &str, location: &Location, schema: Option<Location>) -> Self {
        Self {
            location: location.clone(),
            name: name.to_owned(),
            schema,
            item_schema: None,
            examples: Vec::new(),
            encoding: Vec::new(),
            kind: MediaKind::of(name),
        }
    }

    /// What bodies of this media type are written in.
    #[must_use]
    pub fn kind(&self) -> MediaKind {
        self.kind
    }
}
