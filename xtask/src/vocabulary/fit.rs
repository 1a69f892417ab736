//! Whether a keyword has a value that it may have.
//!
//! In: a keyword and its value. Out: whether the value makes the keyword mean nothing, and what was
//! wanted instead. It reads nothing inside the schemas that stand under a keyword.

use serde_json::Value;

use super::{Form, form};

/// Whether a keyword has a value that makes it mean nothing. What types are made of is checked
/// elsewhere, and is an error. A number in quotes is still a number.
pub(crate) fn is_misshapen(name: &str, value: &Value) -> bool {
    if value.is_null() {
        return false;
    }
    let is_all = |fits: fn(&Value) -> bool| {
        let entries = value.as_object();
        entries.is_some_and(|entries| entries.values().all(fits))
    };
    match form(name) {
        Form::Any | Form::Value | Form::Values | Form::Items | Form::Schemas => false,
        Form::Text => !value.is_string(),
        Form::Flag => !value.is_boolean(),
        Form::Examples => !value.is_array(),
        // A list with something in it is an error.
        Form::Properties => value.as_array().is_some_and(Vec::is_empty),
        Form::Map | Form::Patterns => !value.is_object(),
        Form::DependentSchemas => !is_all(is_constraint),
        Form::DependentNames => !is_all(is_names),
        Form::Dependencies => !is_all(|one| is_constraint(one) || is_names(one)),
        Form::Schema => !is_constraint(value),
        Form::Required => !(value.is_array() || value.is_boolean()),
        Form::Number => number(value).is_none(),
        Form::ExclusiveBound => !value.is_boolean() && number(value).is_none(),
        Form::Step => number(value).is_none_or(|number| number <= 0.0),
        Form::Count => number(value).is_none_or(|number| number < 0.0 || number.fract() != 0.0),
    }
}

/// What a keyword that types are made of asks for, in words, if its value is something else.
pub(crate) fn wanted_instead(name: &str, value: &Value) -> Option<&'static str> {
    match (form(name), value) {
        (_, Value::Null)
        | (Form::Properties, Value::Object(_))
        | (Form::Values | Form::Schemas, Value::Array(_)) => None,
        // What is empty says nothing, in whatever brackets.
        (Form::Properties, Value::Array(list)) if list.is_empty() => None,
        (Form::Properties, _) => Some("a map of schemas"),
        (Form::Values, _) => Some("a list of values"),
        (Form::Schemas, _) => Some("a list of schemas"),
        _ => None,
    }
}

/// A number, with or without quotes.
fn number(value: &Value) -> Option<f64> {
    let written = value.as_str().and_then(|text| text.trim().parse().ok());
    value
        .as_f64()
        .or(written)
        .filter(|number| number.is_finite())
}

/// Whether a value may be a schema.
fn is_constraint(value: &Value) -> bool {
    value.is_object() || value.is_boolean()
}

/// Whether a value may be a list of members.
fn is_names(value: &Value) -> bool {
    let names = value.as_array();
    names.is_some_and(|names| names.iter().all(Value::is_string))
}
