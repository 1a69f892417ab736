//! The keywords of schemas: the one table of them, and questions to it.
//!
//! In: a keyword and its value. Out: what the generator does with it, which values it may have, and what it says of a value. Source:
//! JSON Schema 2020-12, Core and Validation; OpenAPI 3.1 §4.8.24, and 3.0 for what documents carried over from there have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::model::Treatment::{self, Documented, Honoured, NotExpressed};
use crate::place::Location;

/// A keyword that means something in a schema.
struct Keyword {
    name: &'static str,
    /// What becomes of it, if nothing in the way of it says otherwise.
    treatment: Treatment,
    form: Form,
    roles: &'static [Role],
}

/// Which values a keyword may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Whatever it has is looked at elsewhere, if at all.
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
    List,
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
    /// It describes a value, rather than only asking for some of its members.
    Describes,
    /// It narrows a value beyond its type, and says nothing of one that it may not hold for.
    Narrows,
    /// It tells what a value is made of, and is in its type.
    Shapes,
    /// It is about members that are not named.
    Unnamed,
    /// It leaves only some texts.
    LimitsText,
}

const fn keyword(
    name: &'static str,
    treatment: Treatment,
    form: Form,
    roles: &'static [Role],
) -> Keyword {
    Keyword {
        name,
        treatment,
        form,
        roles,
    }
}

/// Every keyword.
const KEYWORDS: [Keyword; 91] = [
    // The types, or the code that reads them, keep to these.
    keyword("$anchor", Honoured, Form::Text, &[]),
    keyword("$comment", Honoured, Form::Text, &[]),
    keyword("$defs", Honoured, Form::Map, &[]),
    keyword("$dynamicAnchor", Honoured, Form::Text, &[]),
    keyword("$id", Honoured, Form::Text, &[]),
    keyword("$recursiveAnchor", Honoured, Form::Any, &[]),
    keyword("$ref", Honoured, Form::Any, &[Role::Describes]),
    keyword("$schema", Honoured, Form::Text, &[]),
    keyword("$vocabulary", Honoured, Form::Any, &[]),
    keyword(
        "additionalProperties",
        Honoured,
        Form::Schema,
        &[Role::Describes, Role::Narrows, Role::Unnamed],
    ),
    keyword(
        "allOf",
        Honoured,
        Form::Schemas,
        &[Role::Describes, Role::LimitsText],
    ),
    keyword(
        "anyOf",
        Honoured,
        Form::Schemas,
        &[Role::Describes, Role::Narrows, Role::LimitsText],
    ),
    keyword(
        "const",
        Honoured,
        Form::Any,
        &[Role::Describes, Role::Narrows, Role::LimitsText],
    ),
    keyword("definitions", Honoured, Form::Map, &[]),
    keyword("deprecated", Honoured, Form::Flag, &[]),
    keyword("discriminator", Honoured, Form::Any, &[Role::Narrows]),
    keyword(
        "enum",
        Honoured,
        Form::Any,
        &[Role::Describes, Role::Narrows, Role::LimitsText],
    ),
    keyword("id", Honoured, Form::Any, &[]),
    keyword(
        "items",
        Honoured,
        Form::Items,
        &[Role::Describes, Role::Narrows],
    ),
    keyword("nullable", Honoured, Form::Flag, &[]),
    keyword(
        "oneOf",
        Honoured,
        Form::Schemas,
        &[Role::Describes, Role::Narrows, Role::LimitsText],
    ),
    keyword(
        "patternProperties",
        Honoured,
        Form::Patterns,
        &[Role::Narrows, Role::Unnamed],
    ),
    keyword(
        "properties",
        Honoured,
        Form::Properties,
        &[Role::Describes, Role::Shapes],
    ),
    keyword("readOnly", Honoured, Form::Flag, &[]),
    keyword("required", Honoured, Form::Required, &[Role::Narrows]),
    keyword(
        "type",
        Honoured,
        Form::Any,
        &[Role::Describes, Role::Shapes],
    ),
    keyword(
        "unevaluatedProperties",
        Honoured,
        Form::Schema,
        &[Role::Narrows, Role::Unnamed],
    ),
    keyword("writeOnly", Honoured, Form::Flag, &[]),
    keyword("x-enum-descriptions", Honoured, Form::Any, &[]),
    keyword("x-enum-varnames", Honoured, Form::Any, &[]),
    keyword("x-enumDescriptions", Honoured, Form::Any, &[]),
    keyword("x-enumNames", Honoured, Form::Any, &[]),
    keyword("x-provenance", Honoured, Form::Any, &[]),
    keyword("x-rust-name", Honoured, Form::Text, &[]),
    // Rustdoc tells these, since they do not narrow a type.
    keyword("contentEncoding", Documented, Form::Text, &[]),
    keyword("contentMediaType", Documented, Form::Text, &[]),
    keyword("default", Documented, Form::Any, &[]),
    keyword("description", Documented, Form::Text, &[]),
    keyword("example", Documented, Form::Any, &[]),
    keyword("examples", Documented, Form::List, &[]),
    keyword("exclusiveMaximum", Documented, Form::ExclusiveBound, &[]),
    keyword("exclusiveMinimum", Documented, Form::ExclusiveBound, &[]),
    keyword(
        "format",
        Documented,
        Form::Text,
        &[Role::Describes, Role::Shapes],
    ),
    keyword("maxItems", Documented, Form::Count, &[]),
    keyword("maxLength", Documented, Form::Count, &[]),
    keyword("maxProperties", Documented, Form::Count, &[]),
    keyword("maximum", Documented, Form::Number, &[]),
    keyword("minItems", Documented, Form::Count, &[]),
    keyword("minLength", Documented, Form::Count, &[]),
    keyword("minProperties", Documented, Form::Count, &[]),
    keyword("minimum", Documented, Form::Number, &[]),
    keyword("multipleOf", Documented, Form::Step, &[]),
    keyword("pattern", Documented, Form::Text, &[]),
    keyword("title", Documented, Form::Text, &[]),
    // Those of some draft of JSON Schema or version of OpenAPI that are neither kept nor told.
    keyword("$dynamicRef", NotExpressed, Form::Any, &[]),
    keyword("$recursiveRef", NotExpressed, Form::Any, &[]),
    keyword("additionalItems", NotExpressed, Form::Schema, &[]),
    keyword("base", NotExpressed, Form::Any, &[]),
    keyword("collectionFormat", NotExpressed, Form::Any, &[]),
    keyword("contains", NotExpressed, Form::Schema, &[]),
    keyword("contentSchema", NotExpressed, Form::Schema, &[]),
    keyword("dependencies", NotExpressed, Form::Dependencies, &[]),
    keyword("dependentRequired", NotExpressed, Form::DependentNames, &[]),
    keyword(
        "dependentSchemas",
        NotExpressed,
        Form::DependentSchemas,
        &[],
    ),
    keyword("disallow", NotExpressed, Form::Any, &[]),
    keyword("divisibleBy", NotExpressed, Form::Any, &[]),
    keyword("else", NotExpressed, Form::Schema, &[]),
    keyword("extends", NotExpressed, Form::Any, &[]),
    keyword("externalDocs", NotExpressed, Form::Any, &[]),
    keyword("fragmentResolution", NotExpressed, Form::Any, &[]),
    keyword("if", NotExpressed, Form::Schema, &[]),
    keyword("links", NotExpressed, Form::Any, &[]),
    keyword("maxContains", NotExpressed, Form::Count, &[]),
    keyword("maxDecimal", NotExpressed, Form::Any, &[]),
    keyword("maximumCanEqual", NotExpressed, Form::Any, &[]),
    keyword("media", NotExpressed, Form::Any, &[]),
    keyword("minContains", NotExpressed, Form::Count, &[]),
    keyword("minimumCanEqual", NotExpressed, Form::Any, &[]),
    keyword("not", NotExpressed, Form::Schema, &[Role::LimitsText]),
    keyword("optional", NotExpressed, Form::Any, &[]),
    keyword("pathStart", NotExpressed, Form::Any, &[]),
    keyword("prefixItems", NotExpressed, Form::List, &[Role::Narrows]),
    keyword("propertyNames", NotExpressed, Form::Schema, &[]),
    keyword("readonly", NotExpressed, Form::Any, &[]),
    keyword("requires", NotExpressed, Form::Any, &[]),
    keyword("root", NotExpressed, Form::Any, &[]),
    keyword("summary", NotExpressed, Form::Any, &[]),
    keyword("then", NotExpressed, Form::Schema, &[]),
    keyword("unevaluatedItems", NotExpressed, Form::Schema, &[]),
    keyword("uniqueItems", NotExpressed, Form::Flag, &[]),
    keyword("xml", NotExpressed, Form::Any, &[]),
];

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

fn form(name: &str) -> Form {
    BY_NAME.get(name).map_or(Form::Any, |keyword| keyword.form)
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

/// Of what stands under a keyword where the schemas stand that types are made of, that which is of some kind, and its places.
pub(crate) fn under<'v>(
    schema: &Location,
    keyword: &str,
    value: &'v Value,
    is_meant: impl Fn(&Value) -> bool,
) -> Vec<(Location, &'v Value)> {
    let keyword_at = || schema.child(keyword);
    match (form(keyword), value) {
        (Form::Properties | Form::Patterns, Value::Object(schemas)) => {
            let meant = schemas.iter().filter(|(_, one)| is_meant(one));
            meant
                .map(|(name, one)| (keyword_at().child(name), one))
                .collect()
        }
        (Form::Schemas, Value::Array(schemas)) => {
            let meant = schemas.iter().enumerate().filter(|(_, one)| is_meant(one));
            meant
                .map(|(index, one)| (keyword_at().child(&index.to_string()), one))
                .collect()
        }
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

/// Whether a keyword has a value that makes it mean nothing. What types are made of is checked elsewhere, and is an error. A number
/// in quotes is still a number.
pub(crate) fn is_misshapen(name: &str, value: &Value) -> bool {
    if value.is_null() {
        return false;
    }
    let is_all = |fits: fn(&Value) -> bool| {
        let entries = value.as_object();
        entries.is_some_and(|entries| entries.values().all(fits))
    };
    match form(name) {
        Form::Any | Form::Items | Form::Schemas => false,
        Form::Text => !value.is_string(),
        Form::Flag => !value.is_boolean(),
        Form::List => !value.is_array(),
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

#[cfg(test)]
mod tests {
    use super::{BY_NAME, KEYWORDS};

    #[test]
    fn every_keyword_stands_in_the_table_once() {
        assert_eq!(BY_NAME.len(), KEYWORDS.len());
    }
}
