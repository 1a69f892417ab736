//! Events and the groups that handler traits are made of.

use super::{Docs, Name, Shape};

/// Where a delivery carries the name of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventNamePlace {
    /// In the body, at this RFC 6901 pointer, given as its unescaped tokens.
    Body(Vec<String>),
    /// Outside the body: the caller says which event a body belongs to. The text says where the spec puts the name.
    Outside(String),
}

/// Events that one handler trait takes: an OpenAPI tag.
#[derive(Debug, Clone)]
pub struct EventGroup {
    /// The tag, and the name of its module and builder method.
    pub name: Name,
    /// The tag, as Markdown on one line.
    pub title: String,
    /// The handler trait.
    pub handler: String,
    /// The tag's description.
    pub docs: Docs,
    /// The group's events in spec order.
    pub events: Vec<Event>,
}

/// One event that a vendor delivers.
#[derive(Debug, Clone)]
pub struct Event {
    /// The name on the wire, and the variant of the event enums.
    pub name: Name,
    /// The handler method.
    pub method: String,
    /// The operation's summary and description.
    pub docs: Docs,
    /// The operation's summary alone, for tables.
    pub summary: String,
    /// What the body decodes into.
    pub payload: Shape,
}
