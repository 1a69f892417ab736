//! Unions by inheritance.
//!
//! In: the schemas that people named, and a schema with a `discriminator` and no alternatives. Out: the schemas that build upon it by
//! `allOf`, which are what a value of it may be. Source: OpenAPI 3.1 §4.8.25.4 and the example of §4.8.24.8.7.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::pending::Origin;
use super::schemas::SchemaLowering;
use super::view::{Alternatives, Conjunction, Member, View};
use crate::model::Shape;
use crate::resolve::Resolver;
use crate::source::Location;

/// Which named schemas build upon which.
#[derive(Debug, Default)]
pub(super) struct Inheritance {
    children: BTreeMap<Location, Vec<Location>>,
}

impl Inheritance {
    /// Looks through all files. A reference that leads nowhere is left to whoever needs it.
    pub fn of(resolver: &Resolver<'_>) -> Self {
        let mut children: BTreeMap<Location, Vec<Location>> = BTreeMap::new();
        for child in named_schemas(resolver) {
            let Some(Value::Array(bases)) = resolver.value(&child).get("allOf") else {
                continue;
            };
            let all_of = child.child("allOf");
            for (index, base) in bases.iter().enumerate() {
                let target = base
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|reference| {
                        let place = all_of.child(&index.to_string());
                        resolver.target(reference, &place).ok()
                    });
                let target = target.and_then(|target| resolver.follow(&target).ok());
                if let Some(base) = target {
                    let known = children.entry(base).or_default();
                    if !known.contains(&child) {
                        known.push(child.clone());
                    }
                }
            }
        }
        Self { children }
    }

    /// All that builds upon a schema, directly or through others, in spec order.
    fn descendants(&self, base: &Location) -> Vec<Location> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([base.clone()]);
        let mut waiting: Vec<&Location> = self
            .children
            .get(base)
            .into_iter()
            .flatten()
            .rev()
            .collect();
        while let Some(child) = waiting.pop() {
            if seen.insert(child.clone()) {
                found.push(child.clone());
                waiting.extend(self.children.get(child).into_iter().flatten().rev());
            }
        }
        found
    }
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

impl<'a> SchemaLowering<'a, '_> {
    /// What a value of a schema may be, if the schema has a `discriminator` of its own and others build upon it; the schema itself
    /// comes last.
    pub(super) fn descendants(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
    ) -> Option<Alternatives<'a>> {
        let ([only], Some(part)) = (key.as_slice(), view.parts.first()) else {
            return None;
        };
        let discriminator = part.keywords.get("discriminator")?;
        discriminator.get("propertyName")?.as_str()?;
        if only.without_union || part.location != only.location {
            return None;
        }
        let mut branches = self.inheritance.descendants(&only.location);
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            let place = part.location.child("discriminator").child("mapping");
            for (value, target) in mapping {
                let target = target
                    .as_str()
                    .and_then(|target| self.mapping_target(target, &place.child(value)).ok());
                if let Some(target) = target.filter(|target| *target != only.location)
                    && !branches.contains(&target)
                {
                    branches.push(target);
                }
            }
        }
        if branches.is_empty() {
            return None;
        }
        branches.push(only.location.clone());
        Some(Alternatives {
            part: part.clone(),
            keyword: "discriminator",
            branches,
            nullable: false,
            narrows: false,
        })
    }

    /// The union of a schema and of those that build upon it.
    pub(super) fn descendants_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        origin: &Origin,
    ) -> Shape {
        let base = &union.part.location;
        let conjunctions: Vec<Conjunction> = union
            .branches
            .iter()
            .map(|branch| {
                // What the schema says of its own members, its `discriminator` having been dealt with.
                vec![Member {
                    location: branch.clone(),
                    without_union: branch == base,
                }]
            })
            .collect();
        self.union_shape(view, key, union, &conjunctions, origin)
    }
}
