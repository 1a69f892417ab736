//! What a receiver needs to know, as plain data.
//!
//! In: what `lower` decided. Out: what `render` writes. Nothing here speaks OpenAPI and nothing here knows Rust syntax: names are
//! settled, order is the spec's, and every reference is followed.

mod event;
mod name;
mod open_enum;
mod payload;
mod security;
mod union;

pub use event::{Event, EventGroup, EventNamePlace, Sample, SampleBody};
pub use name::Name;
pub use open_enum::{OpenEnum, OpenEnumKind, OpenEnumValue};
pub use payload::{Docs, Field, Object, Shape, TypeDefinition, TypeId, TypeKind};
pub use security::{
    Authenticator, AuthenticatorKind, HashAlgorithm, KeyPlace, Signature, SignatureEncoding,
};
pub use union::{JsonKind, TagArm, Union, UnionTest, Variant};

/// Everything that is rendered for one document.
#[derive(Debug, Clone)]
pub struct Model {
    /// The package name, as Cargo wants it.
    pub crate_name: String,
    /// The document's title, as Markdown on one line.
    pub title: String,
    /// The document's description.
    pub docs: Docs,
    /// Where a delivery carries the name of its event.
    pub event_name: EventNamePlace,
    /// The ways to show who sent a delivery, in the document's order.
    pub authenticators: Vec<Authenticator>,
    /// The alternatives of an event that the spec does not list: the document's own.
    pub security: Option<Vec<Vec<usize>>>,
    /// The HTTP methods that deliveries are sent by, each once.
    pub methods: Vec<String>,
    /// The groups of events, in the order of the document's tags.
    pub groups: Vec<EventGroup>,
    /// The types that the events reach, in the order in which they are reached.
    pub types: Vec<TypeDefinition>,
}

impl Model {
    /// The definition that an id names.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> Option<&TypeDefinition> {
        self.types.get(id.0)
    }

    /// All events, group by group.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.groups.iter().flat_map(|group| &group.events)
    }
}
