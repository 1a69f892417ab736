//! The types of JSON, and what stands under `type`.
//!
//! In: the words of a schema. Out: the type that each means, also for words of other languages.
//! Source: JSON Schema 2020-12, Validation §6.1.1.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;
use crate::resolve::kind;
use crate::source::member;

/// The types of JSON Schema.
pub(crate) const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// What a word under `type` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TypeMeant {
    /// A type, and the format that the word says along with it.
    Type(&'static str, Option<&'static str>),
    /// A number, or a text of one: senders mean either.
    NumberOrText,
    /// Any value at all.
    Any,
}

/// What a word under `type` means: the types of JSON Schema, and what other languages call them.
pub(crate) fn type_meant(word: &str) -> Option<TypeMeant> {
    if let Some(own) = TYPES.iter().find(|own| **own == word) {
        return Some(TypeMeant::Type(own, None));
    }
    let (meant, format) = match word.to_ascii_lowercase().as_str() {
        "any" | "anything" | "mixed" => return Some(TypeMeant::Any),
        // Digits in quotes keep what a binary fraction would round, and a moment is written out or
        // counted in seconds.
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

/// What stands under `type`, one or several.
fn entries(keywords: &Map<String, Value>) -> &[Value] {
    match member(keywords, "type") {
        Some(Value::Array(several)) => several,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// The words under `type`.
pub(crate) fn type_words(keywords: &Map<String, Value>) -> Vec<&str> {
    entries(keywords).iter().filter_map(type_word).collect()
}

/// Of what stands under the `type` of a schema, that which is of some kind, and its places.
pub(crate) fn type_entries<'v>(
    schema: &Location,
    keywords: &'v Map<String, Value>,
    is_meant: impl Fn(&Value) -> bool,
) -> Vec<(&'v Value, Location)> {
    let at = |index: usize| match member(keywords, "type") {
        Some(Value::Array(_)) => schema.child("type").child(&index.to_string()),
        _ => schema.child("type"),
    };
    let numbered = entries(keywords).iter().enumerate();
    let meant = numbered.filter(|(_, entry)| is_meant(entry));
    meant.map(|(index, entry)| (entry, at(index))).collect()
}

/// The word for a type; `null` may stand there without quotes.
pub(crate) fn type_word(value: &Value) -> Option<&str> {
    match value {
        Value::String(word) => Some(word),
        Value::Null => Some("null"),
        _ => None,
    }
}

/// The types that two lists have in common; every integer is a number too.
pub(crate) fn types_of_both(one: &[&'static str], other: &[&'static str]) -> Vec<&'static str> {
    let within = |kind: &str, list: &[&str]| {
        list.contains(&kind) || (kind == "integer" && list.contains(&"number"))
    };
    let narrower = other
        .iter()
        .filter(|kind| !one.contains(kind) && within(kind, one));
    one.iter()
        .filter(|kind| within(kind, other))
        .chain(narrower)
        .copied()
        .collect()
}

/// The name that JSON Schema has for the type of a value.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a value may stand where a schema should. What is not there at all, `null`, says nothing.
pub(crate) fn is_schema(value: &Value) -> bool {
    value.is_object() || value.is_boolean() || value.is_null()
}

/// Says that the value at a place is not a schema.
pub(crate) fn no_schema(place: &Location, value: &Value) -> Diagnostic {
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
