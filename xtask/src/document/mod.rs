//! The document as its specification names things: one object of the `OpenAPI` Specification a
//! file.
//!
//! In: a resolver over the files of a run. Out: a [`Document`] whose every node knows its location,
//! and complaints about what is missing, misspelt or of a wrong type. Schemas stay raw JSON. Knows
//! nothing of Rust.

mod complaints;
mod fields;
mod header_name;
mod info;
mod media_type;
mod operation;
mod parameter;
mod path_item;
mod request_body;
mod response;
mod security;
mod selector;
mod senders;
mod version;
mod webhook;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

pub use header_name::{HeaderFault, HeaderUse, header_fault, is_of_the_message, is_token};
pub use info::{Grouping, Info, License, Package, Tag};
pub use media_type::{Encoding, Example, ExampleValue, MediaKind, MediaType};
pub use operation::{Method, Operation};
pub use parameter::{Parameter, ParameterIn, ParameterStyle};
pub use path_item::PathItem;
pub use request_body::RequestBody;
pub use response::{Response, Status};
pub use security::{
    ApiKeyIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind, SignatureDescription,
};
pub use selector::{DeliveryIdRule, EventSelector};
pub use senders::{ImposedKind, ImposedSignature};
pub use webhook::{CallbackOrigin, Glob, Webhook};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::place::Location;
use crate::resolve::Resolver;
use fields::{Fields, Reader};

/// The root object ("`OpenAPI` Object", section 4.8.1 of version 3.1.1), as far as webhooks need
/// it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The root of the root file.
    pub location: Location,
    /// The version that `openapi` says, such as `3.1.0`.
    pub version: String,
    /// Title, version and the like.
    pub info: Info,
    /// What is said of the crate.
    pub package: Package,
    /// The declared tags, in order.
    pub tags: Vec<Tag>,
    /// The webhooks, in order; callbacks, where they were asked for, after them.
    pub webhooks: Vec<Webhook>,
    /// Security alternatives of every operation of a webhook that has none of its own, and of
    /// events that are not listed. Absent where webhooks have their own, whatever other operations
    /// are asked for.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The security schemes that an operation of a webhook asks for, by name, in the order in which
    /// they are declared.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// The entries of the declared schemes that no webhook asks for, unread.
    pub unused_security_schemes: Vec<Location>,
    /// The extensions of other tools that say how requests are signed, and where each was read.
    pub foreign_signatures: IndexMap<String, Vec<Location>>,
    /// Where a delivery says which event it is, by what `x-webhook-event` says: the first that is
    /// there counts.
    pub event_selectors: Vec<EventSelector>,
    /// How events without a tag are grouped, where the document says it.
    pub grouping: Option<Grouping>,
    /// Where deliveries are numbered, by what `x-webhook-id` says: the first place that is there
    /// counts.
    pub delivery_id: Vec<DeliveryIdRule>,
    /// What `x-webhook-distinct-null` says: whether members that are absent and those that are
    /// `null` are told apart.
    pub distinct_null: Option<bool>,
    /// What `x-webhook-handshake` says, unread: by which requests senders make sure of a receiver.
    pub handshake: Option<Value>,
}

impl Document {
    /// Every operation of every webhook, in the document's order.
    pub fn operations(&self) -> impl Iterator<Item = (&Webhook, &Operation)> {
        self.webhooks.iter().flat_map(|webhook| {
            let operations = webhook.path_item.operations.iter();
            operations.map(move |operation| (webhook, operation))
        })
    }
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
    "x-crate",
    "x-webhook-distinct-null",
    "x-webhook-event",
    "x-webhook-groups",
    "x-webhook-handshake",
    "x-webhook-id",
    "x-webhooks",
    "x-fern-webhook-signature",
    "x-speakeasy-webhooks",
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

/// What of a document is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Whether callbacks count as webhooks.
    pub callbacks: bool,
    /// The paths whose operations count as webhooks.
    pub paths: Vec<Glob>,
    /// The component schemas that are bodies of webhooks.
    pub schemas: Vec<Glob>,
    /// What holds for all webhooks in place of what the document says of security.
    pub signature: Option<ImposedSignature>,
}

/// Reads the root document. Every complaint goes to `diagnostics`; the document holds what could be
/// read in spite of them. What no webhook reaches is not looked at.
///
/// `None` if the root file could not be parsed, is no object, or is of a version that is not read.
#[must_use]
pub fn read_document(
    resolver: &Resolver,
    options: ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let sources = resolver.sources();
    let root = sources.root()?;
    if !sources.file(root)?.is_parsed {
        return None;
    }
    let mut reader = Reader::new(resolver, diagnostics);
    reader.reads_security = options.signature.is_none();
    let location = Location::root(root);
    let fields = reader.object(&location, "an OpenAPI document")?;
    let version = version::read_version(&mut reader, &fields)?;
    reader.unknown_keys(&fields, DOCUMENT_KEYS);
    let info = info::read_info(&mut reader, &fields);
    let package = info::read_package(&mut reader, &fields);
    let tags = info::read_tags(&mut reader, &fields);
    let mut event_selectors = selector::read_event_selectors(&mut reader, &fields);
    let delivery_id = selector::read_delivery_id(&mut reader, &fields);
    let grouping = info::read_grouping(&mut reader, &fields);
    let mut webhooks = webhook::read_webhooks(&mut reader, &fields, &version, &options);
    if event_selectors.is_empty() {
        event_selectors = webhook::read_discriminators(&mut reader, &fields, &mut webhooks);
    }
    check_operation_ids(&mut reader, &webhooks);
    let foreign = match options.signature {
        None => senders::read_foreign(&mut reader, &fields, &mut webhooks),
        Some(_) => senders::Foreign::default(),
    };
    let inherited = falls_back(&webhooks)
        .then(|| security::read_requirements(&mut reader, &fields))
        .flatten();
    let mut security = foreign.root.or(inherited);
    let used = used_schemes(security.as_deref(), &webhooks);
    let (mut security_schemes, unused_security_schemes) =
        read_components(&mut reader, &fields, &used);
    security_schemes.extend(foreign.schemes);
    if let Some(signature) = &options.signature {
        let scheme = signature.scheme(&mut reader, &location);
        security_schemes.extend(scheme.map(|scheme| (signature.name.clone(), scheme)));
        security = Some(vec![SecurityRequirement::of(&signature.name, &location)]);
    }
    if let (Some(asked), None) = (&security, &options.signature) {
        senders::warn_of_inherited(&mut reader, &fields, &webhooks, asked, &security_schemes);
    }
    Some(Document {
        location,
        version,
        info,
        package,
        tags,
        webhooks,
        security,
        security_schemes,
        unused_security_schemes,
        foreign_signatures: foreign.read,
        event_selectors,
        delivery_id,
        distinct_null: reader.boolean(&fields, "x-webhook-distinct-null"),
        grouping,
        handshake: fields.get("x-webhook-handshake").cloned(),
    })
}

fn operations_of(webhooks: &[Webhook]) -> impl Iterator<Item = &Operation> {
    webhooks.iter().flat_map(|one| &one.path_item.operations)
}

/// Warns where one `operationId` is written twice. Operations that refer to one path item, or to
/// one another, have it in common.
fn check_operation_ids(reader: &mut Reader, webhooks: &[Webhook]) {
    let mut known: IndexMap<&str, Location> = IndexMap::new();
    for operation in operations_of(webhooks) {
        let place = operation.location.child("operationId");
        let written = reader.resolver.value(&place).as_str();
        let Some(id) = written.filter(|id| operation.operation_id.as_deref() == Some(*id)) else {
            continue;
        };
        let first = known.entry(id).or_insert_with(|| place.clone());
        if *first != place {
            let message = format!("two operations have the `operationId` `{id}`");
            let diagnostic = Diagnostic::new(Code::OffSpec, message)
                .at(&place, "given again here")
                .and(&*first, "first given here")
                .help("give each operation an `operationId` of its own");
            reader.complain(diagnostic);
        }
    }
}

/// Whether the document's own security says anything of webhooks. Where each of them has its own,
/// it is meant for other operations; where none of these asks for anything, it still says what an
/// unlisted event has to show.
fn falls_back(webhooks: &[Webhook]) -> bool {
    let own = || operations_of(webhooks).map(|operation| operation.security.as_deref());
    let asks = |own: &[SecurityRequirement]| own.iter().any(|one| !one.schemes.is_empty());
    own().any(|own| own.is_none()) || !own().flatten().any(asks)
}

/// The names of the schemes that an operation of a webhook asks for: by itself, or where it says
/// nothing, by the document.
fn used_schemes(
    security: Option<&[SecurityRequirement]>,
    webhooks: &[Webhook],
) -> BTreeSet<String> {
    let own = operations_of(webhooks).filter_map(|operation| operation.security.as_deref());
    own.chain(security)
        .flatten()
        .flat_map(|requirement| &requirement.schemes)
        .map(|(name, _)| name.clone())
        .collect()
}

/// Reads of the components what is not read by reference: the security schemes that are used, and
/// where the others are.
fn read_components(
    reader: &mut Reader,
    document: &Fields,
    used: &BTreeSet<String>,
) -> (IndexMap<String, SecurityScheme>, Vec<Location>) {
    let Some(components) = reader.described_map(document, "components", "the map of components")
    else {
        return Default::default();
    };
    reader.unknown_keys(&components, COMPONENTS_KEYS);
    for (key, _) in components.entries() {
        // Such a map is walked through when something in it is referred to; the security schemes
        // are read here.
        if key != "securitySchemes" && COMPONENTS_KEYS.contains(&key.as_str()) {
            reader.is_ref_for_map(&components.location.child(key));
        }
    }
    security::read_schemes(reader, &components, used)
}
