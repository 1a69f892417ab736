//! What a receiver needs to know, as plain data.
//!
//! In: what `lower` decided. Out: what `render` writes. Nothing here speaks OpenAPI and nothing
//! here knows Rust syntax: names are settled, order is the spec's, and every reference is followed.

mod delivery_id;
mod event;
mod event_name;
mod ledger;
mod manifest;
mod name;
mod open_enum;
mod parameter;
mod payload;
mod security;
mod union;

use std::collections::BTreeSet;

pub use delivery_id::DeliveryIdPlace;
pub use event::{
    Acceptance, Answer, AnswerContent, AnswerHeader, AnswerHeaders, Body, ByEvent, Event,
    EventGroup, EventId, FormField, FurtherBody, Sample, SampleBody, ScalarKind,
};
pub use event_name::{DeliveredName, EventNamePlace, EventNameSource, NameInHead, NamePlace};
pub use ledger::{KeywordUse, Ledger, LeftOutScheme, SettledName, Treatment};
pub use manifest::{License, Manifest};
pub use name::{Name, NameSource};
pub use open_enum::{OpenEnum, OpenEnumKind, OpenEnumValue};
pub use parameter::{ObjectForm, ParameterField, ParameterForm, ParameterPlace, ParameterSet};
pub use payload::{
    Docs, Field, Object, Shape, TextCoding, Tuple, TypeDefinition, TypeId, TypeKind,
};
pub use security::{Authenticator, AuthenticatorKind, KeyPlace, Signature};
pub use union::{
    Attempt, AttemptConstant, JsonKind, MemberTest, Outcome, SharedMember, TagArm, TagKind,
    TagTest, Union, UnionTest, Variant,
};
pub use webhook_runtime::handshake::Handshake;

/// Everything that is rendered for one document.
#[derive(Debug, Clone)]
pub struct Model {
    /// The package name, as Cargo wants it.
    pub crate_name: String,
    /// What else the crate's manifest says of it.
    pub manifest: Manifest,
    /// The document's title, as Markdown on one line.
    pub title: String,
    /// The document's description.
    pub docs: Docs,
    /// Where a delivery carries the name of its event.
    pub event_name: EventNamePlace,
    /// Where deliveries are numbered: the first of these places that is there counts.
    pub delivery_id: Vec<DeliveryIdPlace>,
    /// How the place of the event's name was chosen.
    pub event_name_source: EventNameSource,
    /// The ways to show who sent a delivery, in the document's order.
    pub authenticators: Vec<Authenticator>,
    /// The requests by which senders make sure of a receiver, as the generated crate has them.
    pub handshakes: Vec<Handshake>,
    /// The vendors after whom a signature is named and whose handshakes the document does not
    /// describe.
    pub undescribed_handshakes: Vec<String>,
    /// The alternatives of an event that the spec does not list: the document's own.
    pub security: Option<Vec<Vec<usize>>>,
    /// The HTTP methods that deliveries are sent by, each once.
    pub methods: Vec<String>,
    /// What comes beside bodies: in headers, in queries and in paths.
    pub parameter_sets: Vec<ParameterSet>,
    /// The groups of events, in the order of the document's tags.
    pub groups: Vec<EventGroup>,
    /// Whether the names of events without a tag say their groups.
    pub groups_by_part: bool,
    /// The names on the wire that several events have, whose HTTP methods tell them apart.
    pub shared_names: BTreeSet<String>,
    /// The types that the events reach, in the order in which they are reached.
    pub types: Vec<TypeDefinition>,
    /// Which members a delivery must have.
    pub required: Required,
    /// What became of what the document says.
    pub ledger: Ledger,
}

/// Which members a delivery must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Required {
    /// Those that the document requires.
    #[default]
    Document,
    /// None but the tags that tell the variants of a union apart, and those only where the document
    /// requires them.
    Optional,
}

impl Model {
    /// The definition that an id names.
    #[must_use]
    pub fn definition(&self, id: TypeId) -> Option<&TypeDefinition> {
        self.types.get(id.0)
    }

    /// The types that events reach, which are those that a module holds.
    pub fn reached_types(&self) -> impl Iterator<Item = &TypeDefinition> {
        self.types
            .iter()
            .filter(|definition| !definition.module.is_empty())
    }

    /// The types that handlers make in order to answer, with all that is in them.
    #[must_use]
    pub fn answer_types(&self) -> BTreeSet<TypeId> {
        let answers = self.events().flat_map(|event| {
            let answer = event.acceptance.answer.as_ref().and_then(Answer::shape);
            let headers = event.acceptance.headers.iter();
            let headers = headers.flat_map(|headers| &headers.fields);
            answer
                .into_iter()
                .chain(headers.map(|header| &header.field.shape))
        });
        let mut open: Vec<TypeId> = answers.filter_map(Shape::named).collect();
        let mut found = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id)
                && let Some(definition) = self.definition(id)
            {
                let inside = definition.kind.shapes().into_iter();
                open.extend(inside.filter_map(Shape::named));
            }
        }
        found
    }

    /// Whether several events have this name on the wire and are told apart by their HTTP methods.
    #[must_use]
    pub fn is_shared(&self, event: &str) -> bool {
        self.shared_names.contains(event)
    }

    /// Whether all bodies are JSON, and none may be missing.
    #[must_use]
    pub fn is_json_alone(&self) -> bool {
        self.events()
            .all(|event| !event.optional && event.bodies().all(|body| *body == Body::Json))
    }

    /// How many events are delivered by one method at most. Where it is one, nothing has to name
    /// the event.
    #[must_use]
    pub fn events_by_one_method(&self) -> usize {
        let by_method = |method: &String| {
            let events = self.events();
            events.filter(|event| event.http_method == *method).count()
        };
        self.methods.iter().map(by_method).max().unwrap_or_default()
    }

    /// Whether values of a shape hold strings whose text is JSON.
    #[must_use]
    pub fn has_texts(&self, shape: &Shape) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![shape];
        while let Some(shape) = waiting.pop() {
            if shape.in_text().is_some() {
                return true;
            }
            let id = shape.named().filter(|id| seen.insert(*id));
            let definition = id.and_then(|id| self.definition(id));
            waiting.extend(definition.into_iter().flat_map(|one| one.kind.shapes()));
        }
        false
    }

    /// Where the head of a request names the event, as a sender would; `None` where the body does.
    #[must_use]
    pub fn name_in_head<'m>(&'m self, event: &'m Event) -> Option<NameInHead<'m>> {
        let name = event.name.wire.as_str();
        match &self.event_name {
            EventNamePlace::Body(_) => None,
            EventNamePlace::Header(header) => Some(NameInHead::Header(header, name)),
            EventNamePlace::HeaderAndBody { header, .. } => {
                let (first, _) = event.named_in_halves();
                Some(NameInHead::Header(header, first))
            }
            EventNamePlace::Query(query) => Some(NameInHead::Query(query, name)),
            EventNamePlace::Path => Some(NameInHead::Path(name)),
            // A body that is decoded names its event where a place in it is the first.
            EventNamePlace::Several(places) => {
                let is_used = |place: &&NamePlace| {
                    event.body.decodes() || !matches!(place, NamePlace::Pointer(_))
                };
                match places.iter().find(is_used)? {
                    NamePlace::Header(header) => Some(NameInHead::Header(header, name)),
                    NamePlace::Query(query) => Some(NameInHead::Query(query, name)),
                    NamePlace::Pointer(_) => None,
                }
            }
        }
    }

    /// All events, group by group.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.groups.iter().flat_map(|group| &group.events)
    }
}
