//! A body as its sender writes it.
//!
//! In: the JSON value of a delivery, and what the event is written in. Out: the text of the body,
//! and its media type.

use serde_json::Value;

use crate::model::{Body, FormField};

/// What parts are divided by; no sample has a line like it.
const BOUNDARY: &str = "boundary-of-a-sample";

/// The text of a body.
pub(super) fn body(written_in: &Body, value: &Value) -> String {
    match written_in {
        Body::Json => format!("{value:#}\n"),
        Body::Form(form) => form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields(value, form))
            .finish(),
        Body::Multipart(form) => {
            let parts = fields(value, form).into_iter().map(|(name, text)| {
                let name = name.replace('"', "%22");
                format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
                )
            });
            parts.chain([format!("--{BOUNDARY}--\r\n")]).collect()
        }
        Body::Raw => text(value),
        Body::Nothing => String::new(),
    }
}

/// The value of the `Content-Type` header; `None` where there is no body.
pub(crate) fn media_type(written_in: &Body) -> Option<String> {
    match written_in {
        Body::Json => Some("application/json".to_owned()),
        Body::Form(_) => Some("application/x-www-form-urlencoded".to_owned()),
        Body::Multipart(_) => Some(format!("multipart/form-data; boundary={BOUNDARY}")),
        Body::Raw => Some("text/plain; charset=utf-8".to_owned()),
        Body::Nothing => None,
    }
}

/// The members of an object as the fields of a form; of a list, a field for each item, unless the
/// form says what stands between them.
fn fields<'v>(value: &'v Value, form: &[FormField]) -> Vec<(&'v str, String)> {
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                let texts = items.iter().map(text);
                let field = form.iter().find(|field| field.name == *name);
                match field.and_then(|field| field.separator) {
                    None => fields.extend(texts.map(|text| (name.as_str(), text))),
                    Some(separator) => {
                        let texts: Vec<String> = texts.collect();
                        fields.push((name.as_str(), texts.join(&separator.to_string())));
                    }
                }
            }
            other => fields.push((name.as_str(), text(other))),
        }
    }
    fields
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
