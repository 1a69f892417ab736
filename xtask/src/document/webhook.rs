//! The entries of `webhooks`, of `x-webhooks` as version 3.0 has them, and what else counts as
//! webhooks where it was asked for: operations of paths, schemas, callbacks.

mod callback;
mod described;
mod discriminator;
mod entry;
mod glob;
mod groups;

use std::collections::BTreeMap;

use serde_json::Value;

use super::ReadOptions;
use super::fields::{Fields, Reader, is_named};
use super::operation::Operation;
use super::path_item::PathItem;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
pub use callback::CallbackOrigin;
pub(in crate::document) use discriminator::read_discriminators;
use entry::{Entry, Named};
pub use glob::Glob;
pub(in crate::document) use groups::{is_about_groups, is_group, named_groups};

/// One entry of `webhooks`: a name, which is not a URL, and its operations.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The entry under `webhooks`, a `$ref` not followed.
    pub location: Location,
    /// The key; for a callback, the name that tells it from all others.
    pub name: String,
    /// The operations.
    pub path_item: PathItem,
    /// Where it is asked for, if it is a callback.
    pub callback: Option<CallbackOrigin>,
    /// Whether the document has no more of it than the schema of its body, after which it is named.
    pub is_schema: bool,
}

impl Webhook {
    /// The name of an operation's event in deliveries: what `x-webhook-event-name` says, or the
    /// webhook's own.
    #[must_use]
    pub fn event_name<'w>(&'w self, operation: &'w Operation) -> &'w str {
        operation.event_name.as_deref().unwrap_or(&self.name)
    }
}

/// Reads `webhooks`, then `x-webhooks`, then, if they are asked for, the operations of paths, the
/// schemas that are bodies, and the callbacks of all operations.
pub(super) fn read_webhooks(
    reader: &mut Reader,
    document: &Fields,
    version: &str,
    options: &ReadOptions,
) -> Vec<Webhook> {
    let mut webhooks: Vec<Webhook> = Vec::new();
    // The first webhook of each name.
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let errors = reader.error_count();
    if document.get("webhooks").is_some() && version.starts_with("3.0") {
        reader.off_spec(
            Place::key(&document.location.child("webhooks")),
            "`webhooks` came with version 3.1; they are read all the same",
            "say `openapi: 3.1.0`, or call the key `x-webhooks`",
        );
    }
    for key in ["webhooks", "x-webhooks"] {
        for named in named_entries(reader, document, key) {
            let (name, location) = (&named.name, &named.location);
            let value = reader.resolver.value(location);
            if value.is_null() {
                reader.no_operation(location, name);
                continue;
            }
            // There is no specification of `x-webhooks`, so a text may stand there to describe the
            // others.
            if key == "x-webhooks" && !value.is_object() {
                reader.left_out(location, value, "a webhook, which is an object,");
                continue;
            }
            let known = first.get(name).and_then(|first| webhooks.get(*first));
            // Written out twice, for old tools and for new ones.
            if known.is_some_and(|known| reader.resolver.value(&known.location) == value) {
                continue;
            }
            for entry in entry::read_entry(reader, &named) {
                let earlier = *first.entry(entry.name.clone()).or_insert(webhooks.len());
                let webhook = added(reader, entry, webhooks.get(earlier));
                webhooks.push(webhook);
            }
        }
    }
    let mut found = described::read_paths(reader, document, &options.paths);
    let bodies = described::read_schemas(reader, document, &options.schemas, &webhooks);
    found.extend(bodies);
    for webhook in callback::named(found, &first) {
        first.insert(webhook.name.clone(), webhooks.len());
        webhooks.push(webhook);
    }
    if options.callbacks {
        webhooks.extend(callback::read_callbacks(
            reader, document, &webhooks, &first,
        ));
    }
    // Where there are some that cannot be read, that was said.
    let none = webhooks
        .iter()
        .all(|one| one.path_item.operations.is_empty());
    if none && reader.error_count() == errors {
        no_webhooks(reader, document, options.callbacks);
    }
    webhooks
}

/// The entries under a key of the document, unread. Of `x-webhooks` there is no specification, so
/// what is no map of them is no error.
fn named_entries(reader: &mut Reader, document: &Fields, key: &str) -> Vec<Named> {
    let Some(value) = document.get(key) else {
        return Vec::new();
    };
    let resolver = reader.resolver;
    // Tools write there what groups of webhooks have in common.
    if key == "x-webhooks" && is_about_groups(value) {
        return Vec::new();
    }
    let location = document.location.child(key);
    let target = resolver.follow(&location).unwrap_or(location);
    if key == "x-webhooks" && resolver.value(&target).is_array() {
        return entry::read_list(reader, &target);
    }
    if key == "x-webhooks" && !value.is_object() {
        reader.left_out(&target, value, "the map of webhooks");
        return Vec::new();
    }
    let Some(entries) = reader.map(document, key, "the map of webhooks") else {
        return Vec::new();
    };
    let names = entries.named().map(|(name, _)| name);
    names
        .map(|name| Named::by_key(name, &entries.location))
        .collect()
}

/// A webhook without the operations that an earlier one of its name has already.
fn added(reader: &mut Reader, entry: Entry, earlier: Option<&Webhook>) -> Webhook {
    let Entry {
        name,
        location,
        mut path_item,
    } = entry;
    if let Some(known) = earlier {
        let first = Place::key(&known.location);
        let is_new = |operation: &Operation| {
            let mut earlier = known.path_item.operations.iter();
            earlier.all(|earlier| earlier.method != operation.method)
        };
        let count = path_item.operations.len();
        path_item.operations.retain(is_new);
        if path_item.operations.len() < count {
            reader.complain(
                Diagnostic::new(
                    Code::OffSpec,
                    format!("the webhook `{name}` is given twice; the first counts"),
                )
                .at(Place::key(&location), "left out")
                .and(first, "counts")
                .help("keep one of them"),
            );
        }
    }
    Webhook {
        location,
        name,
        path_item,
        callback: None,
        is_schema: false,
    }
}

fn no_webhooks(reader: &mut Reader, document: &Fields, callbacks: bool) {
    let written = ["webhooks", "x-webhooks"]
        .into_iter()
        .find(|key| document.any(key).is_some());
    let (place, message) = match written {
        Some(key) => {
            let location = document.location.child(key);
            let is_empty = match document.get(key) {
                None => true,
                Some(Value::Object(entries)) => {
                    !entries.iter().any(|(name, value)| is_named(name, value))
                }
                Some(_) => false,
            };
            // Anything else was complained about entry by entry.
            let message = if is_empty {
                format!("`{key}` is empty")
            } else {
                format!("no entry of `{key}` has an operation")
            };
            (Place::from(&location), message)
        }
        None => (
            Place::from(&document.location),
            "the document has no `webhooks`".to_owned(),
        ),
    };
    let help = if !callbacks && callback::are_there(reader, document) {
        "it has callbacks: say `--callbacks` to receive those, or declare each event under `webhooks`"
    } else if described::may_be_there(reader, document) {
        "declare each event under `webhooks`, or say where the document describes them: `--paths GLOB` takes operations for events, and `--schemas GLOB` schemas for their bodies"
    } else {
        "declare each event under `webhooks`, as in `webhooks: { thing-created: { post: … } }`"
    };
    let diagnostic = Diagnostic::new(Code::NoWebhooks, message);
    reader.complain(diagnostic.at(place, "").help(help));
}
