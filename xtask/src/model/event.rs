//! Events and the groups that handler traits are made of.

use std::collections::BTreeMap;
use std::ops::Index;
use std::path::PathBuf;

use serde_json::Value;

use super::{
    DeliveredName, Docs, Model, Name, NameSource, ParameterField, ParameterPlace, Shape, TypeId,
};
use crate::place::Location;

/// Events that one handler trait takes: an OpenAPI tag, or what stands for one.
#[derive(Debug, Clone)]
pub struct EventGroup {
    /// The tag, and the name of its module and builder method.
    pub name: Name,
    /// The tag, as Markdown on one line.
    pub title: String,
    /// The handler trait.
    pub handler: String,
    /// The cargo feature that the group is compiled with, where a team may choose among groups.
    pub feature: Option<String>,
    /// The tag's description.
    pub docs: Docs,
    /// The group's events in spec order.
    pub events: Vec<Event>,
}

impl EventGroup {
    /// The type of the group's payloads, if all its events have the same.
    #[must_use]
    pub fn payload(&self) -> Option<TypeId> {
        let of = |event: &Event| match event.payload {
            Shape::Named(id) if event.body.decodes() => Some(id),
            _ => None,
        };
        let first = self.events.first().and_then(of)?;
        let is_same = self.events.iter().all(|event| of(event) == Some(first));
        is_same.then_some(first)
    }
}

/// An event of a model: its place among the events of all groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub(crate) usize);

/// A value for each event of a model.
#[derive(Debug, Clone, Default)]
pub struct ByEvent<T>(Vec<T>);

impl<T> ByEvent<T> {
    /// Asks for the value of each event.
    pub fn new(model: &Model, value: impl FnMut(&Event) -> T) -> Self {
        Self(model.events().map(value).collect())
    }

    /// The values, in the order of the events.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Index<EventId> for ByEvent<T> {
    type Output = T;

    fn index(&self, event: EventId) -> &T {
        &self.0[event.0]
    }
}

/// One event that a vendor delivers.
#[derive(Debug, Clone)]
pub struct Event {
    /// By what other parts of the generator know it.
    pub id: EventId,
    /// The name on the wire, and the variant of the event enums.
    pub name: Name,
    /// The texts by which deliveries name it beside `name.wire`, those that a sender would use
    /// first.
    pub delivered_names: Vec<DeliveredName>,
    /// Whether its bodies name other events alone, so that nothing but a path tells it.
    pub by_path_alone: bool,
    /// The handler method.
    pub method: String,
    /// What the method's name was made of.
    pub method_source: NameSource,
    /// The HTTP method that a delivery is sent by, in upper case.
    pub http_method: String,
    /// The operation's summary and description, and where a callback is asked for.
    pub docs: Docs,
    /// What a delivery comes with in its URL and in cookies, after what says what it is.
    pub beside: Docs,
    /// The operation's summary alone, for tables.
    pub summary: String,
    /// The same, or where it has none, the first sentence that is said of the event or its body.
    pub said: String,
    /// The alternatives that admit a delivery, each the authenticators that must all hold, by their
    /// place in [`super::Model::authenticators`]. `None` where the spec says nothing of security.
    pub security: Option<Vec<Vec<usize>>>,
    /// What the body is written in, where nothing says otherwise.
    pub body: Body,
    /// The media type of that body as the document names it, with its parameters; `None` where that
    /// is a range, or nothing is said.
    pub media_type: Option<String>,
    /// The other media types that a delivery may come in, in spec order; and the event's own, where
    /// it is JSON by an odd name.
    pub further: Vec<FurtherBody>,
    /// Whether a delivery may come without its body; the payload is then nullable.
    pub optional: bool,
    /// What the body decodes into, where [`Body::decodes`].
    pub payload: Shape,
    /// What comes beside the body, by its place in [`super::Model::parameter_sets`].
    pub parameters: BTreeMap<ParameterPlace, usize>,
    /// How a delivery is accepted.
    pub acceptance: Acceptance,
    /// Deliveries that the spec shows, in its order.
    pub samples: Vec<Sample>,
    /// Where the spec describes it: the operation.
    pub place: Location,
}

impl Event {
    /// What the body says where it alone names the event.
    #[must_use]
    pub fn named_in_body(&self) -> &str {
        let delivered = self.delivered_names.first();
        let member = delivered.and_then(|name| name.member.as_deref());
        member.unwrap_or(&self.name.wire)
    }

    /// What its bodies are written in: its own first.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        let further = self.further.iter().map(|further| &further.body);
        std::iter::once(&self.body).chain(further)
    }

    /// Whether the media type of a delivery says how its body is read.
    #[must_use]
    pub fn is_by_content_type(&self) -> bool {
        self.bodies().any(|body| *body != self.body)
    }

    /// What header and body say where they name the event together; the body may have nothing to
    /// say.
    #[must_use]
    pub fn named_in_halves(&self) -> (&str, Option<&str>) {
        let wire = &self.name.wire;
        match self.delivered_names.first() {
            Some(DeliveredName {
                header: Some(header),
                member: Some(member),
            }) => (header, Some(member)),
            _ => match wire.split_once('.') {
                Some((header, member)) => (header, Some(member)),
                None => (wire, None),
            },
        }
    }
}

/// A media type that a delivery may come in beside the event's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurtherBody {
    /// The media type or range, in lower case and without parameters.
    pub media_type: String,
    /// What it is written in. The payload is the event's, whatever it is decoded from;
    /// [`Body::Raw`] is not decoded.
    pub body: Body,
}

impl FurtherBody {
    /// Whether it is a name that JSON goes by as a rule (RFC 6839, section 3.1).
    #[must_use]
    pub fn is_usual_json(&self) -> bool {
        let subtype = self.media_type.strip_prefix("application/");
        subtype.is_some_and(|subtype| subtype == "json" || subtype.ends_with("+json"))
    }

    /// Whether it is a range, such as `text/*`, of which no delivery says that it is written in it.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.media_type.contains('*')
    }
}

/// What a body is written in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with these fields.
    Form(Vec<FormField>),
    /// `multipart/form-data`, with these fields.
    Multipart(Vec<FormField>),
    /// Anything else: it is handed over as it is.
    Raw,
    /// There is none.
    Nothing,
}

impl Body {
    /// Whether the body is decoded into a payload of a shape.
    #[must_use]
    pub fn decodes(&self) -> bool {
        matches!(self, Self::Json | Self::Form(_) | Self::Multipart(_))
    }
}

/// A field of a form, whose values are all text on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormField {
    /// Its name on the wire.
    pub name: String,
    /// What its text stands for.
    pub kind: ScalarKind,
    /// Whether it may be given several times.
    pub list: bool,
    /// What stands between the items of a list that is given once.
    pub separator: Option<char>,
    /// The members of the object that it is, or that each item of its list is.
    pub inside: Vec<FormField>,
    /// What members are that are not listed; its name means nothing.
    pub others: Option<Box<FormField>>,
    /// Whether what is inside is written with brackets, and not as JSON.
    pub in_brackets: bool,
}

impl FormField {
    /// A field whose text stands for this, with nothing inside.
    #[must_use]
    pub fn of(name: &str, kind: ScalarKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            list: false,
            separator: None,
            inside: Vec::new(),
            others: None,
            in_brackets: false,
        }
    }
}

/// What a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScalarKind {
    /// Itself.
    Text,
    /// An integer.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Bytes of a part, shown as text.
    Binary,
    /// A JSON text, of which what is inside may be fields of their own too.
    Json,
}

/// How a sender wants to be told that a delivery was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The status, from 200 to 299, of an answer that has no body.
    pub status: u16,
    /// The body that the sender reads.
    pub answer: Option<Answer>,
    /// The headers that the sender reads, with the body or alone.
    pub headers: Option<AnswerHeaders>,
}

impl Acceptance {
    /// Whether a handler answers with a value.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer.is_some() || self.headers.is_some()
    }
}

/// The headers of an answer, and the struct that a handler returns with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHeaders {
    /// The Rust name.
    pub ident: String,
    /// The status, from 200 to 299, of an answer that has no body.
    pub status: u16,
    /// The headers, in spec order.
    pub fields: Vec<AnswerHeader>,
}

/// One header of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHeader {
    /// What is written into it; its form is a scalar, a list or JSON.
    pub field: ParameterField,
    /// Whether every answer has it.
    pub required: bool,
}

/// The body of an answer that accepts a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it is made from.
    pub content: AnswerContent,
    /// What it is sent as: a media type, parameters included, and no range.
    pub media_type: String,
    /// The status that comes with it, from 200 to 299 and neither 204 nor 205.
    pub status: u16,
}

/// What the body of an answer is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerContent {
    /// A value of this shape, written as JSON.
    Json(Shape),
    /// A text as it is.
    Text,
    /// Bytes as they are.
    Bytes,
}

impl Answer {
    /// The shape of the value that a handler answers with; `None` for bytes.
    #[must_use]
    pub fn shape(&self) -> Option<&Shape> {
        match &self.content {
            AnswerContent::Json(shape) => Some(shape),
            AnswerContent::Text => Some(&Shape::Text),
            AnswerContent::Bytes => None,
        }
    }
}

/// One delivery that the spec shows.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its name in the spec.
    pub name: String,
    /// Where the spec has its body, or the name of the file that holds it.
    pub place: Location,
    /// The body.
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
