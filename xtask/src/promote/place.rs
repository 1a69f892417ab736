//! Where the examples of an event are written.
//!
//! In: an event, and the media type of a delivery. Out: the Media Type Object that describes its
//! body, or why there is none to write into.

use serde_json::Value;
use webhook_runtime::generated::{essence, is_within};

use crate::characters::shown;
use crate::model::Event;
use crate::place::Location;
use crate::resolve::Resolver;

/// The Media Type Object (OpenAPI 3.1, section 4.8.14) for bodies of this media type.
///
/// # Errors
///
/// The event is described in another way, or has no such body.
pub(super) fn media_type(
    resolver: &Resolver<'_>,
    event: &Event,
    content_type: Option<&str>,
) -> Result<Location, String> {
    let name = shown(&event.name.wire);
    let no_place = || {
        format!(
            "the spec has no place for an example of `{name}`\n\
             help: describe its body under `requestBody` and `content`"
        )
    };
    let follow = |location: &Location| {
        let followed = resolver.follow(location);
        followed.map_err(|_| no_place())
    };
    let body = follow(&event.place.child("requestBody"))?;
    let content = body.child("content");
    let members = resolver.value(&content).as_object();
    let names = members.into_iter().flatten().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.filter(|name| !name.starts_with("x-")).collect();
    let wanted = content_type.map(essence);
    let found = match (&wanted, names.as_slice()) {
        (_, []) => None,
        (_, [only]) => Some(only),
        (Some(wanted), _) => {
            let mut exact = names.iter().filter(|name| essence(name) == *wanted);
            let within = || names.iter().find(|name| is_within(wanted, &essence(name)));
            exact.next().or_else(within)
        }
        (None, _) => names
            .iter()
            .find(|name| essence(name) == "application/json"),
    };
    let found = found.ok_or_else(|| match (&wanted, names.is_empty()) {
        (Some(wanted), false) => format!(
            "the spec has no body of `{name}` in {}\nhelp: it has {}",
            shown(wanted),
            names.join(", ")
        ),
        _ => no_place(),
    })?;
    follow(&content.child(found))
}

/// The name that an example gets where nobody chose one: one that is free.
pub(super) fn free_name(media_type: &Value) -> String {
    let is_taken = |name: &str| example(media_type, name).is_some();
    let names = (1..).map(|number| match number {
        1 => "recorded".to_owned(),
        number => format!("recorded-{number}"),
    });
    let mut free = names.filter(|name| !is_taken(name));
    free.next().unwrap_or_default()
}

/// The example of a name.
pub(super) fn example<'v>(media_type: &'v Value, name: &str) -> Option<&'v Value> {
    media_type.get("examples")?.get(name)
}
