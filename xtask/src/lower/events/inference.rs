//! The member of the bodies that tells events apart, where nobody says where they are named.
//!
//! In: the operations, and the constants in their bodies. Out: the place whose constants tell all
//! bodies apart; or else the one where most events' own names stand, and the events whose name does
//! not: slips of the document. It settles no name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexMap;

use super::operations::EventOperation;
use super::own_constants::{Listed, own_constants};
use crate::model::{EventNamePlace, NamePlace, TagKind};
use crate::place::{Location, Pointer};
use crate::schema::{Constant, ConstantSearch, Having, Schemas, having, letters};

/// Where bodies name their event.
pub(super) struct Inferred {
    pub place: EventNamePlace,
    /// The events, by the number of their operation, whose own name is not among the constants of
    /// their bodies, where it is for most others.
    pub slips: BTreeSet<usize>,
}

/// The events whose method delivers others too. The only one of a method needs no name.
pub(super) fn alike<'d>(events: &[EventOperation<'d>]) -> Vec<EventOperation<'d>> {
    let mut by_method: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        let method = event.operation.method.as_str();
        *by_method.entry(method).or_default() += 1;
    }
    let is_alike = |event: &&EventOperation<'_>| by_method[event.operation.method.as_str()] > 1;
    events.iter().filter(is_alike).copied().collect()
}

/// The place that tells the bodies apart: all of them, or those of events whose method delivers
/// others too.
pub(super) fn inferred(
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Inferred> {
    inferred_of(events, schemas, search).or_else(|| inferred_of(&alike(events), schemas, search))
}

/// The place that tells these bodies apart. One where most events' own names stand, and which every
/// body has, bears a few bodies that name another event, if no other place tells all apart by as
/// many events' own names.
fn inferred_of(
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Inferred> {
    let places = places(events, search);
    let exact = exact(events, &places, search);
    let usual = usual(events, &places, search);
    let place = EventNamePlace::Body;
    let of_exact = exact.as_ref();
    let of_exact = of_exact.and_then(|place| own_names(events, place, search));
    if of_exact.as_ref().is_none_or(|own| own.len() < events.len())
        && let Some((first, second)) = two_places(events, schemas, search)
    {
        let places = [first, second].map(NamePlace::Pointer);
        return Some(Inferred {
            place: EventNamePlace::Several(places.into()),
            slips: BTreeSet::new(),
        });
    }
    match (exact, usual) {
        (_, Some((pointer, own))) if of_exact.is_none_or(|of_exact| of_exact.len() < own.len()) => {
            let others = events.iter().filter(|event| !own.contains(&event.number));
            // Where no constants are listed, the event's own name is as good as any text.
            let is_slip = |event: &&EventOperation<'_>| {
                let body = event.schema();
                body.is_some_and(|body| search.constants_at(body, &pointer).is_some())
            };
            let slips = others.filter(is_slip).map(|event| event.number).collect();
            Some(Inferred {
                place: place(pointer),
                slips,
            })
        }
        (Some(pointer), _) => Some(Inferred {
            place: place(pointer),
            slips: BTreeSet::new(),
        }),
        (None, _) => None,
    }
}

/// Two places, where each body has its event's own name and nothing else at the first of them that
/// is there: an envelope, and what comes without one.
fn two_places(
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<(Pointer, Pointer)> {
    let mut owners: IndexMap<Pointer, BTreeSet<usize>> = IndexMap::new();
    for event in events {
        let body = event.schema()?;
        for place in members(body, search) {
            let constants = search.constants_at(body, &place);
            let is_own = |constants: Rc<Constant>| {
                constants.values.len() == 1 && constants.called(event.wire()).is_some()
            };
            if constants.is_some_and(is_own) {
                owners.entry(place).or_default().insert(event.number);
            }
        }
    }
    let is_pair = |first: &Pointer, of_first: &BTreeSet<usize>, of_second: &BTreeSet<usize>| {
        let mut others = events
            .iter()
            .filter(|event| !of_first.contains(&event.number));
        others.all(|event| {
            let without = event.schema().map(|body| having(body, first, schemas));
            let is_absent = matches!(without, Some(Having::Never | Having::Unlisted));
            is_absent && of_second.contains(&event.number)
        })
    };
    let mut pairs = owners.iter().flat_map(|first| {
        let seconds = owners.iter().filter(move |(second, _)| *second != first.0);
        seconds.map(move |second| (first, second))
    });
    let found = pairs.find(|((first, of_first), (_, of_second))| {
        of_first.len() < events.len() && is_pair(first, of_first, of_second)
    });
    found.map(|((first, _), (second, _))| (first.clone(), second.clone()))
}

/// The members of the first body, and those one level deep. One body alone has nothing to be told
/// apart from.
pub(super) fn places(
    events: &[EventOperation<'_>],
    search: &mut ConstantSearch<'_, '_>,
) -> Vec<Pointer> {
    let [first, _, ..] = events else {
        return Vec::new();
    };
    let body = first.schema();
    body.map_or_else(Vec::new, |body| members(body, search))
}

/// The members of a body, and those one level deep.
fn members(body: &Location, search: &mut ConstantSearch<'_, '_>) -> Vec<Pointer> {
    let mut inside = |place: &Pointer| -> Vec<Pointer> {
        let names = search.member_names(body, place);
        names.iter().map(|name| place.child(name)).collect()
    };
    let at_root = inside(&Pointer::root());
    let nested: Vec<Pointer> = at_root.iter().flat_map(&mut inside).collect();
    at_root.into_iter().chain(nested).collect()
}

/// The place where most events' own names are among the constants of their bodies, and those
/// events, by the number of their operation. Every body has the member; one that lists no constants
/// for it may hold the event's name as well as any other text.
fn usual(
    events: &[EventOperation<'_>],
    places: &[Pointer],
    search: &mut ConstantSearch<'_, '_>,
) -> Option<(Pointer, BTreeSet<usize>)> {
    let named = places.iter().filter_map(|place| {
        let own = own_names(events, place, search)?;
        (own.len() * 2 > events.len()).then(|| (place.clone(), own))
    });
    named.min_by_key(|(place, own)| (Reverse(own.len()), place.as_tokens().len()))
}

/// The places whose constants tell bodies apart, or that hold the own names of most events; the
/// best first.
pub(super) fn naming_places(
    events: &[EventOperation<'_>],
    search: &mut ConstantSearch<'_, '_>,
) -> Vec<Pointer> {
    let bodies = events.iter().filter_map(EventOperation::schema);
    let mut places: Vec<Pointer> = bodies
        .take(1)
        .flat_map(|body| members(body, search))
        .collect();
    let mut telling: Vec<(usize, usize, Pointer)> = Vec::new();
    for place in places.drain(..) {
        let mut own = 0;
        for event in events {
            let schema = event.schema();
            let constants = schema.and_then(|schema| search.constants_at(schema, &place));
            own += usize::from(constants.is_some_and(|one| one.called(event.wire()).is_some()));
        }
        if own * 2 > events.len() || tells_apart(events, &place, search).is_some() {
            telling.push((events.len() - own, place.as_tokens().len(), place));
        }
    }
    telling.sort_by_key(|(others, depth, _)| (*others, *depth));
    telling.into_iter().map(|(_, _, place)| place).collect()
}

/// The events whose own name is among the constants of their bodies at a place, by the number of
/// their operation. Some bodies may have the member without constants; `None` if some body lacks it.
fn own_names(
    events: &[EventOperation<'_>],
    place: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<BTreeSet<usize>> {
    let mut own = BTreeSet::new();
    for event in events {
        let body = event.schema()?;
        match search.constants_at(body, place) {
            Some(constants) if constants.called(event.wire()).is_some() => {
                own.insert(event.number);
            }
            Some(_) => {}
            None if members(body, search).contains(place) => {}
            None => return None,
        }
    }
    Some(own)
}

/// The member whose constants tell all bodies apart. Of several: texts before integers, which may
/// as well be the version of a body; what says the events' own names before what says others; at
/// the root before one level deep; one constant for each event before several; then in the order of
/// the first body.
fn exact(
    events: &[EventOperation<'_>],
    places: &[Pointer],
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Pointer> {
    let telling = places
        .iter()
        .filter_map(|place| Some((tells_apart(events, place, search)?, place)));
    telling
        .min_by_key(|(telling, _)| *telling)
        .map(|(_, place)| place.clone())
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
        let constants = search.constants_at(event.schema()?, pointer)?;
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
    if !contested.is_empty() || is_shared(events, &listed) || names.iter().any(Vec::is_empty) {
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
