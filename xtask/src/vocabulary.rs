//! The keywords of schemas: the one table of them, and questions to it.
//!
//! In: a keyword and its value. Out: what the generator does with it, which values it may have, and
//! what it says of a value. It knows the keywords alone, and nothing of where a schema stands.
//! Source: JSON Schema 2020-12, Core and Validation; OpenAPI 3.1 §4.8.24, and 3.0 for what
//! documents carried over from there have.

mod fit;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use self::Treatment::{Documented, Honoured, NotExpressed};
use crate::place::Location;

pub(crate) use fit::{is_misshapen, wanted_instead};

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Treatment {
    /// The types and the code that reads them keep to it.
    Honoured,
    /// The documentation tells it.
    Documented,
    /// Neither: the value is decoded as if the keyword were not there.
    NotExpressed,
}

/// A keyword that means something in a schema.
struct Keyword {
    name: &'static str,
    /// What becomes of it, unless something about the schema says otherwise.
    treatment: Treatment,
    form: Form,
    roles: &'static [Role],
}

/// Which values a keyword may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Any, or some that are checked where the keyword is read.
    Any,
    Text,
    Flag,
    Number,
    /// A bound, or a flag beside one as OpenAPI 3.0 has it.
    ExclusiveBound,
    /// A number above zero.
    Step,
    /// A whole number that is not below zero.
    Count,
    /// One value that the schema describes.
    Value,
    /// A list of values that the schema describes.
    Values,
    /// A list of values that the schema describes, none of which is more than an example.
    Examples,
    /// A schema.
    Schema,
    /// A schema, or a list of them as earlier drafts have it.
    Items,
    /// A list of schemas.
    Schemas,
    /// A schema for each of some members.
    Properties,
    /// A schema for each of some patterns in the names of members.
    Patterns,
    /// A schema for each of some names, which says nothing by itself.
    Map,
    DependentSchemas,
    DependentNames,
    Dependencies,
    /// A list of names, or a flag as early drafts have it.
    Required,
}

/// What a keyword does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It says nothing about which values a schema admits.
    Annotates,
    /// It describes a value, rather than only asking for some of its members.
    Describes,
    /// It says what a value holds, so that the schema is a type even beside alternatives.
    Holds,
    /// It narrows a value beyond its type, and says nothing of a value that it does not hold for.
    Narrows,
    /// It tells what a value is made of, and is in its type.
    Shapes,
    /// It is about objects, so that a schema without a `type` is one of an object.
    OfObjects,
    /// It is about arrays, so that a schema without a `type` is one of an array.
    OfArrays,
    /// It is about members that are not named.
    Unnamed,
    /// It leaves only some texts.
    LimitsText,
    /// It is a list that has at least one entry.
    NeverEmpty,
    /// An object that has it, as a text or a list, is a schema.
    Telling,
    /// It is for people who read the document, and nothing in Rust is called or built after it.
    Prose,
}

macro_rules! table {
    ($($name:literal: $treatment:ident $form:ident [$($role:ident)*];)*) => {
        &[$(Keyword {
            name: $name,
            treatment: $treatment,
            form: Form::$form,
            roles: &[$(Role::$role),*],
        }),*]
    };
}

/// Every keyword: what becomes of it, which values it may have, what it does.
const KEYWORDS: &[Keyword] = table! {
    // The types, or the code that reads them, keep to these.
    "$anchor": Honoured Text [];
    "$comment": Honoured Text [Prose];
    "$defs": Honoured Map [];
    "$dynamicAnchor": Honoured Text [];
    "$id": Honoured Text [];
    "$recursiveAnchor": Honoured Any [];
    "$ref": Honoured Any [Describes Telling];
    "$schema": Honoured Text [Telling];
    "$vocabulary": Honoured Any [];
    "additionalProperties": Honoured Schema [Describes Holds Narrows OfObjects Unnamed];
    "allOf": Honoured Schemas [Describes LimitsText NeverEmpty Telling];
    "anyOf": Honoured Schemas [Describes Narrows LimitsText NeverEmpty Telling];
    "const": Honoured Value [Describes Holds Narrows LimitsText];
    "definitions": Honoured Map [];
    "deprecated": Honoured Flag [Annotates];
    "discriminator": Honoured Any [Narrows];
    "enum": Honoured Values [Describes Holds Narrows LimitsText NeverEmpty Telling];
    "id": Honoured Any [];
    "items": Honoured Items [Describes Holds Narrows OfArrays];
    "nullable": Honoured Flag [];
    "oneOf": Honoured Schemas [Describes Narrows LimitsText NeverEmpty Telling];
    "patternProperties": Honoured Patterns [Narrows OfObjects Unnamed];
    "prefixItems": Honoured Schemas [Describes Holds Narrows OfArrays NeverEmpty];
    "properties": Honoured Properties [Describes Holds Shapes OfObjects];
    "readOnly": Honoured Flag [Annotates];
    "required": Honoured Required [Narrows Telling];
    "type": Honoured Any [Describes Shapes NeverEmpty Telling];
    "unevaluatedProperties": Honoured Schema [Narrows Unnamed];
    "writeOnly": Honoured Flag [Annotates];
    "x-allow": Honoured Any [Prose];
    "x-enum-descriptions": Honoured Any [Prose];
    "x-enum-varnames": Honoured Any [];
    "x-enumDescriptions": Honoured Any [Prose];
    "x-enumNames": Honoured Any [];
    "x-provenance": Honoured Any [Prose];
    "x-rust-name": Honoured Text [];
    "x-webhook-distinct-null": Honoured Flag [];
    // Rustdoc tells these, since they do not narrow a type.
    "contentEncoding": Documented Text [];
    "contentMediaType": Documented Text [];
    "default": Documented Value [Annotates];
    "description": Documented Text [Annotates Prose];
    "example": Documented Value [Prose];
    "examples": Documented Examples [Annotates Prose];
    "exclusiveMaximum": Documented ExclusiveBound [];
    "exclusiveMinimum": Documented ExclusiveBound [];
    "format": Documented Text [Describes Shapes];
    "maxItems": Documented Count [];
    "maxLength": Documented Count [];
    "maxProperties": Documented Count [];
    "maximum": Documented Number [];
    "minItems": Documented Count [];
    "minLength": Documented Count [];
    "minProperties": Documented Count [];
    "minimum": Documented Number [];
    "multipleOf": Documented Step [];
    "pattern": Documented Text [];
    "title": Documented Text [Annotates Prose];
    // Those of some draft of JSON Schema or version of OpenAPI that are neither kept nor told.
    "$dynamicRef": NotExpressed Any [];
    "$recursiveRef": NotExpressed Any [];
    "additionalItems": NotExpressed Schema [];
    "base": NotExpressed Any [];
    "collectionFormat": NotExpressed Any [];
    "contains": NotExpressed Schema [];
    "contentSchema": NotExpressed Schema [];
    "dependencies": NotExpressed Dependencies [];
    "dependentRequired": NotExpressed DependentNames [];
    "dependentSchemas": NotExpressed DependentSchemas [];
    "disallow": NotExpressed Any [];
    "divisibleBy": NotExpressed Any [];
    "else": NotExpressed Schema [];
    "extends": NotExpressed Any [];
    "externalDocs": NotExpressed Any [Prose];
    "fragmentResolution": NotExpressed Any [];
    "if": NotExpressed Schema [];
    "links": NotExpressed Any [];
    "maxContains": NotExpressed Count [];
    "maxDecimal": NotExpressed Any [];
    "maximumCanEqual": NotExpressed Any [];
    "media": NotExpressed Any [];
    "minContains": NotExpressed Count [];
    "minimumCanEqual": NotExpressed Any [];
    "not": NotExpressed Schema [LimitsText];
    "optional": NotExpressed Any [];
    "pathStart": NotExpressed Any [];
    "propertyNames": NotExpressed Schema [];
    "readonly": NotExpressed Any [];
    "requires": NotExpressed Any [];
    "root": NotExpressed Any [];
    "summary": NotExpressed Any [Annotates Prose];
    "then": NotExpressed Schema [];
    "unevaluatedItems": NotExpressed Schema [];
    "uniqueItems": NotExpressed Flag [];
    "xml": NotExpressed Any [];
};

/// The keywords by their names.
static BY_NAME: LazyLock<BTreeMap<&str, &Keyword>> = LazyLock::new(|| {
    let keywords = KEYWORDS.iter();
    keywords.map(|keyword| (keyword.name, keyword)).collect()
});

/// The keywords that list alternatives.
pub(crate) const ALTERNATIVES: [&str; 2] = ["oneOf", "anyOf"];

/// The keywords for members that nothing else names.
pub(crate) const FURTHER_MEMBERS: [&str; 2] = ["additionalProperties", "unevaluatedProperties"];

/// The keywords that were flags beside a bound, and are bounds now.
pub(crate) const EXCLUSIVE_BOUNDS: [&str; 2] = ["exclusiveMinimum", "exclusiveMaximum"];

/// The keywords for references that depend on the way.
pub(crate) const DYNAMIC_REFERENCES: [&str; 2] = ["$dynamicRef", "$recursiveRef"];

/// Every keyword that means something in a schema.
pub(crate) fn all_keywords() -> impl Iterator<Item = &'static str> + Clone {
    KEYWORDS.iter().map(|keyword| keyword.name)
}

/// Whether a keyword means something in a schema.
pub(crate) fn is_keyword(name: &str) -> bool {
    BY_NAME.contains_key(name)
}

/// The keywords that do something.
pub(crate) fn keywords_that(role: Role) -> impl Iterator<Item = &'static str> {
    let having = KEYWORDS
        .iter()
        .filter(move |keyword| keyword.roles.contains(&role));
    having.map(|keyword| keyword.name)
}

/// Whether a keyword does something.
pub(crate) fn does(name: &str, role: Role) -> bool {
    let keyword = BY_NAME.get(name);
    keyword.is_some_and(|keyword| keyword.roles.contains(&role))
}

/// Whether a keyword says nothing about which values a schema admits, as extensions do.
#[must_use]
pub fn is_annotation(name: &str) -> bool {
    name.starts_with("x-") || does(name, Role::Annotates)
}

/// Whether a keyword makes no difference to a type and to what it is called.
pub(crate) fn is_prose(name: &str) -> bool {
    does(name, Role::Prose) || name.starts_with("x-") && !is_keyword(name)
}

fn form(name: &str) -> Form {
    BY_NAME.get(name).map_or(Form::Any, |keyword| keyword.form)
}

/// The keywords under which one value stands that the schema describes.
pub(crate) fn keywords_of_a_value() -> impl Iterator<Item = &'static str> {
    of_forms(&[Form::Value])
}

/// The keywords under which a list of values stands that the schema describes.
pub(crate) fn keywords_of_values() -> impl Iterator<Item = &'static str> {
    of_forms(&[Form::Values, Form::Examples])
}

fn of_forms(forms: &'static [Form]) -> impl Iterator<Item = &'static str> {
    let of_forms = KEYWORDS
        .iter()
        .filter(|keyword| forms.contains(&keyword.form));
    of_forms.map(|keyword| keyword.name)
}

/// Whether what stands under a keyword is data, and not a schema.
pub(crate) fn holds_data(name: &str) -> bool {
    let form = form(name);
    matches!(form, Form::Value | Form::Values | Form::Examples)
}

/// Whether another schema stands under a keyword.
pub(crate) fn holds_a_schema(name: &str) -> bool {
    matches!(form(name), Form::Schema | Form::Items)
}

/// Whether schemas stand under a keyword, each by a name that people chose.
pub(crate) fn holds_names(name: &str) -> bool {
    let form = form(name);
    matches!(
        form,
        Form::Properties | Form::Patterns | Form::Map | Form::DependentSchemas
    )
}

/// Of what stands under a keyword where the schemas stand that types are made of, that which is of
/// some kind, and its places.
pub(crate) fn under<'v>(
    schema: &Location,
    keyword: &str,
    value: &'v Value,
    is_meant: impl Fn(&Value) -> bool,
) -> Vec<(Location, &'v Value)> {
    let keyword_at = || schema.child(keyword);
    match (form(keyword), value) {
        (Form::Properties | Form::Patterns, Value::Object(schemas)) => schemas
            .iter()
            .filter(|(_, one)| is_meant(one))
            .map(|(name, one)| (keyword_at().child(name), one))
            .collect(),
        (Form::Schemas, Value::Array(schemas)) => schemas
            .iter()
            .enumerate()
            .filter(|(_, one)| is_meant(one))
            .map(|(index, one)| (keyword_at().child(&index.to_string()), one))
            .collect(),
        // A list of schemas is what it was in earlier drafts.
        (Form::Items, one) if !one.is_array() && is_meant(one) => vec![(keyword_at(), one)],
        _ => Vec::new(),
    }
}

/// What becomes of a keyword, if nothing in the way of it says otherwise.
pub(crate) fn treatment(name: &str, value: &Value) -> Treatment {
    match (name, value) {
        ("uniqueItems", Value::Bool(true)) => Documented,
        ("uniqueItems", _) => Honoured,
        _ => BY_NAME
            .get(name)
            .map_or(NotExpressed, |keyword| keyword.treatment),
    }
}

#[cfg(test)]
mod tests;
