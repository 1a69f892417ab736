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

/// What a list of values is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    /// Strings, in spec order.
    Texts(Vec<String>),
    /// Integers as their text, in spec order.
    Integers(Vec<String>),
    /// `true` and `false`.
    Booleans,
    /// `null` alone.
    Null,
    /// Anything else.
    Mixed,
}

/// Sorts the values by what they are; `null` is left out, since it makes the value nullable.
pub(super) fn listed(values: &[&Value]) -> Listed {
    let mut texts = Vec::new();
    let mut integers = Vec::new();
    let mut booleans = 0_usize;
    let mut distinct: Vec<&Value> = Vec::new();
    for value in values.iter().filter(|value| !value.is_null()) {
        if distinct.contains(value) {
            continue;
        }
        distinct.push(value);
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                integers.push(number.to_string())
            }
            Value::Bool(_) => booleans += 1,
            _ => return Listed::Mixed,
        }
    }
    match (texts.len(), integers.len(), booleans) {
        (0, 0, 0) => Listed::Null,
        (_, 0, 0) => Listed::Texts(texts),
        (0, _, 0) => Listed::Integers(integers),
        (0, 0, _) => Listed::Booleans,
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
    let chosen = strings(view, "x-enum-varnames").or_else(|| strings(view, "x-enumNames"));
    let described =
        strings(view, "x-enum-descriptions").or_else(|| strings(view, "x-enumDescriptions"));
    let claims: Vec<Claim> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let named = chosen.as_ref().and_then(|names| names.get(index));
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
    let index = values.as_array()?.iter().position(|value| match value {
        Value::String(listed) => listed == text,
        Value::Number(listed) => listed.to_string() == text,
        _ => false,
    })?;
    Some(part.location.child("enum").child(&index.to_string()))
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
