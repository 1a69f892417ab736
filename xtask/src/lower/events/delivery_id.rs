//! Where deliveries are numbered.
//!
//! In: what the document says of it, by `x-webhook-id` or else with its signatures, and the bodies.
//! Out: the places, of which the first that is there in a delivery counts. Places in bodies that the
//! document itself says are held against the schemas.

use std::cmp::Reverse;

use indexmap::IndexMap;
use webhook_runtime::security::RequestPlace;

use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{DeliveryIdRule, Document, MediaKind};
use crate::lower::security::described_at;
use crate::model::{Authenticator, AuthenticatorKind, DeliveryIdPlace};
use crate::place::{Location, Pointer};
use crate::schema::{ConstantSearch, Having, Schemas, having};

/// How many members are named that would lead somewhere.
const SUGGESTED: usize = 6;

/// How many events are named that have no id.
const NAMED: usize = 3;

/// The places where deliveries of a document are numbered.
pub(crate) fn lower_delivery_id(
    document: &Document,
    authenticators: &[Authenticator],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<DeliveryIdPlace> {
    let events: Vec<EventOperation<'_>> = EventOperation::all(document).collect();
    let said = document.delivery_id.iter().map(|rule| {
        let (place, location) = match rule {
            DeliveryIdRule::Header(location, name) => {
                (DeliveryIdPlace::Header(vec![name.clone()]), location)
            }
            DeliveryIdRule::Query(location, name) => {
                (DeliveryIdPlace::Query(name.clone()), location)
            }
            DeliveryIdRule::Pointers(location, pointers) => {
                (DeliveryIdPlace::Body(pointers.clone()), location)
            }
        };
        (place, location.clone())
    });
    let said: Vec<(DeliveryIdPlace, Location)> = said.collect();
    if said.is_empty() {
        return of_signatures(document, authenticators, &events, schemas, diagnostics);
    }
    let errors = diagnostics.error_count();
    for (place, location) in &said {
        refuse_if_nowhere(place, location, &events, schemas, diagnostics);
    }
    let places: Vec<DeliveryIdPlace> = said.iter().map(|(place, _)| place.clone()).collect();
    if diagnostics.error_count() == errors {
        warn_if_absent(&places, &said[0].1, &events, schemas, diagnostics);
    }
    places
}

/// The places that signatures are described with. A preset is not written for the document, so its
/// place in the body counts where some body has it.
fn of_signatures(
    document: &Document,
    authenticators: &[Authenticator],
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<DeliveryIdPlace> {
    let mut places = Vec::new();
    for authenticator in authenticators {
        let AuthenticatorKind::Signature(signature) = &authenticator.kind else {
            continue;
        };
        let place = match signature.delivery_id {
            Some(RequestPlace::Header(names)) => {
                DeliveryIdPlace::Header(names.iter().map(|name| (*name).to_owned()).collect())
            }
            Some(RequestPlace::Query(name)) => DeliveryIdPlace::Query(name.to_owned()),
            // Where elements of a list are signed, each has an id of its own.
            Some(RequestPlace::Body(_)) if signature.scheme.each.is_some() => continue,
            Some(RequestPlace::Body(pointer)) => match Pointer::parse(pointer) {
                Some(pointer) => DeliveryIdPlace::Body(vec![pointer]),
                None => continue,
            },
            None => continue,
        };
        let is_there = || events.iter().any(|event| has(event, &place, schemas));
        match &signature.preset {
            Some(_) if !is_there() => continue,
            Some(_) => {}
            None => {
                let schemes = &document.security_schemes;
                if let Some(scheme) = schemes.get(&authenticator.name.wire) {
                    let said = described_at(scheme, &["id"]);
                    refuse_if_nowhere(&place, &said, events, schemas, diagnostics);
                }
            }
        }
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Whether deliveries of an event may have an id at a place.
fn has(event: &EventOperation<'_>, place: &DeliveryIdPlace, schemas: &Schemas<'_>) -> bool {
    let DeliveryIdPlace::Body(pointers) = place else {
        return true;
    };
    let mut pointers = pointers.iter();
    pointers.all(|pointer| leads(event, pointer, schemas))
}

/// Whether a pointer may lead somewhere in an event's bodies.
fn leads(event: &EventOperation<'_>, pointer: &Pointer, schemas: &Schemas<'_>) -> bool {
    let Some(media_type) = event.media_type() else {
        return false;
    };
    let is_read = matches!(media_type.kind(), MediaKind::Json | MediaKind::Form);
    let says = |schema| having(schema, pointer, schemas);
    let having = media_type.schema.as_ref().map_or(Having::Free, says);
    is_read && having >= Having::Free
}

/// Refuses a place in the bodies that no body has.
fn refuse_if_nowhere(
    place: &DeliveryIdPlace,
    location: &Location,
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    let DeliveryIdPlace::Body(pointers) = place else {
        return;
    };
    if events.iter().any(|event| has(event, place, schemas)) {
        return;
    }
    let is_nowhere = |pointer: &&Pointer| !events.iter().any(|one| leads(one, pointer, schemas));
    let message = match pointers.iter().find(is_nowhere) {
        Some(pointer) => format!("no delivery has an id at `{pointer}`: no body has such a member"),
        None => "no delivery has an id: no body has all of these members".to_owned(),
    };
    let wanted = pointers
        .iter()
        .filter_map(Pointer::last)
        .collect::<Vec<_>>();
    let known = suggested(events, &wanted, schemas);
    let help = if known.is_empty() {
        "say the header that numbers a delivery, or leave it out".to_owned()
    } else {
        format!(
            "bodies have {}; or say the header that numbers a delivery",
            known.join(", ")
        )
    };
    diagnostics.push(
        Diagnostic::new(Code::InvalidValue, message)
            .at(location, "leads nowhere")
            .help(help),
    );
}

/// Members of bodies that may be meant by these names, the likeliest first; ids before others.
pub(super) fn suggested(
    events: &[EventOperation<'_>],
    wanted: &[&str],
    schemas: &Schemas<'_>,
) -> Vec<String> {
    let mut search = ConstantSearch::new(schemas);
    let mut known: IndexMap<Pointer, usize> = IndexMap::new();
    for body in events.iter().filter_map(EventOperation::schema) {
        let mut inside = |place: &Pointer| -> Vec<Pointer> {
            let names = search.member_names(body, place);
            names.iter().map(|name| place.child(name)).collect()
        };
        for place in inside(&Pointer::root()) {
            // An object is no id, and may hold one.
            let nested = inside(&place);
            let places = if nested.is_empty() {
                vec![place]
            } else {
                nested
            };
            for place in places {
                *known.entry(place).or_default() += 1;
            }
        }
    }
    let mut known: Vec<(Pointer, usize)> = known.into_iter().collect();
    known.sort_by_key(|(place, count)| {
        let last = place.last().unwrap_or_default();
        let is_like = wanted.contains(&last);
        (
            Reverse((is_like, last.to_ascii_lowercase().ends_with("id"))),
            Reverse(*count),
        )
    });
    let known = known.into_iter().take(SUGGESTED);
    known.map(|(place, _)| format!("`{place}`")).collect()
}

/// Warns of events whose deliveries have an id at none of the places.
fn warn_if_absent(
    places: &[DeliveryIdPlace],
    location: &Location,
    events: &[EventOperation<'_>],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    let has_any = |event: &EventOperation<'_>| places.iter().any(|one| has(event, one, schemas));
    let absent: Vec<&EventOperation<'_>> = events.iter().filter(|one| !has_any(one)).collect();
    let Some(first) = absent.first() else {
        return;
    };
    let names = absent
        .iter()
        .take(NAMED)
        .map(|event| format!("`{}`", event.wire()));
    let mut names = names.collect::<Vec<_>>().join(", ");
    if absent.len() > NAMED {
        names = format!("{names} and {} more", absent.len() - NAMED);
    }
    let message =
        format!("deliveries of {names} have no id: their bodies do not have these members");
    diagnostics.push(
        Diagnostic::new(Code::UnnumberedEvent, message)
            .at(Place::key(&first.operation.location), "not numbered")
            .and(location, "looked for here")
            .help("list another place behind it, as in `x-webhook-id: [{ pointers: [/event, /revision] }, { header: X-Delivery }]`; the first that is there counts"),
    );
}
