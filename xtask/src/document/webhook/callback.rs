//! The Callback Object (section 4.8.18 of version 3.1.1): deliveries that an operation asks for,
//! read as webhooks.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::super::fields::{Fields, Reader, words};
use super::super::operation::Method;
use super::super::path_item;
use super::Webhook;
use super::described::Candidates;
use crate::diagnostic::Diagnostics;
use crate::place::Location;

/// Where a callback is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackOrigin {
    /// The key under `callbacks`.
    pub key: String,
    /// The operation that has the callback, as `post /subscriptions`.
    pub operation: String,
    /// The runtime expression of the URL that is called.
    pub expression: String,
}

/// An operation that may have callbacks.
struct Asking {
    location: Location,
    /// As people name it: method and path.
    title: String,
    /// As a part of a name: its `operationId`, or else method and path.
    label: String,
}

/// Every callback of the operations under `paths`, of the webhooks, and of callbacks themselves;
/// then those of the components that none of these refers to. One that several operations refer to
/// counts once.
pub(super) fn read_callbacks(
    reader: &mut Reader,
    document: &Fields,
    webhooks: &[Webhook],
    taken: &BTreeMap<String, usize>,
) -> Vec<Webhook> {
    let mut open: VecDeque<Asking> = operations_of_paths(reader, document).into();
    for webhook in webhooks {
        open.extend(asking(&webhook.name, &webhook.path_item));
    }
    let mut seen = BTreeSet::new();
    let mut found: Vec<(Webhook, Candidates)> = Vec::new();
    let mut declared = declared(reader, document);
    while let Some(operation) = open.pop_front().or_else(|| declared.take()) {
        if !seen.insert(operation.location.clone()) {
            continue;
        }
        let Some(fields) = reader.described_at(&operation.location, "an Operation Object") else {
            continue;
        };
        let Some(callbacks) = reader.described(&fields, "callbacks", "a map of callbacks") else {
            continue;
        };
        for (key, _) in callbacks.named() {
            let location = callbacks.location.child(key);
            let Some(callback) = reader.described_at(&location, "a Callback Object") else {
                continue;
            };
            // These objects do take extensions, and so does `paths`.
            for (expression, _) in callback.entries().filter(|(key, _)| !key.starts_with("x-")) {
                let location = callback.location.child(expression);
                let Some(target) = reader.followed(&location) else {
                    continue;
                };
                if !seen.insert(target) {
                    continue;
                }
                let Some(path_item) = path_item::read_path_item(reader, &location, key, None)
                else {
                    continue;
                };
                let title = format!("the callback `{key}`");
                open.extend(asking(&title, &path_item));
                let names = [
                    key.clone(),
                    format!("{}.{key}", operation.label),
                    format!("{}.{key}.{}", operation.label, words(expression)),
                ];
                let origin = CallbackOrigin {
                    key: key.clone(),
                    operation: operation.title.clone(),
                    expression: expression.clone(),
                };
                let webhook = Webhook {
                    location,
                    name: key.clone(),
                    path_item,
                    callback: Some(origin),
                    is_schema: false,
                };
                found.push((webhook, names));
            }
        }
    }
    named(found, taken)
}

/// The components, which have callbacks as an operation has.
fn declared(reader: &mut Reader, document: &Fields) -> Option<Asking> {
    document.get("components")?;
    let location = reader.followed(&document.location.child("components"))?;
    let callbacks = reader.resolver.value(&location).get("callbacks")?;
    callbacks.is_object().then(|| Asking {
        location,
        title: "components".to_owned(),
        label: "components".to_owned(),
    })
}

/// Gives each webhook the first of its names that nothing else has.
pub(super) fn named(
    found: Vec<(Webhook, Candidates)>,
    taken: &BTreeMap<String, usize>,
) -> Vec<Webhook> {
    let mut uses: BTreeMap<&str, usize> = taken.keys().map(|name| (name.as_str(), 1)).collect();
    for (_, names) in &found {
        let different: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        for name in different {
            *uses.entry(name).or_default() += 1;
        }
    }
    let chosen: Vec<String> = found
        .iter()
        .map(|(_, names)| {
            let free = names
                .iter()
                .find(|name| uses.get(name.as_str()) == Some(&1));
            let [.., longest] = names;
            free.unwrap_or(longest).clone()
        })
        .collect();
    let named = found.into_iter().zip(chosen);
    named
        .map(|((webhook, _), name)| Webhook { name, ..webhook })
        .collect()
}

/// Whether any operation under `paths` has a callback, or the components have.
pub(super) fn are_there(reader: &mut Reader, document: &Fields) -> bool {
    let resolver = reader.resolver;
    // What is wrong with `paths` matters only to those who want callbacks.
    let mut unheard = Diagnostics::new();
    let mut quiet = Reader::new(resolver, &mut unheard);
    let mut having = operations_of_paths(&mut quiet, document);
    having.extend(declared(&mut quiet, document));
    having.iter().any(|operation| {
        let callbacks = resolver.value(&operation.location).get("callbacks");
        callbacks
            .and_then(|callbacks| callbacks.as_object())
            .is_some_and(|map| !map.is_empty())
    })
}

fn operations_of_paths(reader: &mut Reader, document: &Fields) -> Vec<Asking> {
    let mut operations = Vec::new();
    let Some(paths) = reader.described(document, "paths", "a map of paths") else {
        return operations;
    };
    for (path, _) in paths.entries().filter(|(path, _)| !path.starts_with("x-")) {
        let Some(item) = reader.followed(&paths.location.child(path)) else {
            continue;
        };
        for method in Method::ALL {
            let location = item.child(method.as_str());
            let value = reader.resolver.value(&location);
            if value.is_object() {
                let id = value.get("operationId").and_then(|id| id.as_str());
                let title = format!("{} {path}", method.as_str());
                operations.push(Asking {
                    location,
                    label: id.map_or_else(|| words(&title), str::to_owned),
                    title,
                });
            }
        }
    }
    operations
}

/// The operations of a webhook or a callback.
fn asking(name: &str, path_item: &path_item::PathItem) -> Vec<Asking> {
    let operations = path_item.operations.iter().map(|operation| {
        let title = format!("{} {name}", operation.method.as_str());
        Asking {
            location: operation.location.clone(),
            label: operation
                .operation_id
                .clone()
                .unwrap_or_else(|| words(&title)),
            title,
        }
    });
    operations.collect()
}
