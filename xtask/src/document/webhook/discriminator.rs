//! Where deliveries name their event, as the groups of `APIMatic` say it.
//!
//! In: `discriminator` of each group in `x-webhooks`: a runtime expression (section 4.8.20.3 of
//! version 3.1.1) under `propertyPointer`, and which webhook each value means under `mapping`. Out:
//! the same as `x-webhook-event` and `x-webhook-event-name` say.

use serde_json::Value;

use super::Webhook;
use super::groups::{is_about_groups, is_group, named_groups};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::fields::{Fields, Reader};
use crate::document::header_name::{HeaderUse, header_fault};
use crate::document::selector::EventSelector;
use crate::place::{Location, Pointer};

/// Reads the places, of which the first that is there counts, and names the events.
pub(in crate::document) fn read_discriminators(
    reader: &mut Reader,
    document: &Fields,
    webhooks: &mut [Webhook],
) -> Vec<EventSelector> {
    let key = "x-webhooks";
    let Some(value) = document.get(key).filter(|value| is_about_groups(value)) else {
        return Vec::new();
    };
    let location = document.location.child(key);
    let groups: Vec<(Location, &Value)> = if is_group(value) {
        vec![(location, value)]
    } else {
        let named = named_groups(value);
        named
            .map(|(name, group)| (location.child(name), group))
            .collect()
    };
    let mut selectors: Vec<EventSelector> = Vec::new();
    for (location, group) in groups {
        let location = location.child("discriminator");
        let Some(discriminator) = group.get("discriminator") else {
            continue;
        };
        name_events(reader, &location, discriminator, webhooks);
        let place = location.child("propertyPointer");
        let written = discriminator.get("propertyPointer").and_then(Value::as_str);
        match written.and_then(|text| selector(&place, text)) {
            Some(found) => {
                let says = |one: &EventSelector| {
                    one.pointer == found.pointer && one.header == found.header
                };
                if !selectors.iter().any(says) {
                    selectors.push(found);
                }
            }
            None => reader.off_spec(
                &place,
                "this does not say where a delivery names its event, so it is not read",
                "say it as in `$request.body#/event_type`, or by `x-webhook-event` at the root",
            ),
        }
    }
    // Places in the body are looked for together.
    selectors.sort_by_key(|one| one.pointer.is_none());
    selectors
}

/// A place of the body or a header.
fn selector(location: &Location, expression: &str) -> Option<EventSelector> {
    let mut selector = EventSelector {
        location: location.clone(),
        pointer: None,
        header: None,
        query: None,
    };
    if let Some(pointer) = expression.strip_prefix("$request.body#") {
        let is_member = Pointer::remedy(pointer).is_none();
        selector.pointer = Some(Pointer::parse(pointer).filter(|_| is_member)?);
    } else {
        let name = expression.strip_prefix("$request.header.")?;
        let is_name = header_fault(name, HeaderUse::EventName).is_none();
        selector.header = Some(name.to_owned()).filter(|_| is_name);
        selector.header.as_ref()?;
    }
    Some(selector)
}

/// Gives the webhooks the names that deliveries call them by, unless they say their own.
fn name_events(
    reader: &mut Reader,
    location: &Location,
    discriminator: &Value,
    webhooks: &mut [Webhook],
) {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    for (name, target) in mapping.into_iter().flatten() {
        let place = location.child("mapping").child(name);
        let target = target.as_str().unwrap_or_default();
        let mut is_found = false;
        for webhook in webhooks.iter_mut() {
            let is_named = webhook.name == target;
            for operation in &mut webhook.path_item.operations {
                if !is_named && operation.operation_id.as_deref() != Some(target) {
                    continue;
                }
                is_found = true;
                let known = operation.event_name.get_or_insert_with(|| name.clone());
                if known != name {
                    reader.complain(
                        Diagnostic::new(
                            Code::OffSpec,
                            format!("deliveries of `{target}` are called `{known}` already"),
                        )
                        .at(Place::key(&place), "this name is not read")
                        .help("name the event once, or list its names under `enum` in the body"),
                    );
                }
            }
        }
        if !is_found {
            reader.off_spec(
                &place,
                format!("`{target}` is the name of no webhook"),
                "name a webhook by its key or by its `operationId`",
            );
        }
    }
}
