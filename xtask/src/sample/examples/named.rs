//! Examples that name another event than the one that they are shown for.
//!
//! In: an event, and an example of it. Out: a warning with what becomes of such a delivery, where the
//! body alone names its event.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::model::{Event, Model, Sample, SampleBody};

/// What to say of an example's name, if it is not one of its event's.
pub(super) fn misnamed(
    model: &Model,
    event: &Event,
    sample: &Sample,
    body: &Value,
) -> Option<Diagnostic> {
    let is_alike = |other: &&Event| other.http_method == event.http_method;
    let is_told = model.event_name.is_in_body() && !event.by_path_alone;
    if !is_told || model.events().filter(is_alike).count() < 2 {
        return None;
    }
    let pointers = model.event_name.pointers();
    let (pointer, shown) = pointers
        .into_iter()
        .find_map(|pointer| Some((pointer, body.pointer(&pointer.to_string())?)))?;
    let text = match shown {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    if names(event).any(|name| name == text) {
        return None;
    }
    let mut others = model.events().filter(is_alike);
    let other = others.find(|other| names(other).any(|name| name == text));
    let own = names(event).map(|name| format!("`{name}`"));
    let own = own.collect::<Vec<_>>().join(" or ");
    let (which, label) = match other {
        Some(other) => {
            let other = &other.name.wire;
            (
                format!("the event `{other}`"),
                format!("such a delivery is taken for `{other}`"),
            )
        }
        None => (
            "no event".to_owned(),
            "such a delivery is of an unknown event".to_owned(),
        ),
    };
    let near = did_you_mean(&text, names(event));
    let help = if other.is_none() && near.ends_with('?') {
        near
    } else {
        format!("write {own} here, or say with `x-webhook-event-name` how deliveries call it")
    };
    let place = match &sample.body {
        SampleBody::File(_) => sample.place.clone(),
        SampleBody::Inline(_) => sample.place.descendant(pointer.as_tokens()),
    };
    let message = format!(
        "the example `{}` of the event `{}` names {which}",
        sample.name, event.name.wire
    );
    Some(
        Diagnostic::new(Code::UnfitExample, message)
            .at(Place::from(place), label)
            .help(help),
    )
}

/// The texts by which a body names an event.
fn names(event: &Event) -> impl Iterator<Item = &str> + Clone {
    let delivered = event.delivered_names.iter();
    let delivered = delivered.filter_map(|name| name.member.as_deref());
    std::iter::once(event.name.wire.as_str()).chain(delivered)
}
