//! The facts of one field: types, values, example.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Comparison;
use super::record::{Fact, FieldPair};
use crate::audit::outcome::Kind;
use crate::audit::page::Types;
use crate::diagnostic::Place;
use crate::schema::type_of;

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

fn list<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<Value> {
    values.into_iter().cloned().collect()
}

impl<'c, 's> Comparison<'c, 's> {
    pub(super) fn types(&mut self, pair: &FieldPair<'c, 's>) {
        let (field, view, subject) = (pair.field, &pair.view, &pair.subject);
        let in_page = field.types.value.names();
        let in_spec = view.types().map(|types| ordered(&types));
        let message = match (in_page, &in_spec) {
            (None, None) => return,
            (None, Some(_)) if !view.says_types(field.union.is_some()) => return,
            (Some(page), Some(spec)) => {
                let without = |one: &[&'static str], other: &[&str]| {
                    let mut rest = one.to_vec();
                    rest.retain(|name| !other.contains(name));
                    rest
                };
                let (only_page, only_spec) = (without(page, spec), without(spec, page));
                match (only_page.as_slice(), only_spec.as_slice()) {
                    ([], []) => return,
                    (["null"], []) => "the page admits null, the spec does not".to_owned(),
                    ([], ["null"]) => "the spec admits null, the page does not".to_owned(),
                    _ => format!("the page says {}, the spec {}", joined(page), joined(spec)),
                }
            }
            (Some(page), None) => format!("the page says {}, the spec any", joined(page)),
            (None, Some(spec)) => format!("the page says any, the spec {}", joined(spec)),
        };
        let said = |types: Option<&[&str]>| {
            types.map_or_else(|| Value::from("any"), |types| Value::from(types.to_vec()))
        };
        let place = view.keyword_place("type");
        let fact = Fact::new(Kind::Type, subject, &field.types.span, place);
        self.changed(fact, (said(in_page), said(in_spec.as_deref())), message);
    }

    /// The types of an array's items, as far as the page shows them: by fields, by values, or by an
    /// example.
    pub(super) fn items(&mut self, pair: &FieldPair<'c, 's>) {
        let (field, subject) = (pair.field, &pair.subject);
        let (view, content) = (&pair.view, &pair.content);
        let (Some(_), Some(in_spec)) = (view.items(), content.types()) else {
            return;
        };
        let elements = |values: &[Value]| values.iter().map(type_of).collect::<BTreeSet<_>>();
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
            let agrees = shown.iter().all(|name| {
                in_spec.contains(name) || (*name == "integer" && in_spec.contains("number"))
            });
            (shown, &example.span, agrees)
        } else {
            return;
        };
        if agrees {
            return;
        }
        let (shown, in_spec) = (ordered(&shown), ordered(&in_spec));
        let message = format!(
            "the page shows items of type {}, the spec says {}",
            joined(&shown),
            joined(&in_spec)
        );
        let place = content.keyword_place("type");
        let fact = Fact::new(Kind::Items, subject, span, place);
        self.changed(fact, (shown, in_spec), message);
    }

    /// The listed values and their order.
    pub(super) fn values(&mut self, pair: &FieldPair<'c, 's>) {
        let (field, subject) = (pair.field, &pair.subject);
        let (view, content) = (&pair.view, &pair.content);
        let fact = |page, spec: Place| Fact::new(Kind::Enum, subject, page, spec);
        let (page, spec) = match (&field.values, view.values().or_else(|| content.values())) {
            (None, None) => return,
            (Some(page), None) => {
                let listed = &page.value;
                let message = format!("the page lists values ({}), the spec none", listed.len());
                let fact = fact(&page.span, content.place());
                return self.only_in_page(fact, listed.clone(), message);
            }
            (None, Some(spec)) => {
                let listed = list(spec.list.iter().map(|(value, _)| *value));
                let message = format!("the spec lists values ({}), the page none", listed.len());
                let fact = fact(&field.types.span, Place::key(&spec.location));
                if spec.mark.is_none() {
                    self.only_in_spec(fact, listed, message);
                }
                return;
            }
            (Some(page), Some(spec)) => (page, spec),
        };
        // `null` may be admitted beside the list, where a page can only list it.
        let is_listed = |value: &Value| spec.list.iter().any(|(listed, _)| same(listed, value));
        let mut in_page: Vec<&Value> = page.value.iter().collect();
        in_page.retain(|value| !(value.is_null() && spec.null_beside && !is_listed(value)));
        for value in in_page.iter().filter(|value| !is_listed(value)) {
            let fact = fact(&page.span, Place::key(&spec.location));
            let message = format!("the spec does not list {value}");
            self.only_in_page(fact, (*value).clone(), message);
        }
        let is_in_page = |value: &Value| in_page.iter().any(|listed| same(value, listed));
        for (value, location) in &spec.list {
            if !is_in_page(value) && spec.mark.is_none() {
                let fact = fact(&page.span, Place::from(location));
                let message = format!("the page does not list {value}");
                self.only_in_spec(fact, (*value).clone(), message);
            }
        }
        let of_both = spec.list.iter().filter(|(value, _)| is_in_page(value));
        let common = in_page.iter().filter(|value| is_listed(value));
        let mut pairs = common.zip(of_both);
        if let Some((ours, (theirs, location))) =
            pairs.find(|(ours, (theirs, _))| !same(theirs, ours))
        {
            let message =
                format!("the order differs: where the page has {ours}, the spec has {theirs}");
            let theirs = list(spec.list.iter().map(|(value, _)| *value));
            let fact = fact(&page.span, Place::from(location));
            self.reordered(fact, (list(in_page.iter().copied()), theirs), message);
        }
    }

    pub(super) fn example(&mut self, pair: &FieldPair<'c, 's>) {
        let (field, subject) = (pair.field, &pair.subject);
        let (view, content) = (&pair.view, &pair.content);
        let mut given = view.examples();
        let mut of_items = Vec::new();
        if given.is_empty() && view.items().is_some() {
            of_items = content.examples();
        }
        let page = field.example.as_ref();
        if let Some(page) = page {
            let shows_items = page.value.as_array().is_some_and(|shown| {
                let is_given = |one| of_items.iter().any(|item| same(item.value, one));
                !of_items.is_empty() && shown.iter().all(is_given)
            });
            let mut shown = given.iter();
            if let Some(shown) = shown.position(|example| same(example.value, &page.value)) {
                given.remove(shown);
            } else if shows_items {
                of_items.clear();
            } else {
                let Some(first) = given.first().or(of_items.first()) else {
                    let fact = Fact::new(Kind::Example, subject, &page.span, view.place());
                    let message = format!("the page shows {}, the spec none", page.value);
                    return self.only_in_page(fact, page.value.clone(), message);
                };
                let fact = Fact::new(Kind::Example, subject, &page.span, &first.location);
                let message = format!("the page shows {}, the spec {}", page.value, first.value);
                let all = list(given.iter().chain(&of_items).map(|example| example.value));
                return self.changed(fact, (page.value.clone(), all), message);
            }
        }
        let span = page.map_or(&field.name.span, |page| &page.span);
        for example in given.iter().chain(&of_items) {
            if example.mark.is_none() {
                let fact = Fact::new(Kind::Example, subject, span, &example.location);
                let message = format!("the page does not show {}", example.value);
                self.only_in_spec(fact, example.value.clone(), message);
            }
        }
    }
}

/// Whether a value of the spec is one of the page; numbers by their worth, not their spelling.
/// Where a schema says text, the spec is read as text whatever YAML makes of it, so what the page
/// shows without quotes is equal to it.
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
