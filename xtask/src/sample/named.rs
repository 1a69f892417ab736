//! Which event is meant by a name.
//!
//! In: the model, the files that it was made from, and what somebody typed: any name by which the
//! README of the crate, or the document, calls an event. Out: the event, and the example that a name
//! stands for alone.

use super::SampleError;
use crate::diagnostic::{closest, did_you_mean};
use crate::ident::{Style, identifier_of};
use crate::model::{DeliveredName, Event, Model, Sample};
use crate::source::Sources;

/// An event that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Found<'m> {
    /// The event.
    pub event: &'m Event,
    /// The example, where the name is that of its constant.
    pub sample: Option<&'m Sample>,
}

/// The event of this name, by what the model alone knows of it: its key in the spec, a name that
/// deliveries give it, its handler method, variant or constant, its path, or the name of a payload
/// type that it alone has. Names count in this order; where several events share a name, the method
/// tells which one is meant.
///
/// # Errors
///
/// An unknown event.
pub fn find<'m>(model: &'m Model, name: &str) -> Result<&'m Event, SampleError> {
    find_by(model, name, |_| None).map(|found| found.event)
}

/// The event of this name: as [`find`] knows it, or by its `operationId`; and the example of which
/// this is the constant.
///
/// # Errors
///
/// An unknown event.
pub fn find_in<'m>(
    model: &'m Model,
    sources: &Sources,
    name: &str,
) -> Result<Found<'m>, SampleError> {
    find_by(model, name, |event| {
        let id = sources.value(&event.place.child("operationId"))?;
        id.as_str().map(str::to_owned)
    })
}

fn find_by<'m>(
    model: &'m Model,
    name: &str,
    operation_id: impl Fn(&Event) -> Option<String>,
) -> Result<Found<'m>, SampleError> {
    let joined = DeliveredName::comparable(name);
    let path = name.trim_matches('/');
    let mut found: [Option<Found<'m>>; 8] = [None; 8];
    for event in model.events() {
        let is_delivered = |one: &DeliveredName| {
            one.joined() == name || one.header.is_some() && one.comparable_text() == joined
        };
        let constant = constant(event);
        let sample = event.samples.iter().find(|sample| {
            let example = identifier_of(&sample.name, Style::Snake).to_uppercase();
            name.strip_prefix(constant.as_str())
                .and_then(|rest| rest.strip_prefix('_'))
                .is_some_and(|rest| rest == example.trim_start_matches("R#"))
        });
        let is_sample = name == constant || name.strip_suffix("_SAMPLE") == Some(&constant);
        let matches = [
            event.name.wire == name,
            event.delivered_names.iter().any(is_delivered),
            plain(&event.method) == plain(name),
            operation_id(event).is_some_and(|id| id == name),
            plain(&event.name.ident) == plain(name),
            is_sample || sample.is_some(),
            !path.is_empty() && self::path(event).is_some_and(|own| own.trim_matches('/') == path),
            payload(model, event) == Some(name),
        ];
        let sample = sample.filter(|_| !is_sample);
        for (slot, _) in found.iter_mut().zip(matches).filter(|(_, is)| *is) {
            slot.get_or_insert(Found { event, sample });
        }
    }
    let mut found = found.into_iter().enumerate();
    found
        .find_map(|(index, found)| {
            let found = found?;
            // Only a constant stands for an example.
            let sample = found.sample.filter(|_| index == 5);
            Some(Found { sample, ..found })
        })
        .ok_or_else(|| unknown(model, name, operation_id))
}

/// The name of the constant in the module `testing`.
fn constant(event: &Event) -> String {
    plain(&event.method).to_uppercase()
}

/// An identifier without what marks it as a word that Rust has kept for itself.
fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// The path that an operation is documented under.
fn path(event: &Event) -> Option<&str> {
    let mut tokens = event.place.pointer.tokens();
    (tokens.next() == Some("paths")).then(|| tokens.next())?
}

/// The payload type, if no other event has it.
fn payload<'m>(model: &'m Model, event: &Event) -> Option<&'m str> {
    let id = event.payload.named()?;
    let mut others = model.events().filter(|other| other.id != event.id);
    let is_shared = others.any(|other| other.payload.named() == Some(id));
    let definition = model.definition(id).filter(|_| !is_shared)?;
    Some(&definition.ident)
}

fn unknown(
    model: &Model,
    name: &str,
    operation_id: impl Fn(&Event) -> Option<String>,
) -> SampleError {
    let keys: Vec<&str> = model.events().map(|one| one.name.wire.as_str()).collect();
    let others = model.events().flat_map(|event| {
        let delivered = event.delivered_names.iter().map(DeliveredName::joined);
        let idents = [plain(&event.method), plain(&event.name.ident)].map(str::to_owned);
        delivered
            .chain(idents)
            .chain([constant(event)])
            .chain(operation_id(event))
            .chain(path(event).map(str::to_owned))
    });
    let others: Vec<String> = others.collect();
    let all = keys.iter().copied();
    let all = all.chain(others.iter().map(String::as_str));
    let help = match closest(name, all) {
        Some(near) => did_you_mean(name, [near]),
        None => did_you_mean(name, keys),
    };
    SampleError::UnknownEvent {
        name: name.to_owned(),
        help,
    }
}
