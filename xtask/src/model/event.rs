//! Events and the groups that handler traits are made of.

use std::path::PathBuf;

use serde_json::Value;

use super::{Docs, Name, Shape};

/// Where a delivery carries the name of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventNamePlace {
    /// In the body, at this RFC 6901 pointer, given as its unescaped tokens.
    Body(Vec<String>),
    /// In this header.
    Header(String),
    /// In this header and at this pointer in the body, joined by a dot.
    HeaderAndBody {
        /// The header that has the first half.
        header: String,
        /// The pointer to the second half, as its unescaped tokens.
        tokens: Vec<String>,
    },
    /// In the path that the sender calls: its last segment.
    Path,
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
    /// The HTTP method that a delivery is sent by, in upper case.
    pub http_method: String,
    /// The operation's summary and description.
    pub docs: Docs,
    /// The operation's summary alone, for tables.
    pub summary: String,
    /// The alternatives that admit a delivery, each the authenticators that must all hold, by their place in
    /// [`super::Model::authenticators`]. `None` where the spec says nothing of security.
    pub security: Option<Vec<Vec<usize>>>,
    /// What the body decodes into.
    pub payload: Shape,
    /// Deliveries that the spec shows, in its order.
    pub samples: Vec<Sample>,
}

/// One delivery that the spec shows.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its name in the spec.
    pub name: String,
    /// Where its body is.
    pub body: SampleBody,
}

/// The body of a sample.
#[derive(Debug, Clone, PartialEq)]
pub enum SampleBody {
    /// In the document.
    Inline(Value),
    /// In a file beside it.
    File(PathBuf),
}
