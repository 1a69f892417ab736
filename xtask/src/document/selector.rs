//! The extension `x-webhook-event`: where a delivery says which event it is.

use super::fields::{Fields, Reader};
use super::header_name::{HeaderUse, header_fault};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::{Location, Pointer};

/// Where the name of the event is. With both, the two texts are joined.
#[derive(Debug, Clone)]
pub struct EventSelector {
    /// The object.
    pub location: Location,
    /// A place in the body.
    pub pointer: Option<Pointer>,
    /// A request header, as written in the document.
    pub header: Option<String>,
}

const KEYS: &[&str] = &["pointer", "header"];

pub(super) fn read_event_selector(reader: &mut Reader, document: &Fields) -> Option<EventSelector> {
    let fields = reader.child_object(document, "x-webhook-event", "an event selector")?;
    reader.unknown_keys(&fields, KEYS);
    if KEYS.iter().all(|key| fields.get(key).is_none()) {
        reader.complain(
            Diagnostic::new(
                Code::MissingField,
                "`x-webhook-event` says neither a `pointer` nor a `header`",
            )
            .at(&fields.location, "nothing is selected")
            .help("name the body field, as in `pointer: /eventType`, or a `header`, or both"),
        );
        return None;
    }
    let pointer = reader
        .string(&fields, "pointer")
        .and_then(|text| read_pointer(reader, &fields, &text));
    let header = reader.string(&fields, "header").filter(|name| {
        let fault = header_fault(name, HeaderUse::EventName);
        let is_none = fault.is_none();
        if let Some(fault) = fault {
            reader.complain(
                Diagnostic::new(Code::InvalidValue, fault.message)
                    .at(fields.location.child("header"), fault.label)
                    .help(fault.help),
            );
        }
        is_none
    });
    (pointer.is_some() || header.is_some()).then_some(EventSelector {
        location: fields.location,
        pointer,
        header,
    })
}

fn read_pointer(reader: &mut Reader, fields: &Fields, text: &str) -> Option<Pointer> {
    if let Some(remedy) = Pointer::remedy(text) {
        reader.complain(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{text}` is no JSON pointer to a field"),
            )
            .at(fields.location.child("pointer"), "not a JSON pointer")
            .help(remedy),
        );
        return None;
    }
    Pointer::parse(text)
}
