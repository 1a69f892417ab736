//! The body of a delivery as an example shows it: a JSON value.
//!
//! In: a recorded delivery and its event. Out: what the body says, whatever it is written in.

use serde_json::Value;
use webhook_runtime::generated::{
    FormField as RuntimeField, FormKind, decode_form_by, decode_multipart_by, essence, is_json,
};
use webhook_runtime::{DecodeError, Decoded, Strictness};

use crate::model::{Body, Event, FormField, ScalarKind};
use crate::recording::Recorded;

/// What the body of a delivery says.
///
/// # Errors
///
/// It is not what the spec says it is written in, or the spec does not say what is in it.
pub(super) fn body(delivery: &Recorded, event: &Event) -> Result<Value, String> {
    let content_type = delivery.header("content-type").unwrap_or_default();
    match written_in(event, content_type) {
        Body::Json => json(&delivery.body),
        Body::Form(fields) => {
            let decode = |json: &[u8], _| read(json);
            let form = with_fields(fields, |fields| {
                decode_form_by(&delivery.body, fields, Strictness::Tolerant, decode)
            });
            value(form)
        }
        Body::Multipart(fields) => {
            let decode = |json: &[u8], _| read(json);
            let form = with_fields(fields, |fields| {
                let strictness = Strictness::Tolerant;
                decode_multipart_by(&delivery.body, fields, strictness, decode)
            });
            value(form)
        }
        Body::Raw | Body::Nothing => Err(
            "the spec does not say what is in the body, so nobody knows what is personal in it\n\
             help: write an example by hand"
                .to_owned(),
        ),
    }
}

/// What a body of this media type is written in. JSON is JSON by whatever name.
fn written_in<'e>(event: &'e Event, content_type: &str) -> &'e Body {
    let name = essence(content_type);
    let mut further = event.further.iter();
    let further = further.find(|further| further.media_type == name);
    match further {
        Some(further) if further.body.decodes() => &further.body,
        _ if is_json(&name) => &Body::Json,
        _ => &event.body,
    }
}

fn json(text: &[u8]) -> Result<Value, String> {
    let help = "help: an example is what the spec describes; write this one by hand";
    serde_json::from_slice(text).map_err(|error| format!("the body is not JSON: {error}\n{help}"))
}

fn read(json: &[u8]) -> Result<Decoded<Value>, DecodeError> {
    let value = serde_json::from_slice(json).map_err(|error| DecodeError::Payload {
        pointer: String::new(),
        reason: error.to_string(),
    })?;
    Ok(Decoded::new(value))
}

fn value(form: Result<Decoded<Value>, DecodeError>) -> Result<Value, String> {
    let form = form.map_err(|error| format!("the body is not what its media type says: {error}"));
    form.map(|form| form.value)
}

/// The fields of a form as the runtime has them.
fn with_fields<R>(fields: &[FormField], then: impl FnOnce(&[RuntimeField<'_>]) -> R) -> R {
    let fields: Vec<RuntimeField<'static>> = fields.iter().map(field).collect();
    then(&fields)
}

/// A field with what is inside. The process ends soon, so that nothing is given back.
fn field(field: &FormField) -> RuntimeField<'static> {
    let inside: Vec<RuntimeField<'static>> = field.inside.iter().map(self::field).collect();
    let others = field.others.as_deref();
    let others = others.map(|others| &*Box::leak(Box::new(self::field(others))));
    RuntimeField {
        name: Box::leak(field.name.clone().into_boxed_str()),
        kind: match field.kind {
            ScalarKind::Text => FormKind::Text,
            ScalarKind::Integer | ScalarKind::Number => FormKind::Number,
            ScalarKind::Boolean => FormKind::Boolean,
            ScalarKind::Binary => FormKind::Binary,
            ScalarKind::Json => FormKind::Json,
        },
        list: field.list,
        separator: field.separator,
        inside: Box::leak(inside.into_boxed_slice()),
        others,
    }
}
