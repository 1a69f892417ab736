//! The keywords of schemas, and what the generator does with each.
//!
//! In: a keyword and its value. Out: whether the types keep it, the documentation tells it, or neither. Source: JSON Schema 2020-12,
//! Core and Validation; OpenAPI 3.1 §4.8.24, and 3.0 for what documents carried over from there have.

use serde_json::Value;

use crate::model::Treatment;

/// Keywords that the types, or the code that reads them, keep to.
const HONOURED: [&str; 34] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "definitions",
    "deprecated",
    "discriminator",
    "enum",
    "id",
    "items",
    "nullable",
    "oneOf",
    "patternProperties",
    "properties",
    "readOnly",
    "required",
    "type",
    "unevaluatedProperties",
    "writeOnly",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-enumDescriptions",
    "x-enumNames",
    "x-provenance",
    "x-rust-name",
];

/// Keywords that rustdoc tells, since they do not narrow a type.
const DOCUMENTED: [&str; 20] = [
    "contentEncoding",
    "contentMediaType",
    "default",
    "description",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "title",
];

/// Keywords of a draft of JSON Schema or a version of OpenAPI that are neither kept nor told.
const NOT_EXPRESSED: [&str; 37] = [
    "$dynamicRef",
    "$recursiveRef",
    "additionalItems",
    "base",
    "collectionFormat",
    "contains",
    "contentSchema",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "disallow",
    "divisibleBy",
    "else",
    "extends",
    "externalDocs",
    "fragmentResolution",
    "if",
    "links",
    "maxContains",
    "maxDecimal",
    "maximumCanEqual",
    "media",
    "minContains",
    "minimumCanEqual",
    "not",
    "optional",
    "pathStart",
    "prefixItems",
    "propertyNames",
    "readonly",
    "requires",
    "root",
    "summary",
    "then",
    "unevaluatedItems",
    "uniqueItems",
    "xml",
];

/// Every keyword that means something in a schema.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> + Clone {
    HONOURED
        .iter()
        .chain(&DOCUMENTED)
        .chain(&NOT_EXPRESSED)
        .copied()
}

/// What becomes of a keyword, if nothing in the way of it says otherwise.
pub(crate) fn treatment(keyword: &str, value: &Value) -> Treatment {
    match (keyword, value) {
        ("uniqueItems", Value::Bool(true)) => Treatment::Documented,
        ("uniqueItems", _) => Treatment::Honoured,
        _ if HONOURED.contains(&keyword) => Treatment::Honoured,
        _ if DOCUMENTED.contains(&keyword) => Treatment::Documented,
        _ => Treatment::NotExpressed,
    }
}

/// Whether a keyword has a value that makes it mean nothing. What types are made of is checked elsewhere, and is an error. A number
/// in quotes is still a number.
pub(crate) fn is_misshapen(keyword: &str, value: &Value) -> bool {
    if value.is_null() {
        return false;
    }
    let is_all = |fits: fn(&Value) -> bool| {
        let entries = value.as_object();
        entries.is_some_and(|entries| entries.values().all(fits))
    };
    match keyword {
        "description" | "title" | "format" | "pattern" | "contentEncoding" | "contentMediaType"
        | "$anchor" | "$dynamicAnchor" | "$id" | "$schema" | "$comment" | "x-rust-name" => {
            !value.is_string()
        }
        "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" | "nullable" => !value.is_boolean(),
        "examples" | "prefixItems" => !value.is_array(),
        // A list with something in it is an error.
        "properties" => value.as_array().is_some_and(Vec::is_empty),
        "patternProperties" | "$defs" | "definitions" => !value.is_object(),
        "dependentSchemas" => !is_all(is_constraint),
        "dependentRequired" => !is_all(is_names),
        "dependencies" => !is_all(|one| is_constraint(one) || is_names(one)),
        "if" | "then" | "else" | "not" | "contains" | "propertyNames" | "contentSchema"
        | "unevaluatedItems" | "additionalItems" => !is_constraint(value),
        "required" => !(value.is_array() || value.is_boolean()),
        "additionalProperties" | "unevaluatedProperties" => !is_constraint(value),
        "minimum" | "maximum" => number(value).is_none(),
        "exclusiveMinimum" | "exclusiveMaximum" => !value.is_boolean() && number(value).is_none(),
        "multipleOf" => number(value).is_none_or(|number| number <= 0.0),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties"
        | "minContains" | "maxContains" => {
            number(value).is_none_or(|number| number < 0.0 || number.fract() != 0.0)
        }
        _ => false,
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
