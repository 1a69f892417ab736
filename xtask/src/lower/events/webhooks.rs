//! From webhooks to events and groups.
//!
//! In: the document's operations. Out: one [`Event`] per operation, grouped by the operation's
//! first tag in the order of the document's tags (OpenAPI 3.1 §4.8.1, §4.8.10), then by first use.
//! Many events without a tag are grouped by their names instead: see [`super::groups`]. Bodies are
//! lowered on the way, in spec order.

use std::collections::BTreeMap;

use super::delivered_names::EventNaming;
use super::groups::{by_group, warn_of_undeclared_tags};
use super::operations::{EventOperation, refuse_twins, settle_events, settle_groups};
use super::parameters::{ParameterSets, lower_answer_headers, name_answers, place_of};
use super::unnamed::{
    refuse_unreachable, shared_name, warn_if_better_place, warn_if_unnamed, warn_of_shared_paths,
    warn_of_slip,
};
use crate::document::{
    CallbackOrigin, Document, ExampleValue, MediaType, Operation, Parameter, ParameterIn,
};
use crate::ident::{Style, followed_by};
use crate::lower::bodies::{
    EventForms, exact, further, give_up_encodings, lower_acceptance, sent_as, written_in,
};
use crate::lower::naming::{BUILDER_METHODS, OPERATORS, Origin, name_fault, settle_features};
use crate::lower::prose::{docs, line};
use crate::lower::security::LoweredSecurity;
use crate::lower::types::TypeBuilder;
use crate::model::{
    AnswerHeaders, Body, Docs, Event, EventGroup, EventId, EventNamePlace, Name, NameSource,
    ParameterSet, Sample, SampleBody, Shape, Treatment,
};
use crate::place::Location;
use crate::schema::request_body_name;

/// Modules, and methods of the dispatcher and the receiver, that a group cannot be named after besides
/// the methods of the receiver's builder.
const GROUPS_RESERVED: [&str; 11] = [
    "mod",
    "shared",
    "dispatch",
    "dispatch_as",
    "dispatch_arrived",
    "route",
    "clone",
    "default",
    "fmt",
    "handlers",
    "types",
];

/// The events, and what is settled about them when all types are known.
pub(crate) struct LoweredWebhooks {
    pub groups: Vec<EventGroup>,
    pub parameter_sets: Vec<ParameterSet>,
    /// The schemas of objects in queries, by the set and the place in it.
    pub query_objects: Vec<(usize, usize, Location)>,
    pub forms: Vec<EventForms>,
}

/// Makes the groups of events.
pub(crate) fn lower_webhooks(
    document: &Document,
    naming: &EventNaming,
    security: &LoweredSecurity,
    types: &mut TypeBuilder<'_, '_>,
) -> LoweredWebhooks {
    let by_group = by_group(document);
    let operations: Vec<&EventOperation<'_>> = by_group.values().flatten().collect();
    let diagnostics = &mut *types.diagnostics;
    refuse_twins(operations.iter().copied(), diagnostics);
    warn_of_undeclared_tags(document, diagnostics);
    if naming.place == EventNamePlace::Path {
        warn_of_shared_paths(operations.iter().copied(), diagnostics);
        warn_if_better_place(&operations, naming.unused.as_ref(), diagnostics);
    }
    diagnostics.extend(naming.nowhere.clone());
    for (text, numbers) in &naming.shared {
        let sharing = operations
            .iter()
            .filter(|one| numbers.contains(&one.number));
        diagnostics.extend(shared_name(
            text,
            &sharing.collect::<Vec<_>>(),
            &naming.place,
        ));
    }
    // The only event of a method needs no name.
    let mut by_method: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &operations {
        diagnostics.extend(name_fault(event.operation));
        let method = event.operation.method.as_str();
        *by_method.entry(method).or_default() += 1;
    }

    let variants = settle_events(&operations, Style::Camel, &["Unknown"], diagnostics);
    let methods = settle_events(&operations, Style::Snake, &["unhandled"], diagnostics);
    let taken: Vec<&str> = GROUPS_RESERVED
        .into_iter()
        .chain(BUILDER_METHODS)
        .chain(OPERATORS)
        .chain(security.methods())
        .collect();
    let modules = settle_groups(&by_group, Style::Module, &taken, diagnostics);
    let handlers = settle_groups(&by_group, Style::Camel, &["Fallback"], diagnostics);
    let mut names = variants.into_iter().zip(methods).enumerate();

    let mut groups = Vec::new();
    let mut parameter_sets = ParameterSets::default();
    let mut forms = Vec::new();
    for (((title, operations), module), handler) in by_group.iter().zip(modules).zip(handlers) {
        let mut events = Vec::new();
        for (described, (number, (variant, method))) in operations.iter().zip(names.by_ref()) {
            let id = EventId(number);
            let delivered_names = naming.names[described.number].clone();
            let mut event = lower_event(id, described, variant, method, security, types);
            event.delivered_names = delivered_names;
            let diagnostics = &mut *types.diagnostics;
            if naming.unreachable.contains(&described.number) {
                refuse_unreachable(described, &naming.place, diagnostics);
            }
            if naming.slips.contains(&described.number) {
                let is_in_body = naming.place.is_in_body();
                event.by_path_alone = is_in_body && event.delivered_names.is_empty();
                warn_of_slip(&event, described, &naming.place, diagnostics);
            }
            let needs_name = by_method[described.operation.method.as_str()] > 1;
            if needs_name && !naming.leads_nowhere() {
                warn_if_unnamed(&event, described, &naming.place, types.schemas, diagnostics);
            }
            event.parameters = parameter_sets.places(described.operation, &event.name, types);
            let own_forms = forms_of(&event, described);
            let bodies = described.operation.request_body.iter();
            for media_type in bodies.flat_map(|body| &body.content) {
                let is = |form: &MediaType| form.location == media_type.location;
                if !own_forms.iter().flatten().any(is) {
                    give_up_encodings(media_type, &mut types.ledger);
                }
            }
            forms.push(own_forms);
            events.push(event);
        }
        let tag = document.tags.iter().find(|tag| tag.name == *title);
        let description = tag.and_then(|tag| tag.description.as_deref());
        groups.push(EventGroup {
            events,
            name: Name::of_wire(*title, module),
            title: line(title),
            handler: followed_by(&handler, "Handler"),
            feature: None,
            docs: docs(description),
        });
    }
    settle_features(&mut groups);
    let operations = operations.iter();
    let places = operations.map(|event| event.operation.location.clone());
    let places: Vec<Location> = places.collect();
    name_answers(&mut groups, &places, types.diagnostics);
    let (parameter_sets, query_objects) = parameter_sets.named(&groups, types.diagnostics);
    LoweredWebhooks {
        groups,
        parameter_sets,
        query_objects,
        forms,
    }
}

fn lower_event(
    id: EventId,
    described: &EventOperation<'_>,
    (variant, source): (String, NameSource),
    (method, method_source): (String, NameSource),
    security: &LoweredSecurity,
    types: &mut TypeBuilder<'_, '_>,
) -> Event {
    let operation = described.operation;
    let path_item = &described.webhook.path_item;
    let summary = operation.summary.as_ref().or(path_item.summary.as_ref());
    let summary = summary.map_or("", String::as_str);
    let description = operation.description.as_ref();
    let description = description.or(path_item.description.as_ref());
    let description = description.map_or("", String::as_str);
    let media_type = described.media_type();
    let request_body = operation.request_body.as_ref();
    let shared =
        request_body.and_then(|body| request_body_name(&body.location, types.schemas.resolver));
    let own = followed_by(&variant, " payload");
    let origin = Origin::named(shared.as_deref().into_iter().chain([own.as_str()]));
    let origin = origin.in_group(operation.tags.first().map(String::as_str));
    let schema = media_type.and_then(|media| media.schema.as_ref());
    let body = written_in(media_type);
    let further = further(request_body, media_type, types);
    let shape = match schema.filter(|_| body.decodes()) {
        Some(schema) => types.shape_at(schema, &origin),
        None => Shape::Json,
    };
    let required = request_body.and_then(|body| body.required);
    let optional = required == Some(false) && body.decodes();
    let payload = shape.or_null(optional);
    let origin = Origin::named([followed_by(&variant, " response").as_str()]);
    let (mut acceptance, described_by) = lower_acceptance(operation, &origin, types);
    let headers = lower_answer_headers(operation, described_by, &variant, types);
    acceptance.headers = (!headers.is_empty()).then(|| AnswerHeaders {
        ident: String::new(),
        status: described_by.and_then(exact).unwrap_or(acceptance.status),
        fields: headers,
    });
    let asked_for = described.webhook.callback.as_ref().map(callback_docs);
    let beside = beside_docs(described, types);
    count_streams(operation, types);
    for parameter in &operation.repeated_parameters {
        give_up_parameter(parameter, types);
    }
    let body_description = request_body
        .and_then(|body| body.description.as_deref())
        .filter(|text| ![summary, description].contains(text));
    let texts = [
        Some(summary),
        Some(description),
        body_description,
        asked_for.as_deref(),
        operation.deprecated.then_some("Deprecated by the sender."),
    ];
    Event {
        id,
        name: Name {
            wire: described.wire().to_owned(),
            ident: variant,
            source,
        },
        delivered_names: Vec::new(),
        by_path_alone: false,
        method,
        method_source,
        docs: docs(texts.into_iter().flatten()),
        beside: docs([beside.as_str()]),
        said: said([summary, description], body_description, schema, types),
        summary: line(summary),
        security: security.alternatives(operation),
        http_method: operation.method.as_str().to_ascii_uppercase(),
        samples: lower_samples(media_type, &body),
        body,
        media_type: media_type.and_then(sent_as),
        further,
        optional,
        payload,
        parameters: BTreeMap::new(),
        acceptance,
        place: operation.location.clone(),
    }
}

/// What is said of an event in a table: the first of what its operation says, what is said of its
/// body, and what the body's schema says. Of anything but a summary, the first sentence.
fn said(
    [summary, description]: [&str; 2],
    of_body: Option<&str>,
    schema: Option<&Location>,
    types: &TypeBuilder<'_, '_>,
) -> String {
    let summary = line(summary);
    if !summary.is_empty() {
        return summary;
    }
    let view = schema.map(|schema| types.schemas.quietly(|schemas| schemas.view_at(schema)));
    let of_schema = view.as_ref().and_then(|view| view.description());
    let texts = [Some(description), of_body, of_schema];
    let first_lines = texts.into_iter().flatten().map(|text| {
        let mut paragraphs = text.split("\n\n").filter(|part| !part.trim().is_empty());
        let first = paragraphs.find(|paragraph| !paragraph.trim_start().starts_with('#'));
        line(first.unwrap_or_default())
    });
    let said = first_lines.into_iter().find(|text| !text.is_empty());
    first_sentence(&said.unwrap_or_default()).to_owned()
}

/// A text up to the first full stop that a capital letter follows.
fn first_sentence(text: &str) -> &str {
    let stops = text.match_indices(". ");
    let mut ends = stops.filter_map(|(at, _)| {
        let (before, after) = text.split_at_checked(at + 1)?;
        let is_end = after.trim_start().starts_with(char::is_uppercase);
        // A full stop inside a code span or a link ends nothing.
        let is_open = before.matches('`').count() % 2 == 1
            || before.matches('[').count() > before.matches(']').count();
        (is_end && !is_open).then_some(before)
    });
    ends.next().unwrap_or(text)
}

/// The media types of an event's bodies, its own first: those of forms.
fn forms_of(event: &Event, described: &EventOperation<'_>) -> EventForms {
    let own = described.media_type();
    let all = described.operation.request_body.iter();
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

/// Counts what is said of the items of a stream (OpenAPI 3.2, Media Type Object, `itemSchema`): a
/// delivery is one body, which is decoded as a whole or not at all.
fn count_streams(operation: &Operation, types: &mut TypeBuilder<'_, '_>) {
    let content = operation.request_body.iter().flat_map(|body| &body.content);
    for media_type in content {
        if let Some(item) = &media_type.item_schema {
            types.ledger.count(item.clone(), Treatment::NotExpressed);
        }
    }
}

/// The names of the parameters that are not typed, as a paragraph for each place.
fn beside_docs(described: &EventOperation<'_>, types: &mut TypeBuilder<'_, '_>) -> String {
    let places = [
        (ParameterIn::QueryString, "Query string"),
        (ParameterIn::Cookie, "Cookies"),
        (ParameterIn::Path, "Path parameters"),
    ];
    let mut paragraphs = Vec::new();
    for (place, words) in places {
        let mut names = Vec::new();
        for parameter in &described.operation.parameters {
            let is_typed = place_of(parameter, described.wire()).is_some();
            if parameter.location_in == place && !is_typed {
                names.push(Docs::code(&parameter.name));
                give_up_parameter(parameter, types);
            }
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
        types.ledger.count(keyword.clone(), Treatment::NotExpressed);
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
