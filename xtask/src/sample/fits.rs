//! Whether a value is of a shape, as far as the crate that is generated reads it without a defect.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::Value;

use crate::model::{Model, Shape, TextCoding, TypeKind};
use crate::rfc3339::{is_date, is_date_time};

/// Whether a value is of a shape. Of an enum it must be one of the known values.
pub(super) fn fits(model: &Model, shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Json => true,
        Shape::JsonObject => value.is_object(),
        Shape::Boolean => value.is_boolean(),
        Shape::Integer => value.is_i64(),
        Shape::UnsignedInteger => value.is_u64(),
        Shape::Number => value.is_number(),
        Shape::Text => value.is_string(),
        Shape::DateTime => value.as_str().is_some_and(is_date_time),
        Shape::Date => value.as_str().is_some_and(is_date),
        Shape::List(inner) => {
            let items = value.as_array();
            items.is_some_and(|items| items.iter().all(|item| fits(model, inner, item)))
        }
        Shape::Map(inner) => {
            let members = value.as_object();
            members.is_some_and(|members| members.values().all(|one| fits(model, inner, one)))
        }
        Shape::JsonText(inner, coding) => {
            let text = value.as_str().map(str::as_bytes);
            let text = text.and_then(|text| match coding {
                TextCoding::Plain => Some(text.to_vec()),
                TextCoding::Base64 => STANDARD.decode(text).ok(),
                TextCoding::Base64Url => URL_SAFE.decode(text).ok(),
            });
            let json = text.and_then(|text| serde_json::from_slice(&text).ok());
            json.is_some_and(|json: Value| fits(model, inner, &json))
        }
        Shape::Nullable(inner) => value.is_null() || fits(model, inner, value),
        Shape::Named(id) => match model.definition(*id).map(|definition| &definition.kind) {
            Some(TypeKind::Object(object)) => {
                let is_listed = |name: &str| object.fields.iter().any(|one| one.name.wire == name);
                let is_further = |name: &str, value: &Value| match &object.additional {
                    Some((_, shape)) if !is_listed(name) => fits(model, shape, value),
                    _ => true,
                };
                value.as_object().is_some_and(|members| {
                    object
                        .fields
                        .iter()
                        .all(|field| match members.get(&field.name.wire) {
                            None | Some(Value::Null) => field.optional,
                            Some(value) => fits(model, &field.shape, value),
                        })
                        && members.iter().all(|(name, value)| is_further(name, value))
                })
            }
            Some(TypeKind::Tuple(tuple)) => value.as_array().is_some_and(|items| {
                items.len() <= tuple.positions.len()
                    && tuple.positions.iter().enumerate().all(|(at, position)| {
                        match items.get(at) {
                            None => position.optional && !position.written_as_null,
                            Some(Value::Null) => {
                                position.optional || fits(model, &position.shape, &Value::Null)
                            }
                            Some(item) => fits(model, &position.shape, item),
                        }
                    })
            }),
            Some(TypeKind::OpenEnum(open_enum)) => {
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                open_enum.values.iter().any(|known| known.name.wire == text)
            }
            Some(TypeKind::Union(union)) => {
                let mut variants = union.variants.iter();
                variants.any(|variant| fits(model, &variant.shape, value))
            }
            None => false,
        },
    }
}
