//! Where deliveries name their event, and by which texts.
//!
//! In: the document, and the place that the command line gives. Out: an [`EventNaming`]: the place,
//! how it was chosen, and for each operation the texts by which deliveries name its event beside
//! the event's own name. It reads schemas and settles no Rust name.
//!
//! A document seldom writes an event as its deliveries do: the key is `issues-opened`, the header
//! says `issues` and the body's `action` says `opened`. So the texts are gathered here, once, and a
//! receiver looks them up exactly.

use std::collections::BTreeSet;

use super::inference::{inferred, likely};
use super::joined_names::joined_names;
use super::operations::EventOperation;
use super::own_constants::{Listed, own_constants};
use crate::document::Document;
use crate::model::{DeliveredName, EventNamePlace, EventNameSource};
use crate::place::Pointer;
use crate::schema::{ConstantSearch, Schemas};

/// Where the command line says that deliveries name their event. With both, the two texts are
/// joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventPlaceOption {
    /// A request header.
    pub header: Option<String>,
    /// A place in the body.
    pub pointer: Option<Pointer>,
}

/// How the events of a document are told apart.
pub(crate) struct EventNaming {
    pub place: EventNamePlace,
    pub source: EventNameSource,
    /// The texts by which deliveries name an event beside its own name, for each operation of the
    /// document.
    pub names: Vec<Vec<DeliveredName>>,
    /// The operations whose own name does not stand in their bodies, although most others' does and
    /// the place was inferred from that: by their number.
    pub slips: BTreeSet<usize>,
    /// A place in the bodies that seems to name events, where the path is taken: not surely enough.
    pub unused: Option<Pointer>,
}

/// Chooses the place: the command line's, the document's, one that the bodies agree on, or the
/// path.
pub(crate) fn lower_event_names(
    document: &Document,
    option: &EventPlaceOption,
    schemas: &Schemas<'_>,
) -> EventNaming {
    let events: Vec<EventOperation<'_>> = EventOperation::all(document).collect();
    let mut search = ConstantSearch::new(schemas);
    let place = |pointer: Option<&Pointer>, header: Option<&String>| match (pointer, header) {
        (Some(pointer), None) => Some(EventNamePlace::Body(pointer.clone())),
        (None, Some(header)) => Some(EventNamePlace::Header(header.clone())),
        (Some(pointer), Some(header)) => Some(EventNamePlace::HeaderAndBody {
            header: header.clone(),
            pointer: pointer.clone(),
        }),
        (None, None) => None,
    };
    let asked = place(option.pointer.as_ref(), option.header.as_ref());
    let declared = document.event_selector.as_ref();
    let declared = declared.and_then(|at| place(at.pointer.as_ref(), at.header.as_ref()));
    let mut slips = BTreeSet::new();
    let (place, source) = match (asked, declared) {
        (Some(place), _) => (place, EventNameSource::Option),
        (None, Some(place)) => (place, EventNameSource::Declared),
        (None, None) => match inferred(&events, &mut search) {
            Some(found) => {
                slips = found.slips;
                (
                    EventNamePlace::Body(found.pointer),
                    EventNameSource::Inferred,
                )
            }
            None => (EventNamePlace::Path, EventNameSource::Path),
        },
    };
    let unused = match source {
        EventNameSource::Path => likely(&events, &mut search),
        _ => None,
    };
    let names = match &place {
        EventNamePlace::Body(pointer) => names_in_body(&events, pointer, &mut search),
        EventNamePlace::HeaderAndBody { pointer, .. } => {
            joined_names(&events, pointer, &mut search)
        }
        EventNamePlace::Header(_) | EventNamePlace::Path => vec![Vec::new(); events.len()],
    };
    EventNaming {
        place,
        source,
        names,
        slips,
        unused,
    }
}

/// The constants that a body has where the event's name stands. One that several events may be
/// called by, or that is given to another event, names none of them.
fn names_in_body(
    events: &[EventOperation<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> Vec<Vec<DeliveredName>> {
    let given: BTreeSet<&String> = events
        .iter()
        .filter_map(|event| event.operation.event_name.as_ref())
        .collect();
    let constants = events.iter().map(|event| {
        let schema = event.json_schema()?;
        search.constants_at(schema, pointer)
    });
    let listed: Listed = constants.collect();
    let (names, _) = own_constants(events, &listed);
    let names = events.iter().zip(names).map(|(event, names)| {
        let names = names.into_iter().filter(|constant| {
            let is_own = constant == event.wire() || event.operation.event_name.is_some();
            !is_own && !given.contains(constant)
        });
        let names = names.map(|constant| DeliveredName {
            header: None,
            member: Some(constant),
        });
        names.collect()
    });
    names.collect()
}
