//! A place for the event's name that no body has.
//!
//! In: the place that the document says, and the bodies. Out: a warning with the places that would
//! do. Where most bodies have the place, those that do not are told one by one elsewhere.

use super::inference::naming_places;
use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::document::EventSelector;
use crate::model::EventNamePlace;
use crate::place::{Location, Pointer};
use crate::schema::{ConstantSearch, Having, Schemas, having};

/// How many places are named.
const SHOWN: usize = 3;

/// What to say if no body with a schema has, or may have, what the document points to.
pub(super) fn leads_nowhere(
    events: &[EventOperation<'_>],
    place: &EventNamePlace,
    selectors: &[EventSelector],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Option<Diagnostic> {
    let pointers = place.pointers();
    let bodies: Vec<&Location> = events.iter().filter_map(EventOperation::schema).collect();
    let is_at = |body: &&Location, pointer: &Pointer| {
        matches!(
            having(body, pointer, schemas),
            Having::Free | Having::Listed
        )
    };
    let is_found = |pointer: &&Pointer| bodies.iter().any(|body| is_at(body, pointer));
    if !place.is_in_body() || bodies.is_empty() || pointers.iter().any(is_found) {
        return None;
    }
    let selector = selectors.iter().find(|one| one.pointer.is_some())?;
    let written = selector.pointer.as_ref()?.to_string();
    let mut would: Vec<String> = Vec::new();
    for pointer in naming_places(events, search) {
        would.push(pointer.to_string());
    }
    if would.is_empty() {
        let first = bodies.first()?;
        let names = search.member_names(first, &Pointer::root());
        let members = names.iter().map(|name| Pointer::root().child(name));
        let common = members.filter(|pointer| bodies.iter().all(|body| is_at(body, pointer)));
        let common: Vec<String> = common.map(|pointer| pointer.to_string()).collect();
        would.extend(closest(&written, common.iter().map(String::as_str)).map(str::to_owned));
    }
    let would: Vec<String> = would
        .iter()
        .take(SHOWN)
        .map(|one| format!("`{one}`"))
        .collect();
    let help = if would.is_empty() {
        "point to the member that says which event it is, or name a `header`".to_owned()
    } else {
        format!("did you mean {}?", would.join(" or "))
    };
    let inner = selector.location.child("pointer");
    let says = schemas.resolver.value(&inner).is_string();
    let place = if says {
        inner
    } else {
        selector.location.clone()
    };
    let message = format!("no body has `{written}`, where deliveries are said to name their event");
    Some(
        Diagnostic::new(Code::UnnamedEvent, message)
            .at(place, "leads nowhere")
            .help(help),
    )
}
