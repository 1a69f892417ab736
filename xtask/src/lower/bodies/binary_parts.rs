//! Parts of a body that may be binary.
//!
//! In: the schema of a body in parts. A part is binary by `format: binary` (OpenAPI 3.0.3
//! §4.7.14.2), or by a `contentMediaType` without `contentEncoding` (OpenAPI 3.1.1 §4.8.14.4). Out:
//! what each such part is read as, a warning, and a note in the documentation of each field, since a
//! part becomes a text whatever it is.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{FormField, ScalarKind, TypeDefinition, TypeKind};
use crate::place::Location;
use crate::schema::{Conjunct, Conjunction, Schemas, View};

/// What the documentation of such a field ends with.
const NOTE: &str = "A part that is not UTF-8 is a defect, and is read with U+FFFD. `part_contents` gives the bytes of \
     it, from the `body` of the delivery.";

/// Notes which parts of an event's body are binary and shown as text.
pub(super) fn note_binary_parts(
    event: &str,
    schema: &Location,
    parts: &mut [FormField],
    payload: Option<&mut TypeDefinition>,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    let binary = binary_parts(schema, schemas);
    for part in parts {
        if part.kind == ScalarKind::Text && binary.iter().any(|(name, _)| *name == part.name) {
            part.kind = ScalarKind::Binary;
        }
    }
    if let Some(TypeKind::Object(object)) = payload.map(|payload| &mut payload.kind) {
        for field in &mut object.fields {
            let is_binary = binary.iter().any(|(name, _)| *name == field.name.wire);
            let text = &mut field.docs.text;
            if is_binary && !text.ends_with(NOTE) {
                text.push_str(if text.is_empty() { "" } else { "\n\n" });
                text.push_str(NOTE);
            }
        }
    }
    let mut binary = binary.iter();
    if let Some((name, place)) = binary.next() {
        let message = format!("a part of `{event}` is binary, and is shown as text");
        let label = format!("bytes of `{name}` that are not UTF-8 become U+FFFD");
        let diagnostic = Diagnostic::new(Code::UnsupportedSchema, message).at(place, label);
        let diagnostic = binary.fold(diagnostic, |said, (name, place)| {
            said.and(place, format!("and those of `{name}`"))
        });
        let help = "take its bytes with `part_contents` from the `body` of the delivery, which is as it was sent";
        diagnostics.push(diagnostic.help(help));
    }
}

/// The binary properties of a schema, each with the place that says so.
fn binary_parts(schema: &Location, schemas: &Schemas<'_>) -> Vec<(String, Location)> {
    let view = schemas.view_at(schema);
    let mut found = Vec::new();
    for (name, places) in view.properties() {
        let members = places.iter().cloned().map(Conjunct::whole);
        let view = schemas.view(&members.collect::<Conjunction>());
        let items = view.keyword("items");
        let items = items.map(|(part, _)| schemas.view_at(&part.location.child("items")));
        let said = said_binary(&view).or_else(|| said_binary(items.as_deref()?));
        found.extend(said.map(|place| ((*name).to_owned(), place)));
    }
    found
}

/// The keyword that says that a value is binary.
fn said_binary(view: &View<'_>) -> Option<Location> {
    let types = view.types();
    let is_text = types.is_none_or(|types| types.is_empty() || types.contains(&"string"));
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
