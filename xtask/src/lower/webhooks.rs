//! From webhooks to events and groups.
//!
//! In: the document's operations. Out: one [`Event`] per operation, grouped by the operation's first tag in the order of the
//! document's tags (OpenAPI 3.1 §4.8.1, §4.8.10), then by first use. Bodies are lowered on the way, in spec order.

use indexmap::IndexMap;

use super::docs::{docs, line};
use super::naming::{Claim, RENAME, Rank, Style, followed_by, identifiers, settle};
use super::pending::Origin;
use super::schemas::SchemaLowering;
use super::security::LoweredSecurity;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, ExampleValue, Operation, Webhook};
use crate::model::{Event, EventGroup, Name, Sample, SampleBody, Shape};
use crate::source::Location;

/// The group of operations that have no tag.
const UNTAGGED: &str = "Webhooks";

/// Modules, and methods of the dispatcher, the receiver and its builder, that a group cannot be named after.
const GROUPS_RESERVED: [&str; 14] = [
    "mod",
    "shared",
    "new",
    "fallback",
    "strictness",
    "dispatch",
    "dispatch_as",
    "dispatch_arrived",
    "route",
    "clone",
    "build",
    "limits",
    "on_panic",
    "unauthenticated",
];

/// An operation with all that its event is named by.
struct Delivered<'d> {
    wire: String,
    webhook: &'d Webhook,
    operation: &'d Operation,
}

/// Makes the groups of events.
pub(super) fn lower_webhooks(
    document: &Document,
    security: &LoweredSecurity,
    schemas: &mut SchemaLowering<'_, '_>,
) -> Vec<EventGroup> {
    let mut by_tag: IndexMap<&str, Vec<Delivered<'_>>> = document
        .tags
        .iter()
        .map(|tag| (tag.name.as_str(), Vec::new()))
        .collect();
    for webhook in &document.webhooks {
        for operation in &webhook.path_item.operations {
            let tag = operation.tags.first().map_or(UNTAGGED, String::as_str);
            by_tag.entry(tag).or_default().push(Delivered {
                wire: wire_name(webhook, operation),
                webhook,
                operation,
            });
        }
    }
    by_tag.retain(|_, delivered| !delivered.is_empty());
    refuse_twins(&by_tag, schemas);

    let delivered: Vec<&Delivered<'_>> = by_tag.values().flatten().collect();
    let variants = settle_events(&delivered, Style::Camel, &["Unknown"], schemas);
    let methods = settle_events(&delivered, Style::Snake, &["unhandled"], schemas);
    let taken: Vec<&str> = GROUPS_RESERVED
        .into_iter()
        .chain(security.methods())
        .collect();
    let modules = settle_groups(&by_tag, Style::Module, &taken, schemas);
    let handlers = settle_groups(&by_tag, Style::Camel, &["Fallback"], schemas);
    let mut names = variants.into_iter().zip(methods);

    let mut groups = Vec::new();
    for (((tag, delivered), module), handler) in by_tag.iter().zip(modules).zip(handlers) {
        let described = document
            .tags
            .iter()
            .find(|known| known.name == *tag)
            .and_then(|known| known.description.as_deref());
        let events = delivered
            .iter()
            .zip(names.by_ref())
            .map(|(delivered, (variant, method))| {
                lower_event(delivered, variant, method, security, schemas)
            });
        groups.push(EventGroup {
            events: events.collect(),
            name: Name {
                wire: (*tag).to_owned(),
                ident: module,
            },
            title: line(tag),
            handler: followed_by(&handler, "Handler"),
            docs: docs([described.unwrap_or_default()]),
        });
    }
    groups
}

/// A webhook with one operation goes by its key; several methods under one key are told apart by theirs.
fn wire_name(webhook: &Webhook, operation: &Operation) -> String {
    operation
        .event_name
        .clone()
        .unwrap_or_else(|| webhook.name.clone())
}

fn lower_event(
    delivered: &Delivered<'_>,
    variant: String,
    method: String,
    security: &LoweredSecurity,
    schemas: &mut SchemaLowering<'_, '_>,
) -> Event {
    let operation = delivered.operation;
    let path_item = &delivered.webhook.path_item;
    let summary = operation
        .summary
        .as_deref()
        .or(path_item.summary.as_deref())
        .unwrap_or_default();
    let description = operation
        .description
        .as_deref()
        .or(path_item.description.as_deref())
        .unwrap_or_default();
    let origin = Origin::named(&followed_by(&variant, " payload"));
    let schema = operation
        .request_body
        .as_ref()
        .and_then(|body| body.content.iter().find_map(|media| media.schema.as_ref()));
    let payload = match schema.map(|schema| schemas.shape_at(schema, &origin)) {
        Some(shape) => shape,
        None => Shape::Json,
    };
    Event {
        name: Name {
            wire: delivered.wire.clone(),
            ident: variant,
        },
        method,
        http_method: operation.method.as_str().to_uppercase(),
        docs: docs([summary, description]),
        summary: line(summary),
        security: security.alternatives(operation),
        payload,
        samples: lower_samples(operation),
    }
}

fn lower_samples(operation: &Operation) -> Vec<Sample> {
    let media_types = operation.request_body.iter().flat_map(|body| &body.content);
    let samples = media_types
        .flat_map(|media_type| &media_type.examples)
        .map(|example| Sample {
            name: example.name.clone(),
            body: match &example.value {
                ExampleValue::Inline(value) => SampleBody::Inline(value.clone()),
                ExampleValue::File(path) => SampleBody::File(path.clone()),
            },
        });
    samples.collect()
}

/// Two operations that send the same event name cannot be told apart.
fn refuse_twins(by_tag: &IndexMap<&str, Vec<Delivered<'_>>>, schemas: &mut SchemaLowering<'_, '_>) {
    let mut seen: IndexMap<&str, &Location> = IndexMap::new();
    for delivered in by_tag.values().flatten() {
        let place = &delivered.operation.location;
        if let Some(earlier) = seen.insert(&delivered.wire, place) {
            schemas.diagnostics.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("two operations deliver the event `{}`", delivered.wire),
                )
                .at(earlier, "first here")
                .and(place, "and here")
                .help("say with `x-webhook-event-name` how each is named in a delivery"),
            );
        }
    }
}

fn settle_events(
    delivered: &[&Delivered<'_>],
    style: Style,
    reserved: &[&str],
    schemas: &mut SchemaLowering<'_, '_>,
) -> Vec<String> {
    let claims: Vec<Claim> = delivered
        .iter()
        .map(|delivered| {
            let mut candidates = Vec::new();
            let explicit = delivered.operation.rust_name.as_deref();
            if let Some(name) = explicit {
                candidates.extend(identifiers(name, style).into_iter().take(1));
            } else {
                candidates.extend(identifiers(&delivered.wire, style));
                candidates.extend(
                    delivered
                        .operation
                        .operation_id
                        .iter()
                        .flat_map(|name| identifiers(name, style)),
                );
                let suffixed = candidates.first().map(|name| match style {
                    Style::Camel => followed_by(name, "Event"),
                    Style::Snake | Style::Module => followed_by(name, "_event"),
                });
                candidates.extend(suffixed);
            }
            let rank = if explicit.is_some() {
                Rank::Explicit
            } else {
                Rank::of(&delivered.wire, &candidates)
            };
            Claim {
                candidates,
                rank,
                place: delivered.operation.location.clone(),
                remedy: RENAME,
            }
        })
        .collect();
    settle(&claims, reserved, schemas.diagnostics)
}

fn settle_groups(
    by_tag: &IndexMap<&str, Vec<Delivered<'_>>>,
    style: Style,
    reserved: &[&str],
    schemas: &mut SchemaLowering<'_, '_>,
) -> Vec<String> {
    let claims: Vec<Claim> = by_tag
        .iter()
        .filter_map(|(tag, delivered)| {
            let mut candidates = identifiers(tag, style);
            let suffixed = candidates.first().map(|name| match style {
                Style::Camel => followed_by(name, "Events"),
                Style::Snake | Style::Module => followed_by(name, "_events"),
            });
            candidates.extend(suffixed);
            Some(Claim {
                candidates,
                rank: Rank::Own,
                place: delivered.first()?.operation.location.clone(),
                remedy: "give the tags names that differ in more than punctuation",
            })
        })
        .collect();
    settle(&claims, reserved, schemas.diagnostics)
}
