//! One entry of `webhooks` or `x-webhooks`, in each of the ways in which entries are written.
//!
//! The specification has a Path Item Object there. `x-webhooks` has no specification, and documents
//! have two more: an object around path items, by URL or by name, as a Callback Object is (section
//! 4.8.18), and the schema of the body under `payload`. The entries may stand in an array, too,
//! where each has its name in it.

use serde_json::Value;

use super::super::fields::Layers;
use super::super::fields::{Reader, is_named, words};
use super::super::operation::{self, Method};
use super::super::path_item::{self, PathItem};
use super::super::request_body::{self, RequestBody};
use crate::diagnostic::Place;
use crate::place::Location;

/// A webhook as it is named and where it stands.
pub(super) struct Entry {
    pub name: String,
    pub location: Location,
    pub path_item: PathItem,
}

/// An entry before it is read.
pub(super) struct Named {
    pub name: String,
    pub location: Location,
    /// The key in the entry under which the name stands; none where the entry stands under its
    /// name.
    name_key: Option<&'static str>,
}

impl Named {
    /// The entry under a key of a map.
    pub fn by_key(name: &str, map: &Location) -> Self {
        Self {
            name: name.to_owned(),
            location: map.child(name),
            name_key: None,
        }
    }
}

/// The keys under which an entry of an array has its name.
const NAME_KEYS: [&str; 2] = ["name", "event"];

/// The keys of an entry with a `payload`, beside those of an operation.
const PAYLOAD_KEYS: [&str; 3] = ["payload", "httpMethod", "method"];

/// Finds the entries of an array: those that say their name, and those that stand under it in an
/// object of their own.
pub(super) fn read_list(reader: &mut Reader, list: &Location) -> Vec<Named> {
    let resolver = reader.resolver;
    let called = reader.named(list);
    reader.off_spec(
        Place::key(list),
        format!("{called} is an array where a map should be; each entry counts by the name in it"),
        "write it as a map, as in `thing-created: { post: … }`",
    );
    let mut found = Vec::new();
    for index in 0..resolver.value(list).as_array().map_or(0, Vec::len) {
        let place = list.child(&index.to_string());
        let Some(target) = reader.followed(&place) else {
            continue;
        };
        let Some(entry) = resolver.value(&target).as_object() else {
            let value = resolver.value(&place);
            reader.left_out(&place, value, "a webhook, which is an object,");
            continue;
        };
        let named = NAME_KEYS.into_iter().find_map(|key| {
            let name = entry.get(key)?.as_str()?;
            (!name.is_empty()).then(|| Named {
                name: name.to_owned(),
                location: place.clone(),
                name_key: Some(key),
            })
        });
        let earlier = found.len();
        let is_webhook = has_operation(resolver.value(&target))
            || entry.get("payload").is_some_and(Value::is_object);
        match named {
            Some(named) => found.push(named),
            None if is_webhook => {}
            None => {
                let named = entry.iter().filter(|(name, value)| is_named(name, value));
                found.extend(named.map(|(name, _)| Named::by_key(name, &target)));
            }
        }
        if found.len() == earlier {
            let called = reader.named(&place);
            reader.off_spec(
                &place,
                format!("{called} has no name, so it is left out"),
                "write the webhooks as a map, each under the name of its event",
            );
        }
    }
    found
}

/// Reads what stands under a name: one webhook, or one for each path item in it.
pub(super) fn read_entry(reader: &mut Reader, named: &Named) -> Vec<Entry> {
    let (name, location) = (named.name.as_str(), &named.location);
    let inner = inner_path_items(reader, location);
    if !inner.is_empty() {
        return read_inner(reader, named, &inner);
    }
    let path_item = match payload(reader, location) {
        Some(payload) => read_payload(reader, named, &payload),
        None => path_item::read_path_item(reader, location, name, named.name_key),
    };
    let entry = path_item.map(|path_item| Entry {
        name: name.to_owned(),
        location: location.clone(),
        path_item,
    });
    entry.into_iter().collect()
}

/// Whether a value has operations, as a path item does.
pub(super) fn has_operation(value: &Value) -> bool {
    let mut methods = Method::ALL.iter();
    methods.any(|method| value.get(method.as_str()).is_some_and(Value::is_object))
}

/// The keys of the path items in an object that is not a path item itself.
fn inner_path_items(reader: &Reader, location: &Location) -> Vec<Location> {
    let resolver = reader.resolver;
    let Ok(outer) = resolver.follow(location) else {
        return Vec::new();
    };
    let value = resolver.value(&outer);
    let keys = value.as_object().into_iter().flat_map(|map| map.keys());
    let strange = keys.filter(|key| {
        !key.starts_with("x-") && !path_item::KEYS.contains(&key.as_str()) && *key != "$ref"
    });
    if has_operation(value) {
        return Vec::new();
    }
    let places = strange.map(|key| outer.child(key));
    let is_path_item = |place: &Location| {
        let target = resolver.follow(place);
        target.is_ok_and(|target| has_operation(resolver.value(&target)))
    };
    places.filter(is_path_item).collect()
}

fn read_inner(reader: &mut Reader, named: &Named, inner: &[Location]) -> Vec<Entry> {
    let (name, location) = (named.name.as_str(), &named.location);
    reader.off_spec(
        Place::key(location),
        format!(
            "`{name}` has path items in it and is none itself; each of them is read as a webhook"
        ),
        "write the operations here, without a URL or a name around them",
    );
    let mut entries = Vec::new();
    let Some(outer) = reader.layers(location, "a Path Item Object") else {
        return entries;
    };
    let keys = inner.iter().filter_map(|place| place.pointer.last());
    let keys = keys.chain(["summary", "description"]);
    let keys: Vec<&str> = keys.chain(named.name_key).collect();
    reader.unknown_keys_of(&outer, &keys);
    let summary = reader.prose(outer.with("summary"), "summary");
    let description = reader.prose(outer.with("description"), "description");
    for place in inner {
        let name = match (inner, place.pointer.last()) {
            ([_, _, ..], Some(key)) => format!("{name}.{}", words(key)),
            _ => name.to_owned(),
        };
        if let Some(mut path_item) = path_item::read_path_item(reader, place, &name, None) {
            path_item.summary = path_item.summary.or_else(|| summary.clone());
            path_item.description = path_item.description.or_else(|| description.clone());
            entries.push(Entry {
                name,
                location: place.clone(),
                path_item,
            });
        }
    }
    entries
}

/// Where the `payload` stands in an entry that has no operation.
fn payload(reader: &Reader, location: &Location) -> Option<Location> {
    let target = reader.resolver.follow(location).ok()?;
    let value = reader.resolver.value(&target);
    let is_body = value.get("payload").is_some_and(Value::is_object);
    (is_body && !has_operation(value)).then(|| target.child("payload"))
}

fn read_payload(reader: &mut Reader, named: &Named, payload: &Location) -> Option<PathItem> {
    let (name, location) = (named.name.as_str(), &named.location);
    let layers: Layers = reader.layers(location, "a Path Item Object")?;
    let keys = operation::KEYS.iter().chain(&PAYLOAD_KEYS);
    let keys: Vec<&str> = keys.copied().chain(named.name_key).collect();
    reader.unknown_keys_of(&layers, &keys);
    let written = ["httpMethod", "method"]
        .into_iter()
        .find_map(|key| layers.get(key)?.as_str());
    let method = written.and_then(|method| Method::from_key(&method.to_ascii_lowercase()));
    let method = method.unwrap_or(Method::Post);
    let body = reader.layers(payload, "a schema")?;
    let is_request_body = body.get("content").is_some();
    // A value that is not a schema is most likely an example, which says little about other
    // deliveries.
    let schema = request_body::is_schema(&body).then(|| payload.clone());
    let read_as = if is_request_body || schema.is_some() {
        "it is read as the JSON body"
    } else {
        "as it is no schema either, any JSON is taken as the body"
    };
    reader.off_spec(
        Place::key(payload),
        format!(
            "the webhook `{name}` has a `payload` and no operation; {read_as} of a `{}`",
            method.as_str().to_ascii_uppercase()
        ),
        "write it as `post: { requestBody: { content: { application/json: { schema: … } } } }`",
    );
    let request_body = if is_request_body {
        request_body::read_request_body(reader, payload)
    } else {
        Some(RequestBody::of_json(payload, schema))
    };
    let mut operation = operation::operation_of(reader, &layers, location, method, &[]);
    operation.request_body = request_body.or(operation.request_body);
    Some(PathItem {
        location: layers.innermost().clone(),
        summary: None,
        description: None,
        operations: vec![operation],
    })
}
