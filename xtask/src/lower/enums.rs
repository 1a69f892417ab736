//! From `enum` and `const` to open enums.
//!
//! In: the listed values. Out: an [`OpenEnum`], or nothing where Rust has no one type for them. Source: JSON Schema 2020-12,
//! Validation §6.1.2 and §6.1.3; `x-enum-varnames` and `x-enum-descriptions` are widespread extensions.

use serde_json::Value;

use super::docs::docs;
use super::naming::{Claim, Rank, Style, followed_by, identifiers, settle};
use super::view::View;
use crate::diagnostic::Diagnostics;
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
    /// Anything else.
    Mixed,
}

/// Sorts the values by what they are; `null` is left out, since it makes the value nullable. Where the types leave no doubt, a value
/// that was written as something else counts as one of them: YAML takes `8` for a number where a text was meant.
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
        match (value, types) {
            (Value::String(text), Some(["integer" | "number"])) if text.parse::<i64>().is_ok() => {
                integers.push(text.clone());
            }
            (Value::String(text), _) => texts.push(text.clone()),
            (Value::Number(_) | Value::Bool(_), Some(["string"])) => texts.push(value.to_string()),
            (Value::Number(number), _) if number.is_i64() || number.is_u64() => {
                integers.push(number.to_string());
            }
            (Value::Number(_), _) => fractions += 1,
            (Value::Bool(_), _) => booleans += 1,
            _ => return Listed::Mixed,
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

/// Makes the open enum of some values.
pub(super) fn lower_open_enum(
    kind: OpenEnumKind,
    texts: &[String],
    view: &View<'_>,
    place: &Location,
    diagnostics: &mut Diagnostics,
) -> OpenEnum {
    let chosen = value_names(view, texts);
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

fn strings(view: &View<'_>, keyword: &str) -> Option<Vec<String>> {
    let values = view.keyword(keyword)?.1.as_array()?;
    Some(
        values
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned())
            .collect(),
    )
}
