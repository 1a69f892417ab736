//! What a schema refers to when it says little else.
//!
//! In: the place of a schema. Out: the place of the schema that is meant. Source: JSON Schema
//! 2020-12, Core §8.2.3; `nullable` is OpenAPI 3.0's (§4.7.24.1), and documents carried over from
//! there still have it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::given_names::type_name;
use super::types::{is_schema, no_schema};
use crate::diagnostic::{Diagnostic, Place};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::source::member;
use crate::vocabulary::{DYNAMIC_REFERENCES, is_annotation};

/// Follows pure references: those that are passed, and the schema that they lead to. It is a fault
/// if there is none.
pub(super) fn way(
    location: &Location,
    resolver: &Resolver<'_>,
) -> Result<(Vec<Location>, Location), Diagnostic> {
    let (passed, target) = resolver.way(location)?;
    let value = resolver.value(&target);
    if is_schema(value) {
        return Ok((passed, target));
    }
    Err(no_schema(&target, value))
}

impl Schemas<'_> {
    /// Follows pure references.
    pub fn follow(&self, location: &Location) -> Option<Location> {
        let (_, schema) = self.keep(way(location, self.resolver))?;
        Some(schema)
    }

    /// Follows references, also those in other words: an `allOf` around nothing else, or `nullable`
    /// beside a reference. Gives the schema that is meant, and whether `null` may stand in its
    /// place. A schema that is a type of its own by inheritance means itself.
    pub fn seen_through(&self, location: &Location) -> Option<(Location, bool)> {
        let resolver = self.resolver;
        let mut passed = BTreeSet::new();
        let mut nullable = false;
        let mut current = self.follow(location)?;
        while let Value::Object(keywords) = resolver.value(&current)
            && passed.insert(current.clone())
        {
            let only = |meant: &str| {
                keywords
                    .keys()
                    .all(|key| key == meant || key == "nullable" || is_annotation(key))
            };
            let next = match (member(keywords, "$ref"), member(keywords, "allOf")) {
                (Some(Value::String(reference)), None) if only("$ref") => {
                    self.keep(resolver.target(reference, &current))?
                }
                (None, Some(Value::Array(one)))
                    if one.len() == 1
                        && only("allOf")
                        && !self.inheritance.is_its_own(&current) =>
                {
                    current.child("allOf").child("0")
                }
                (None, None) if only("$dynamicRef") || only("$recursiveRef") => {
                    match dynamic_reference(keywords, &current, resolver) {
                        Some(target) => target,
                        None => break,
                    }
                }
                _ => break,
            };
            // A name of its own makes it a type of its own.
            if type_name(&current, resolver).is_some() {
                break;
            }
            nullable |= member(keywords, "nullable") == Some(&Value::Bool(true));
            current = self.follow(&next)?;
        }
        Some((current, nullable))
    }

    /// The schemas that a conjunction means, references followed as by
    /// [`seen_through`](Self::seen_through), and whether `null` may stand in their place.
    pub fn meant(&self, conjunction: &[Conjunct]) -> (Conjunction, bool) {
        let mut key = Conjunction::new();
        let mut or_nothing = false;
        for conjunct in conjunction {
            if let Some((location, nullable)) = self.seen_through(&conjunct.location) {
                or_nothing |= nullable;
                let meant = Conjunct {
                    location,
                    without_union: conjunct.without_union,
                };
                if !key.contains(&meant) {
                    key.push(meant);
                }
            }
        }
        (key, or_nothing)
    }
}

/// Where a `$dynamicRef` leads when nothing overrides it: to the anchor of that name. `None` where
/// it leads nowhere.
///
/// Source: JSON Schema 2020-12, Core §8.2.3.2; which schema is in force while a value is validated
/// is not known here.
pub(crate) fn dynamic_reference(
    keywords: &Map<String, Value>,
    location: &Location,
    resolver: &Resolver<'_>,
) -> Option<Location> {
    let (keyword, reference) = DYNAMIC_REFERENCES
        .into_iter()
        .find_map(|keyword| Some((keyword, member(keywords, keyword)?.as_str()?)))?;
    let place = Place::from(location.child(keyword));
    resolver.target_at(reference, location.file, &place).ok()
}
