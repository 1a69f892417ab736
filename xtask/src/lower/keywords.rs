//! Whether the keywords that types are made of have values that they can have.
//!
//! In: the parts of a schema. Out: errors, and warnings where the meaning is plain all the same; what they are about counts as absent. Source: JSON Schema 2020-12, Core §10 and
//! Validation §6.1. Keywords that only narrow a value are not looked at.

use serde_json::{Map, Value};

use super::view::{View, type_word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::resolve::kind;
use crate::source::Location;

/// The types of JSON Schema.
pub(super) const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// What a word under `type` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TypeMeant {
    /// A type, and the format that the word says along with it.
    Type(&'static str, Option<&'static str>),
    /// A number, or a text of one: senders mean either.
    NumberOrText,
    /// Any value at all.
    Any,
}

/// What a word under `type` means: the types of JSON Schema, and what other languages call them.
pub(super) fn type_meant(word: &str) -> Option<TypeMeant> {
    if let Some(own) = TYPES.iter().find(|own| **own == word) {
        return Some(TypeMeant::Type(own, None));
    }
    let (meant, format) = match word.to_ascii_lowercase().as_str() {
        "any" | "anything" | "mixed" => return Some(TypeMeant::Any),
        // Digits in quotes keep what a binary fraction would round, and a moment is written out or counted in seconds.
        "decimal" | "timestamp" => return Some(TypeMeant::NumberOrText),
        "array" | "list" | "set" => ("array", None),
        "boolean" | "bool" => ("boolean", None),
        "integer" | "int" | "int32" | "int64" | "long" | "short" => ("integer", None),
        "number" | "numeric" | "float" | "double" => ("number", None),
        "null" | "nil" | "none" => ("null", None),
        "object" | "map" | "dict" | "dictionary" | "hash" => ("object", None),
        "string" | "str" | "text" | "char" | "varchar" => ("string", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" => ("string", Some("date-time")),
        "uuid" => ("string", Some("uuid")),
        "uri" | "url" => ("string", Some("uri")),
        "email" => ("string", Some("email")),
        "file" | "binary" => ("string", Some("binary")),
        _ => return None,
    };
    Some(TypeMeant::Type(meant, format))
}

/// Keywords whose value is an object or an array, and the word for it.
const CONTAINERS: [(&str, bool, &str); 5] = [
    ("properties", true, "a map of schemas"),
    ("enum", false, "a list of values"),
    ("allOf", false, "a list of schemas"),
    ("anyOf", false, "a list of schemas"),
    ("oneOf", false, "a list of schemas"),
];

/// Reports every keyword of a schema that has no meaning as it stands.
pub(super) fn check_keywords(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for part in &view.parts {
        for (keyword, is_object, wanted) in CONTAINERS {
            let Some(value) = part.keywords.get(keyword) else {
                continue;
            };
            // What is empty says nothing, in whatever brackets.
            let nothing =
                value.is_null() || is_object && value.as_array().is_some_and(Vec::is_empty);
            if !nothing && ((is_object && !value.is_object()) || (!is_object && !value.is_array()))
            {
                let what = format!("`{keyword}` is {}, not {wanted}", kind(value));
                diagnostics.push(
                    Diagnostic::new(Code::WrongType, what)
                        .at(part.location.child(keyword), format!("expected {wanted}"))
                        .help(format!("write `{keyword}` as {wanted}")),
                );
            }
        }
        check_reference(part.keywords.get("$ref"), &part.location, diagnostics);
        check_schemas(part.keywords, &part.location, diagnostics);
        let location = part.location.child("type");
        match part.keywords.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(name)) => check_type(name, &location, diagnostics),
            Some(Value::Array(names)) => {
                for (index, name) in names.iter().enumerate() {
                    let place = location.child(&index.to_string());
                    match type_word(name) {
                        Some(name) => check_type(name, &place, diagnostics),
                        None => diagnostics.push(not_a_type(name, &place)),
                    }
                }
            }
            Some(other) => diagnostics.push(not_a_type(other, &location)),
        }
    }
}

fn check_reference(reference: Option<&Value>, schema: &Location, diagnostics: &mut Diagnostics) {
    if let Some(value) = reference.filter(|value| !value.is_string()) {
        let what = format!("`$ref` is {}, not the text of a reference", kind(value));
        diagnostics.push(
            Diagnostic::new(Code::WrongType, what)
                .at(schema.child("$ref"), "expected a text")
                .help("name a schema, as in `$ref: '#/components/schemas/Parcel'`"),
        );
    }
}

/// Reports what stands where a schema should, and is none.
fn check_schemas(keywords: &Map<String, Value>, schema: &Location, diagnostics: &mut Diagnostics) {
    let mut places = Vec::new();
    for keyword in ["properties", "patternProperties"] {
        let entries = keywords.get(keyword).and_then(Value::as_object);
        for (name, value) in entries.into_iter().flatten() {
            places.push((schema.child(keyword).child(name), value));
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let entries = keywords.get(keyword).and_then(Value::as_array);
        for (index, value) in entries.into_iter().flatten().enumerate() {
            places.push((schema.child(keyword).child(&index.to_string()), value));
        }
    }
    // A list of schemas is what it was in earlier drafts.
    let items = keywords.get("items").filter(|items| !items.is_array());
    places.extend(items.map(|items| (schema.child("items"), items)));
    for (place, value) in places {
        if !is_schema(value) {
            diagnostics.push(no_schema(&place, value));
        }
    }
}

/// Whether a value may stand where a schema should. What is not there at all, `null`, says nothing.
pub(super) fn is_schema(value: &Value) -> bool {
    value.is_object() || value.is_boolean() || value.is_null()
}

/// Says that what stands at a place is no schema.
pub(super) fn no_schema(place: &Location, value: &Value) -> Diagnostic {
    let what = format!("{} stands where a schema should", kind(value));
    let help = match (place.pointer.last(), value) {
        (Some("$ref"), Value::String(_)) => {
            "refer to one schema at a time: a map of schemas is no place for `$ref`".to_owned()
        }
        (_, Value::String(name)) if TYPES.contains(&name.as_str()) => {
            format!("write a schema: `{{ type: {name} }}`")
        }
        (_, Value::String(name)) if !name.contains(char::is_whitespace) => {
            format!("refer to a schema, as in `$ref: '#/components/schemas/{name}'`")
        }
        _ => "write a schema: an object, or `true` for any value".to_owned(),
    };
    Diagnostic::new(Code::WrongType, what)
        .at(place, "expected a schema")
        .help(help)
}

fn check_type(name: &str, place: &Location, diagnostics: &mut Diagnostics) {
    if type_meant(name).is_none() {
        diagnostics.push(
            Diagnostic::new(Code::OffSpec, format!("JSON Schema has no type `{name}`"))
                .at(place, "counts as if it were not there")
                .help(did_you_mean(name, TYPES)),
        );
    }
}

fn not_a_type(value: &Value, place: &Location) -> Diagnostic {
    Diagnostic::new(
        Code::WrongType,
        format!("`type` is {}, not the name of a type", kind(value)),
    )
    .at(place, "expected the name of a type")
    .help(format!("write one of {}", TYPES.join(", ")))
}
