//! Schemas that stray from the specification, or from what types can express, and are understood nevertheless.
//!
//! In: a schema's keywords. Out: what is odd about them, and one warning for each kind of oddity, however often it occurs: documents
//! that have one have it everywhere. It changes nothing: what the oddities mean is settled where each keyword is read.

use std::borrow::Cow;

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::discriminators::names_no_member;
use super::enums::{VALUE_NAMES, as_one_of, names_fit};
use super::keywords::{TYPES, TypeMeant, type_meant};
use super::unknown_keys::unknown_keys;
use super::view::{type_word, type_words};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Location, Pointer, split_reference};

/// How many places a warning shows.
const SHOWN: usize = 3;

/// Keywords that were flags beside a bound, and are bounds now.
const EXCLUSIVE: [&str; 2] = ["exclusiveMinimum", "exclusiveMaximum"];

/// What is said of a key without a meaning.
const UNKNOWN_KEY: &str = "a key of a schema has no meaning and is ignored";

/// What a schema may have that the specification does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Oddity {
    /// `nullable` in a document of 3.1 or later.
    Nullable,
    /// `required: true` at a member.
    RequiredFlag,
    /// What other languages call a type.
    TypeName(TypeMeant),
    /// A value in an `enum` or `const` that is written as one of another type than the schema's.
    ValueOfOtherType,
    /// `null` without quotes as a `type`.
    UnquotedNull,
    /// Keywords beside `$ref` in a document of 3.0, where they do not count.
    BesideReference,
    /// A `$ref` to something that has no name of its own.
    DeepReference,
    /// A `discriminator` that is not an object with a `propertyName`.
    NamelessDiscriminator,
    /// `x-enum-varnames` of another length than the `enum`.
    EnumNames,
    /// `exclusiveMinimum: true` in a document of 3.1 or later.
    ExclusiveFlag,
    /// A keyword whose value is of another type than the keyword asks for.
    Misshapen,
    /// A `description` that refers to a text elsewhere.
    DescriptionElsewhere,
    /// A key that is none of a schema's, and near enough to one that is.
    Misspelt(&'static str),
    /// A key that is none of a schema's.
    UnknownKey,
    /// A `$dynamicRef`, whose meaning depends on the way by which a schema is reached.
    DynamicReference,
}

impl Oddity {
    /// Whether the keyword at the place has no effect.
    pub fn has_no_effect(self) -> bool {
        matches!(
            self,
            Self::NamelessDiscriminator
                | Self::EnumNames
                | Self::Misshapen
                | Self::TypeName(TypeMeant::NumberOrText)
        )
    }

    /// The warning about all the places; `None` without any.
    pub fn diagnostic(self, places: &IndexSet<Location>) -> Option<Diagnostic> {
        let first = places.first()?;
        let named;
        let (what, label, help) = match self {
            Self::TypeName(meant) => {
                named = in_words(meant);
                (
                    "`type` has a name that JSON Schema does not know",
                    named.0.as_str(),
                    named.1.as_str(),
                )
            }
            Self::ValueOfOtherType => (
                "a value that is listed is not of the schema's `type`",
                "read as if it were written as that type",
                "write it as that type",
            ),
            Self::Nullable => (
                "`nullable` is a keyword of OpenAPI 3.0",
                "read as a `type` that may be `null`",
                "list the type `'null'` instead, as JSON Schema 2020-12 has it",
            ),
            Self::RequiredFlag => (
                "`required` is a list of members since the fourth draft of JSON Schema",
                "read as a member that must be there",
                "name the member in the `required` of the schema around it",
            ),
            Self::UnquotedNull => (
                "`null` without quotes is not the name of a type",
                "read as the type `'null'`",
                "put it into quotes",
            ),
            Self::BesideReference => (
                "keywords beside a `$ref` do not count in OpenAPI 3.0",
                "read together with what the reference names",
                "put the reference into an `allOf`, or convert the document to 3.1",
            ),
            Self::DeepReference => (
                "a `$ref` leads into the middle of something",
                "read as if the schema stood here",
                "give the schema a name under `components/schemas` and refer to that",
            ),
            Self::NamelessDiscriminator => (
                "a `discriminator` is an object with a `propertyName`",
                "counts as if it were not there",
                "name the member that tells the alternatives apart under `propertyName`",
            ),
            Self::EnumNames => (
                "the names of an `enum` are as many as its values",
                "counts as if it were not there",
                "list one name for each value, in their order",
            ),
            Self::ExclusiveFlag => (
                "`exclusiveMinimum` and `exclusiveMaximum` are numbers since OpenAPI 3.1",
                "read as in OpenAPI 3.0: whether the bound itself is left out",
                "write the bound here, in place of `minimum` or `maximum`",
            ),
            Self::Misshapen => (
                "a keyword has a value of another type than it asks for",
                "counts as if it were not there",
                "write it as JSON Schema has it: texts and flags as such, `examples` and `required` as lists",
            ),
            Self::DescriptionElsewhere => (
                "a `description` is a text and no place for `$ref`",
                "read as the text that it names",
                "write the text here, as tools that bundle a document do",
            ),
            Self::Misspelt(meant) => {
                named = (String::new(), format!("did you mean `{meant}`?"));
                (UNKNOWN_KEY, "unknown key", named.1.as_str())
            }
            Self::UnknownKey => (
                UNKNOWN_KEY,
                "unknown key",
                "remove it, or let its name start with `x-` if it is meant as an extension",
            ),
            Self::DynamicReference => (
                "a `$dynamicRef` leads to different schemas on different ways",
                "read as a `$ref` to the anchor of that name",
                "write `$ref` if that is what is meant",
            ),
        };
        let message = match places.len() {
            1 => what.to_owned(),
            count => format!("{what} ({count} times)"),
        };
        let code = match self {
            Self::DynamicReference => Code::UnsupportedSchema,
            Self::Misspelt(_) | Self::UnknownKey => Code::UnknownKey,
            _ => Code::OffSpec,
        };
        let at = |place| match code {
            Code::UnknownKey => Place::key(place),
            _ => Place::from(place),
        };
        let mut diagnostic = Diagnostic::new(code, message)
            .at(at(first), label)
            .help(help);
        for place in places.iter().skip(1).take(SHOWN - 1) {
            diagnostic = diagnostic.and(at(place), "here too");
        }
        Some(diagnostic)
    }
}

/// How a word under `type` is read, and what to write in its place.
fn in_words(meant: TypeMeant) -> (String, String) {
    match meant {
        TypeMeant::Any => (
            "read as any value".to_owned(),
            "leave `type` out, which admits any value".to_owned(),
        ),
        TypeMeant::NumberOrText => (
            "read as any value: some senders mean a number by it, and some a text".to_owned(),
            "write `type: number` or `type: string`, whichever is sent".to_owned(),
        ),
        TypeMeant::Type(name, None) => {
            (format!("read as `{name}`"), format!("write `type: {name}`"))
        }
        TypeMeant::Type(name, Some(format)) => (
            format!("read as `{name}` of the format `{format}`"),
            format!("write `type: {name}` and `format: {format}`"),
        ),
    }
}

/// The words under a schema's `type` that are no names of JSON Schema's, and what they mean.
fn type_names(schema: &Location, keywords: &Map<String, Value>) -> Vec<(Oddity, Location)> {
    let place = schema.child("type");
    let words: Vec<(Option<&str>, Location)> = match keywords.get("type") {
        Some(Value::Array(several)) => several
            .iter()
            .enumerate()
            .map(|(index, word)| (type_word(word), place.child(&index.to_string())))
            .collect(),
        Some(one) => vec![(type_word(one), place)],
        None => Vec::new(),
    };
    let strays = words
        .into_iter()
        .filter_map(|(word, place)| Some((word.filter(|word| !TYPES.contains(word))?, place)));
    strays
        .filter_map(|(word, place)| Some((Oddity::TypeName(type_meant(word)?), place)))
        .collect()
}

/// The values that are written as ones of another type than the schema's.
fn values_of_other_type(schema: &Location, keywords: &Map<String, Value>) -> Vec<Location> {
    let mut types = Vec::new();
    for word in type_words(keywords) {
        match type_meant(word) {
            Some(TypeMeant::Type("null", _)) => {}
            Some(TypeMeant::Type(name, _)) => types.push(name),
            Some(TypeMeant::Any | TypeMeant::NumberOrText) | None => return Vec::new(),
        }
    }
    let strays =
        |value: &Value| !value.is_null() && matches!(as_one_of(value, &types), Some(Cow::Owned(_)));
    let mut places = Vec::new();
    if keywords.get("const").is_some_and(strays) {
        places.push(schema.child("const"));
    }
    if let Some(Value::Array(values)) = keywords.get("enum") {
        let place = schema.child("enum");
        let strays = values.iter().enumerate().filter(|(_, value)| strays(value));
        places.extend(strays.map(|(index, _)| place.child(&index.to_string())));
    }
    places
}

/// What is odd about one schema of a document of this version.
pub(super) fn oddities(
    schema: &Location,
    keywords: &Map<String, Value>,
    version: &str,
) -> Vec<(Oddity, Location)> {
    let mut found = Vec::new();
    let older = version.starts_with("3.0");
    if keywords.contains_key("nullable") && !older {
        found.push((Oddity::Nullable, schema.child("nullable")));
    }
    if keywords.get("required").is_some_and(Value::is_boolean) {
        found.push((Oddity::RequiredFlag, schema.child("required")));
    }
    found.extend(type_names(schema, keywords));
    let strays = values_of_other_type(schema, keywords).into_iter();
    found.extend(strays.map(|place| (Oddity::ValueOfOtherType, place)));
    let unquoted = keywords.get("type").is_some_and(|types| match types {
        Value::Array(several) => several.contains(&Value::Null),
        one => one.is_null(),
    });
    if unquoted {
        found.push((Oddity::UnquotedNull, schema.child("type")));
    }
    if keywords.get("discriminator").is_some_and(names_no_member) {
        found.push((Oddity::NamelessDiscriminator, schema.child("discriminator")));
    }
    if let Some(Value::Array(values)) = keywords.get("enum") {
        for keyword in VALUE_NAMES {
            let names = keywords.get(keyword);
            if names.is_some_and(|names| !names_fit(names, values)) {
                found.push((Oddity::EnumNames, schema.child(keyword)));
            }
        }
    }
    for keyword in EXCLUSIVE.into_iter().filter(|_| !older) {
        if keywords.get(keyword).is_some_and(Value::is_boolean) {
            found.push((Oddity::ExclusiveFlag, schema.child(keyword)));
        }
    }
    for (keyword, value) in keywords {
        if keyword == "description" && value.get("$ref").is_some_and(Value::is_string) {
            found.push((Oddity::DescriptionElsewhere, schema.child(keyword)));
        } else if is_misshapen(keyword, value) {
            found.push((Oddity::Misshapen, schema.child(keyword)));
        }
    }
    for (near, place) in unknown_keys(schema, keywords) {
        let oddity = near.map_or(Oddity::UnknownKey, Oddity::Misspelt);
        found.push((oddity, place));
    }
    let dynamic = ["$dynamicRef", "$recursiveRef"].into_iter();
    for keyword in dynamic.filter(|keyword| keywords.contains_key(*keyword)) {
        found.push((Oddity::DynamicReference, schema.child(keyword)));
    }
    if let Some(Value::String(reference)) = keywords.get("$ref") {
        if older
            && keywords
                .keys()
                .any(|keyword| !matches!(keyword.as_str(), "$ref" | "description" | "summary"))
        {
            found.push((Oddity::BesideReference, schema.clone()));
        }
        if is_deep(reference) {
            found.push((Oddity::DeepReference, schema.child("$ref")));
        }
    }
    found
}

/// Whether a keyword's value is of a type that makes it mean nothing. What types are made of is checked elsewhere, and is an error.
fn is_misshapen(keyword: &str, value: &Value) -> bool {
    if value.is_null() {
        return false;
    }
    match keyword {
        "description" | "title" | "format" | "contentEncoding" | "contentMediaType" => {
            !value.is_string()
        }
        "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => !value.is_boolean(),
        "examples" => !value.is_array(),
        "required" => !(value.is_array() || value.is_boolean()),
        "additionalProperties" => !(value.is_object() || value.is_boolean()),
        "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems"
        | "maxItems" | "minProperties" | "maxProperties" => {
            !(value.is_number() || value.is_string())
        }
        _ => false,
    }
}

/// Whether a reference names something that has no name of its own.
fn is_deep(reference: &str) -> bool {
    let (_, fragment) = split_reference(reference);
    let Some(pointer) = Pointer::parse(fragment) else {
        return false;
    };
    let tokens: Vec<&str> = pointer.tokens().collect();
    !matches!(
        tokens.as_slice(),
        [] | [_] | ["components", _, _] | [.., "$defs" | "definitions" | "schemas", _]
    )
}
