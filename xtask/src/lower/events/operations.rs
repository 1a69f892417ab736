//! The operations of webhooks, each of which describes an event, and what events and groups are
//! called.
//!
//! In: the document's operations. Out: a settled name for each event and each group, in the style
//! that is asked for. It knows nothing of what is in bodies.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, MediaKind, MediaType, Operation, Webhook};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::bodies::chosen;
use crate::lower::naming::{Claim, RENAME, Rank, handler_method, settle};
use crate::model::NameSource;
use crate::place::Location;

/// An operation of a webhook: the description of one event.
#[derive(Clone, Copy)]
pub(super) struct EventOperation<'d> {
    /// Its place among the operations of the document.
    pub number: usize,
    pub webhook: &'d Webhook,
    pub operation: &'d Operation,
}

impl<'d> EventOperation<'d> {
    /// All operations of a document, in its order.
    pub fn all(document: &'d Document) -> impl Iterator<Item = Self> {
        let operations = document.operations().enumerate();
        operations.map(|(number, (webhook, operation))| Self {
            number,
            webhook,
            operation,
        })
    }

    /// The event's name on the wire.
    pub fn wire(&self) -> &'d str {
        self.webhook.event_name(self.operation)
    }

    /// The media type of the body that is read.
    pub fn media_type(&self) -> Option<&'d MediaType> {
        chosen(self.operation.request_body.as_ref())
    }

    /// The schema of the body, if that is decoded.
    pub fn schema(&self) -> Option<&'d Location> {
        let media_type = self.media_type()?;
        let schema = media_type.schema.as_ref();
        schema.filter(|_| media_type.kind() != MediaKind::Other)
    }

    /// The names that its event may have, best first, and what each is made of.
    fn names(&self, style: Style, is_shared: bool) -> Vec<(String, NameSource)> {
        let made = |text: &str, source: NameSource| {
            let names = identifiers(text, style).into_iter();
            names.map(move |name| match style {
                Style::Snake => (handler_method(name), source),
                Style::Camel | Style::Module => (name, source),
            })
        };
        if let Some(name) = self.operation.rust_name.as_deref() {
            let source = NameSource::Keyword("x-rust-name");
            return made(name, source).take(1).collect();
        }
        let mut names: Vec<(String, NameSource)> = if is_shared {
            let text = format!("{} {}", self.operation.method.as_str(), self.wire());
            made(&text, NameSource::HttpMethod).collect()
        } else {
            made(self.wire(), NameSource::Wire).collect()
        };
        let id = self.operation.operation_id.iter();
        names.extend(id.flat_map(|id| made(id, NameSource::InPlaceOfWire("operationId"))));
        let suffixed = names.first().map(|(name, source)| match style {
            Style::Camel => (followed_by(name, "Event"), *source),
            Style::Snake | Style::Module => (followed_by(name, "_event"), *source),
        });
        names.extend(suffixed);
        names
    }
}

/// Two operations that send the same event name by the same method cannot be told apart.
pub(super) fn refuse_twins<'d>(
    events: impl Iterator<Item = &'d EventOperation<'d>>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen: BTreeMap<_, &Location> = BTreeMap::new();
    for event in events {
        let place = &event.operation.location;
        let sent = (event.wire(), event.operation.method.as_str());
        if let Some(earlier) = seen.insert(sent, place) {
            let message = format!("two operations deliver the event `{}`", event.wire());
            diagnostics.push(
                Diagnostic::new(Code::NameCollision, message)
                    .at(earlier, "first here")
                    .and(place, "and here")
                    .help("say with `x-webhook-event-name` how each is named in a delivery"),
            );
        }
    }
}

/// The name of each event, and what it is made of.
pub(super) fn settle_events(
    events: &[&EventOperation<'_>],
    style: Style,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<(String, NameSource)> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        *uses.entry(event.wire()).or_default() += 1;
    }
    let mut sources = Vec::new();
    let mut claims = Vec::new();
    for event in events {
        // Where several methods share a name on the wire, it is no name for any of them alone.
        let names = event.names(style, uses[event.wire()] > 1);
        let candidates: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
        let rank = match event.operation.rust_name {
            Some(_) => Rank::Explicit,
            None => Rank::of(event.wire(), &candidates),
        };
        claims.push(Claim {
            candidates,
            rank,
            place: event.operation.location.clone(),
            remedy: RENAME,
        });
        sources.push(names);
    }
    let idents = settle(&claims, reserved, diagnostics);
    let named = idents.into_iter().zip(sources).map(|(ident, names)| {
        let own = names.into_iter().find(|(name, _)| *name == ident);
        (ident, own.map_or(NameSource::Wire, |(_, source)| source))
    });
    named.collect()
}

/// The name of each group.
pub(super) fn settle_groups(
    groups: &IndexMap<&str, Vec<EventOperation<'_>>>,
    style: Style,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let claims = groups.iter().filter_map(|(title, events)| {
        let mut candidates = identifiers(title, style);
        let suffixed = candidates.first().map(|name| match style {
            Style::Camel => followed_by(name, "Events"),
            Style::Snake | Style::Module => followed_by(name, "_events"),
        });
        candidates.extend(suffixed);
        Some(Claim {
            candidates,
            rank: Rank::Own,
            place: events.first()?.operation.location.clone(),
            remedy: "give the tags names that differ in more than punctuation",
        })
    });
    settle(&claims.collect::<Vec<_>>(), reserved, diagnostics)
}
