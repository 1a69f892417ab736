//! Schemas that stray from the specification, or from what types can express, and are understood
//! nevertheless.
//!
//! In: a schema's keywords. Out: what is odd about them. It changes nothing: what an odd keyword
//! means is decided where it is read.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::oddity::Oddity;
use super::slips::slips;
use super::unknown_keys::unknown_keys;
use crate::place::{Location, Pointer};
use crate::resolve::Resolver;
use crate::schema::{
    DYNAMIC_REFERENCES, EXCLUSIVE_BOUNDS, Role, TYPES, TypeMeant, VALUE_DESCRIPTIONS, VALUE_NAMES,
    as_one_of, does, dynamic_reference, holds_a_schema, holds_names, is_misshapen, names_fit,
    names_no_member, strange_keys, type_entries, type_meant, type_word, type_words, under,
};
use crate::source::{member, split_reference};

/// The values that are written as values of another type than the schema's.
fn values_of_other_type(schema: &Location, keywords: &Map<String, Value>) -> Vec<Location> {
    let (constant, values) = (member(keywords, "const"), member(keywords, "enum"));
    if constant.is_none() && values.is_none() {
        return Vec::new();
    }
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
    if constant.is_some_and(strays) {
        places.push(schema.child("const"));
    }
    if let Some(Value::Array(values)) = values {
        let place = schema.child("enum");
        let strays = values.iter().enumerate().filter(|(_, value)| strays(value));
        places.extend(strays.map(|(index, _)| place.child(&index.to_string())));
    }
    places
}

/// The entries of a list that stand in it before, by their numbers.
fn repeated(listed: &[Value]) -> Vec<usize> {
    let mut earlier = BTreeSet::new();
    let numbered = listed.iter().enumerate();
    let repeated = numbered.filter(|(_, entry)| !earlier.insert(as_worth(entry)));
    repeated.map(|(index, _)| index).collect()
}

/// A value as text, so that `1.0` is `1` (JSON Schema 2020-12, section 4.2.2).
fn as_worth(value: &Value) -> String {
    let float = value.as_f64().filter(|_| value.is_f64());
    float.map_or_else(|| value.to_string(), |float| float.to_string())
}

/// Whether a value is most likely that of a keyword which the schema lacks, and without which
/// nothing is known of what it describes.
fn is_lost(meant: &str, value: &Value, keywords: &Map<String, Value>) -> bool {
    let types = type_words(keywords);
    let is_plain = |name: &str| types.is_empty() || types.contains(&name);
    let is_schema = |value: &Value| value.is_object();
    let fits = match (meant, value) {
        ("$ref", Value::String(text)) => text.contains("#/"),
        ("properties", Value::Object(members)) => {
            is_plain("object") && !members.is_empty() && members.values().all(is_schema)
        }
        ("items", Value::Object(_)) => is_plain("array"),
        ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => {
            !schemas.is_empty() && schemas.iter().all(is_schema)
        }
        _ => false,
    };
    let describes = |(keyword, value): (&String, &Value)| {
        let holds = does(keyword, Role::Holds) && !value.is_boolean();
        holds || ["$ref", "allOf", "oneOf", "anyOf"].contains(&keyword.as_str())
    };
    fits && !keywords.iter().any(describes)
}

/// What is odd about one schema of a document of this version.
pub(crate) fn oddities(
    schema: &Location,
    keywords: &Map<String, Value>,
    version: &str,
    resolver: &Resolver<'_>,
) -> Vec<(Oddity, Location)> {
    let mut found = Vec::new();
    let older = version.starts_with("3.0");
    let types = member(keywords, "type");
    if member(keywords, "nullable").is_some() && !older {
        found.push((Oddity::Nullable, schema.child("nullable")));
    }
    if member(keywords, "required").is_some_and(Value::is_boolean) {
        found.push((Oddity::RequiredFlag, schema.child("required")));
    }
    let is_stray = |entry: &Value| type_word(entry).is_some_and(|word| !TYPES.contains(&word));
    for (entry, place) in type_entries(schema, keywords, is_stray) {
        if let Some(meant) = type_word(entry).and_then(type_meant) {
            found.push((Oddity::TypeName(meant), place));
        }
    }
    let strays = values_of_other_type(schema, keywords).into_iter();
    found.extend(strays.map(|place| (Oddity::ValueOfOtherType, place)));
    let unquoted = types.is_some_and(|types| match types {
        Value::Array(several) => several.contains(&Value::Null),
        one => one.is_null(),
    });
    if unquoted {
        found.push((Oddity::UnquotedNull, schema.child("type")));
    }
    if member(keywords, "discriminator").is_some_and(names_no_member) {
        found.push((Oddity::NamelessDiscriminator, schema.child("discriminator")));
    }
    if let Some(Value::Array(values)) = member(keywords, "enum") {
        let names = VALUE_NAMES.map(|keyword| (keyword, Oddity::EnumNames));
        let descriptions = VALUE_DESCRIPTIONS.map(|keyword| (keyword, Oddity::EnumDescriptions));
        for (keyword, unfit) in names.into_iter().chain(descriptions) {
            let place = schema.child(keyword);
            match member(keywords, keyword) {
                Some(Value::Object(by_value)) => {
                    let strange = strange_keys(by_value, values);
                    found.extend(strange.map(|key| (Oddity::NoEnumValue, place.child(key))));
                }
                Some(said) if !names_fit(said, values) => found.push((unfit, place)),
                _ => {}
            }
        }
    }
    if let Some(Value::Array(names)) = member(keywords, "required") {
        let place = schema.child("required");
        let mut earlier = BTreeSet::new();
        for (index, name) in names.iter().enumerate() {
            if !name.as_str().is_some_and(|name| earlier.insert(name)) {
                found.push((Oddity::RequiredEntry, place.child(&index.to_string())));
            }
        }
    }
    let once = [
        ("type", Oddity::RepeatedType),
        ("enum", Oddity::RepeatedValue),
    ];
    for (keyword, oddity) in once {
        if let Some(Value::Array(listed)) = member(keywords, keyword) {
            let place = schema.child(keyword);
            let repeated = repeated(listed).into_iter();
            found.extend(repeated.map(|index| (oddity, place.child(&index.to_string()))));
        }
    }
    let mapping = member(keywords, "discriminator").and_then(|one| one.get("mapping"));
    if mapping.is_some_and(|mapping| !mapping.is_object() && !mapping.is_null()) {
        let place = schema.child("discriminator").child("mapping");
        found.push((Oddity::Misshapen, place));
    }
    for keyword in EXCLUSIVE_BOUNDS.into_iter().filter(|_| !older) {
        if member(keywords, keyword).is_some_and(Value::is_boolean) {
            found.push((Oddity::ExclusiveFlag, schema.child(keyword)));
        }
    }
    for (keyword, value) in keywords {
        if value.as_array().is_some_and(Vec::is_empty) && does(keyword, Role::NeverEmpty) {
            found.push((Oddity::EmptyList, schema.child(keyword)));
        }
        let nulls = under(schema, keyword, value, Value::is_null).into_iter();
        found.extend(nulls.map(|(place, _)| (Oddity::NullSchema, place)));
        if keyword == "description" && value.get("$ref").is_some_and(Value::is_string) {
            let place = schema.child(keyword);
            // A text that must not be read is an error of its own.
            if resolver.text(&place).is_some() {
                found.push((Oddity::DescriptionElsewhere, place));
            } else if resolver.refused_text(&place).is_none() {
                found.push((Oddity::Misshapen, place));
            }
        } else if is_misshapen(keyword, value) {
            found.push((Oddity::Misshapen, schema.child(keyword)));
        }
    }
    for (near, place) in unknown_keys(schema, keywords) {
        let value = place.pointer.last().and_then(|key| member(keywords, key));
        let oddity = match (near, value) {
            (Some(near), Some(value)) if is_lost(near, value, keywords) => Oddity::Lost(near),
            (Some(near), _) => Oddity::Misspelt(near),
            (None, _) => Oddity::UnknownKey,
        };
        found.push((oddity, place));
    }
    found.extend(slips(schema, keywords));
    let dynamic = DYNAMIC_REFERENCES.into_iter();
    for keyword in dynamic.filter(|keyword| member(keywords, keyword).is_some()) {
        let oddity = match dynamic_reference(keywords, schema, resolver) {
            Some(target) if resolver.has_rivals(&target) => Oddity::DynamicReference,
            // It is the one schema that can be meant.
            Some(_) => continue,
            None => Oddity::DynamicReferenceToNothing,
        };
        found.push((oddity, schema.child(keyword)));
    }
    if let Some(Value::String(reference)) = member(keywords, "$ref") {
        if older
            && keywords
                .keys()
                .any(|keyword| !matches!(keyword.as_str(), "$ref" | "description" | "summary"))
        {
            found.push((Oddity::BesideReference, schema.clone()));
        }
        // A reference that leads nowhere is an error of its own.
        if is_deep(reference) && resolver.target(reference, schema).is_ok() {
            found.push((Oddity::DeepReference, schema.child("$ref")));
        }
    }
    found
}

/// Whether a reference leads below a key of a schema that no schema stands under (JSON Schema
/// 2020-12, Core §9.4.2). What lies on the way to the schema is not looked at: `components` and
/// the like are people's own.
fn is_deep(reference: &str) -> bool {
    let (_, fragment) = split_reference(reference);
    let Some(pointer) = Pointer::parse(fragment) else {
        return false;
    };
    let tokens: Vec<&str> = pointer.tokens().collect();
    match tokens.as_slice() {
        [] | [_] | ["components", _, _] => false,
        ["components", "schemas", _, inside @ ..] => !leads_to_a_schema(inside),
        // A schema may be the whole file, stand in it by its name, or be under these keys.
        whole @ [_, inside @ ..] => {
            let mut starts = (1..whole.len()).map(|start| whole.split_at(start));
            let is_found = starts.any(|(before, inside)| match before {
                [.., "schemas", _] | [.., "schema" | "itemSchema"] => leads_to_a_schema(inside),
                _ => false,
            });
            let is_schema = leads_to_a_schema(whole) || leads_to_a_schema(inside);
            !(is_found
                || is_schema
                || matches!(whole, [.., "schema" | "itemSchema"] | [.., "schemas", _]))
        }
    }
}

/// Whether the keys that lead on from a schema lead to another one.
fn leads_to_a_schema(tokens: &[&str]) -> bool {
    match tokens {
        [] => true,
        [keyword, _, rest @ ..] if holds_names(keyword) => leads_to_a_schema(rest),
        [keyword, index, rest @ ..]
            if matches!(
                *keyword,
                "allOf" | "oneOf" | "anyOf" | "items" | "prefixItems"
            ) && index.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            leads_to_a_schema(rest)
        }
        [keyword, rest @ ..] if holds_a_schema(keyword) => leads_to_a_schema(rest),
        _ => false,
    }
}
