//! From `enum` and `const` to open enums.
//!
//! In: the listed values. Out: an [`OpenEnum`], or nothing where Rust has no one type for them. Source: JSON Schema 2020-12,
//! Validation §6.1.2 and §6.1.3; `x-enum-varnames` and `x-enum-descriptions` are widespread extensions.

use std::borrow::Cow;

use serde_json::Value;

use super::docs::docs;
use super::naming::{Claim, Rank, Style, followed_by, identifiers, settle};
use super::view::View;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Docs, Name, OpenEnum, OpenEnumKind, OpenEnumValue};
use crate::source::Location;

/// The extensions that name an enum's values, the first of them first.
pub(super) const VALUE_NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// What a list of values is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    /// Strings, in spec order.
    Texts(Vec<String>),
    /// Integers as their text, in spec order.
    Integers(Vec<String>),
    /// Numbers, some of them with a fraction.
    Numbers,
    /// `true` and `false`.
    Booleans,
    /// `null` alone.
    Null,
    /// Values of several types, or lists and objects.
    Mixed,
    /// At least one value that cannot be of the schema's types.
    OfOtherType,
}

/// Sorts the values by what they are; `null` is left out, since it makes the value nullable. Where there is one type, a value that was
/// written as something else counts as one of it, if it can be: YAML takes `8` for a number where a text was meant.
pub(super) fn listed(values: &[&Value], types: Option<&[&str]>) -> Listed {
    let mut texts = Vec::new();
    let mut integers = Vec::new();
    let (mut fractions, mut booleans) = (0_usize, 0_usize);
    let mut distinct: Vec<&Value> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if distinct.contains(value) {
            continue;
        }
        distinct.push(value);
        match as_one_of(value, types.unwrap_or_default()).as_deref() {
            None => return Listed::OfOtherType,
            Some(Value::String(text)) => texts.push(text.clone()),
            Some(Value::Number(number)) if number.is_i64() || number.is_u64() => {
                integers.push(number.to_string());
            }
            Some(Value::Number(_)) => fractions += 1,
            Some(Value::Bool(_)) => booleans += 1,
            Some(_) => return Listed::Mixed,
        }
    }
    texts.dedup();
    match (texts.len(), integers.len(), fractions, booleans) {
        (0, 0, 0, 0) => Listed::Null,
        (_, 0, 0, 0) => Listed::Texts(texts),
        (0, _, 0, 0) => Listed::Integers(integers),
        (0, _, _, 0) => Listed::Numbers,
        (0, 0, 0, _) => Listed::Booleans,
        _ => Listed::Mixed,
    }
}

/// A value as one of some types, none standing for all: as it is, or else as the one type there is. `None` where it can be no such.
pub(super) fn as_one_of<'v>(value: &'v Value, types: &[&str]) -> Option<Cow<'v, Value>> {
    let own: &[&str] = match value {
        Value::Null => &["null"],
        Value::Bool(_) => &["boolean"],
        // A number with a fraction in an enum of integers fits no value, and is no reason to give the others up.
        Value::Number(_) => &["number", "integer"],
        Value::String(_) => &["string"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
    };
    if types.is_empty() || own.iter().any(|one| types.contains(one)) {
        return Some(Cow::Borrowed(value));
    }
    let meant = match (value, types) {
        (Value::Number(_) | Value::Bool(_), ["string"]) => Value::String(value.to_string()),
        (Value::String(text), ["integer" | "number"]) => Value::Number(text.parse().ok()?),
        (Value::String(text), ["boolean"]) => Value::Bool(text.parse().ok()?),
        _ => return None,
    };
    Some(Cow::Owned(meant))
}

/// Makes the open enum of some values.
pub(super) fn lower_open_enum(
    kind: OpenEnumKind,
    texts: &[String],
    view: &View<'_>,
    place: &Location,
    diagnostics: &mut Diagnostics,
) -> OpenEnum {
    let chosen = value_names(view, texts);
    refuse_equal_names(view, diagnostics);
    let described =
        strings(view, "x-enum-descriptions").or_else(|| strings(view, "x-enumDescriptions"));
    let claims: Vec<Claim> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let named = chosen.get(index).copied().flatten();
            let candidates = match (named, kind) {
                (Some(name), _) => identifiers(name, Style::Camel),
                (None, OpenEnumKind::Integer) => match text.strip_prefix('-') {
                    Some(positive) => vec![format!("Minus{positive}")],
                    None => vec![format!("Value{text}")],
                },
                (None, OpenEnumKind::Text) => {
                    let mut candidates = identifiers(text, Style::Camel);
                    let last = candidates.last().map(|name| followed_by(name, "Value"));
                    candidates.extend(last);
                    candidates
                }
            };
            Claim {
                rank: Rank::of(text, &candidates),
                candidates,
                place: value_place(text, view).unwrap_or_else(|| place.clone()),
                remedy: "list names of your own in `x-enum-varnames`",
            }
        })
        .collect();
    let idents = settle(&claims, &["Unknown"], diagnostics);
    let values = texts
        .iter()
        .zip(idents)
        .enumerate()
        .map(|(index, (text, ident))| OpenEnumValue {
            docs: docs([
                described
                    .as_ref()
                    .and_then(|all| all.get(index))
                    .map_or("", String::as_str),
                &Docs::code(text),
            ]),
            name: Name {
                wire: text.clone(),
                ident,
            },
        });
    OpenEnum {
        kind,
        values: values.collect(),
    }
}

/// Where a value stands in the list.
fn value_place(text: &str, view: &View<'_>) -> Option<Location> {
    let (part, values) = view.keyword("enum")?;
    let index = value_index(text, values.as_array()?)?;
    Some(part.location.child("enum").child(&index.to_string()))
}

fn value_index(text: &str, values: &[Value]) -> Option<usize> {
    values.iter().position(|value| match value {
        Value::String(listed) => listed == text,
        Value::Number(listed) => listed.to_string() == text,
        _ => false,
    })
}

/// Whether names are as many as an enum's values, with or without those values that are `null` or repeated.
pub(super) fn names_fit(names: &Value, values: &[Value]) -> bool {
    let distinct = values
        .iter()
        .enumerate()
        .filter(|(index, value)| {
            let earlier = values.get(..*index).unwrap_or_default();
            !value.is_null() && !earlier.contains(value)
        })
        .count();
    names
        .as_array()
        .is_some_and(|names| names.len() == values.len() || names.len() == distinct)
}

/// The name that the spec gives each value, if any.
fn value_names<'a>(view: &View<'a>, texts: &[String]) -> Vec<Option<&'a str>> {
    let values = view
        .keyword("enum")
        .and_then(|(_, values)| values.as_array());
    let names = VALUE_NAMES.iter().find_map(|keyword| {
        let (_, names) = view.keyword(keyword)?;
        let fit = values.is_none_or(|values| names_fit(names, values));
        names.as_array().filter(|_| fit)
    });
    let Some(names) = names else {
        return Vec::new();
    };
    let name = |(index, text): (usize, &String)| {
        let index = if names.len() == texts.len() {
            index
        } else {
            value_index(text, values?)?
        };
        names.get(index)?.as_str()
    };
    texts.iter().enumerate().map(name).collect()
}

/// Complains of a name that is given to two values.
fn refuse_equal_names(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let Some((keyword, part, names, values)) = VALUE_NAMES.iter().find_map(|keyword| {
        let (part, names) = view.keyword(keyword)?;
        let values = part.keywords.get("enum")?.as_array()?;
        let fit = names_fit(names, values);
        Some((keyword, part, names.as_array().filter(|_| fit)?, values))
    }) else {
        return;
    };
    let place = part.location.child(keyword);
    for (index, name) in names.iter().enumerate() {
        let earlier = names.get(..index).unwrap_or_default();
        let Some(first) = earlier.iter().position(|one| one == name) else {
            continue;
        };
        // Names that are as many as the values, those that are repeated included.
        let same = names.len() == values.len() && values.get(first) == values.get(index);
        if let (Some(text), false) = (name.as_str(), same) {
            diagnostics.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("two values of an `enum` have the name `{text}`"),
                )
                .at(place.child(&index.to_string()), "given again here")
                .and(place.child(&first.to_string()), "first given here")
                .help("give each value a name of its own"),
            );
        }
    }
}

fn strings(view: &View<'_>, keyword: &str) -> Option<Vec<String>> {
    let values = view.keyword(keyword)?.1.as_array()?;
    Some(
        values
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned())
            .collect(),
    )
}
