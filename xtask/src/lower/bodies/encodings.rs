//! How the fields of forms are written.
//!
//! In: the Encoding Objects of a media type (OpenAPI 3.1 §4.8.15), and the fields. Out: what stands
//! between the items of a list that is one text, and what became of each keyword.

use crate::document::{Encoding, MediaType};
use crate::lower::account::KeywordLedger;
use crate::model::{FormField, ScalarKind, Treatment};

/// What stands between the items of a list; `None` where each is a field of its own, as in the
/// style `form` unless the document says otherwise (OpenAPI 3.1 §4.8.15.1.2).
fn separator(encoding: &Encoding) -> Option<char> {
    let style = encoding.style.as_deref().unwrap_or("form");
    if encoding.explode.unwrap_or(style == "form") {
        return None;
    }
    match style {
        "form" => Some(','),
        "spaceDelimited" => Some(' '),
        "pipeDelimited" => Some('|'),
        _ => None,
    }
}

/// Whether a field is read as this keyword says that it is written.
fn is_honoured(keyword: &str, encoding: &Encoding, field: &FormField) -> bool {
    let is_object = field.kind == ScalarKind::Json && !field.list;
    match keyword {
        "style" | "explode" if is_object => field.in_brackets,
        "style" | "explode" => {
            field.in_brackets
                || matches!(
                    encoding.style.as_deref(),
                    None | Some("form" | "spaceDelimited" | "pipeDelimited")
                )
        }
        "contentType" if field.kind == ScalarKind::Json => encoding.is_json(),
        // What a scalar is written in anyway.
        "contentType" => encoding.content_type.as_deref() == Some("text/plain"),
        _ => false,
    }
}

/// Notes how lists are written, and counts what else is said of the fields.
pub(crate) fn apply_encodings(
    encodings: &[Encoding],
    fields: &mut [FormField],
    ledger: &mut KeywordLedger<'_>,
) {
    for encoding in encodings {
        let mut fields = fields.iter_mut();
        let field = fields.find(|field| field.name == encoding.property);
        for keyword in &encoding.keys {
            let is_honoured = field
                .as_deref()
                .is_some_and(|field| is_honoured(keyword, encoding, field));
            let treatment = if is_honoured {
                Treatment::Honoured
            } else {
                Treatment::NotExpressed
            };
            ledger.count(encoding.location.child(keyword), treatment);
        }
        if let Some(field) = field.filter(|field| field.list && field.kind != ScalarKind::Json) {
            field.separator = separator(encoding);
        }
    }
}

/// Counts what is said of the fields of a body that is not read as a form.
pub(crate) fn give_up_encodings(media_type: &MediaType, ledger: &mut KeywordLedger<'_>) {
    apply_encodings(&media_type.encoding, &mut [], ledger);
}
