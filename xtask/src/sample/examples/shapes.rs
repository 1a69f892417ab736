//! Whether a value of an example is of a shape, and the words for both.
//!
//! In: a shape and a value. Out: whether the generated crate reads the one as the other; what is
//! inside the value is not looked at.

use serde_json::Value;

use crate::model::{Model, OpenEnumKind, Shape, TextCoding, TypeKind};
use crate::resolve::kind;
use crate::rfc3339::{is_date, is_date_time};

/// Whether a value is read as of a shape that is no type of the model; what is inside is not
/// looked at.
pub(super) fn is_of(shape: &Shape, value: &Value) -> bool {
    let whole = |value: &Value| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0);
        number.filter(|_| !value.is_i64() && !value.is_u64())
    };
    match shape {
        Shape::Integer => value.is_i64() || whole(value).is_some_and(|one| one.abs() < 9.2e18),
        Shape::UnsignedInteger => {
            value.is_u64() || whole(value).is_some_and(|one| (0.0..1.8e19).contains(&one))
        }
        Shape::DateTime => value.as_str().is_some_and(is_date_time),
        Shape::Date => value.as_str().is_some_and(is_date),
        Shape::List(_) => value.is_array(),
        Shape::Map(_) | Shape::JsonObject => value.is_object(),
        Shape::Boolean => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::Text | Shape::JsonText(..) => value.is_string(),
        Shape::Json | Shape::Nullable(_) | Shape::Named(_) => true,
    }
}

/// What a value is, beside what it should be.
pub(super) fn found(value: &Value, shape: &Shape) -> &'static str {
    match (value, shape) {
        (Value::String(_), Shape::DateTime | Shape::Date) => "another string",
        (Value::Number(number), Shape::Integer | Shape::UnsignedInteger) if number.is_f64() => {
            "another number"
        }
        (Value::Number(_), Shape::Integer | Shape::UnsignedInteger) => "another integer",
        _ => kind(value),
    }
}

/// What a value of a shape is, with its article.
pub(super) fn wanted(model: &Model, shape: &Shape) -> &'static str {
    match shape {
        Shape::Json => "any value",
        Shape::JsonObject | Shape::Map(_) => "an object",
        Shape::Boolean => "a boolean",
        Shape::Integer => "an integer of 64 bits",
        Shape::UnsignedInteger => "an integer of 64 bits from 0 on",
        Shape::Number => "a number",
        Shape::Text => "a string",
        Shape::JsonText(_, TextCoding::Plain) => "a string that holds JSON",
        Shape::JsonText(..) => "a string that holds JSON in Base64",
        Shape::DateTime => "a date and time as in RFC 3339",
        Shape::Date => "a date as in RFC 3339",
        Shape::List(_) => "an array",
        Shape::Nullable(inner) => wanted(model, inner),
        Shape::Named(id) => match model.definition(*id).map(|definition| &definition.kind) {
            Some(TypeKind::OpenEnum(open_enum)) => match open_enum.kind {
                OpenEnumKind::Text => "a string",
                OpenEnumKind::Integer => "an integer",
            },
            Some(TypeKind::Tuple(_)) => "an array of its positions",
            _ => "an object",
        },
    }
}
