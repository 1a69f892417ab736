//! The entries of `webhooks`.

use indexmap::IndexMap;
use serde_json::Value;

use super::fields::{Fields, Reader};
use super::path_item::{self, PathItem};
use super::security::SecurityScheme;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::Location;

/// One entry of `webhooks`: a name, which is not a URL, and its operations.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The entry under `webhooks`, a `$ref` not followed.
    pub location: Location,
    /// The key.
    pub name: String,
    /// The operations.
    pub path_item: PathItem,
}

pub(super) fn read_webhooks<'r>(
    reader: &mut Reader<'r, '_>,
    document: &Fields<'r>,
    schemes: &IndexMap<String, SecurityScheme>,
) -> Vec<Webhook> {
    let location = document.location.child("webhooks");
    let complaint = match document.get("webhooks") {
        None if document.get("x-webhooks").is_some() => Some((
            Place::key(&document.location.child("x-webhooks")),
            "the document has no `webhooks`",
        )),
        None => Some((
            Place::from(&document.location),
            "the document has no `webhooks`",
        )),
        Some(Value::Null) => Some((Place::from(&location), "`webhooks` is empty")),
        Some(Value::Object(entries)) if entries.keys().all(|key| key.starts_with("x-")) => {
            Some((Place::from(&location), "`webhooks` is empty"))
        }
        _ => None,
    };
    if let Some((place, message)) = complaint {
        let help = if document.get("x-webhooks").is_some() {
            "rename `x-webhooks` to `webhooks`"
        } else {
            "declare each event under `webhooks`, as in `webhooks: { thing-created: { post: … } }`"
        };
        let diagnostic = Diagnostic::new(Code::NoWebhooks, message);
        reader.complain(diagnostic.at(place, "").help(help));
        return Vec::new();
    }
    let Some(entries) = reader.object(&location, "the map of webhooks") else {
        return Vec::new();
    };
    let mut webhooks = Vec::new();
    for (name, _) in entries.entries().filter(|(key, _)| !key.starts_with("x-")) {
        let location = location.child(name);
        if let Some(path_item) = path_item::read_path_item(reader, &location, name, schemes) {
            webhooks.push(Webhook {
                location,
                name: name.clone(),
                path_item,
            });
        }
    }
    webhooks
}
