//! The Operation Object (section 4.8.10 of version 3.1.1).

use super::fields::Layers;
use super::fields::{Fields, Reader};
use super::parameter::{self, Parameter};
use super::request_body::{self, RequestBody};
use super::response::{self, Response};
use super::security::{self, SecurityRequirement};
use crate::diagnostic::Place;
use crate::place::Location;

/// An HTTP method that a Path Item Object of version 3.1 can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
}

impl Method {
    /// Every method, in the order of the specification.
    pub const ALL: &[Self] = &[
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// The key in a Path Item Object: lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|method| method.as_str() == key)
    }
}

/// One way in which a webhook is delivered.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The object.
    pub location: Location,
    /// The HTTP method.
    pub method: Method,
    /// Its unique name.
    pub operation_id: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// The names of the groups it belongs to.
    pub tags: Vec<String>,
    /// Whether it should not be relied on any more.
    pub deprecated: bool,
    /// What is delivered; absent where deliveries have no body.
    pub request_body: Option<RequestBody>,
    /// What comes in headers and in the query: the operation's own, then the path item's that these
    /// do not replace.
    pub parameters: Vec<Parameter>,
    /// Parameters that a list has already by the same name; they have no effect.
    pub repeated_parameters: Vec<Parameter>,
    /// How a delivery is accepted.
    pub responses: Vec<Response>,
    /// Its own security alternatives; with an empty list, no credential is needed.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The event's name on the wire, where it is not the webhook's key: `x-webhook-event-name`.
    pub event_name: Option<String>,
    /// The name to use in Rust: `x-rust-name`.
    pub rust_name: Option<String>,
}

pub(super) const KEYS: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
    "x-webhook-event-name",
    "x-rust-name",
];

/// Reads an operation; `inherited` are the parameters of its path item.
pub(super) fn read_operation(
    reader: &mut Reader,
    location: &Location,
    method: Method,
    inherited: &[Location],
) -> Option<Operation> {
    let layers = reader.layers(location, "an Operation Object")?;
    for fields in layers.referring() {
        reader.off_spec(
            Place::key(&fields.location.child("$ref")),
            "an operation is no place for `$ref`; it is followed all the same",
            "refer to the whole path item, or write the operation out",
        );
    }
    reader.unknown_keys_of(&layers, KEYS);
    let documentation = layers.with("externalDocs");
    if let Some(fields) = reader.described(documentation, "externalDocs", "a link") {
        reader.unknown_keys(&fields, &["url", "description"]);
    }
    Some(operation_of(reader, &layers, location, method, inherited))
}

/// The operation that layers describe.
pub(super) fn operation_of(
    reader: &mut Reader,
    layers: &Layers,
    location: &Location,
    method: Method,
    inherited: &[Location],
) -> Operation {
    let mut parameters = Vec::new();
    for fields in layers.iter() {
        parameters.extend(parameter::locations(reader, fields));
    }
    parameters.extend_from_slice(inherited);
    let body = layers.with("requestBody");
    let request_body = if body.get("requestBody").is_some() {
        request_body::read_request_body(reader, &body.location.child("requestBody"))
    } else {
        // What is out of sight most likely describes a body.
        layers
            .is_cut
            .then(|| RequestBody::of_json(layers.innermost(), None))
    };
    let (parameters, repeated_parameters) = parameter::read_parameters(reader, &parameters);
    Operation {
        location: location.clone(),
        method,
        operation_id: reader.string(layers.with("operationId"), "operationId"),
        summary: reader.prose(layers.with("summary"), "summary"),
        description: reader.prose(layers.with("description"), "description"),
        tags: reader.strings(layers.with("tags"), "tags"),
        deprecated: reader
            .boolean(layers.with("deprecated"), "deprecated")
            .unwrap_or_default(),
        request_body,
        parameters,
        repeated_parameters,
        responses: response::read_responses(reader, layers.with("responses")),
        security: security::read_requirements(reader, layers.with("security")),
        event_name: read_event_name(reader, layers.with("x-webhook-event-name")),
        rust_name: reader.string(layers.with("x-rust-name"), "x-rust-name"),
    }
}

/// The event's name on the wire. It may be an integer, as it is in bodies that name their event by
/// one.
fn read_event_name(reader: &mut Reader, fields: &Fields) -> Option<String> {
    let key = "x-webhook-event-name";
    let value = fields.get(key)?;
    if value.is_i64() || value.is_u64() {
        let digits = value.to_string();
        let sources = reader.resolver.sources();
        let written = sources.written(&fields.location.child(key));
        if written.is_none_or(|text| text == digits) {
            return Some(digits);
        }
    }
    reader.string(fields, key)
}
