//! Whether a schema refuses a value that the document shows for it.
//!
//! In: a schema and a value. Out: where in the value, and why. Types, listed values, bounds, members
//! and the formats that types are made of are looked at, across `$ref`, `allOf` and alternatives;
//! patterns and conditions are not. `null` is never refused: `default: null` says that there is
//! none. Source: JSON Schema 2020-12, Validation §6.

use regex::Regex;
use serde_json::Value;

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::types::type_of;
use super::view::View;
use crate::characters::shown;
use crate::place::{Location, Pointer};
use crate::rfc3339::{is_date, is_date_time};

/// How many schemas inside one another are looked through.
const DEPTH: usize = 32;

/// How many values inside a value are looked at.
const VALUES: usize = 10_000;

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What in the value is refused.
    pub pointer: Pointer,
    /// In words, as in "it must be …".
    pub why: String,
}

/// A value that is held against schemas.
struct Search<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// Whether members that must be there may be missing.
    is_partial: bool,
    left: usize,
}

impl<'a> Schemas<'a> {
    /// Why the schema at a place refuses a value; `None` if it does not, as far as that is certain.
    /// Of a `partial` value, members that must be there may be missing.
    pub fn refusal(&self, schema: &Location, value: &Value, partial: bool) -> Option<Refusal> {
        self.quietly(|schemas| {
            let mut search = Search {
                schemas,
                is_partial: partial,
                left: VALUES,
            };
            let view = schemas.view_at(schema);
            search.refusal(&view, value, &Pointer::root(), DEPTH)
        })
    }
}

impl<'a> Search<'_, 'a> {
    fn refusal(
        &mut self,
        view: &View<'a>,
        value: &Value,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<Refusal> {
        let depth = depth.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        if value.is_null() {
            return None;
        }
        let refused = |why: String| {
            let pointer = pointer.clone();
            Some(Refusal { pointer, why })
        };
        if let Some(types) = view.types().filter(|types| !types.is_empty())
            && !types.iter().any(|name| is_of_type(value, name))
        {
            let types: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
            let (types, found) = (types.join(" or "), type_of(value));
            return refused(format!("must be of type {types}, and is of type `{found}`"));
        }
        if let Some(values) = view.values().filter(|values| !values.is_empty())
            && !values.iter().any(|listed| text(listed) == text(value))
        {
            return refused("is not among the values that the schema lists".to_owned());
        }
        if let Some(why) = beyond_bounds(view, value) {
            return refused(why);
        }
        match value {
            Value::Array(items) => {
                if let Some(refusal) = self.items(view, items, pointer, depth) {
                    return Some(refusal);
                }
            }
            Value::Object(members) => {
                let properties = view.properties();
                for (name, value) in members {
                    let Some(places) = properties.get(name.as_str()) else {
                        continue;
                    };
                    let places = places.iter().cloned().map(Conjunct::whole);
                    let member = self.schemas.view(&places.collect::<Conjunction>());
                    let pointer = pointer.child(name);
                    if let Some(refusal) = self.refusal(&member, value, &pointer, depth) {
                        return Some(refusal);
                    }
                }
                let required = view.required();
                let mut missing = required.iter().filter(|name| !members.contains_key(**name));
                if let Some(name) = missing.next().filter(|_| !self.is_partial) {
                    return refused(format!("must have the member `{name}`, and has none"));
                }
            }
            _ => {}
        }
        for union in self.schemas.unions(view) {
            let branches = union.branches.iter();
            let mut views = branches.map(|branch| self.schemas.view_at(branch));
            let views: Vec<_> = views.by_ref().collect();
            let is_refused = |branch| self.refusal(branch, value, pointer, depth).is_some();
            if !views.is_empty() && views.iter().map(AsRef::as_ref).all(is_refused) {
                let keyword = union.keyword;
                return refused(format!("fits none of the alternatives of `{keyword}`"));
            }
        }
        None
    }

    fn items(
        &mut self,
        view: &View<'a>,
        items: &[Value],
        pointer: &Pointer,
        depth: usize,
    ) -> Option<Refusal> {
        let mut numbered = items.iter().enumerate();
        numbered.find_map(|(index, item)| {
            let of_item = self.schemas.view(&view.item_at(index));
            self.refusal(&of_item, item, &pointer.child(&index.to_string()), depth)
        })
    }
}

/// Whether a value is of a type.
fn is_of_type(value: &Value, name: &str) -> bool {
    match (value, name) {
        (Value::Number(_), "number") => true,
        (Value::Number(number), "integer") => {
            number.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        _ => type_of(value) == name,
    }
}

/// A value as text, numbers by what they are worth.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => float.to_string(),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Why a scalar or a list is beyond what its schema asks for.
fn beyond_bounds(view: &View<'_>, value: &Value) -> Option<String> {
    let bound = |keyword: &str| view.keyword(keyword).and_then(|(_, bound)| bound.as_f64());
    let counted = |count: usize, [least, most]: [&str; 2], what: &str| {
        // Numbers as large as are rounded are no counts.
        let count = u32::try_from(count).ok().map(f64::from)?;
        let few = bound(least).filter(|bound| count < *bound);
        let many = bound(most).filter(|bound| count > *bound);
        let short = few.map(|bound| format!("must have at least {bound} {what}, and has {count}"));
        short.or_else(|| {
            many.map(|bound| format!("must have at most {bound} {what}, and has {count}"))
        })
    };
    match value {
        Value::String(text) => {
            let is_string = view.types().as_deref() == Some(&["string"]);
            match view.format().filter(|_| is_string) {
                Some("date-time") if !is_date_time(text) => {
                    return Some("must be a date and time as in RFC 3339".to_owned());
                }
                Some("date") if !is_date(text) => {
                    return Some("must be a date as in RFC 3339".to_owned());
                }
                _ => {}
            }
            let long = counted(
                text.chars().count(),
                ["minLength", "maxLength"],
                "characters",
            );
            long.or_else(|| against_pattern(view, text))
        }
        Value::Array(items) => counted(items.len(), ["minItems", "maxItems"], "items"),
        Value::Number(number) => {
            let number = number.as_f64()?;
            let low = bound("minimum").filter(|bound| number < *bound);
            let high = bound("maximum").filter(|bound| number > *bound);
            let least = low.map(|bound| format!("must be at least {bound}"));
            let least = least.or_else(|| {
                let low = bound("exclusiveMinimum").filter(|bound| number <= *bound);
                low.map(|bound| format!("must be more than {bound}"))
            });
            let most = || high.map(|bound| format!("must be at most {bound}"));
            least.or_else(most).or_else(|| {
                let high = bound("exclusiveMaximum").filter(|bound| number >= *bound);
                high.map(|bound| format!("must be less than {bound}"))
            })
        }
        _ => None,
    }
}

/// Why a text does not follow its pattern. One that is written in what this reader of patterns does
/// not know, such as a look ahead, says nothing.
fn against_pattern(view: &View<'_>, text: &str) -> Option<String> {
    let (_, pattern) = view.keyword("pattern")?;
    let pattern = pattern.as_str()?;
    let read = Regex::new(pattern).ok()?;
    (!read.is_match(text)).then(|| format!("must follow the pattern `{}`", shown(pattern)))
}
