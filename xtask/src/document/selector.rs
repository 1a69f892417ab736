//! The extensions `x-webhook-event` and `x-webhook-id`: where a delivery says which event it is, and
//! where it is numbered.

use super::fields::{Fields, Reader};
use super::header_name::{HeaderUse, header_fault};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::{Location, Pointer};

/// One place where the name of the event may be. With a pointer and a header, the two texts are
/// joined.
#[derive(Debug, Clone)]
pub struct EventSelector {
    /// The object that says it.
    pub location: Location,
    /// A place in the body.
    pub pointer: Option<Pointer>,
    /// A request header, as written in the document.
    pub header: Option<String>,
    /// A parameter of the query.
    pub query: Option<String>,
}

const KEY: &str = "x-webhook-event";

const KEYS: &[&str] = &["pointer", "header", "query", "pointers"];

/// The places, of which the first that is there in a request counts: one object, or a list of them.
pub(super) fn read_event_selectors(reader: &mut Reader, document: &Fields) -> Vec<EventSelector> {
    let Some(value) = document.get(KEY) else {
        return Vec::new();
    };
    let location = document.location.child(KEY);
    let places: Vec<Location> = match value.as_array() {
        Some(items) if !items.is_empty() => (0..items.len())
            .map(|index| location.child(&index.to_string()))
            .collect(),
        _ => vec![location],
    };
    let is_list = places.len() > 1;
    let mut selectors: Vec<EventSelector> = Vec::new();
    for place in &places {
        let Some(fields) = reader.object(place, "an event selector") else {
            continue;
        };
        for selector in read_object(reader, &fields, is_list) {
            let is_apart = selector.pointer.is_some()
                && selectors.last().is_some_and(|last| last.pointer.is_none())
                && selectors.iter().any(|known| known.pointer.is_some());
            if is_apart {
                let message = "places in the body are looked for together";
                reader.complain(
                    Diagnostic::new(Code::InvalidValue, message)
                        .at(&selector.location, "another place stands before this one")
                        .help("list the pointers one after another"),
                );
            }
            selectors.push(selector);
        }
    }
    selectors
}

/// The places that one object says.
fn read_object(reader: &mut Reader, fields: &Fields, is_list: bool) -> Vec<EventSelector> {
    reader.unknown_keys(fields, KEYS);
    let said = KEYS.iter().filter(|key| fields.get(key).is_some());
    match said.copied().collect::<Vec<_>>().as_slice() {
        [] => {
            reader.complain(
                Diagnostic::new(
                    Code::MissingField,
                    "`x-webhook-event` says neither a `pointer` nor a `header` nor a `query`",
                )
                .at(&fields.location, "nothing is selected")
                .help("name the body field, as in `pointer: /eventType`, or a `header`, or both, or a parameter of the `query`"),
            );
            return Vec::new();
        }
        [_] => {}
        ["pointer", "header"] if !is_list => {}
        several => {
            let message = format!("`{}` cannot be said together", several.join("` and `"));
            reader.complain(
                Diagnostic::new(Code::InvalidValue, message)
                    .at(&fields.location, "which of them counts?")
                    .help("list the places, each in an object of its own: the first that is there in a request counts"),
            );
            return Vec::new();
        }
    }
    if fields.get("pointers").is_some() {
        let texts = reader.strings(fields, "pointers");
        let place = fields.location.child("pointers");
        let pointers = texts.iter().enumerate().filter_map(|(index, text)| {
            let location = place.child(&index.to_string());
            let pointer = read_pointer(reader, &location, text)?;
            Some(EventSelector {
                location,
                pointer: Some(pointer),
                header: None,
                query: None,
            })
        });
        return pointers.collect();
    }
    let pointer = reader
        .string(fields, "pointer")
        .and_then(|text| read_pointer(reader, &fields.location.child("pointer"), &text));
    let header = reader.string(fields, "header").filter(|name| {
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
    let query = reader.string(fields, "query").filter(|name| {
        if name.is_empty() {
            reader.complain(
                Diagnostic::new(Code::InvalidValue, "a query parameter has no name")
                    .at(fields.location.child("query"), "an empty text")
                    .help("name the parameter that says which event it is, as in `topic`"),
            );
        }
        !name.is_empty()
    });
    let is_any = pointer.is_some() || header.is_some() || query.is_some();
    let selector = is_any.then(|| EventSelector {
        location: fields.location.clone(),
        pointer,
        header,
        query,
    });
    selector.into_iter().collect()
}

fn read_pointer(reader: &mut Reader, place: &Location, text: &str) -> Option<Pointer> {
    if let Some(remedy) = Pointer::remedy(text) {
        reader.complain(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{text}` is no JSON pointer to a field"),
            )
            .at(place, "not a JSON pointer")
            .help(remedy),
        );
        return None;
    }
    Pointer::parse(text)
}

/// One of the places where deliveries are numbered, and where the document says so.
#[derive(Debug, Clone)]
pub enum DeliveryIdRule {
    /// A request header.
    Header(Location, String),
    /// A parameter of the query.
    Query(Location, String),
    /// Places in the body: all of them together number a delivery.
    Pointers(Location, Vec<Pointer>),
}

const ID: &str = "x-webhook-id";

const ID_KEYS: &[&str] = &["header", "pointer", "pointers", "query"];

/// The places where deliveries are numbered, of which the first that is there counts: one object, or
/// a list of them.
pub(super) fn read_delivery_id(reader: &mut Reader, document: &Fields) -> Vec<DeliveryIdRule> {
    let Some(value) = document.get(ID) else {
        return Vec::new();
    };
    let location = document.location.child(ID);
    let places: Vec<Location> = match value.as_array() {
        Some(items) if !items.is_empty() => (0..items.len())
            .map(|index| location.child(&index.to_string()))
            .collect(),
        _ => vec![location],
    };
    let rules = places.iter().filter_map(|place| {
        let fields = reader.object(place, "a place of a delivery's id")?;
        read_id_rule(reader, &fields)
    });
    rules.collect()
}

fn read_id_rule(reader: &mut Reader, fields: &Fields) -> Option<DeliveryIdRule> {
    reader.unknown_keys(fields, ID_KEYS);
    let said = ID_KEYS.iter().filter(|key| fields.get(key).is_some());
    let said: Vec<&str> = said.copied().collect();
    let [key] = said.as_slice() else {
        let (code, message) = match said.as_slice() {
            [] => (
                Code::MissingField,
                "`x-webhook-id` says no `header`, no `pointer`, no `pointers` and no `query`"
                    .to_owned(),
            ),
            several => (
                Code::InvalidValue,
                format!("`{}` cannot be said together", several.join("` and `")),
            ),
        };
        reader.complain(
            Diagnostic::new(code, message)
                .at(&fields.location, "where is a delivery numbered?")
                .help("say one place, as in `{ header: X-Delivery-Id }` or `{ pointer: /id }`; or list several, each in an object of its own: the first that is there counts"),
        );
        return None;
    };
    let location = fields.location.child(key);
    match *key {
        "header" => {
            let name = reader.string(fields, "header")?;
            if let Some(fault) = header_fault(&name, HeaderUse::DeliveryId) {
                reader.complain(
                    Diagnostic::new(Code::InvalidValue, fault.message)
                        .at(location, fault.label)
                        .help(fault.help),
                );
                return None;
            }
            Some(DeliveryIdRule::Header(location, name))
        }
        "query" => {
            let name = reader.string(fields, "query")?;
            if name.is_empty() {
                reader.complain(
                    Diagnostic::new(Code::InvalidValue, "a query parameter has no name")
                        .at(location, "an empty text")
                        .help("name the parameter that numbers deliveries, as in `delivery`"),
                );
                return None;
            }
            Some(DeliveryIdRule::Query(location, name))
        }
        "pointer" => {
            let text = reader.string(fields, "pointer")?;
            let pointer = read_pointer(reader, &location, &text)?;
            Some(DeliveryIdRule::Pointers(location, vec![pointer]))
        }
        _ => {
            let texts = reader.strings(fields, "pointers");
            if texts.is_empty() {
                reader.complain(
                    Diagnostic::new(Code::InvalidValue, "no place numbers a delivery")
                        .at(location, "an empty list")
                        .help("name the members that number a delivery together, as in `[/event, /revision]`"),
                );
                return None;
            }
            let pointers = texts.iter().enumerate().map(|(index, text)| {
                read_pointer(reader, &location.child(&index.to_string()), text)
            });
            let pointers: Option<Vec<Pointer>> = pointers.collect();
            Some(DeliveryIdRule::Pointers(location, pointers?))
        }
    }
}
