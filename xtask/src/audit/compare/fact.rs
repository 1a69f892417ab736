//! The facts of one field: types, values, example, discriminator.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Comparison;
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{Field, Types};
use crate::audit::schema::{SchemaView, type_of};
use crate::diagnostic::Place;

/// The spec's types in the order in which pages write them.
fn ordered(types: &BTreeSet<&str>) -> Vec<&'static str> {
    let names = Types::NAMES.into_iter();
    names.filter(|name| types.contains(name)).collect()
}

fn joined(types: &[&str]) -> String {
    if types.is_empty() {
        "no type".to_owned()
    } else {
        types.join(",")
    }
}

impl<'c> Comparison<'c, '_> {
    pub(super) fn types(&mut self, field: &Field, view: &SchemaView<'c>, subject: &str) {
        let in_page = field.types.value.names();
        let in_spec = view.types(&mut self.reader).map(|types| ordered(&types));
        let message = match (in_page, &in_spec) {
            (None, None) => return,
            (None, Some(_)) if !view.says_types(field.union.is_some()) => return,
            (Some(page), Some(spec)) => {
                let differs = |one: &[&str], other: &[&str]| -> Vec<String> {
                    let missing = one.iter().filter(|name| !other.contains(name));
                    missing.map(|name| (*name).to_owned()).collect()
                };
                let only_page = differs(page, spec);
                let only_spec = differs(spec, page);
                match (only_page.as_slice(), only_spec.as_slice()) {
                    ([], []) => return,
                    ([null], []) if null == "null" => {
                        "the page admits null, the spec does not".to_owned()
                    }
                    ([], [null]) if null == "null" => {
                        "the spec admits null, the page does not".to_owned()
                    }
                    _ => format!("the page says {}, the spec {}", joined(page), joined(spec)),
                }
            }
            (Some(page), None) => format!("the page says {}, the spec any", joined(page)),
            (None, Some(spec)) => format!("the page says any, the spec {}", joined(spec)),
        };
        let said = |types: Option<&[&str]>| {
            Some(types.map_or_else(|| Value::from("any"), |types| Value::from(types.to_vec())))
        };
        let place = view.keyword_place("type");
        self.difference(
            (Kind::Type, Finding::Changed),
            subject,
            (&field.types.span, &place),
            (said(in_page), said(in_spec.as_deref())),
            message,
        );
    }

    /// The types of an array's items, as far as the page shows them: by fields, by values, or by an example.
    pub(super) fn items(
        &mut self,
        field: &Field,
        view: &SchemaView<'c>,
        content: &SchemaView<'c>,
        subject: &str,
    ) {
        if view.items().is_none() {
            return;
        }
        let Some(in_spec) = content.types(&mut self.reader) else {
            return;
        };
        let elements = |values: &[Value]| values.iter().map(type_of).collect::<BTreeSet<_>>();
        let admits = |name: &str| {
            in_spec.contains(name) || (name == "integer" && in_spec.contains("number"))
        };
        let (shown, span, agrees) = if let Some(values) = &field.values {
            let shown = elements(&values.value);
            let agrees = shown == in_spec;
            (shown, &values.span, agrees)
        } else if !field.fields.is_empty() || field.union.is_some() {
            let agrees = in_spec.contains("object");
            (BTreeSet::from(["object"]), &field.types.span, agrees)
        } else if let Some(example) = &field.example
            && let Value::Array(items) = &example.value
        {
            let shown = elements(items);
            let agrees = shown.iter().all(|name| admits(name));
            (shown, &example.span, agrees)
        } else {
            return;
        };
        if agrees {
            return;
        }
        let (shown, in_spec) = (ordered(&shown), ordered(&in_spec));
        self.difference(
            (Kind::Items, Finding::Changed),
            subject,
            (span, &content.keyword_place("type")),
            (
                Some(Value::from(shown.clone())),
                Some(Value::from(in_spec.clone())),
            ),
            format!(
                "the page shows items of type {}, the spec says {}",
                joined(&shown),
                joined(&in_spec)
            ),
        );
    }

    /// The listed values and their order.
    pub(super) fn values(
        &mut self,
        field: &Field,
        view: &SchemaView<'c>,
        content: &SchemaView<'c>,
        subject: &str,
    ) {
        let own = view.values(&mut self.reader);
        let in_spec = own.or_else(|| content.values(&mut self.reader));
        let all =
            |values: &[&Value]| Value::from(values.iter().copied().cloned().collect::<Vec<_>>());
        let (page, spec) = match (&field.values, in_spec) {
            (None, None) => return,
            (Some(page), None) => {
                let listed: Vec<&Value> = page.value.iter().collect();
                return self.difference(
                    (Kind::Enum, Finding::Missing),
                    subject,
                    (&page.span, &content.place()),
                    (Some(all(&listed)), None),
                    format!("the page lists values ({}), the spec none", listed.len()),
                );
            }
            (None, Some(spec)) => {
                let listed: Vec<&Value> = spec.list.iter().map(|(value, _)| *value).collect();
                if spec.mark.is_none() {
                    self.difference(
                        (Kind::Enum, Finding::Beyond),
                        subject,
                        (&field.types.span, &Place::key(&spec.location)),
                        (None, Some(all(&listed))),
                        format!("the spec lists values ({}), the page none", listed.len()),
                    );
                }
                return;
            }
            (Some(page), Some(spec)) => (page, spec),
        };
        // `null` may be admitted beside the list, where a page can only list it.
        let is_listed = |value: &Value| spec.list.iter().any(|(listed, _)| same(listed, value));
        let in_page: Vec<&Value> = page
            .value
            .iter()
            .filter(|value| !(value.is_null() && spec.null_beside && !is_listed(value)))
            .collect();
        for value in in_page.iter().filter(|value| !is_listed(value)) {
            self.difference(
                (Kind::Enum, Finding::Missing),
                subject,
                (&page.span, &Place::key(&spec.location)),
                (Some((*value).clone()), None),
                format!("the spec does not list {value}"),
            );
        }
        let is_in_page = |value: &Value| in_page.iter().any(|listed| same(value, listed));
        for (value, location) in &spec.list {
            if !is_in_page(value) && spec.mark.is_none() {
                self.difference(
                    (Kind::Enum, Finding::Beyond),
                    subject,
                    (&page.span, &Place::from(location)),
                    (None, Some((*value).clone())),
                    format!("the page does not list {value}"),
                );
            }
        }
        let of_both = spec.list.iter().filter(|(value, _)| is_in_page(value));
        let common = in_page.iter().filter(|value| is_listed(value));
        let moved = common
            .zip(of_both)
            .find(|(ours, (theirs, _))| !same(theirs, ours));
        if let Some((ours, (theirs, location))) = moved {
            self.difference(
                (Kind::Enum, Finding::Reordered),
                subject,
                (&page.span, &Place::from(location)),
                (
                    Some(all(&in_page)),
                    Some(all(&spec
                        .list
                        .iter()
                        .map(|(value, _)| *value)
                        .collect::<Vec<_>>())),
                ),
                format!("the order differs: where the page has {ours}, the spec has {theirs}"),
            );
        }
    }

    pub(super) fn example(
        &mut self,
        field: &Field,
        view: &SchemaView<'c>,
        content: &SchemaView<'c>,
        subject: &str,
    ) {
        let mut given: Vec<_> = view.examples();
        let mut of_items = Vec::new();
        if given.is_empty() && view.items().is_some() {
            of_items = content.examples();
        }
        let says: Vec<Value> = given.iter().map(|example| example.value.clone()).collect();
        let items: Vec<Value> = of_items
            .iter()
            .map(|example| example.value.clone())
            .collect();
        let page = field.example.as_ref();
        if let Some(page) = page {
            let shown = given
                .iter()
                .position(|example| same(example.value, &page.value));
            let is_shown = shown.is_some()
                || page.value.as_array().is_some_and(|list| {
                    !items.is_empty()
                        && list
                            .iter()
                            .all(|one| items.iter().any(|item| same(item, one)))
                });
            if let Some(shown) = shown {
                given.remove(shown);
            } else if is_shown {
                of_items.clear();
            } else {
                let first = given.first().or(of_items.first());
                let (finding, place, spec_says, message) = match first {
                    Some(first) => {
                        let several = if says.is_empty() { items } else { says };
                        let message =
                            format!("the page shows {}, the spec {}", page.value, first.value);
                        let place = Place::from(&first.location);
                        (Finding::Changed, place, Some(Value::from(several)), message)
                    }
                    None => {
                        let message = format!("the page shows {}, the spec none", page.value);
                        (Finding::Missing, view.place(), None, message)
                    }
                };
                return self.difference(
                    (Kind::Example, finding),
                    subject,
                    (&page.span, &place),
                    (Some(page.value.clone()), spec_says),
                    message,
                );
            }
        }
        for example in given
            .iter()
            .chain(&of_items)
            .filter(|one| one.mark.is_none())
        {
            self.difference(
                (Kind::Example, Finding::Beyond),
                subject,
                (
                    page.map_or(&field.name.span, |page| &page.span),
                    &Place::from(&example.location),
                ),
                (None, Some(example.value.clone())),
                format!("the page does not show {}", example.value),
            );
        }
    }
}

/// Whether a value of the spec is one of the page; numbers by their worth, not their spelling. Where a schema says text, the spec is
/// read as text whatever YAML makes of it, so what the page shows without quotes is equal to it.
fn same(spec: &Value, page: &Value) -> bool {
    match (spec, page) {
        (Value::String(text), Value::Number(_) | Value::Bool(_)) => {
            let shown = page.to_string();
            *text == shown
        }
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => spec == page,
    }
}
