//! What a schema may have, and is most likely a slip: an extension or a format that is nearly a
//! known one.
//!
//! In: a schema's keywords. Out: the slips, each with what was most likely meant. Extensions and
//! formats that resemble nothing known are other people's.

use serde_json::{Map, Value};

use super::oddity::Oddity;
use crate::diagnostic::slip;
use crate::place::Location;
use crate::schema::all_keywords;
use crate::source::member;

/// How many letters of an extension may be wrong.
const IN_EXTENSION: usize = 2;

/// How many letters of a format may be wrong.
const IN_FORMAT: usize = 1;

/// In a format that is shorter than this, another letter makes another word: `url`, `guid`, `mime`. A
/// letter too many or too few is a slip there too.
const SHORTEST_FORMAT: usize = 5;

/// Formats of others that are a letter away from a known one.
const OTHERS: [&str; 2] = ["int", "uid"];

/// The formats of JSON Schema 2020-12 (Validation, section 7.3) and of the registry of OpenAPI.
const FORMATS: [&str; 50] = [
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// The slips of one schema, with their places.
pub(crate) fn slips(schema: &Location, keywords: &Map<String, Value>) -> Vec<(Oddity, Location)> {
    let is_extension = |keyword: &&str| keyword.starts_with("x-");
    let mut found = Vec::new();
    let known = || all_keywords().filter(is_extension);
    let extensions = keywords.keys().map(String::as_str).filter(is_extension);
    for keyword in extensions.filter(|keyword| known().all(|one| one != *keyword)) {
        if let Some(meant) = slip(keyword, known(), IN_EXTENSION) {
            found.push((Oddity::Extension(meant), schema.child(keyword)));
        }
    }
    if let Some(Value::String(format)) = member(keywords, "format")
        && let Some(meant) = meant_format(format)
    {
        found.push((Oddity::Format(meant), schema.child("format")));
    }
    found
}

/// The type of the values that a known format is about, of one or the other where it is about both.
pub(crate) fn type_of_format(format: &str) -> Option<&'static str> {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
        | "double-int" | "sf-integer" | "unixtime" => Some("integer"),
        "float" | "double" | "decimal" | "decimal128" | "sf-decimal" => Some("number"),
        "sf-boolean" => Some("boolean"),
        known => FORMATS.contains(&known).then_some("string"),
    }
}

/// The format that is nearly this one, which is none that is known.
fn meant_format(format: &str) -> Option<&'static str> {
    if FORMATS.contains(&format) || OTHERS.contains(&format) {
        return None;
    }
    let is_long = format.len() >= SHORTEST_FORMAT;
    let near = FORMATS
        .into_iter()
        .filter(|known| is_long || known.len() != format.len());
    slip(format, FORMATS, 0).or_else(|| slip(format, near, IN_FORMAT))
}

#[cfg(test)]
mod tests {
    use super::meant_format;

    #[test]
    fn formats_of_others_are_no_slips() {
        for (format, meant) in [
            ("datetime", Some("date-time")),
            ("Date-Time", Some("date-time")),
            ("date-tiem", Some("date-time")),
            ("emial", Some("email")),
            ("unit64", Some("uint64")),
            ("in32", Some("int32")),
            ("uud", Some("uuid")),
            ("flot", Some("float")),
            ("dat", Some("date")),
            ("ur", Some("uri")),
            ("TIME", Some("time")),
            ("uid", None),
            ("mime", None),
            ("rate", None),
            ("date-time", None),
            ("url", None),
            ("int", None),
            ("guid", None),
            ("money", None),
            ("timestamp", None),
        ] {
            assert_eq!(meant_format(format), meant, "{format}");
        }
    }
}
