//! A body as its sender writes it.
//!
//! In: the JSON value of a delivery, and what the event is written in. Out: the text of the body, and its media type.

use serde_json::Value;

use crate::model::Body;

/// What parts are divided by; no sample has a line like it.
const BOUNDARY: &str = "boundary-of-a-sample";

/// The text of a body.
pub(super) fn body(written_in: &Body, value: &Value) -> String {
    match written_in {
        Body::Json => format!("{value:#}\n"),
        Body::Form(_) => form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields(value))
            .finish(),
        Body::Multipart(_) => {
            let parts = fields(value).into_iter().map(|(name, text)| {
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

/// The members of an object as the fields of a form; of a list, a field for each item.
fn fields(value: &Value) -> Vec<(&str, String)> {
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                fields.extend(items.iter().map(|item| (name.as_str(), text(item))));
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
