//! Which event a recorded delivery is of.
//!
//! In: the model and a delivery. Out: the event, or what stands where its name should be. It
//! compares as the receiver does.

use serde_json::Value;
use webhook_runtime::generated::{essence, form_text_at, multipart_text_at};

use super::delivery::Recorded;
use crate::characters::shown;
use crate::diagnostic::did_you_mean;
use crate::model::{DeliveredName, Event, EventNamePlace, Model, NamePlace};
use crate::place::Pointer;
use crate::sample::value_at;
use crate::source::percent_decoded;

/// Why it is not known which event a delivery is of, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed(String);

impl std::fmt::Display for Unnamed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unnamed {}

/// The event that a delivery is of, by its method and by where the model has names of events.
///
/// # Errors
///
/// No event is sent by this method, the place of the name is empty, or no event has this name.
pub fn event_of<'m>(model: &'m Model, delivery: &Recorded) -> Result<&'m Event, Unnamed> {
    let events = model.events();
    let events = events.filter(|event| event.http_method == delivery.method);
    let events: Vec<&Event> = events.collect();
    let method = shown(&delivery.method);
    match events.as_slice() {
        [] => {
            return Err(Unnamed(format!(
                "the spec has no event that is sent by {method}"
            )));
        }
        // Nothing has to name it.
        [only] => return Ok(only),
        _ => {}
    }
    let place = model
        .event_name
        .in_words(|text| format!("`{}`", shown(text)));
    let Some(name) = name_of(model, delivery) else {
        return Err(Unnamed(format!(
            "it does not name its event, which is in {place}"
        )));
    };
    let is_joined = matches!(model.event_name, EventNamePlace::HeaderAndBody { .. });
    let found = events.iter().find(|event| {
        let delivered = event.delivered_names.iter();
        let mut names = delivered
            .map(DeliveredName::joined)
            .chain([event.name.wire.clone()]);
        names.any(|own| match is_joined {
            true => DeliveredName::comparable(&own) == DeliveredName::comparable(&name),
            false if model.event_name == EventNamePlace::Path => is_at_the_end(&name, &own),
            false => own == name,
        })
    });
    found.copied().ok_or_else(|| {
        let names = events.iter().map(|event| event.named_in_body());
        let help = did_you_mean(&name, names);
        Unnamed(format!(
            "the spec has no event `{}`, which is what {place} says\nhelp: {help}",
            shown(&name)
        ))
    })
}

/// Whether a path ends with the name of an event, which may be several segments.
fn is_at_the_end(path: &str, name: &str) -> bool {
    let name = name.trim_matches('/');
    let path = path.trim_end_matches('/');
    path.strip_suffix(name)
        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// What stands where the name of the event should be.
fn name_of(model: &Model, delivery: &Recorded) -> Option<String> {
    let header = |name: &str| delivery.header(name).map(str::to_owned);
    match &model.event_name {
        EventNamePlace::Body(pointer) => in_body(delivery, pointer),
        EventNamePlace::Header(name) => header(name),
        EventNamePlace::Query(name) => in_query(delivery, name),
        EventNamePlace::Path => percent_decoded(delivery.path()),
        EventNamePlace::HeaderAndBody {
            header: name,
            pointer,
        } => {
            let member = in_body(delivery, pointer);
            let halves: Vec<String> = [header(name), member].into_iter().flatten().collect();
            (!halves.is_empty()).then(|| halves.join("."))
        }
        EventNamePlace::Several(places) => places.iter().find_map(|place| match place {
            NamePlace::Pointer(pointer) => in_body(delivery, pointer),
            NamePlace::Header(name) => header(name),
            NamePlace::Query(name) => in_query(delivery, name),
        }),
    }
}

fn in_query(delivery: &Recorded, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(delivery.query()?.as_bytes());
    let found = pairs.find(|(own, _)| own == name);
    found.map(|(_, value)| value.into_owned())
}

/// The text, number or truth value at a place of a body in JSON or in a form. A place may lead
/// through strings that hold JSON.
fn in_body(delivery: &Recorded, pointer: &Pointer) -> Option<String> {
    let tokens: Vec<&str> = pointer.tokens().collect();
    let Ok(body) = serde_json::from_slice::<Value>(&delivery.body) else {
        let content_type = delivery.header("content-type").unwrap_or_default();
        let text = match essence(content_type).as_str() {
            "multipart/form-data" => multipart_text_at(&delivery.body, &tokens),
            _ => form_text_at(&delivery.body, &tokens),
        };
        return text.ok().flatten();
    };
    match value_at(&body, &tokens)? {
        Value::String(text) => Some(text),
        other @ (Value::Number(_) | Value::Bool(_)) => Some(other.to_string()),
        _ => None,
    }
}
