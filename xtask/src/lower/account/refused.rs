//! Defaults and examples that their own schema refuses.
//!
//! In: a schema's keywords. Out: a warning for each. Examples of whole deliveries are held against
//! their types elsewhere.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;
use crate::schema::Schemas;
use crate::source::member;

/// What is said of the values that a schema shows.
pub(super) fn refused_values(
    schema: &Location,
    keywords: &Map<String, Value>,
    schemas: &Schemas<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for keyword in ["default", "example"] {
        if let Some(value) = member(keywords, keyword) {
            let place = schema.child(keyword);
            found.extend(refused(keyword, value, &place, schema, schemas));
        }
    }
    if let Some(Value::Array(values)) = member(keywords, "examples") {
        for (index, value) in values.iter().enumerate() {
            let place = schema.child("examples").child(&index.to_string());
            found.extend(refused("example", value, &place, schema, schemas));
        }
    }
    found
}

fn refused(
    what: &str,
    value: &Value,
    place: &Location,
    schema: &Location,
    schemas: &Schemas<'_>,
) -> Option<Diagnostic> {
    let refusal = schemas.refusal(schema, value, what == "default")?;
    let inside = if refusal.pointer.is_root() {
        "it"
    } else {
        "a value in it"
    };
    let article = if what == "example" { "an" } else { "a" };
    let message = format!(
        "{article} `{what}` is refused by its own schema: {inside} {}",
        refusal.why
    );
    let place = place.descendant(refusal.pointer.as_tokens());
    Some(
        Diagnostic::new(Code::RefusedValue, message)
            .at(place, "refused")
            .help("write a value that the schema admits, or have the schema admit this one"),
    )
}
