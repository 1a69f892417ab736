//! From webhooks to events and groups.
//!
//! In: the document's operations. Out: one [`Event`] per operation, grouped by the operation's first tag in the order of the
//! document's tags (OpenAPI 3.1 §4.8.1, §4.8.10), then by first use. Many events without a tag are grouped by their names instead:
//! see [`super::groups`]. Bodies are lowered on the way, in spec order.

use indexmap::IndexMap;

use super::deliveries::{Delivered, refuse_twins, settle_events, settle_groups};
use super::groups::Grouping;
use super::headers::HeaderSets;
use super::names::EventNaming;
use super::unnamed::{warn_if_unnamed, warn_of_shared_paths};
use crate::document::{
    CallbackOrigin, Document, ExampleValue, MediaType, Operation, Parameter, ParameterIn,
};
use crate::ident::{Style, followed_by};
use crate::lower::bodies::{EventForms, further, give_up_encodings, lower_acceptance, written_in};
use crate::lower::naming::{OPERATORS, Origin, name_fault, settle_features};
use crate::lower::prose::{docs, line};
use crate::lower::security::LoweredSecurity;
use crate::lower::types::TypeBuilder;
use crate::model::{
    Body, Docs, Event, EventGroup, EventId, EventNamePlace, HeaderSet, Name, NameSource, Sample,
    SampleBody, Shape, Treatment,
};
use crate::schema::request_body_name;

/// Modules, and methods of the dispatcher, the receiver and its builder, that a group cannot be named after.
const GROUPS_RESERVED: [&str; 18] = [
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
    "default",
    "fmt",
    "handlers",
    "types",
    "build",
    "limits",
    "on_panic",
    "unauthenticated",
];

/// The events, and what is settled about them when all types are known.
pub(crate) struct LoweredWebhooks {
    pub groups: Vec<EventGroup>,
    pub header_sets: Vec<HeaderSet>,
    pub forms: Vec<EventForms>,
}

/// Makes the groups of events.
pub(crate) fn lower_webhooks(
    document: &Document,
    naming: &EventNaming,
    security: &LoweredSecurity,
    types: &mut TypeBuilder<'_, '_>,
) -> LoweredWebhooks {
    let mut by_tag: IndexMap<&str, Vec<Delivered<'_>>> = document
        .tags
        .iter()
        .map(|tag| (tag.name.as_str(), Vec::new()))
        .collect();
    let grouping = Grouping::of(document);
    for (webhook, operation) in document.operations() {
        let group = grouping.group(webhook, operation);
        by_tag.entry(group).or_default().push(Delivered {
            wire: webhook.event_name(operation),
            webhook,
            operation,
        });
    }
    by_tag.retain(|_, delivered| !delivered.is_empty());
    refuse_twins(&by_tag, types);
    if naming.place == EventNamePlace::Path {
        let named = by_tag.values().flatten();
        let named = named.map(|delivered| (delivered.wire, &delivered.webhook.location));
        warn_of_shared_paths(named, types.diagnostics);
    }
    for delivered in by_tag.values().flatten() {
        types.diagnostics.extend(name_fault(delivered.operation));
    }

    let delivered: Vec<&Delivered<'_>> = by_tag.values().flatten().collect();
    let variants = settle_events(&delivered, Style::Camel, &["Unknown"], types);
    let methods = settle_events(&delivered, Style::Snake, &["unhandled"], types);
    let taken: Vec<&str> = GROUPS_RESERVED
        .into_iter()
        .chain(OPERATORS)
        .chain(security.methods())
        .collect();
    let modules = settle_groups(&by_tag, Style::Module, &taken, types);
    let handlers = settle_groups(&by_tag, Style::Camel, &["Fallback"], types);
    let mut names = variants.into_iter().zip(methods).enumerate();

    let mut groups = Vec::new();
    let mut header_sets = HeaderSets::new(document, types.schemas.resolver);
    let mut forms = Vec::new();
    for (((tag, delivered), module), handler) in by_tag.iter().zip(modules).zip(handlers) {
        let described = document
            .tags
            .iter()
            .find(|known| known.name == *tag)
            .and_then(|known| known.description.as_deref());
        let events =
            delivered
                .iter()
                .zip(names.by_ref())
                .map(|(delivered, (number, (variant, method)))| {
                    let id = EventId(number);
                    let mut event =
                        lower_event(id, delivered, variant, method, naming, security, types);
                    let (webhook, operation) = (delivered.webhook, delivered.operation);
                    let diagnostics = &mut *types.diagnostics;
                    warn_if_unnamed(
                        &event,
                        webhook,
                        operation,
                        naming,
                        types.schemas,
                        diagnostics,
                    );
                    event.headers =
                        header_sets.place(delivered.operation, &event.name.ident, types);
                    let own_forms = forms_of(&event, delivered);
                    let bodies = delivered.operation.request_body.iter();
                    for media_type in bodies.flat_map(|body| &body.content) {
                        let is = |form: &MediaType| form.location == media_type.location;
                        if !own_forms.iter().flatten().any(is) {
                            give_up_encodings(media_type, &mut types.ledger);
                        }
                    }
                    forms.push(own_forms);
                    event
                });
        groups.push(EventGroup {
            events: events.collect(),
            name: Name::of_wire(*tag, module),
            title: line(tag),
            handler: followed_by(&handler, "Handler"),
            feature: None,
            docs: docs([described.unwrap_or_default()]),
        });
    }
    settle_features(&mut groups);
    let header_sets = header_sets.named(&groups, types.diagnostics);
    LoweredWebhooks {
        groups,
        header_sets,
        forms,
    }
}

fn lower_event(
    id: EventId,
    delivered: &Delivered<'_>,
    (variant, source): (String, NameSource),
    (method, method_source): (String, NameSource),
    naming: &EventNaming,
    security: &LoweredSecurity,
    types: &mut TypeBuilder<'_, '_>,
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
    let media_type = delivered.media_type();
    let request_body = operation.request_body.as_ref();
    let shared =
        request_body.and_then(|body| request_body_name(&body.location, types.schemas.resolver));
    let own = followed_by(&variant, " payload");
    let origin = Origin::named(shared.as_deref().into_iter().chain([own.as_str()]));
    let schema = media_type.and_then(|media| media.schema.as_ref());
    let body = written_in(media_type);
    let further = further(operation.request_body.as_ref(), media_type, types);
    let shape = match schema.filter(|_| body.decodes()) {
        Some(schema) => types.shape_at(schema, &origin),
        None => Shape::Json,
    };
    let required = operation
        .request_body
        .as_ref()
        .and_then(|body| body.required);
    let optional = required == Some(false) && body.decodes();
    let payload = shape.or_null(optional);
    let origin = Origin::named([followed_by(&variant, " response").as_str()]);
    let acceptance = lower_acceptance(operation, &origin, types);
    let asked_for = delivered.webhook.callback.as_ref().map(callback_docs);
    let beside = beside_docs(operation, types);
    count_streams(operation, types);
    for parameter in &operation.repeated_parameters {
        give_up_parameter(parameter, types);
    }
    let body_description = request_body
        .and_then(|body| body.description.as_deref())
        .filter(|text| ![summary, description].contains(text));
    Event {
        id,
        name: Name {
            wire: delivered.wire.to_owned(),
            ident: variant,
            source,
        },
        delivered_names: naming.of(delivered.webhook, operation),
        method,
        method_source,
        docs: docs([
            summary,
            description,
            body_description.unwrap_or_default(),
            asked_for.as_deref().unwrap_or_default(),
        ]),
        beside: docs([beside.as_str()]),
        summary: line(summary),
        security: security.alternatives(operation),
        http_method: delivered.http_method(),
        samples: lower_samples(media_type, &body),
        body,
        further,
        optional,
        payload,
        headers: None,
        acceptance,
    }
}

/// The media types of an event's bodies, its own first: those of forms.
fn forms_of(event: &Event, delivered: &Delivered<'_>) -> EventForms {
    let own = delivered.media_type();
    let all = delivered.operation.request_body.iter();
    let others = all
        .flat_map(|body| &body.content)
        .filter(|other| own.is_none_or(|own| own.location != other.location));
    let media_types = std::iter::once(own).chain(others.map(Some));
    let forms = event.bodies().zip(media_types);
    let forms = forms.map(|(body, media_type)| {
        media_type.filter(|_| matches!(body, Body::Form(_) | Body::Multipart(_)))
    });
    forms.map(Option::<&MediaType>::cloned).collect()
}

/// Where a callback is asked for, as a paragraph.
fn callback_docs(callback: &CallbackOrigin) -> String {
    format!(
        "Callback {} of {}, sent to {}.",
        Docs::code(&callback.key),
        Docs::code(&callback.operation),
        Docs::code(&callback.expression)
    )
}

/// Counts what is said of the items of a stream (OpenAPI 3.2, Media Type Object, `itemSchema`): a delivery is one body, which is decoded
/// as a whole or not at all.
fn count_streams(operation: &Operation, types: &mut TypeBuilder<'_, '_>) {
    let content = operation.request_body.iter().flat_map(|body| &body.content);
    for media_type in content {
        if let Some(item) = &media_type.item_schema {
            types.ledger.count(item.clone(), Treatment::NotExpressed);
        }
    }
}

/// What a delivery comes with in its URL and in cookies, as a paragraph for each place. It is told by name, and its types are not
/// expressed.
fn beside_docs(operation: &Operation, types: &mut TypeBuilder<'_, '_>) -> String {
    let places = [
        (ParameterIn::Query, "Query parameters"),
        (ParameterIn::QueryString, "Query string"),
        (ParameterIn::Cookie, "Cookies"),
        (ParameterIn::Path, "Path parameters"),
    ];
    let mut paragraphs = Vec::new();
    for (place, words) in places {
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|parameter| parameter.location_in == place);
        let mut names = Vec::new();
        for parameter in parameters {
            names.push(Docs::code(&parameter.name));
            give_up_parameter(parameter, types);
        }
        if !names.is_empty() {
            paragraphs.push(format!("{words}: {}.", names.join(", ")));
        }
    }
    paragraphs.join("\n\n")
}

/// Counts what is said of the value of a parameter that nothing is made of.
fn give_up_parameter(parameter: &Parameter, types: &mut TypeBuilder<'_, '_>) {
    let content = parameter.content.as_ref();
    let described = content.and_then(|media| media.location.parent());
    for keyword in parameter.schema.iter().chain(&described) {
        let keyword = keyword.clone();
        types.ledger.count(keyword, Treatment::NotExpressed);
    }
}

/// The samples of the media type that is read.
fn lower_samples(media_type: Option<&MediaType>, body: &Body) -> Vec<Sample> {
    let samples = media_type
        .filter(|_| *body != Body::Nothing)
        .into_iter()
        .flat_map(|media_type| &media_type.examples)
        .map(|example| Sample {
            name: example.name.clone(),
            place: example.location.clone(),
            body: match &example.value {
                ExampleValue::Inline(value) => SampleBody::Inline(value.clone()),
                ExampleValue::File(path) => SampleBody::File(path.clone()),
            },
        });
    samples.collect()
}
