//! One change of a spec, and what it does to those who use the crate.
//!
//! In: what a comparison found. Out: plain data, with the version step that follows from it. It
//! knows no model; places are those of the two documents.

use serde::Serialize;

use super::step::{Rule, Step};
use crate::model::Shape;
use crate::place::Location;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The crate as a whole: its name.
    Crate,
    /// Where deliveries name their event, or by which texts.
    EventName,
    /// A group of events: a handler trait.
    Group,
    /// An event: a method of a handler trait.
    Event,
    /// The payload of an event.
    Payload,
    /// What a body is written in.
    MediaType,
    /// How a delivery is answered.
    Answer,
    /// Example deliveries.
    Example,
    /// A type of payloads.
    Type,
    /// A member of an object.
    Member,
    /// A value of an enum.
    Value,
    /// A variant of a union.
    Variant,
    /// How the variants of a union are told apart.
    UnionTest,
    /// What comes with an event in its headers, its query or its path, together.
    Parameters,
    /// A header, a parameter of the query, or a part of the path.
    Parameter,
    /// A request by which a sender makes sure of the receiver.
    Handshake,
    /// A security scheme.
    Scheme,
    /// Which schemes admit deliveries.
    Security,
    /// A cargo feature.
    Feature,
}

/// How it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It is elsewhere.
    Moved,
    /// Deliveries must have it now.
    Required,
    /// Deliveries may come without it now.
    Optional,
    /// It is something else, in a way that the change's words name.
    Changed,
    /// The spec calls it outdated now.
    Deprecated,
    /// Its documentation is another.
    Documented,
}

/// What becomes of Rust code that uses the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeEffect {
    /// It compiles as it is.
    Compiles,
    /// It needs a change where it names what changed.
    NeedsChange,
    /// What it names cannot be received any more.
    Gone,
}

/// What becomes of a delivery, or of the part of it that a change is about; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is typed, without a defect.
    Accepted,
    /// It is typed, and the part is in `Unknown`, as it came.
    Unknown,
    /// It is typed without the part, which is listed as a defect.
    Defects,
    /// It is of an event that the spec does not list: the fallback handler is given it, raw.
    UnknownEvent,
    /// Its body is not decoded: `undecodable` is given it, raw.
    Undecodable,
    /// It is answered with an error, and no handler sees it.
    Refused,
}

/// What a change does to some deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveryEffect {
    /// Which, as words that follow "deliveries".
    pub which: String,
    /// What became of them.
    pub before: Fate,
    /// What becomes of them now.
    pub now: Fate,
    /// The events whose deliveries these may be, by name.
    pub events: Vec<String>,
}

/// One change.
#[derive(Debug, Clone)]
pub struct Change {
    /// What changed.
    pub what: What,
    /// How.
    pub how: How,
    /// Its name: of an event as deliveries have it, of types, members and values as Rust has it.
    pub subject: String,
    /// What changed, in words.
    pub message: String,
    /// Where the old document has it.
    pub old: Option<Location>,
    /// Where the new document has it.
    pub new: Option<Location>,
    /// What becomes of code.
    pub code: CodeEffect,
    /// What to do about code, or why nothing has to be done; may be empty.
    pub advice: String,
    /// What becomes of deliveries.
    pub deliveries: Vec<DeliveryEffect>,
    /// The rule that asks for the largest step.
    pub rule: Rule,
    /// The events that it concerns, by name; none where it concerns the whole crate.
    pub events: Vec<String>,
    /// The types that have other names with it: each old name with the new one.
    pub types_renamed: Vec<(String, String)>,
    /// The types that the crate loses with it.
    pub types_removed: Vec<String>,
    /// The types that the crate has more with it.
    pub types_added: Vec<String>,
    /// The old shapes that it takes away.
    pub(super) leaves: Vec<Shape>,
    /// The new shapes that it brings.
    pub(super) brings: Vec<Shape>,
}

impl Fate {
    /// What becomes of them, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Unknown => "accepted, kept in `Unknown`",
            Self::Defects => "with defects",
            Self::UnknownEvent => "of an unknown event",
            Self::Undecodable => "undecodable",
            Self::Refused => "refused",
        }
    }
}

impl CodeEffect {
    /// What becomes of code, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Compiles => "compiles",
            Self::NeedsChange => "needs a change",
            Self::Gone => "cannot be received any more",
        }
    }
}

impl Change {
    /// A change that has an effect on code alone, by this rule.
    pub(super) fn new(what: What, how: How, subject: impl Into<String>, rule: Rule) -> Self {
        Self {
            what,
            how,
            subject: subject.into(),
            message: String::new(),
            old: None,
            new: None,
            code: CodeEffect::Compiles,
            advice: String::new(),
            deliveries: Vec::new(),
            rule,
            events: Vec::new(),
            types_renamed: Vec::new(),
            types_removed: Vec::new(),
            types_added: Vec::new(),
            leaves: Vec::new(),
            brings: Vec::new(),
        }
    }

    pub(super) fn said(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    pub(super) fn at<'l>(
        mut self,
        old: impl Into<Option<&'l Location>>,
        new: impl Into<Option<&'l Location>>,
    ) -> Self {
        (self.old, self.new) = (old.into().cloned(), new.into().cloned());
        self
    }

    pub(super) fn code(mut self, effect: CodeEffect, advice: impl Into<String>) -> Self {
        (self.code, self.advice) = (effect, advice.into());
        self
    }

    pub(super) fn leaving(mut self, shape: &Shape) -> Self {
        self.leaves.push(shape.clone());
        self
    }

    pub(super) fn bringing(mut self, shape: &Shape) -> Self {
        self.brings.push(shape.clone());
        self
    }

    pub(super) fn of_events(mut self, events: Vec<String>) -> Self {
        self.events = events;
        self
    }

    /// Deliveries of the change's events that fare otherwise now. What follows from that for the
    /// version follows here.
    pub(super) fn delivered(self, which: impl Into<String>, before: Fate, now: Fate) -> Self {
        let events = self.events.clone();
        // What only answers hold is in no delivery.
        let is_of_types = matches!(self.what, What::Member | What::Value | What::Variant);
        if is_of_types && events.is_empty() {
            return self;
        }
        self.delivered_of(events, which, before, now)
    }

    /// The same, for deliveries of some events.
    pub(super) fn delivered_of(
        mut self,
        events: Vec<String>,
        which: impl Into<String>,
        before: Fate,
        now: Fate,
    ) -> Self {
        let rule = match now.cmp(&before) {
            std::cmp::Ordering::Greater => Rule::DeliveryRefused,
            std::cmp::Ordering::Less => Rule::DeliveryAccepted,
            std::cmp::Ordering::Equal => Rule::NoEffect,
        };
        if rule.step() > self.rule.step() {
            self.rule = rule;
        }
        self.deliveries.push(DeliveryEffect {
            which: which.into(),
            before,
            now,
            events,
        });
        self
    }

    /// The version step that it asks for.
    #[must_use]
    pub fn step(&self) -> Step {
        self.rule.step()
    }
}
