//! Events that no delivery names, although the document says where deliveries name their event.
//!
//! In: an event, and where the others are named. Out: a warning about one whose bodies have no such place: a receiver that is mounted
//! at one path for all events takes its deliveries for undecodable. It changes nothing.

use super::event_names::EventNaming;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{Operation, Webhook};
use crate::model::{Body, Event, EventNamePlace};

/// Warns if none of an event's bodies can have the event's name in it.
pub(super) fn warn_if_unnamed(
    event: &Event,
    webhook: &Webhook,
    operation: &Operation,
    naming: &EventNaming,
    diagnostics: &mut Diagnostics,
) {
    // A header says by itself which event it is, where the body has nothing to add.
    let EventNamePlace::Body(pointer) = &naming.place else {
        return;
    };
    let has_name = |body: &Body| match body {
        Body::Json => true,
        Body::Form(_) | Body::Multipart(_) => pointer.as_tokens().len() == 1,
        Body::Raw | Body::Nothing => false,
    };
    if event.bodies().any(has_name) {
        return;
    }
    let why = match event.body {
        Body::Nothing => "a delivery has no body",
        Body::Form(_) | Body::Multipart(_) => "the fields of a form have nothing inside",
        _ => "the body is not decoded",
    };
    // Where a webhook has several operations, its key does not tell which of them is meant.
    let place = match webhook.path_item.operations.as_slice() {
        [_] => &webhook.location,
        _ => &operation.location,
    };
    diagnostics.push(
        Diagnostic::new(
            Code::UnnamedEvent,
            format!("deliveries of this event do not name it: there is no `{pointer}` in them"),
        )
        .at(Place::key(place), why)
        .help("have it sent to a path that ends with the event's name, by which the receiver knows it too"),
    );
}
