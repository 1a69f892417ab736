//! A body as its sender writes it.
//!
//! In: the JSON value of a delivery, and what the event is written in. Out: the text of the body,
//! and its media type.

use serde_json::Value;

use crate::model::{Body, FormField, ScalarKind};

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
fn fields(value: &Value, form: &[FormField]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let field = form.iter().find(|field| field.name == *name);
        let is_json = field.is_some_and(|field| field.kind == ScalarKind::Json);
        let text = |value: &Value| {
            if is_json {
                value.to_string()
            } else {
                text(value)
            }
        };
        match value {
            Value::Null => {}
            value if field.is_some_and(|field| field.in_brackets) => {
                in_brackets(name, value, &mut fields);
            }
            Value::Array(items) if field.is_none_or(|field| field.list) => {
                let texts = items.iter().map(text);
                match field.and_then(|field| field.separator) {
                    None => fields.extend(texts.map(|text| (name.clone(), text))),
                    Some(separator) => {
                        let texts: Vec<String> = texts.collect();
                        fields.push((name.clone(), texts.join(&separator.to_string())));
                    }
                }
            }
            other => fields.push((name.clone(), text(other))),
        }
    }
    fields
}

/// What is inside a value as fields of their own, with brackets.
fn in_brackets(name: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                in_brackets(&format!("{name}[{index}]"), item, fields);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                in_brackets(&format!("{name}[{member}]"), value, fields);
            }
        }
        scalar => fields.push((name.to_owned(), text(scalar))),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
