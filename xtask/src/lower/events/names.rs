//! Where deliveries name their event, and by which texts.
//!
//! In: the document, and the place that the command line gives. Out: an [`EventNaming`]: the place, how it was chosen, and for each
//! operation the texts by which deliveries name it beside the event's own name. It reads schemas and names nothing.
//!
//! A document seldom spells an event as its deliveries do: the key is `issues-opened`, the header says `issues` and the body's `action`
//! says `opened`. So the texts are gathered here, once, and a receiver looks them up exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::candidate::{Candidate, candidates};
use super::joined_names::joined_names;
use crate::document::{Document, Method, Operation, Webhook};
use crate::model::{DeliveredName, EventNamePlace, EventNameSource};
use crate::place::{Location, Pointer};
use crate::schema::{ConstantSearch, Constants, Schemas, letters};

/// Where the command line says that deliveries name their event. With both, the two texts are joined.
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
    names: BTreeMap<(Location, Method), Vec<DeliveredName>>,
}

impl EventNaming {
    /// The texts by which deliveries name an operation's event, beside the event's own name.
    pub fn of(&self, webhook: &Webhook, operation: &Operation) -> Vec<DeliveredName> {
        let identity = (webhook.location.clone(), operation.method);
        self.names.get(&identity).cloned().unwrap_or_default()
    }
}

/// Chooses the place: the command line's, the document's, one that the bodies agree on, or the path.
pub(crate) fn lower_event_names(
    document: &Document,
    option: &EventPlaceOption,
    schemas: &Schemas<'_>,
) -> EventNaming {
    let candidates = candidates(document);
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
    let declared = document.event_selector.as_ref();
    let (place, source) =
        if let Some(place) = place(option.pointer.as_ref(), option.header.as_ref()) {
            (place, EventNameSource::Option)
        } else if let Some(place) =
            declared.and_then(|selector| place(selector.pointer.as_ref(), selector.header.as_ref()))
        {
            (place, EventNameSource::Declared)
        } else if let Some(pointer) = inferred(&candidates, &mut search) {
            (EventNamePlace::Body(pointer), EventNameSource::Inferred)
        } else {
            (EventNamePlace::Path, EventNameSource::Path)
        };
    let names = match &place {
        EventNamePlace::Body(pointer) => names_in_body(&candidates, pointer, &mut search),
        EventNamePlace::HeaderAndBody { pointer, .. } => {
            joined_names(&candidates, pointer, &mut search)
        }
        EventNamePlace::Header(_) | EventNamePlace::Path => BTreeMap::new(),
    };
    EventNaming {
        place,
        source,
        names,
    }
}

/// The member whose constants tell all bodies apart: texts before integers, which may as well be the version of a body; what says the
/// events' own names before what says others; at the root before one level deep; one constant for each event before several; then in
/// the order of the first body.
///
/// One body alone has nothing to be told apart from.
fn inferred(candidates: &[Candidate<'_>], search: &mut ConstantSearch<'_, '_>) -> Option<Pointer> {
    let (first, others) = candidates.split_first()?;
    if others.is_empty() {
        return None;
    }
    let body = first.body?;
    let mut inside = |place: &Pointer| -> Vec<Pointer> {
        let names = search.member_names(body, place);
        names.iter().map(|name| place.child(name)).collect()
    };
    let at_root = inside(&Pointer::root());
    let nested: Vec<Pointer> = at_root.iter().flat_map(&mut inside).collect();
    let mut best: Option<(Telling, Pointer)> = None;
    for pointer in at_root.into_iter().chain(nested) {
        if let Some(telling) = tells_apart(candidates, &pointer, search)
            && best.as_ref().is_none_or(|(known, _)| telling < *known)
        {
            best = Some((telling, pointer));
        }
    }
    best.map(|(_, pointer)| pointer)
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

/// How the constants at a place tell all bodies apart, if they do so and agree with the names that the document gives.
fn tells_apart(
    candidates: &[Candidate<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Telling> {
    let mut listed: Vec<Option<Rc<Constants>>> = Vec::new();
    let mut by_integers = false;
    let mut of_no_name = BTreeSet::new();
    for candidate in candidates {
        let constants = search.constants_at(candidate.body?, pointer)?;
        // An empty text names nothing, so such a delivery would be nobody's.
        if constants.texts.iter().any(String::is_empty) {
            return None;
        }
        let explicit = candidate.operation.event_name.as_ref();
        if explicit.is_some_and(|name| !constants.texts.contains(name)) {
            return None;
        }
        // Two events that share one list, and are called by nothing in it, have nothing there that tells them apart.
        if constants.called(candidate.wire()).is_none()
            && !of_no_name.insert(Rc::as_ptr(&constants))
        {
            return None;
        }
        by_integers |= constants.has_integers;
        listed.push(Some(constants));
    }
    let Owned { names, contested } = owned(candidates, &listed);
    let contested = contested || is_shared(candidates, &listed);
    let complete = !contested && names.iter().all(|names| !names.is_empty());
    let called = |(candidate, names): (&Candidate<'_>, &Vec<String>)| matches!(names.as_slice(), [only] if candidate.is_called(only));
    complete.then(|| Telling {
        by_integers,
        by_other_names: !candidates.iter().zip(&names).all(called),
        depth: pointer.as_tokens().len(),
        by_several: names.iter().any(|names| names.len() > 1),
    })
}

/// Whether a constant that is no event's name stands in two bodies whose lists are their own: a list with other events' names in it is
/// one of all there are, and says nothing of the body that it stands in.
fn is_shared(candidates: &[Candidate<'_>], listed: &[Option<Rc<Constants>>]) -> bool {
    let names: BTreeSet<String> = candidates.iter().map(|one| letters(one.wire())).collect();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (candidate, constants) in candidates.iter().zip(listed) {
        let texts = constants.iter().flat_map(|constants| &constants.texts);
        let (known, others): (Vec<String>, Vec<String>) = texts
            .map(|text| letters(text))
            .partition(|text| names.contains(text));
        let own = letters(candidate.wire());
        if !known.iter().all(|text| *text == own) {
            continue;
        }
        for text in others {
            // Several methods of one webhook share its name.
            if *seen.entry(text).or_insert(candidate.wire()) != candidate.wire() {
                return true;
            }
        }
    }
    false
}

/// What each event is called at a place.
struct Owned {
    /// The constants of each event that no other event is called by.
    names: Vec<Vec<String>>,
    /// Whether a constant stands in several bodies and none of their events has it as its name.
    contested: bool,
}

/// Settles who is called by the constants of the bodies: by its own name, where that is among them, an event and no other, for the
/// rest of such a list are other events; else by those that no other event is called by or lists.
fn owned(candidates: &[Candidate<'_>], listed: &[Option<Rc<Constants>>]) -> Owned {
    let wires: BTreeSet<&str> = candidates.iter().map(Candidate::wire).collect();
    let claims: Vec<Vec<&String>> = candidates
        .iter()
        .zip(listed)
        .map(|(candidate, constants)| match constants {
            Some(constants) => candidate.claims(constants, &wires),
            None => Vec::new(),
        })
        .collect();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for constant in claims.iter().flatten() {
        *owners.entry(constant.as_str()).or_default() += 1;
    }
    let mut owned = Owned {
        names: Vec::new(),
        contested: false,
    };
    for (candidate, constants) in candidates.iter().zip(claims) {
        let is_own = |constant: &str| {
            // Several methods of one webhook share its name, and are told apart by it no more.
            owners.get(constant) == Some(&1) || candidate.wire() == constant
        };
        owned.contested |= !constants.iter().all(|constant| is_own(constant));
        let names = constants.into_iter().filter(|constant| is_own(constant));
        owned.names.push(names.cloned().collect());
    }
    owned
}

/// The constants that a body has where the event's name stands. What several events claim, or another event is called outright, tells
/// nothing.
fn names_in_body(
    candidates: &[Candidate<'_>],
    pointer: &Pointer,
    search: &mut ConstantSearch<'_, '_>,
) -> BTreeMap<(Location, Method), Vec<DeliveredName>> {
    let explicit: BTreeSet<&String> = candidates
        .iter()
        .filter_map(|candidate| candidate.operation.event_name.as_ref())
        .collect();
    let mut constants = |candidate: &Candidate<'_>| search.constants_at(candidate.body?, pointer);
    let listed: Vec<Option<Rc<Constants>>> = candidates.iter().map(&mut constants).collect();
    let owned = owned(candidates, &listed);
    let mut names = BTreeMap::new();
    for (candidate, constants) in candidates.iter().zip(owned.names) {
        let is_own = |constant: &String| {
            let needless = constant == candidate.wire() || candidate.operation.event_name.is_some();
            !needless && !explicit.contains(constant)
        };
        let delivered = constants.into_iter().filter(is_own);
        let delivered = delivered.map(|constant| DeliveredName {
            header: None,
            member: Some(constant),
        });
        names.insert(candidate.identity(), delivered.collect());
    }
    names
}
