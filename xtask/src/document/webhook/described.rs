//! Events that a document describes as something else: as operations under `paths`, or by the
//! schemas of their bodies alone.
//!
//! In: patterns for the paths and for the names of the schemas. Out: webhooks, as if they stood
//! under `webhooks`, or which pattern fits nothing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::fields::{Fields, Reader, words};
use super::super::operation::{Method, Operation};
use super::super::path_item::{self, PathItem};
use super::super::request_body::RequestBody;
use super::{Glob, Webhook};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::place::Location;

/// The names that a webhook may have, the one that is liked best first.
pub(super) type Candidates = [String; 3];

/// The operations under the paths that patterns fit: each is an event, named by its `operationId`,
/// or else by its path. A path with parameters whose operations have no `operationId` is a webhook
/// of that name, as it would be under `webhooks`.
pub(super) fn read_paths(
    reader: &mut Reader,
    document: &Fields,
    globs: &[Glob],
) -> Vec<(Webhook, Candidates)> {
    let mut found = Vec::new();
    if globs.is_empty() {
        return found;
    }
    let paths = reader.described(document, "paths", "a map of paths");
    let entries = paths.iter().flat_map(Fields::entries);
    let names: Vec<&str> = entries
        .map(|(path, _)| path.as_str())
        .filter(|path| !path.starts_with("x-"))
        .collect();
    let place = document.location.child("paths");
    let fitting = fitting(reader, globs, &names, "--paths", "path", &place);
    let Some(paths) = paths else {
        return found;
    };
    for path in fitting {
        let location = paths.location.child(path);
        let Some(path_item) = path_item::read_path_item(reader, &location, path, None) else {
            continue;
        };
        let is_named = |operation: &Operation| operation.operation_id.is_some();
        if path.contains('{') && !path_item.operations.iter().any(is_named) {
            // A template says where deliveries are sent to, and which parameters stand there.
            let webhook = Webhook {
                location,
                name: String::new(),
                path_item,
                callback: None,
                is_schema: false,
            };
            found.push((webhook, [(); 3].map(|()| path.to_owned())));
            continue;
        }
        for operation in &path_item.operations {
            let of_path = words(path);
            let with_method = format!("{}-{of_path}", operation.method.as_str());
            let id = operation.operation_id.clone().filter(|id| !id.is_empty());
            let names = [
                id.unwrap_or_else(|| of_path.clone()),
                with_method,
                format!("{} {path}", operation.method.as_str()),
            ];
            let webhook = Webhook {
                location: location.clone(),
                name: String::new(),
                path_item: PathItem {
                    operations: vec![operation.clone()],
                    ..path_item.clone()
                },
                callback: None,
                is_schema: false,
            };
            found.push((webhook, names));
        }
    }
    found
}

/// The component schemas whose names patterns fit: each is the JSON body of an event, which is
/// delivered by POST and named as the schema is. A schema that is the body of a webhook is no
/// further event.
pub(super) fn read_schemas(
    reader: &mut Reader,
    document: &Fields,
    globs: &[Glob],
    webhooks: &[Webhook],
) -> Vec<(Webhook, Candidates)> {
    if globs.is_empty() {
        return Vec::new();
    }
    let operations = webhooks
        .iter()
        .flat_map(|webhook| &webhook.path_item.operations);
    let bodies = operations.flat_map(|operation| &operation.request_body);
    let bodies = bodies.flat_map(|body| &body.content);
    let resolver = reader.resolver;
    let bodies = bodies.filter_map(|media| resolver.follow(media.schema.as_ref()?).ok());
    let known: BTreeSet<Location> = bodies.collect();
    let components = reader.described_map(document, "components", "the map of components");
    let schemas = components
        .and_then(|components| reader.described_map(&components, "schemas", "the map of schemas"));
    let entries = schemas.iter().flat_map(Fields::entries);
    let names: Vec<&str> = entries.map(|(name, _)| name.as_str()).collect();
    let place = document.location.child("components").child("schemas");
    let fitting = fitting(reader, globs, &names, "--schemas", "schema", &place);
    let Some(schemas) = schemas else {
        return Vec::new();
    };
    let webhooks = fitting.into_iter().filter_map(|name| {
        let schema = schemas.location.child(name);
        let is_known = resolver
            .follow(&schema)
            .is_ok_and(|schema| known.contains(&schema));
        let names = [
            name.to_owned(),
            format!("{name}-body"),
            format!("schemas-{name}"),
        ];
        (!is_known).then(|| (webhook_of(schema), names))
    });
    webhooks.collect()
}

/// Whether the document has paths or schemas, which may describe webhooks.
pub(super) fn may_be_there(reader: &Reader, document: &Fields) -> bool {
    let is_filled = |place: Location| {
        let target = reader.resolver.follow(&place).unwrap_or(place);
        let entries = reader.resolver.value(&target).as_object();
        entries.is_some_and(|entries| !entries.is_empty())
    };
    let components = document.location.child("components");
    is_filled(document.location.child("paths")) || is_filled(components.child("schemas"))
}

/// The webhook whose body has a schema.
fn webhook_of(schema: Location) -> Webhook {
    let operation = Operation {
        location: schema.clone(),
        method: Method::Post,
        operation_id: None,
        summary: None,
        description: None,
        tags: Vec::new(),
        deprecated: false,
        request_body: Some(RequestBody::of_json(&schema, Some(schema.clone()))),
        parameters: Vec::new(),
        repeated_parameters: Vec::new(),
        responses: Vec::new(),
        security: None,
        event_name: None,
        rust_name: None,
    };
    Webhook {
        location: schema.clone(),
        name: String::new(),
        path_item: PathItem {
            location: schema,
            summary: None,
            description: None,
            operations: vec![operation],
        },
        callback: None,
        is_schema: true,
    }
}

/// The names that any pattern fits, in their order; a pattern that fits none is an error.
fn fitting<'n>(
    reader: &mut Reader,
    globs: &[Glob],
    names: &[&'n str],
    option: &str,
    what: &str,
    place: &Location,
) -> Vec<&'n str> {
    for glob in globs {
        if names.iter().any(|name| glob.matches(name)) {
            continue;
        }
        let pattern = glob.to_string();
        let place = match reader.resolver.value(place) {
            Value::Null => Place::from(Location::root(place.file)),
            _ => Place::key(place),
        };
        let message = format!("`{option} {pattern}` fits no {what} of the document");
        let diagnostic = Diagnostic::new(Code::NoWebhooks, message);
        let help = did_you_mean(&pattern, names.iter().copied());
        reader.complain(diagnostic.at(place, "").help(help));
    }
    let is_meant = |name: &&&str| globs.iter().any(|glob| glob.matches(name));
    names.iter().filter(is_meant).copied().collect()
}
