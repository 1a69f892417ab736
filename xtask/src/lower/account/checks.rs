//! Whether the keywords that types are made of have values that they can have.
//!
//! In: the parts of a schema. Out: errors, and warnings where the meaning is plain all the same; what they are about counts as absent. Source: JSON Schema 2020-12, Core §10 and
//! Validation §6.1. Keywords that only narrow a value are not looked at.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::place::Location;
use crate::resolve::kind;
use crate::schema::{TYPES, View, is_schema, no_schema, type_meant, type_word, under};

/// Keywords whose value is an object or an array, and the word for it.
const CONTAINERS: [(&str, bool, &str); 5] = [
    ("properties", true, "a map of schemas"),
    ("enum", false, "a list of values"),
    ("allOf", false, "a list of schemas"),
    ("anyOf", false, "a list of schemas"),
    ("oneOf", false, "a list of schemas"),
];

/// Reports every keyword of a schema that has no meaning as it stands.
pub(crate) fn check_keywords(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for part in &view.parts {
        for (keyword, is_object, wanted) in CONTAINERS {
            let Some(value) = part.get(keyword) else {
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
        check_reference(part.get("$ref"), &part.location, diagnostics);
        check_schemas(part.keywords, &part.location, diagnostics);
        let location = || part.location.child("type");
        match part.get("type") {
            None | Some(Value::Null) => {}
            Some(Value::String(name)) => check_type(name, location, diagnostics),
            Some(Value::Array(names)) => {
                let location = location();
                for (index, name) in names.iter().enumerate() {
                    let place = location.child(&index.to_string());
                    match type_word(name) {
                        Some(name) => check_type(name, || place, diagnostics),
                        None => diagnostics.push(not_a_type(name, &place)),
                    }
                }
            }
            Some(other) => diagnostics.push(not_a_type(other, &location())),
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
    for (keyword, value) in keywords {
        for (place, value) in under(schema, keyword, value, |one| !is_schema(one)) {
            diagnostics.push(no_schema(&place, value));
        }
    }
}

fn check_type(name: &str, place: impl FnOnce() -> Location, diagnostics: &mut Diagnostics) {
    if type_meant(name).is_none() {
        diagnostics.push(
            Diagnostic::new(Code::OffSpec, format!("JSON Schema has no type `{name}`"))
                .at(place(), "counts as if it were not there")
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
