//! Whether a value is of a shape, as far as the crate that is generated reads it without a defect.

use serde_json::Value;

use crate::model::{Model, Shape, TypeKind};

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

/// Whether a text is a `full-date` (RFC 3339, section 5.6). The 29th of February counts as none.
fn is_date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let days = match number(5, 7) {
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) => 31,
        _ => 0,
    };
    masked(text) == "0000-00-00" && number(8, 10).is_some_and(|day| (1..=days).contains(&day))
}

/// Whether a text is a `date-time` (RFC 3339, section 5.6).
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let (clock, rest) = time.split_at_checked(8).unwrap_or_default();
    let is_hour = clock < "24" && clock.get(3..).is_some_and(|minutes| minutes < "60");
    let is_time = is_hour && clock.get(6..).is_some_and(|seconds| seconds < "60");
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_offset = matches!(masked(offset).as_str(), "Z" | "z" | "+00:00" | "-00:00");
    is_date(date) && masked(clock) == "00:00:00" && is_time && is_offset
}

/// A text with a zero for each digit.
fn masked(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "0")
}
