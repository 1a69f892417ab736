//! The values that a schema lists.
//!
//! In: `enum` and `const`, and what stands beside them. Out: what the values are, and what the spec
//! says of each. Source: JSON Schema 2020-12, Validation §6.1.2 and §6.1.3; `x-enum-varnames` and
//! `x-enum-descriptions` are widespread extensions.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::types::type_of;
use super::view::View;
use crate::place::Location;

/// The extensions that name an enum's values, the first of them first.
pub(crate) const VALUE_NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// The extensions that describe an enum's values, the first of them first.
pub(crate) const VALUE_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// What a list of values is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Listed {
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

/// Sorts the values by what they are; `null` is left out, since it makes the value nullable. Where
/// there is one type, a value that was written as something else counts as one of it, if it can be:
/// YAML takes `8` for a number where a text was meant.
pub(crate) fn listed(values: &[&Value], types: Option<&[&str]>) -> Listed {
    let mut texts = Vec::new();
    let mut integers = Vec::new();
    let (mut fractions, mut booleans) = (0_usize, 0_usize);
    for value in distinct(values.iter().copied()) {
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

/// The values except `null`, each once.
fn distinct<'v>(values: impl Iterator<Item = &'v Value>) -> impl Iterator<Item = &'v Value> {
    let mut texts = BTreeSet::new();
    let mut others = BTreeSet::new();
    values.filter(move |value| match value {
        Value::Null => false,
        Value::String(text) => texts.insert(text.as_str()),
        other => others.insert(other.to_string()),
    })
}

/// A value as one of some types; an empty list stands for all. A value of another type is converted
/// if there is one type alone. `None` where that is not possible.
pub(crate) fn as_one_of<'v>(value: &'v Value, types: &[&str]) -> Option<Cow<'v, Value>> {
    // A number with a fraction in an enum of integers fits no delivery. The other values still
    // count.
    let is_own = |name: &&str| match value {
        Value::Number(_) => ["number", "integer"].contains(name),
        _ => *name == type_of(value),
    };
    if types.is_empty() || types.iter().any(is_own) {
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

/// One value of an enum, and what the spec says of it.
#[derive(Debug, Clone)]
pub(crate) struct EnumValue<'s> {
    pub text: String,
    /// The name that the spec gives it.
    pub name: Option<GivenName<'s>>,
    pub description: Option<&'s str>,
    /// Where it stands.
    pub place: Location,
}

/// A text for a value, such as its name, and the keyword under which it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivenName<'s> {
    pub text: &'s str,
    pub keyword: &'static str,
}

/// The values of an `enum` or `const` with the names and descriptions that stand beside it.
pub(crate) fn enum_values<'s>(
    texts: &[String],
    view: &View<'s>,
    place: &Location,
) -> Vec<EnumValue<'s>> {
    let listed = view.keyword("enum");
    let listed = listed.and_then(|(part, values)| Some((part, values.as_array()?)));
    let indices = ValueIndices::of(listed.map_or(&[], |(_, values)| values));
    let chosen = said_of_values(view, texts, &indices, VALUE_NAMES);
    let described = said_of_values(view, texts, &indices, VALUE_DESCRIPTIONS);
    let stands_at = |text: &str| {
        let (part, _) = listed?;
        let index = indices.get(text)?;
        Some(part.location.child("enum").child(&index.to_string()))
    };
    let values = texts.iter().enumerate().map(|(index, text)| EnumValue {
        text: text.clone(),
        name: chosen.get(index).copied().flatten(),
        description: described
            .get(index)
            .and_then(|said| said.map(|given| given.text)),
        place: stands_at(text).unwrap_or_else(|| place.clone()),
    });
    values.collect()
}

/// Where each value first stands in a list, by its text.
struct ValueIndices<'v>(BTreeMap<Cow<'v, str>, usize>);

impl<'v> ValueIndices<'v> {
    fn of(values: &'v [Value]) -> Self {
        let mut indices = BTreeMap::new();
        for (index, value) in values.iter().enumerate() {
            let text = match value {
                Value::String(text) => Cow::Borrowed(text.as_str()),
                Value::Number(number) => Cow::Owned(number.to_string()),
                _ => continue,
            };
            indices.entry(text).or_insert(index);
        }
        Self(indices)
    }

    fn get(&self, text: &str) -> Option<usize> {
        self.0.get(text).copied()
    }
}

/// Whether names are as many as an enum's values, with or without those values that are `null` or
/// repeated.
pub(crate) fn names_fit(names: &Value, values: &[Value]) -> bool {
    names.as_array().is_some_and(|names| {
        names.len() == values.len() || names.len() == distinct(values.iter()).count()
    })
}

/// What the first of some extensions says of each value: a list in the order of the values, or a
/// map from values.
fn said_of_values<'a>(
    view: &View<'a>,
    texts: &[String],
    indices: &ValueIndices<'_>,
    keywords: [&'static str; 2],
) -> Vec<Option<GivenName<'a>>> {
    let values = view
        .keyword("enum")
        .and_then(|(_, values)| values.as_array());
    let found = keywords.into_iter().find_map(|keyword| {
        let (_, said) = view.keyword(keyword)?;
        let fits = said.is_object()
            || said.is_array() && values.is_none_or(|values| names_fit(said, values));
        fits.then_some((keyword, said))
    });
    let Some((keyword, said)) = found else {
        return Vec::new();
    };
    let of_value = |(index, text): (usize, &String)| {
        let said = match said {
            Value::Array(list) if list.len() == texts.len() => list.get(index)?,
            Value::Array(list) => list.get(indices.get(text)?)?,
            by_value => by_value.get(text)?,
        };
        let text = said.as_str()?;
        Some(GivenName { text, keyword })
    };
    texts.iter().enumerate().map(of_value).collect()
}

/// The keys of a map beside an `enum` that are not among its values.
pub(crate) fn strange_keys<'m>(
    by_value: &'m Map<String, Value>,
    values: &'m [Value],
) -> impl Iterator<Item = &'m String> {
    let indices = ValueIndices::of(values);
    let has_null = values.contains(&Value::Null);
    by_value
        .keys()
        .filter(move |key| !(*key == "null" && has_null) && indices.get(key).is_none())
}
