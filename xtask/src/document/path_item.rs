//! The Path Item Object (section 4.8.9 of version 3.1.1).

use super::fields::{Fields, Reader};
use super::operation::{self, Method, Operation};
use super::parameter;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;

/// The operations of one webhook.
#[derive(Debug, Clone)]
pub struct PathItem {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// One line that holds for all operations.
    pub summary: Option<String>,
    /// Prose that holds for all operations.
    pub description: Option<String>,
    /// The operations in document order.
    pub operations: Vec<Operation>,
}

pub(super) const KEYS: &[&str] = &[
    "summary",
    "description",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
    "additionalOperations",
    "servers",
    "parameters",
];

/// Reads a path item. `name_key` is a key that the specification has not, and under which the
/// webhook's name stands.
pub(super) fn read_path_item(
    reader: &mut Reader,
    location: &Location,
    webhook: &str,
    name_key: Option<&str>,
) -> Option<PathItem> {
    let layers = reader.layers(location, "a Path Item Object")?;
    let keys: Vec<&str> = KEYS.iter().copied().chain(name_key).collect();
    reader.unknown_keys_of(&layers, &keys);
    let mut parameters = Vec::new();
    for fields in layers.iter() {
        parameters.extend(parameter::locations(reader, fields));
    }
    let mut operations: Vec<Operation> = Vec::new();
    for fields in layers.iter().rev() {
        for nearer in read_operations(reader, fields, webhook, &parameters) {
            operations.retain(|operation| operation.method != nearer.method);
            operations.push(nearer);
        }
    }
    if operations.is_empty() && layers.is_cut {
        // By far the most webhooks are delivered so.
        let unseen = operation::operation_of(reader, &layers, location, Method::Post, &[]);
        operations.push(unseen);
    }
    let has_any = |fields: &Fields| {
        let declared = ["query", "additionalOperations"];
        Method::ALL
            .iter()
            .map(|method| method.as_str())
            .chain(declared)
            .any(|key| fields.get(key).is_some())
    };
    if operations.is_empty() && !layers.iter().any(has_any) {
        reader.no_operation(location, webhook);
    }
    Some(PathItem {
        location: layers.innermost().clone(),
        summary: reader.prose(layers.with("summary"), "summary"),
        description: reader.prose(layers.with("description"), "description"),
        operations,
    })
}

fn read_operations(
    reader: &mut Reader,
    fields: &Fields,
    webhook: &str,
    parameters: &[Location],
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (key, value) in fields.entries() {
        let location = fields.location.child(key);
        if value.is_null() {
            continue;
        }
        if let Some(method) = Method::from_key(key) {
            operations.extend(operation::read_operation(
                reader, &location, method, parameters,
            ));
        } else if key == "query" || key == "additionalOperations" {
            reader.complain(
                Diagnostic::new(
                    Code::UnsupportedOperation,
                    format!("`{key}` of the webhook `{webhook}` is left out of the crate"),
                )
                .at(Place::key(&location), "this method is not generated")
                .help("declare the delivery under a method of HTTP/1.1, usually `post`"),
            );
        }
    }
    operations
}
