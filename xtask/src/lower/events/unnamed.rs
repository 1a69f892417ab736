//! Events that no delivery names, although the document says where deliveries name their event.
//!
//! In: an event, and where the others are named. Out: a warning about one whose bodies have no such
//! place, or whose schema does not list it: a receiver that is mounted at one path for all events
//! takes its deliveries for undecodable. It changes nothing.

use indexmap::IndexMap;

use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::{Body, DeliveredName, Event, EventNamePlace};
use crate::place::{Location, Pointer};
use crate::schema::{Having, Schemas, having};

/// How many events are named that have a text in common.
const SHOWN: usize = 4;

/// The path that a name is received at, without slashes around it: a segment in braces is a
/// parameter, which stands for any text whatever it is called.
fn path_of(name: &str) -> String {
    let bare = name.trim_matches('/');
    let is_parameter = |part: &str| {
        bare.contains('/') && part.len() > 2 && part.starts_with('{') && part.ends_with('}')
    };
    let parts = bare.split('/');
    let parts = parts.map(|part| if is_parameter(part) { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Warns about names that differ only in the slashes around them or in what their parameters are
/// called, where the path names the event. A path has such slashes anyway, so what it ends with is the name that has none, or else the last
/// of them.
pub(super) fn warn_of_shared_paths<'d>(
    events: impl Iterator<Item = &'d EventOperation<'d>>,
    diagnostics: &mut Diagnostics,
) {
    let mut by_path: IndexMap<String, IndexMap<&str, &Location>> = IndexMap::new();
    for event in events {
        let alike = by_path.entry(path_of(event.wire())).or_default();
        let place = &event.webhook.location;
        alike.entry(event.wire()).or_insert(place);
    }
    for (path, alike) in by_path {
        let meant = alike.get_key_value(path.as_str()).or_else(|| alike.last());
        let Some((meant, received)) = meant else {
            continue;
        };
        for (name, place) in alike.iter().filter(|(name, _)| *name != meant) {
            let message = format!(
                "nothing names the event `{name}`: its path is that of the event `{meant}`"
            );
            diagnostics.push(
                Diagnostic::new(Code::UnnamedEvent, message)
                    .at(Place::key(place), "never received")
                    .and(Place::key(received), "received in its place")
                    .help("say with `x-webhook-event-name` by which name each is called"),
            );
        }
    }
}

/// Warns of an event whose own name does not stand in its bodies, where that of most others does:
/// a slip of the document, unless it says how the event is called.
pub(super) fn warn_of_slip(
    event: &Event,
    described: &EventOperation<'_>,
    place: &EventNamePlace,
    diagnostics: &mut Diagnostics,
) {
    // A schema is seldom named as deliveries call the event.
    let is_expected = described.webhook.is_schema && !event.delivered_names.is_empty();
    if described.operation.event_name.is_some() || is_expected {
        return;
    }
    let pointer = listed(place);
    let wire = described.wire();
    let names = event.delivered_names.iter().map(DeliveredName::joined);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let (message, label) = if names.is_empty() {
        (
            format!("deliveries of the event `{wire}` name another: {pointer} does not list it"),
            "what its body lists there are names of other events, or of several".to_owned(),
        )
    } else {
        (
            format!("{pointer} does not list the event `{wire}`, whose body it is in"),
            format!("taken to be called {} in deliveries", names.join(" or ")),
        )
    };
    diagnostics.push(
        Diagnostic::new(Code::UnnamedEvent, message)
            .at(Place::key(&described.webhook.location), label)
            .help("say with `x-webhook-event-name` how deliveries call it, or have it sent to a path that ends with its name"),
    );
}

/// The places in the body, in code.
fn listed(place: &EventNamePlace) -> String {
    let pointers = place.pointers().into_iter();
    let pointers: Vec<String> = pointers.map(|pointer| format!("`{pointer}`")).collect();
    pointers.join(" or ")
}

/// Refuses an event that no delivery can name, since its bodies hold something else where the
/// document says that they name their event.
pub(super) fn refuse_unreachable(
    described: &EventOperation<'_>,
    place: &EventNamePlace,
    diagnostics: &mut Diagnostics,
) {
    let message = format!(
        "no name leads to the event `{}`: what its body has at {} names no event",
        described.wire(),
        listed(place)
    );
    diagnostics.push(
        Diagnostic::new(Code::UnreachableEvent, message)
            .at(Place::key(&described.webhook.location), "never received")
            .help("list all places where deliveries name their event, as in `x-webhook-event: { pointers: [/event/type, /type] }`; the first that is there counts; or say with `x-webhook-event-name` how deliveries call it"),
    );
}

/// What to say of a text that the bodies of several events have where they name their event.
pub(super) fn shared_name(
    text: &str,
    sharing: &[&&EventOperation<'_>],
    place: &EventNamePlace,
) -> Option<Diagnostic> {
    let (first, others) = sharing.split_first()?;
    let named = sharing.iter().take(SHOWN);
    let named: Vec<String> = named.map(|event| format!("`{}`", event.wire())).collect();
    let more = match sharing.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "`{text}` at {} names none of the events {}{more}, whose bodies all have it",
        listed(place),
        named.join(", ")
    );
    let complaint = Diagnostic::new(Code::UnnamedEvent, message)
        .at(Place::key(&first.webhook.location), "called so")
        .help("say with `x-webhook-event-name` how deliveries call each, or point to a member that tells them apart");
    let others = others.iter().take(SHOWN - 1);
    Some(others.fold(complaint, |complaint, other| {
        complaint.and(Place::key(&other.webhook.location), "and so is this one")
    }))
}

/// Warns that paths tell events apart, although bodies have a place that seems to name them.
pub(super) fn warn_if_better_place(
    events: &[&EventOperation<'_>],
    better: Option<&Pointer>,
    diagnostics: &mut Diagnostics,
) {
    let (Some(event), Some(pointer)) = (events.first(), better) else {
        return;
    };
    let message =
        format!("events are told apart by the path alone, although bodies have `{pointer}`");
    diagnostics.push(
        Diagnostic::new(Code::UnnamedEvent, message)
            .at(Place::key(&event.webhook.location), "a delivery to the path where the receiver is mounted reaches no event")
            .help(format!("if deliveries name their event there, say `x-webhook-event: {{ pointer: {pointer} }}`, and with `x-webhook-event-name` what is called otherwise than its key")),
    );
}

/// Warns if the name of an event cannot be in any of its bodies, or if nothing says that it is
/// there.
pub(super) fn warn_if_unnamed(
    event: &Event,
    described: &EventOperation<'_>,
    place: &EventNamePlace,
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    // A header says by itself which event it is, where the body has nothing to add.
    if !place.is_in_body() {
        return;
    }
    let pointers = place.pointers();
    let places = listed(place);
    let there_is_none =
        || format!("deliveries of this event do not name it: there is no {places} in them");
    let (message, why) = if event.bodies().any(Body::decodes) {
        let media_type = described.media_type();
        let schema = media_type.and_then(|media_type| media_type.schema.as_ref());
        let best = |schema| {
            let all = pointers.iter();
            all.map(|pointer| having(schema, pointer, schemas)).max()
        };
        match schema.and_then(best) {
            None | Some(Having::Free | Having::Listed) => return,
            Some(Having::Never) => (there_is_none(), "the schema of its body admits none"),
            Some(Having::Unlisted) => (
                format!(
                    "deliveries of this event may not name it: its schema says nothing of {places}"
                ),
                "the schema of its body lists other members",
            ),
        }
    } else {
        let why = match event.body {
            Body::Nothing => "a delivery has no body",
            _ => "the body is not decoded",
        };
        (there_is_none(), why)
    };
    // Where a webhook has several operations, its key does not tell which of them is meant.
    let place = match described.webhook.path_item.operations.as_slice() {
        [_] => &described.webhook.location,
        _ => &described.operation.location,
    };
    diagnostics.push(
        Diagnostic::new(Code::UnnamedEvent, message)
        .at(Place::key(place), why)
        .help("have it sent to a path that ends with the event's name, by which the receiver knows it too"),
    );
}
