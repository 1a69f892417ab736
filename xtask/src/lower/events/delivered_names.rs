//! Where deliveries name their event, and by which texts.
//!
//! In: the document, and the place that the command line gives. Out: an [`EventNaming`]: the place,
//! how it was chosen, and for each operation the texts by which deliveries name its event beside
//! the event's own name. It reads schemas and settles no Rust name.
//!
//! A document seldom writes an event as its deliveries do: the key is `issues-opened`, the header
//! says `issues` and the body's `action` says `opened`. So the texts are gathered here, once, and a
//! receiver looks them up exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::joined_names::joined_names;
use super::operations::EventOperation;
use crate::document::Document;
use crate::model::{DeliveredName, EventNamePlace, EventNameSource, TagKind};
use crate::place::Pointer;
use crate::schema::{Constant, ConstantSearch, Schemas, letters};

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
}

/// The constants of each event's body at one place.
type Listed = Vec<Option<Rc<Constant>>>;

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
    let (place, source) = match (asked, declared) {
        (Some(place), _) => (place, EventNameSource::Option),
        (None, Some(place)) => (place, EventNameSource::Declared),
        (None, None) => match inferred(&events, &mut search) {
            Some(pointer) => (EventNamePlace::Body(pointer), EventNameSource::Inferred),
            None => (EventNamePlace::Path, EventNameSource::Path),
        },
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
    }
}

/// The member whose constants tell all bodies apart. Of several: texts before integers, which may
/// as well be the version of a body; what says the events' own names before what says others; at
/// the root before one level deep; one constant for each event before several; then in the order of
/// the first body.
///
/// One body alone has nothing to be told apart from.
fn inferred(events: &[EventOperation<'_>], search: &mut ConstantSearch<'_, '_>) -> Option<Pointer> {
    let (first, [_, ..]) = events.split_first()? else {
        return None;
    };
    let body = first.json_schema()?;
    let mut inside = |place: &Pointer| -> Vec<Pointer> {
        let names = search.member_names(body, place);
        names.iter().map(|name| place.child(name)).collect()
    };
    let at_root = inside(&Pointer::root());
    let nested: Vec<Pointer> = at_root.iter().flat_map(&mut inside).collect();
    let places = at_root.into_iter().chain(nested);
    let telling = places.filter_map(|place| Some((tells_apart(events, &place, search)?, place)));
    telling
        .min_by_key(|(telling, _)| *telling)
        .map(|(_, place)| place)
}

/// How constants tell all bodies apart; the lesser is the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Telling {
    /// Whether some of them are integers.
    by_integers: bool,
    /// Whether some event is called by another name than its own.
    by_other_names: bool,
    /// How deep they stand.
    depth: usize,
    /// Whether an event has several.
    by_several: bool,
}

/// How the constants at a place tell all bodies apart, if they do so and agree with the names that
/// the document gives.
fn tells_apart(
    events: &[EventOperation<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Telling> {
    let mut listed: Listed = Vec::new();
    let mut by_integers = false;
    let mut of_no_name = BTreeSet::new();
    for event in events {
        let constants = search.constants_at(event.json_schema()?, pointer)?;
        // An empty text names nothing, so such a delivery would be nobody's.
        if constants.values.iter().any(String::is_empty) {
            return None;
        }
        let explicit = event.operation.event_name.as_ref();
        if explicit.is_some_and(|name| !constants.values.contains(name)) {
            return None;
        }
        // Two events that share one list which has neither's name are not told apart by it.
        if constants.called(event.wire()).is_none() && !of_no_name.insert(Rc::as_ptr(&constants)) {
            return None;
        }
        by_integers |= constants.kind == TagKind::Integer;
        listed.push(Some(constants));
    }
    let (names, contested) = own_constants(events, &listed);
    if contested || is_shared(events, &listed) || names.iter().any(Vec::is_empty) {
        return None;
    }
    let is_own = |(event, names): (&EventOperation<'_>, &Vec<String>)| matches!(names.as_slice(), [only] if letters(only) == letters(event.wire()));
    Some(Telling {
        by_integers,
        by_other_names: !events.iter().zip(&names).all(is_own),
        depth: pointer.as_tokens().len(),
        by_several: names.iter().any(|names| names.len() > 1),
    })
}

/// Whether a constant that is no event's name stands in two bodies whose lists are their own: a
/// list with other events' names in it is one of all there are, and says nothing of the body that
/// has it.
fn is_shared(events: &[EventOperation<'_>], listed: &Listed) -> bool {
    let names: BTreeSet<String> = events.iter().map(|event| letters(event.wire())).collect();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (event, constants) in events.iter().zip(listed) {
        let texts = constants.iter().flat_map(|constants| &constants.values);
        let (known, others): (Vec<String>, Vec<String>) = texts
            .map(|text| letters(text))
            .partition(|text| names.contains(text));
        let own = letters(event.wire());
        if !known.iter().all(|text| *text == own) {
            continue;
        }
        for text in others {
            // Several methods of one webhook share its name.
            if *seen.entry(text).or_insert(event.wire()) != event.wire() {
                return true;
            }
        }
    }
    false
}

/// The constants by which each event alone is called; and whether one stands in several bodies and
/// is the name of none of their events.
///
/// An event whose own name is among the constants of its body is called by that, since the others
/// are other events. Else it is called by those that no other event is called by or lists.
fn own_constants(events: &[EventOperation<'_>], listed: &Listed) -> (Vec<Vec<String>>, bool) {
    let wires: BTreeSet<&str> = events.iter().map(EventOperation::wire).collect();
    let mut called: Vec<Vec<&String>> = Vec::new();
    for (event, constants) in events.iter().zip(listed) {
        let own = constants.as_ref().and_then(|one| one.called(event.wire()));
        let all = constants.iter().flat_map(|one| &one.values);
        called.push(match own {
            Some(own) => vec![own],
            None => all.filter(|text| !wires.contains(text.as_str())).collect(),
        });
    }
    let mut uses: BTreeMap<&String, usize> = BTreeMap::new();
    for constant in called.iter().flatten() {
        *uses.entry(constant).or_default() += 1;
    }
    let mut contested = false;
    let names = events.iter().zip(&called).map(|(event, called)| {
        // Several methods of one webhook share its name, which does not tell them apart.
        let is_own = |constant: &&&String| uses[**constant] == 1 || event.wire() == **constant;
        let own: Vec<String> = called
            .iter()
            .filter(is_own)
            .map(|one| (*one).clone())
            .collect();
        contested |= own.len() < called.len();
        own
    });
    let names = names.collect();
    (names, contested)
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
