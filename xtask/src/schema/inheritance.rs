//! Unions by inheritance.
//!
//! In: the schemas that people named, and a schema with a `discriminator` and no alternatives. Out:
//! the schemas that build upon it by `allOf`, which are what a value of it may be. Source: OpenAPI
//! 3.1 §4.8.25.4 and the example of §4.8.24.8.7.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::{Map, Value};

use super::Schemas;
use super::conjunction::Conjunction;
use super::discriminator::{mapping_target, names_no_member, unmapped};
use super::view::{Alternatives, DISCRIMINATOR, View};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::vocabulary::is_annotation;
use crate::vocabulary::{ALTERNATIVES, under};

/// Which named schemas build upon which.
#[derive(Debug, Default)]
pub(crate) struct Inheritance {
    children: BTreeMap<Location, IndexSet<Location>>,
    /// Those that are one of several which a base stands for.
    heirs: BTreeSet<Location>,
    /// Those that stand for others by a `discriminator` in their `allOf`.
    bases: BTreeSet<Location>,
}

impl Inheritance {
    /// Looks through all files. A reference that leads nowhere is reported where it is needed.
    pub fn of(resolver: &Resolver<'_>) -> Self {
        let mut children: BTreeMap<Location, IndexSet<Location>> = BTreeMap::new();
        for child in named_schemas(resolver) {
            let Value::Object(keywords) = resolver.value(&child) else {
                continue;
            };
            let Some(all_of) = keywords.get("allOf") else {
                continue;
            };
            if is_nullable_reference(keywords) {
                continue;
            }
            for (place, base) in under(&child, "allOf", all_of, |_| true) {
                let reference = base.get("$ref").and_then(Value::as_str);
                let target = reference.and_then(|one| resolver.target(one, &place).ok());
                let base = target.and_then(|target| resolver.follow(&target).ok());
                if let Some(base) = base {
                    children.entry(base).or_default().insert(child.clone());
                }
            }
        }
        let mut inheritance = Self {
            children,
            heirs: BTreeSet::new(),
            bases: BTreeSet::new(),
        };
        for (base, children) in &inheritance.children {
            let all = if let Some(part) = discriminating_part(base, resolver) {
                if part != *base {
                    inheritance.bases.insert(base.clone());
                }
                inheritance.descendants(base)
            } else {
                let mut listed = alternatives(base, resolver);
                listed.retain(|one| children.contains(one));
                listed
            };
            inheritance.heirs.extend(all);
        }
        inheritance
    }

    /// Whether a schema is one of the alternatives that a base of it stands for, or is such a base
    /// itself. Then it is a type of its own, even if it says nothing beside its `allOf`: the base,
    /// as a type, is the choice among its alternatives.
    pub fn is_its_own(&self, schema: &Location) -> bool {
        self.heirs.contains(schema) || self.bases.contains(schema)
    }

    /// All that builds upon a schema, directly or through others, in spec order.
    fn descendants(&self, base: &Location) -> Vec<Location> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([base.clone()]);
        let children = |base| self.children.get(base).into_iter().flatten().rev();
        let mut waiting: Vec<&Location> = children(base).collect();
        while let Some(child) = waiting.pop() {
            if seen.insert(child.clone()) {
                found.push(child.clone());
                waiting.extend(children(child));
            }
        }
        found
    }
}

impl<'a> Schemas<'a> {
    /// What a value of a schema may be, if the schema has a `discriminator` of its own and others
    /// build upon it; the schema itself comes last.
    pub fn descendants(&self, view: &View<'a>, key: &Conjunction) -> Option<Alternatives<'a>> {
        let [only] = key.as_slice() else {
            return None;
        };
        if only.without_union {
            return None;
        }
        let place = discriminating_part(&only.location, self.resolver)?;
        let part = view.parts.iter().find(|part| part.location == place)?;
        let discriminator = part.get("discriminator")?;
        let mut branches = self.inheritance.descendants(&only.location);
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            let place = part.location.child("discriminator").child("mapping");
            for (value, target) in mapping {
                let target = target.as_str().and_then(|target| {
                    mapping_target(target, &place.child(value), self.resolver).ok()
                });
                if let Some(target) = target.filter(|target| *target != only.location)
                    && !branches.contains(&target)
                {
                    branches.push(target);
                }
            }
        }
        if branches.is_empty() {
            let faults = unmapped(part, self.resolver);
            self.note(&faults);
            return None;
        }
        branches.push(only.location.clone());
        Some(Alternatives {
            part: part.clone(),
            keyword: DISCRIMINATOR,
            branches,
            nullable: false,
            narrows: false,
        })
    }
}

/// Whether a schema only makes another one nullable, and does not build upon it.
fn is_nullable_reference(keywords: &Map<String, Value>) -> bool {
    let bare = keywords
        .keys()
        .all(|keyword| keyword == "allOf" || keyword == "nullable" || is_annotation(keyword));
    bare && keywords.get("nullable") == Some(&Value::Bool(true))
}

/// The part of a schema that holds its `discriminator`: itself, or what it writes out in its
/// `allOf`.
fn discriminating_part(schema: &Location, resolver: &Resolver<'_>) -> Option<Location> {
    let mut waiting = vec![schema.clone()];
    while let Some(part) = waiting.pop() {
        let keywords = resolver.value(&part);
        let discriminator = keywords.get("discriminator");
        if discriminator.is_some_and(|discriminator| !names_no_member(discriminator)) {
            return Some(part);
        }
        if let Some(all_of) = keywords.get("allOf") {
            let parts = under(&part, "allOf", all_of, |_| true).into_iter();
            waiting.extend(parts.map(|(place, _)| place).rev());
        }
    }
    None
}

/// The schemas that a `oneOf` or `anyOf` lists.
fn alternatives(schema: &Location, resolver: &Resolver<'_>) -> Vec<Location> {
    let value = resolver.value(schema);
    let under = ALTERNATIVES.into_iter().filter_map(|keyword| {
        let listed = value.get(keyword)?;
        Some(under(schema, keyword, listed, |_| true))
    });
    let places = under.flatten().map(|(place, _)| place);
    places
        .filter_map(|place| resolver.follow(&place).ok())
        .collect()
}

/// The schemas under `components`, and those that files of their own hold.
fn named_schemas(resolver: &Resolver<'_>) -> Vec<Location> {
    let mut found = Vec::new();
    for (id, file) in resolver.sources().files() {
        let root = Location::root(id);
        let components = root.child("components").child("schemas");
        if let Value::Object(schemas) = resolver.value(&components) {
            found.extend(schemas.keys().map(|name| components.child(name)));
        } else if let Value::Object(members) = &file.json {
            found.extend(members.keys().map(|name| root.child(name)));
            found.push(root);
        }
    }
    found
}
