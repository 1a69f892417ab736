//! What is known of an event before it is lowered, for finding where deliveries name it.

use std::collections::BTreeSet;

use crate::document::{Document, MediaKind, Method, Operation, Webhook};
use crate::lower::bodies::chosen;
use crate::place::Location;
use crate::schema::{Constants, letters};

/// What is known of one event before it is lowered.
pub(super) struct Candidate<'d> {
    pub webhook: &'d Webhook,
    pub operation: &'d Operation,
    /// The schema of the body, if that is decoded as JSON.
    pub body: Option<&'d Location>,
}

impl Candidate<'_> {
    pub fn wire(&self) -> &str {
        self.webhook.event_name(self.operation)
    }

    /// Whether a text is the event's own name, separators and case aside.
    pub fn is_called(&self, text: &str) -> bool {
        letters(self.wire()) == letters(text)
    }

    /// The constants that the event may be called by: its own name, else those that are nobody's own name.
    pub fn claims<'c>(&self, constants: &'c Constants, wires: &BTreeSet<&str>) -> Vec<&'c String> {
        match constants.called(self.wire()) {
            Some(own) => vec![own],
            None => {
                let texts = constants.texts.iter();
                texts
                    .filter(|text| !wires.contains(text.as_str()))
                    .collect()
            }
        }
    }

    pub fn identity(&self) -> (Location, Method) {
        (self.webhook.location.clone(), self.operation.method)
    }
}

/// The events of a document.
pub(super) fn candidates(document: &Document) -> Vec<Candidate<'_>> {
    let operations = document.operations();
    let candidates = operations.map(|(webhook, operation)| {
        let decoded = chosen(operation.request_body.as_ref());
        let json = decoded.filter(|media_type| media_type.kind() == MediaKind::Json);
        Candidate {
            webhook,
            operation,
            body: json.and_then(|media_type| media_type.schema.as_ref()),
        }
    });
    candidates.collect()
}
