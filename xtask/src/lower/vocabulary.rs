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
pub(super) fn keywords() -> impl Iterator<Item = &'static str> + Clone {
    HONOURED
        .iter()
        .chain(&DOCUMENTED)
        .chain(&NOT_EXPRESSED)
        .copied()
}

/// What becomes of a keyword, if nothing in the way of it says otherwise.
pub(super) fn treatment(keyword: &str, value: &Value) -> Treatment {
    match (keyword, value) {
        ("uniqueItems", Value::Bool(true)) => Treatment::Documented,
        ("uniqueItems", _) => Treatment::Honoured,
        _ if HONOURED.contains(&keyword) => Treatment::Honoured,
        _ if DOCUMENTED.contains(&keyword) => Treatment::Documented,
        _ => Treatment::NotExpressed,
    }
}
