//! The document as its specification names things: one object of the `OpenAPI` Specification a file.
//!
//! In: a resolver over the files of a run. Out: a [`Document`] whose every node knows its location, and complaints about what
//! is missing, misspelt or of a wrong type. Schemas stay raw JSON. Knows nothing of Rust.

mod example;
mod fields;
mod info;
mod media_type;
mod operation;
mod path_item;
mod request_body;
mod security;
mod selector;
mod webhook;

use indexmap::IndexMap;
use serde_json::Value;

pub use example::{Example, ExampleValue};
pub use info::{Info, License, Tag};
pub use media_type::MediaType;
pub use operation::{Method, Operation};
pub use path_item::PathItem;
pub use request_body::RequestBody;
pub use security::{ApiKeyIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind};
pub use selector::EventSelector;
pub use webhook::Webhook;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::resolve::Resolver;
use crate::source::Location;
use fields::{Fields, Reader};

/// The root object ("`OpenAPI` Object", section 4.8.1 of version 3.1.1), as far as webhooks need it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The root of the root file.
    pub location: Location,
    /// The text of `openapi`, such as `3.1.0`.
    pub version: String,
    /// Title, version and the like.
    pub info: Info,
    /// The declared tags, in order.
    pub tags: Vec<Tag>,
    /// The webhooks, in order.
    pub webhooks: Vec<Webhook>,
    /// Security alternatives of every operation that has none of its own.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The declared security schemes by name, in order.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// Where a delivery says which event it is: `x-webhook-event`.
    pub event_selector: Option<EventSelector>,
}

const DOCUMENT_KEYS: &[&str] = &[
    "openapi",
    "$self",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];

const COMPONENTS_KEYS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

/// Reads the root document. Every complaint goes to `diagnostics`; the document holds what could be read in spite of them.
///
/// `None` if the root file could not be parsed, is no object, or is of a version that is not read.
#[must_use]
pub fn read_document(resolver: &Resolver, diagnostics: &mut Diagnostics) -> Option<Document> {
    let sources = resolver.sources();
    let root = sources.root()?;
    if !sources.file(root)?.is_parsed {
        return None;
    }
    let mut reader = Reader::new(resolver, diagnostics);
    let location = Location::root(root);
    let fields = reader.object(&location, "an OpenAPI document")?;
    let version = read_version(&mut reader, &fields)?;
    reader.unknown_keys(&fields, DOCUMENT_KEYS);
    let info = info::read_info(&mut reader, &fields);
    let tags = info::read_tags(&mut reader, &fields);
    let security_schemes = read_components(&mut reader, &fields);
    let security = security::read_requirements(&mut reader, &fields, &security_schemes);
    let event_selector = selector::read_event_selector(&mut reader, &fields);
    let webhooks = webhook::read_webhooks(&mut reader, &fields, &security_schemes);
    Some(Document {
        location,
        version,
        info,
        tags,
        webhooks,
        security,
        security_schemes,
        event_selector,
    })
}

/// The version, if it is one that is read: 3.1 and 3.2 in any patch.
fn read_version(reader: &mut Reader, fields: &Fields) -> Option<String> {
    const HELP: &str = "versions 3.1 and 3.2 are read; convert the document to 3.1, where webhooks stand under `webhooks`";
    let Some(value) = fields.get("openapi") else {
        let (place, message) = if let Some(swagger) = fields.get("swagger") {
            let version = swagger
                .as_str()
                .map_or_else(|| swagger.to_string(), str::to_owned);
            let message = format!("this is a document of Swagger {version}, which has no webhooks");
            (Place::from(fields.location.child("swagger")), message)
        } else {
            let message = "the document does not say its version: `openapi` is missing".to_owned();
            (Place::from(&fields.location), message)
        };
        let diagnostic = Diagnostic::new(Code::UnsupportedVersion, message);
        let help = if fields.get("swagger").is_some() {
            HELP
        } else {
            "start the document with `openapi: 3.1.0`"
        };
        reader.complain(diagnostic.at(place, "").help(help));
        return None;
    };
    let place = fields.location.child("openapi");
    let Some(version) = value.as_str() else {
        reader.wrong_type(&place, value, "a text such as `3.1.0`");
        return None;
    };
    let mut parts = version.split('.');
    let known = parts.next() == Some("3") && matches!(parts.next(), Some("1" | "2"));
    if !known {
        let message = format!("OpenAPI version `{version}` is not supported");
        let diagnostic = Diagnostic::new(Code::UnsupportedVersion, message);
        reader.complain(diagnostic.at(place, "this version").help(HELP));
        return None;
    }
    Some(version.to_owned())
}

fn read_components(reader: &mut Reader, document: &Fields) -> IndexMap<String, SecurityScheme> {
    if document.get("components").is_none_or(Value::is_null) {
        return IndexMap::new();
    }
    let location = document.location.child("components");
    let Some(components) = reader.object(&location, "the components") else {
        return IndexMap::new();
    };
    reader.unknown_keys(&components, COMPONENTS_KEYS);
    security::read_schemes(reader, &components)
}
