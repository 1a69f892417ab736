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
use std::rc::Rc;

use super::inference::inferred;
use super::joined_names::joined_names;
use super::likely_place::likely;
use super::nowhere::leading_nowhere;
use super::operations::EventOperation;
use super::own_constants::{Listed, own_constants};
use crate::diagnostic::{Diagnostic, slip};
use crate::document::{Document, EventSelector};
use crate::model::{DeliveredName, EventNamePlace, EventNameSource, NamePlace, TagKind};
use crate::place::Pointer;
use crate::schema::{Constant, ConstantSearch, Having, Schemas, having, letters};

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
    /// The operations whose own name does not stand in their bodies: most others' does and the
    /// place was inferred from that, or the document says the place and names of other events stand
    /// there. By their number.
    pub slips: BTreeSet<usize>,
    /// The operations whose bodies hold, where the document says that they name their event, what
    /// names none: by their number.
    pub unreachable: BTreeSet<usize>,
    /// Texts that several events have where the document says that bodies name their event, so that
    /// they name none of them; with the numbers of their operations.
    pub shared: Vec<(String, Vec<usize>)>,
    /// What to say of places that no body has.
    pub nowhere: Vec<Diagnostic>,
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
    let joined = |pointer: Option<&Pointer>, header: Option<&String>| match (pointer, header) {
        (Some(pointer), None) => Some(EventNamePlace::Body(pointer.clone())),
        (None, Some(header)) => Some(EventNamePlace::Header(header.clone())),
        (Some(pointer), Some(header)) => Some(EventNamePlace::HeaderAndBody {
            header: header.clone(),
            pointer: pointer.clone(),
        }),
        (None, None) => None,
    };
    let asked = joined(option.pointer.as_ref(), option.header.as_ref());
    let declared = match document.event_selectors.as_slice() {
        [only] => {
            let query = || only.query.clone().map(EventNamePlace::Query);
            joined(only.pointer.as_ref(), only.header.as_ref()).or_else(query)
        }
        several => several_places(several),
    };
    let (mut slips, mut unreachable) = (BTreeSet::new(), BTreeSet::new());
    let mut shared = Vec::new();
    let (place, source) = match (asked, declared) {
        (Some(place), _) => (place, EventNameSource::Option),
        (None, Some(place)) => (place, EventNameSource::Declared),
        (None, None) => match inferred(&events, schemas, &mut search) {
            Some(found) => {
                slips = found.slips;
                (found.place, EventNameSource::Inferred)
            }
            None => (EventNamePlace::Path, EventNameSource::Path),
        },
    };
    let unused = match source {
        EventNameSource::Path => likely(&events, schemas, &mut search),
        _ => None,
    };
    let nowhere = match source {
        EventNameSource::Declared => {
            let selectors = &document.event_selectors;
            leading_nowhere(&events, selectors, schemas, &mut search)
        }
        _ => Vec::new(),
    };
    let names = match &place {
        EventNamePlace::Body(_) | EventNamePlace::Several(_) => {
            let found = names_in_body(&events, &place, schemas, &mut search);
            if source == EventNameSource::Declared {
                slips = found.of_others;
                unreachable = found.of_none;
                shared = found.shared;
            }
            if place.is_in_body() {
                slips.extend(found.otherwise);
            }
            found.names
        }
        EventNamePlace::HeaderAndBody { pointer, .. } => {
            joined_names(&events, pointer, &mut search)
        }
        EventNamePlace::Header(_) | EventNamePlace::Query(_) | EventNamePlace::Path => {
            vec![Vec::new(); events.len()]
        }
    };
    EventNaming {
        place,
        source,
        names,
        slips,
        unreachable,
        shared,
        nowhere,
        unused,
    }
}

impl EventNaming {
    /// Whether no body has any of the places, and nothing else names an event.
    pub fn leads_nowhere(&self) -> bool {
        self.place.is_in_body() && self.nowhere.len() == self.place.pointers().len()
    }
}

/// Several places that the document says; `None` if it says none.
fn several_places(selectors: &[EventSelector]) -> Option<EventNamePlace> {
    let places = selectors.iter().flat_map(|selector| {
        let pointer = selector.pointer.clone().map(NamePlace::Pointer);
        let header = selector.header.clone().map(NamePlace::Header);
        let query = selector.query.clone().map(NamePlace::Query);
        [pointer, header, query].into_iter().flatten()
    });
    let places: Vec<NamePlace> = places.collect();
    (!places.is_empty()).then_some(EventNamePlace::Several(places))
}

/// What bodies say of their events.
struct NamesInBody {
    names: Vec<Vec<DeliveredName>>,
    /// The operations whose bodies list names of other events and not their own, by their number.
    of_others: BTreeSet<usize>,
    /// The operations whose bodies list what names no event, by their number.
    of_none: BTreeSet<usize>,
    /// Texts that the bodies of several events list, and that are the name of none of them.
    shared: Vec<(String, Vec<usize>)>,
    /// The operations that are called otherwise than their webhook, where that is most likely a
    /// slip: by their number.
    otherwise: BTreeSet<usize>,
}

/// The constants that a body has where the event's name stands. One that several events may be
/// called by, or that is given to another event, names none of them.
fn names_in_body(
    events: &[EventOperation<'_>],
    place: &EventNamePlace,
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> NamesInBody {
    let given = events.iter().map(|event| &event.operation.event_name);
    let given: BTreeSet<&String> = given.flatten().collect();
    let pointers = place.pointers();
    let constants = events.iter().map(|event| {
        let schema = event.schema()?;
        // The first that is there counts, whatever it holds.
        let mut here = pointers.iter().enumerate().filter_map(|(index, pointer)| {
            let constants = search.constants_at(schema, pointer);
            let is_there =
                constants.is_some() || having(schema, pointer, schemas) == Having::Listed;
            is_there.then_some((index, constants))
        });
        here.next()
    });
    let (places, listed): (Vec<Option<usize>>, Listed) = constants
        .map(|here| here.map_or((None, None), |(index, constants)| (Some(index), constants)))
        .unzip();
    let (called, contested) = own_constants(events, &listed);
    let names = events.iter().zip(called).map(|(event, names)| {
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
    let names: Vec<Vec<DeliveredName>> = names.collect();
    let known = events.iter().map(EventOperation::wire);
    let delivered = names.iter().flatten();
    let known = known.chain(delivered.filter_map(|name| name.member.as_deref()));
    let known: BTreeSet<&str> = known.collect();
    let (mut of_others, mut of_none) = (BTreeSet::new(), BTreeSet::new());
    // A header or a query parameter that is there counts before what stands behind it.
    let leading = place.leading_pointers();
    let mut shared: Vec<(String, Vec<usize>)> = Vec::new();
    for (((event, constants), own), here) in events.iter().zip(&listed).zip(&names).zip(&places) {
        let Some(constants) = constants.as_ref() else {
            continue;
        };
        let values = &constants.values;
        let is_named = constants.called(event.wire()).is_some();
        let pointer = here.filter(|here| *here < leading);
        let pointer = pointer.and_then(|here| pointers.get(here));
        let Some(pointer) = pointer.filter(|_| !is_named && event.operation.event_name.is_none())
        else {
            continue;
        };
        for text in values.iter().filter(|text| contested.contains(*text)) {
            match shared.iter_mut().find(|(known, _)| known == text) {
                Some((_, numbers)) => numbers.push(event.number),
                None => shared.push((text.clone(), vec![event.number])),
            }
        }
        if !own.is_empty() {
            continue;
        }
        if values.iter().any(|value| known.contains(value.as_str())) {
            of_others.insert(event.number);
        } else if place.is_in_body() || is_certain(event, pointer, schemas) {
            of_none.insert(event.number);
        }
    }
    // Of those alone that no name leads to, that is what is said.
    shared.retain(|(_, numbers)| !numbers.iter().all(|number| of_none.contains(number)));
    NamesInBody {
        otherwise: called_otherwise(events, &listed, &names),
        names,
        of_others,
        of_none,
        shared,
    }
}

/// Whether every body of an event has the member, so that nothing behind it in a list counts.
fn is_certain(event: &EventOperation<'_>, pointer: &Pointer, schemas: &Schemas<'_>) -> bool {
    let Some(mut schema) = event.schema().cloned() else {
        return false;
    };
    schemas.quietly(|schemas| {
        pointer.as_tokens().iter().all(|token| {
            let view = schemas.view_at(&schema);
            let member = view.properties().get(token.as_ref());
            let Some(member) = member.and_then(|places| places.first()) else {
                return false;
            };
            let is_required = view.required().contains(token.as_ref());
            schema = member.clone();
            is_required
        })
    })
}

/// How many letters of a webhook's name may be wrong; of a short one, a single letter.
const SLIP: usize = 2;

/// The events that are called otherwise than their webhook, though the bodies of at least half of the
/// events have their own names, or though the names are nearly the same.
fn called_otherwise(
    events: &[EventOperation<'_>],
    listed: &Listed,
    names: &[Vec<DeliveredName>],
) -> BTreeSet<usize> {
    let own: Vec<bool> = events
        .iter()
        .zip(listed)
        .map(|(event, constants)| {
            let named = constants
                .as_ref()
                .map(|one| one.called(event.wire()).is_some());
            named.unwrap_or(event.operation.event_name.is_some())
        })
        .collect();
    let others = own.iter().filter(|own| !**own).count();
    let called = events.iter().zip(names).zip(own).zip(listed);
    let called = called.filter(|(((event, names), own), constants)| {
        let texts = names.iter().filter_map(|name| name.member.as_deref());
        // `refund.paid` and `refund.denied` are what a webhook `refund` delivers.
        let own_letters = letters(event.wire());
        let is_kind = texts
            .clone()
            .any(|text| letters(text).contains(&own_letters));
        let is_near = || {
            let long = texts.clone().filter(|text| text.len() > SLIP * 2);
            let short = texts.clone().filter(|text| text.len() > SLIP);
            slip(event.wire(), long, SLIP).is_some() || slip(event.wire(), short, 1).is_some()
        };
        // An integer is seldom what a webhook is called.
        let is_text = |one: &Rc<Constant>| one.kind == TagKind::Text;
        let most = if constants.as_ref().is_some_and(is_text) {
            2
        } else {
            4
        };
        let are_few = events.len() > 1 && (others == 1 || others * most <= events.len());
        let is_given = event.operation.event_name.is_some();
        !own && !is_kind && !is_given && !names.is_empty() && (are_few || is_near())
    });
    called.map(|(((event, ..), _), _)| event.number).collect()
}
