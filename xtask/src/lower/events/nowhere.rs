//! A place for the event's name that no body has.
//!
//! In: the places that the document says, and the bodies. Out: a warning of each that no body has, with
//! the places that would do. Where some bodies have it, those that do not are told elsewhere.

use super::inference::naming_places;
use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::document::EventSelector;
use crate::place::{Location, Pointer};
use crate::schema::{ConstantSearch, Having, Schemas, having};

/// How many places are named.
const SHOWN: usize = 3;

/// What to say of each pointer that no body with a schema has, or may have.
pub(super) fn leading_nowhere(
    events: &[EventOperation<'_>],
    selectors: &[EventSelector],
    schemas: &Schemas<'_>,
    search: &mut ConstantSearch<'_, '_>,
) -> Vec<Diagnostic> {
    let bodies: Vec<&Location> = events.iter().filter_map(EventOperation::schema).collect();
    let is_at = |body: &&Location, pointer: &Pointer| {
        matches!(
            having(body, pointer, schemas),
            Having::Free | Having::Listed
        )
    };
    let said = selectors
        .iter()
        .filter_map(|selector| Some((selector, selector.pointer.as_ref()?)));
    let nowhere = said.filter(|(_, pointer)| {
        !bodies.is_empty() && !bodies.iter().any(|body| is_at(body, pointer))
    });
    let mut complaints = Vec::new();
    for (selector, pointer) in nowhere {
        let written = pointer.to_string();
        let mut would: Vec<String> = naming_places(events, search)
            .iter()
            .map(Pointer::to_string)
            .collect();
        if let (true, Some(first)) = (would.is_empty(), bodies.first()) {
            let names = search.member_names(first, &Pointer::root());
            let members = names.iter().map(|name| Pointer::root().child(name));
            let common = members.filter(|pointer| bodies.iter().all(|body| is_at(body, pointer)));
            let common: Vec<String> = common.map(|pointer| pointer.to_string()).collect();
            would.extend(closest(&written, common.iter().map(String::as_str)).map(str::to_owned));
        }
        // Said already.
        would.retain(|would| {
            let mut said = selectors.iter().filter_map(|one| one.pointer.as_ref());
            !said.any(|said| said.to_string() == *would)
        });
        let would: Vec<String> = would
            .iter()
            .take(SHOWN)
            .map(|one| format!("`{one}`"))
            .collect();
        let help = if !would.is_empty() {
            format!("did you mean {}?", would.join(" or "))
        } else if selectors.len() > 1 {
            "take it out of the list, or point to a member that says which event it is".to_owned()
        } else {
            "point to the member that says which event it is, or name a `header`".to_owned()
        };
        let inner = selector.location.child("pointer");
        let says = schemas.resolver.value(&inner).is_string();
        let place = if says {
            inner
        } else {
            selector.location.clone()
        };
        let message =
            format!("no body has `{written}`, where deliveries are said to name their event");
        complaints.push(
            Diagnostic::new(Code::UnnamedEvent, message)
                .at(place, "leads nowhere")
                .help(help),
        );
    }
    complaints
}
