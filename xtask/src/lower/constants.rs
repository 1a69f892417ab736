//! The texts and integers that a schema admits at a place below it.
//!
//! In: a schema's place and a pointer. Out: the `const` and `enum` values there, across `$ref`, `allOf` and every branch of
//! a `oneOf` or `anyOf` (JSON Schema 2020-12, Validation §6.1.2 and §6.1.3), each as the text by which an event is called: a string as it
//! is, an integer in its digits. Its complaints are those of the lowering that follows, so it makes none.

use super::tags::constant_values;
use super::view::{Member, View};
use crate::diagnostic::Diagnostics;
use crate::model::TagKind;
use crate::resolve::Resolver;
use crate::source::{Location, Pointer};

/// How many unions inside unions are looked through.
const DEPTH: usize = 8;

/// What the value at a place must be one of.
#[derive(Debug, Clone, Default)]
pub(super) struct Constants {
    /// The values as texts, in spec order.
    pub texts: Vec<String>,
    /// Whether some of them are integers.
    pub has_integers: bool,
}

/// What the value at `pointer` must be one of; `None` where it may be anything else than texts and integers that are listed.
pub(super) fn constants_at(
    schema: &Location,
    pointer: &Pointer,
    resolver: &Resolver<'_>,
) -> Option<Constants> {
    let schema = Member::whole(schema.clone());
    let found = constants(&[schema], pointer.as_tokens(), resolver, DEPTH);
    found.filter(|found| !found.texts.is_empty())
}

/// The names of the members that the value at `pointer` may have, in spec order.
pub(super) fn member_names(
    schema: &Location,
    pointer: &Pointer,
    resolver: &Resolver<'_>,
) -> Vec<String> {
    let mut found = Vec::new();
    let schema = Member::whole(schema.clone());
    names(&[schema], pointer.as_tokens(), resolver, DEPTH, &mut found);
    found
}

fn constants(
    members: &[Member],
    tokens: &[String],
    resolver: &Resolver<'_>,
    depth: usize,
) -> Option<Constants> {
    let depth = depth.checked_sub(1)?;
    let view = View::new(members, resolver, &mut Diagnostics::default());
    let here = match tokens.split_first() {
        Some((token, rest)) => {
            let places = view.properties().swap_remove(token.as_str());
            places.and_then(|places| {
                let below: Vec<Member> = places.into_iter().map(Member::whole).collect();
                constants(&below, rest, resolver, depth)
            })
        }
        // Two values cannot grow, so booleans name nothing.
        None => constant_values(&view)
            .filter(|(kind, _)| *kind != TagKind::Boolean)
            .map(|(kind, texts)| Constants {
                texts,
                has_integers: kind == TagKind::Integer,
            }),
    };
    if here.is_some() {
        return here;
    }
    let unions = view.alternatives(resolver, &mut Diagnostics::default());
    unions.iter().find_map(|union| {
        let mut all = Constants::default();
        for branch in &union.branches {
            let found = constants(&[Member::whole(branch.clone())], tokens, resolver, depth)?;
            all.has_integers |= found.has_integers;
            for text in found.texts {
                if !all.texts.contains(&text) {
                    all.texts.push(text);
                }
            }
        }
        Some(all)
    })
}

fn names(
    members: &[Member],
    tokens: &[String],
    resolver: &Resolver<'_>,
    depth: usize,
    found: &mut Vec<String>,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let view = View::new(members, resolver, &mut Diagnostics::default());
    let mut properties = view.properties();
    match tokens.split_first() {
        Some((token, rest)) => {
            if let Some(places) = properties.swap_remove(token.as_str()) {
                let below: Vec<Member> = places.into_iter().map(Member::whole).collect();
                names(&below, rest, resolver, depth, found);
            }
        }
        None => {
            for name in properties.into_keys() {
                if !found.iter().any(|known| known == name) {
                    found.push(name.to_owned());
                }
            }
        }
    }
    for union in view.alternatives(resolver, &mut Diagnostics::default()) {
        for branch in &union.branches {
            names(
                &[Member::whole(branch.clone())],
                tokens,
                resolver,
                depth,
                found,
            );
        }
    }
}
