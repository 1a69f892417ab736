//! The names that people give schemas and request bodies.
//!
//! In: the place of one. Out: what it is called there: by `x-rust-name`, by its key under
//! `components` or `$defs` (OpenAPI 3.1 §4.8.7), by the file that holds it. It settles nothing.

use serde_json::Value;

use crate::ident::{Style, camel_words, identifier_of};
use crate::place::{FileId, Location};
use crate::resolve::Resolver;
use crate::source::child;
use crate::vocabulary::{Role, does, holds_a_schema, is_annotation};

/// The longest title that is taken for a name, in bytes, and in words.
const LONGEST_TITLE: (usize, usize) = (40, 3);

/// Whether a title is a name, such as `Card` or `Vaulted instrument`: a few words and no signs. Any
/// other is prose.
pub(crate) fn is_name(title: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    let (bytes, words) = LONGEST_TITLE;
    title.len() <= bytes
        && title.split(' ').count() <= words
        && title.starts_with(char::is_alphabetic)
        && title.chars().all(is_letter)
}

/// What makes two schemas that nobody named kin, so that they may share a type if they say the same:
/// the first word of what people named around them, and the last of the member that they stand at.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kin {
    first: String,
    last: String,
}

impl Kin {
    /// The kin of a schema at a place. Those that have the same name by `x-rust-name` are meant to
    /// be one; bodies are kin to those of their group.
    pub fn of(location: &Location, resolver: &Resolver<'_>) -> Self {
        if type_name(location, resolver).is_some() {
            return Self::default();
        }
        let words = |text: &str| camel_words(&identifier_of(text, Style::Camel));
        let mut last = None;
        let mut current = location.clone();
        let head = loop {
            let Some(around) = current.parent() else {
                break String::new();
            };
            if let Some(name) = component_name(&current, resolver) {
                break name;
            }
            let tokens: Vec<&str> = current.pointer.tokens().collect();
            match tokens.as_slice() {
                [.., "properties", name] => last = last.or_else(|| words(name).pop()),
                ["webhooks", _, method] if last.is_none() => {
                    let operation = resolver.value(&current);
                    let tag = child(operation, "tags").and_then(|tags| tags.get(0)?.as_str());
                    if let Some(tag) = tag.filter(|_| *method != "parameters") {
                        return Self {
                            first: tag.to_owned(),
                            last: String::new(),
                        };
                    }
                }
                ["webhooks" | "paths", name] | ["components", _, name] => break (*name).to_owned(),
                _ => {}
            }
            current = around;
        };
        Self {
            first: words(&head).into_iter().next().unwrap_or_default(),
            last: last.unwrap_or_default(),
        }
    }

    /// The kin of the schemas of one header.
    pub fn of_header(name: &str) -> Self {
        Self {
            first: name.to_owned(),
            last: "header".to_owned(),
        }
    }
}

/// The name that `x-rust-name` gives a field, which stands at the member's schema and is written as
/// Rust writes fields.
pub(crate) fn field_name<'a>(location: &Location, resolver: &Resolver<'a>) -> Option<&'a str> {
    let name = child(resolver.value(location), "x-rust-name")?.as_str()?;
    let is_member = location
        .parent()
        .is_some_and(|above| above.pointer.last() == Some("properties"));
    (is_member && identifier_of(name, Style::Snake).trim_start_matches("r#") == name)
        .then_some(name)
}

/// The name that `x-rust-name` gives the type of a schema.
pub(crate) fn type_name<'a>(location: &Location, resolver: &Resolver<'a>) -> Option<&'a str> {
    let name = child(resolver.value(location), "x-rust-name")?.as_str()?;
    field_name(location, resolver).is_none().then_some(name)
}

/// The name of a request body that stands where people name request bodies.
pub(crate) fn request_body_name(location: &Location, resolver: &Resolver<'_>) -> Option<String> {
    let tokens: Vec<&str> = location.pointer.tokens().collect();
    match tokens.as_slice() {
        ["components", "requestBodies", name] => Some((*name).to_owned()),
        _ => file_member_name(location, resolver),
    }
}

/// The name of a schema that stands where people name schemas.
pub(crate) fn component_name(location: &Location, resolver: &Resolver<'_>) -> Option<String> {
    let tokens: Vec<&str> = location.pointer.tokens().collect();
    match tokens.as_slice() {
        ["components", "schemas", name] | [.., "$defs" | "definitions", name] => {
            Some((*name).to_owned())
        }
        _ => file_member_name(location, resolver),
    }
}

/// The name of what another file holds: its key there, or the file's own name where the file holds
/// nothing else.
fn file_member_name(location: &Location, resolver: &Resolver<'_>) -> Option<String> {
    if resolver.sources().root() == Some(location.file) {
        return None;
    }
    let mut tokens = location.pointer.tokens();
    match (tokens.next(), tokens.next()) {
        // The key is a keyword then, and not a name that people gave.
        (Some(keyword), None)
            if holds_a_schema(keyword) && is_one_schema(location.file, resolver) =>
        {
            None
        }
        (Some(name), None) => Some(name.into()),
        (None, _) => {
            let path = &resolver.sources().file(location.file)?.path;
            path.file_stem()?.to_str().map(str::to_owned)
        }
        _ => None,
    }
}

/// Whether a file is one schema. Otherwise it holds several by name, and one may have the name of a
/// keyword.
fn is_one_schema(file: FileId, resolver: &Resolver<'_>) -> bool {
    let Value::Object(members) = resolver.value(&Location::root(file)) else {
        return false;
    };
    let is_schema = |schema: &Value| schema.is_object() || schema.is_boolean();
    let says_so = members.iter().any(|(key, value)| match value {
        Value::String(_) | Value::Array(_) => does(key, Role::Telling),
        Value::Object(schemas) => key == "properties" && schemas.values().all(is_schema),
        _ => false,
    });
    says_so
        || members
            .keys()
            .all(|key| holds_a_schema(key) || is_annotation(key))
}

/// A step from a schema to one inside it.
pub(crate) enum Step {
    Member(String),
    Item,
}

/// The component that a schema stands inside of, its name, and the members and items on the way
/// from there.
pub(crate) fn component_around(
    location: &Location,
    resolver: &Resolver<'_>,
) -> Option<(Location, String, Vec<Step>)> {
    let mut way = Vec::new();
    let mut current = location.clone();
    loop {
        let token = current.pointer.last().map(str::to_owned)?;
        current = current.parent()?;
        match (token.as_str(), current.pointer.last()) {
            (_, Some("properties")) => {
                way.push(Step::Member(token));
                current = current.parent()?;
            }
            (_, Some("allOf")) => current = current.parent()?,
            ("items", _) => way.push(Step::Item),
            _ => return None,
        }
        if let Some(name) = component_name(&current, resolver) {
            way.reverse();
            return Some((current, name, way));
        }
    }
}

/// What a schema is called where its own name is taken: a definition after the component or the
/// file around it, a file after its folder.
pub(crate) fn longer_name(
    location: &Location,
    name: &str,
    resolver: &Resolver<'_>,
) -> Option<String> {
    let sources = resolver.sources();
    let path = &sources.file(location.file)?.path;
    let tokens: Vec<&str> = location.pointer.tokens().collect();
    let around = match tokens.as_slice() {
        ["components", "schemas", around, _, ..] => *around,
        _ if sources.root() == Some(location.file) => return None,
        [] => path.parent()?.file_name()?.to_str()?,
        _ => path.file_stem()?.to_str()?,
    };
    Some(format!("{around} {name}"))
}
