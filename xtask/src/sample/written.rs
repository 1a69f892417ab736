//! A body as its sender writes it.
//!
//! In: the JSON value of a delivery, and what the event is written in. Out: the text of the body,
//! and its media type.

use serde_json::Value;

use crate::model::{Body, Event, FormField, ScalarKind};

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
            let is_json = |name: &str| {
                let mut fields = form.iter();
                fields.any(|field| field.name == name && field.kind == ScalarKind::Json)
            };
            let parts = fields(value, form).into_iter().map(|(name, text)| {
                let written = match is_json(&name) {
                    true => "Content-Type: application/json\r\n",
                    false => "",
                };
                let name = name.replace('"', "%22");
                format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{written}\r\n{text}\r\n"
                )
            });
            parts.chain([format!("--{BOUNDARY}--\r\n")]).collect()
        }
        Body::Raw => text(value),
        Body::Nothing => String::new(),
    }
}

/// The value of the `Content-Type` header: the media type that the document names, or the usual one
/// of what is written. `None` where there is no body.
pub(crate) fn media_type(event: &Event) -> Option<String> {
    let usual = match &event.body {
        Body::Json => "application/json",
        Body::Form(_) => "application/x-www-form-urlencoded",
        Body::Multipart(_) => "multipart/form-data",
        Body::Raw => "text/plain; charset=utf-8",
        Body::Nothing => return None,
    };
    let named = event.media_type.as_deref().unwrap_or(usual);
    Some(match &event.body {
        Body::Multipart(_) => {
            let essence = named.split(';').next().unwrap_or(usual).trim_end();
            format!("{essence}; boundary={BOUNDARY}")
        }
        _ => named.to_owned(),
    })
}

/// The members of an object as the fields of a form; of a list, a field for each item, unless the
/// form says what stands between them.
fn fields(value: &Value, form: &[FormField]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let field = form.iter().find(|field| field.name == *name);
        let is_json = field.is_some_and(|field| field.kind == ScalarKind::Json);
        let text = |value: &Value| match value {
            // An example may show the text as it is sent.
            Value::String(text) if is_json && is_object_or_list(text) => text.clone(),
            other if is_json => other.to_string(),
            other => text(other),
        };
        match value {
            Value::Null => {}
            value if field.is_some_and(|field| field.in_brackets) => {
                in_brackets(name, value, field, &mut fields);
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

/// What is inside a value as fields of their own, with brackets; as JSON where it is not known what
/// the texts stand for.
fn in_brackets(
    name: &str,
    value: &Value,
    field: Option<&FormField>,
    fields: &mut Vec<(String, String)>,
) {
    let is_known =
        |field: &&FormField| field.list || !field.inside.is_empty() || field.others.is_some();
    let known = field.filter(is_known);
    match value {
        Value::Null => {}
        Value::Array(items) if known.is_some() => {
            let item = known.map(|field| FormField {
                list: false,
                ..field.clone()
            });
            for (index, value) in items.iter().enumerate() {
                in_brackets(&format!("{name}[{index}]"), value, item.as_ref(), fields);
            }
        }
        Value::Object(members) if known.is_some() => {
            for (member, value) in members {
                let inside = known.and_then(|field| {
                    let mut inside = field.inside.iter();
                    let listed = inside.find(|inside| inside.name == *member);
                    listed.or(field.others.as_deref())
                });
                in_brackets(&format!("{name}[{member}]"), value, inside, fields);
            }
        }
        other => fields.push((name.to_owned(), text(other))),
    }
}

fn is_object_or_list(json: &str) -> bool {
    let read = serde_json::from_str::<Value>(json);
    read.is_ok_and(|value| value.is_object() || value.is_array())
}

/// A value as a field of a form has it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
