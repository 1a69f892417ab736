//! Parts that may be no text.
//!
//! In: the schema of a body in parts, which says of a part that it is binary by `format: binary` (OpenAPI 3.0.3 §4.7.14.2) or by a
//! `contentMediaType` without `contentEncoding` (OpenAPI 3.1.1 §4.8.14.4). Out: a warning, and a word in the documentation of each field,
//! since a part becomes a text whatever it is.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Object;
use crate::place::Location;
use crate::schema::{Conjunct, Conjunction, Schemas, View};

/// What the documentation of such a field ends with.
const NOTE: &str =
    "What is no UTF-8 in it is shown as U+FFFD; the `body` of the delivery has it as it was sent.";

/// Says of the binary parts of an event's body that they are shown as text.
pub(crate) fn note_binary_parts(
    event: &str,
    schema: &Location,
    payload: Option<&mut Object>,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    let binary = binary_parts(schema, schemas);
    let fields = payload.into_iter().flat_map(|object| &mut object.fields);
    for field in fields {
        let is_binary = binary.iter().any(|(name, _)| *name == field.name.wire);
        if is_binary && !field.docs.text.ends_with(NOTE) {
            let said = if field.docs.is_empty() { "" } else { "\n\n" };
            field.docs.text.push_str(said);
            field.docs.text.push_str(NOTE);
        }
    }
    let mut binary = binary.into_iter();
    let Some((name, place)) = binary.next() else {
        return;
    };
    let mut diagnostic = Diagnostic::new(
        Code::UnsupportedSchema,
        format!("a part of `{event}` is binary, and is shown as text"),
    )
    .at(
        &place,
        format!("what is no UTF-8 in `{name}` becomes U+FFFD"),
    );
    for (name, place) in binary {
        diagnostic = diagnostic.and(&place, format!("so it does in `{name}`"));
    }
    diagnostics.push(
        diagnostic.help("take its bytes from the `body` of the delivery, which is as it was sent"),
    );
}

/// The binary properties of a schema, each with the place that says so.
fn binary_parts(schema: &Location, schemas: &Schemas<'_>) -> Vec<(String, Location)> {
    let view = schemas.view_at(schema);
    let mut found = Vec::new();
    for (name, places) in view.properties() {
        let members = places.iter().cloned().map(Conjunct::whole);
        let view = schemas.view(&members.collect::<Conjunction>());
        let items = view.keyword("items").map(|(part, _)| {
            let items = part.location.child("items");
            schemas.view_at(&items)
        });
        let said = said_binary(&view).or_else(|| said_binary(items.as_deref()?));
        found.extend(said.map(|place| ((*name).to_owned(), place)));
    }
    found
}

/// The keyword that says that a value is no text.
fn said_binary(view: &View<'_>) -> Option<Location> {
    let is_text = view
        .types()
        .is_none_or(|types| types.is_empty() || types.contains(&"string"));
    let place = |keyword| {
        let (part, _) = view.keyword(keyword)?;
        Some(part.location.child(keyword))
    };
    if !is_text || view.keyword("contentEncoding").is_some() {
        return None;
    }
    if view.format() == Some("binary") {
        // `type: file` says it too.
        return place("format").or_else(|| place("type"));
    }
    let media_type = view.text("contentMediaType")?;
    let is_written = media_type.starts_with("text/") || media_type.contains("json");
    (!is_written).then(|| place("contentMediaType")).flatten()
}
