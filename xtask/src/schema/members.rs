//! Whether values of a schema have a member at a place.
//!
//! In: a schema's place and a pointer. Out: what the schema says of it, across `$ref`, `allOf` and
//! every branch of a `oneOf` or `anyOf`. It makes no complaints: the lowering that follows makes
//! them.

use std::sync::Arc;

use serde_json::Value;

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::view::View;
use crate::place::{Location, Pointer};
use crate::vocabulary::FURTHER_MEMBERS;

/// How many references, unions and members are looked through.
const DEPTH: usize = 16;

/// What a schema says of a member, in rising order of how much that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Having {
    /// There can be none: the value is not an object, or is one that admits no other members.
    Never,
    /// Other members are listed, and this one is not.
    Unlisted,
    /// Nothing: any member may be there.
    Free,
    /// It is listed.
    Listed,
}

/// What a schema says of the member at a place.
pub(crate) fn having(schema: &Location, pointer: &Pointer, schemas: &Schemas<'_>) -> Having {
    let schema = Conjunct::whole(schema.clone());
    schemas.quietly(|schemas| search(&[schema], pointer.as_tokens(), schemas, DEPTH))
}

fn search(
    conjunction: &[Conjunct],
    tokens: &[Arc<str>],
    schemas: &Schemas<'_>,
    depth: usize,
) -> Having {
    let Some((token, inner)) = tokens.split_first() else {
        return Having::Listed;
    };
    let Some(depth) = depth.checked_sub(1) else {
        return Having::Free;
    };
    let view = schemas.view(conjunction);
    if let Some(json) = schemas.json_text(&view) {
        return search(&json, tokens, schemas, depth);
    }
    let properties = view.properties();
    let own = match properties.get(token.as_ref()) {
        Some(places) => {
            let below: Conjunction = places.iter().cloned().map(Conjunct::whole).collect();
            search(&below, inner, schemas, depth)
        }
        None => beside(&view, token, !properties.is_empty()),
    };
    // One alternative that has it is enough.
    let branches = schemas
        .unions(&view)
        .iter()
        .flat_map(|union| &union.branches);
    let chosen = branches
        .map(|branch| search(&[Conjunct::whole(branch.clone())], tokens, schemas, depth))
        .max();
    match chosen {
        // A schema that says nothing itself says what its alternatives say.
        Some(chosen) if own == Having::Free => chosen,
        Some(chosen) => chosen.max(own),
        None => own,
    }
}

/// What is said of a member by a schema that does not list it.
fn beside(view: &View<'_>, token: &str, has_others: bool) -> Having {
    if let Some(types) = view.types() {
        let is_index = token.bytes().all(|byte| byte.is_ascii_digit());
        let may_hold = types.contains(&"object") || is_index && types.contains(&"array");
        if !may_hold {
            return Having::Never;
        }
    }
    // A condition, or a schema that builds upon this one, may bring the member.
    let is_open_ended = !view.conditional.is_empty()
        || ["discriminator", "patternProperties"]
            .iter()
            .any(|keyword| view.keyword(keyword).is_some());
    if is_open_ended {
        return Having::Free;
    }
    let mut rest = FURTHER_MEMBERS
        .iter()
        .filter_map(|keyword| view.keyword(keyword));
    match rest.next() {
        Some((_, Value::Bool(false))) => Having::Never,
        Some(_) => Having::Free,
        None if has_others => Having::Unlisted,
        None => Having::Free,
    }
}
