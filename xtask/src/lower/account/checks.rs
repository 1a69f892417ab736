//! Whether the keywords that types are made of have values that they can have.
//!
//! In: the parts of a schema. Out: errors, and warnings where the meaning is plain all the same.
//! What they are about counts as absent. Keywords that only narrow a value are not looked at.
//! Source: JSON Schema 2020-12, Core §10 and Validation §6.1.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::place::Location;
use crate::resolve::kind;
use crate::schema::{
    Part, TYPES, View, is_schema, no_schema, type_entries, type_meant, type_word, under,
    wanted_instead,
};

/// Reports every keyword of a schema that has no meaning as it stands.
pub(crate) fn check_keywords(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for part in &view.parts {
        for (keyword, value) in part.keywords {
            diagnostics.extend(check_keyword(part, keyword, value));
            // What stands where a schema should, and is not one.
            for (place, value) in under(&part.location, keyword, value, |one| !is_schema(one)) {
                diagnostics.push(no_schema(&place, value));
            }
        }
        let means_nothing = |entry: &Value| type_word(entry).and_then(type_meant).is_none();
        for (entry, place) in type_entries(&part.location, part.keywords, means_nothing) {
            diagnostics.push(no_type(entry, &place));
        }
    }
}

fn check_keyword(part: &Part<'_>, keyword: &str, value: &Value) -> Option<Diagnostic> {
    if let Some(wanted) = wanted_instead(keyword, value) {
        let what = format!("`{keyword}` is {}, not {wanted}", kind(value));
        let diagnostic = Diagnostic::new(Code::WrongType, what)
            .at(part.location.child(keyword), format!("expected {wanted}"))
            .help(format!("write `{keyword}` as {wanted}"));
        return Some(diagnostic);
    }
    (keyword == "$ref" && !value.is_string()).then(|| {
        let what = format!("`$ref` is {}, not the text of a reference", kind(value));
        Diagnostic::new(Code::WrongType, what)
            .at(part.location.child("$ref"), "expected a text")
            .help("name a schema, as in `$ref: '#/components/schemas/Parcel'`")
    })
}

fn no_type(entry: &Value, place: &Location) -> Diagnostic {
    if let Some(name) = type_word(entry) {
        return Diagnostic::new(Code::OffSpec, format!("JSON Schema has no type `{name}`"))
            .at(place, "counts as if it were not there")
            .help(did_you_mean(name, TYPES));
    }
    let what = format!("`type` is {}, not the name of a type", kind(entry));
    Diagnostic::new(Code::WrongType, what)
        .at(place, "expected the name of a type")
        .help(format!("write one of {}", TYPES.join(", ")))
}
