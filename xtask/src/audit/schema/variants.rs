//! The variants of a union, and what tells them apart.

use std::collections::VecDeque;

use serde_json::Value;

use super::{Alternatives, SchemaReader, SchemaView};
use crate::diagnostic::Place;
use crate::place::Location;

/// What the spec says about telling variants apart.
#[derive(Debug, Clone)]
pub(in crate::audit) struct GivenDiscriminator<'s> {
    /// The field's name.
    pub name: &'s str,
    /// The place of that name.
    pub location: Location,
    /// The mark that holds for it.
    pub mark: Option<Location>,
    /// The schemas that values of the field stand for: the value, the entry, the schema.
    pub mapping: Vec<(&'s str, Location, Location)>,
}

/// An alternative that was not looked into yet.
struct Branch {
    location: Location,
    mark: Option<Location>,
    within: Vec<Location>,
}

impl<'s> SchemaView<'s> {
    /// The views of the alternatives, each alone. An alternative that is nothing but a union counts as its alternatives.
    pub(super) fn alternatives(
        &self,
        union: &Alternatives,
        reader: &mut SchemaReader<'s, '_>,
    ) -> Vec<SchemaView<'s>> {
        let mut open = self.branches(union);
        let mut found = Vec::new();
        while let Some(branch) = open.pop_front() {
            let mut view = reader.view(&branch.location, branch.mark.as_ref());
            view.within = branch.within;
            match view.unions.first().filter(|_| view.is_mere_union()) {
                Some(inner) => {
                    for branch in view.branches(inner).into_iter().rev() {
                        open.push_front(branch);
                    }
                }
                None => found.push(view),
            }
        }
        found
    }

    /// The alternatives of a union, none if this schema is one of them already.
    fn branches(&self, union: &Alternatives) -> VecDeque<Branch> {
        if self.within.contains(&union.location) {
            return VecDeque::new();
        }
        let mut within = self.within.clone();
        within.push(union.location.clone());
        let mark = self
            .parts
            .get(union.part)
            .and_then(|part| part.mark.clone());
        let branches = union.branches.iter().map(|location| Branch {
            location: location.clone(),
            mark: mark.clone(),
            within: within.clone(),
        });
        branches.collect()
    }

    fn is_mere_union(&self) -> bool {
        self.unions.len() == 1 && self.title().is_none() && self.properties().is_empty()
    }

    /// The shapes that an object may have: each alternative that says more than a type or values, with all that holds for
    /// every alternative. Empty if there is no such union.
    pub(in crate::audit) fn variants(
        &self,
        reader: &mut SchemaReader<'s, '_>,
    ) -> Vec<SchemaView<'s>> {
        let mut variants = Vec::new();
        for union in &self.unions {
            let mut alternatives = self.alternatives(union, reader);
            // Alternatives that are values make an enum, and those that are a type of JSON alone a list of types.
            if alternatives.iter().all(|one| one.values(reader).is_some()) {
                continue;
            }
            alternatives.retain(|one| {
                let types = one.types(reader);
                one.title().is_some() || types.is_none_or(|types| types.contains("object"))
            });
            for alternative in alternatives {
                variants.push(self.sharing(alternative));
            }
        }
        variants
    }

    /// The one shape of a union that has no other: where it has several, or is no union, there is none.
    pub(in crate::audit) fn only_variant(
        &self,
        reader: &mut SchemaReader<'s, '_>,
    ) -> Option<SchemaView<'s>> {
        let [only] = self.only_branches.as_slice() else {
            return None;
        };
        let alternative = reader.view(only, None);
        Some(self.sharing(alternative))
    }

    /// An alternative with all that holds for every alternative.
    fn sharing(&self, mut alternative: SchemaView<'s>) -> SchemaView<'s> {
        for part in &self.parts {
            if !alternative.is_at(&part.location) {
                let mut part = part.clone();
                part.is_own = false;
                alternative.parts.push(part);
            }
        }
        alternative
    }

    /// The place of the union, else of the schema.
    pub(in crate::audit) fn union_place(&self) -> Place {
        self.unions
            .first()
            .map_or_else(|| self.place(), |union| Place::key(&union.location))
    }

    /// The discriminator of the union.
    pub(in crate::audit) fn discriminator(
        &self,
        reader: &mut SchemaReader<'s, '_>,
    ) -> Option<GivenDiscriminator<'s>> {
        self.parts.iter().find_map(|part| {
            let discriminator = part.keywords.get("discriminator")?;
            let location = part.location.child("discriminator");
            let name = discriminator.get("propertyName")?.as_str()?;
            let entries = discriminator.get("mapping").and_then(Value::as_object);
            let mut mapping = Vec::new();
            for (value, target) in entries.into_iter().flatten() {
                let entry = location.child("mapping").child(value);
                if let Some(target) = target.as_str()
                    && let Some(target) = mapped(target, &entry, reader)
                {
                    mapping.push((value.as_str(), entry, target));
                }
            }
            Some(GivenDiscriminator {
                name,
                location: location.child("propertyName"),
                mark: part.mark.clone(),
                mapping,
            })
        })
    }

    /// Whether this is the schema at a place, or refers to it.
    pub(in crate::audit) fn is_at(&self, location: &Location) -> bool {
        let own = self.parts.iter().filter(|part| part.is_own);
        own.map(|part| &part.location).any(|own| own == location)
    }
}

/// The schema that an entry of a mapping names: by reference, or as a component ("Discriminator Object", section 4.8.25).
fn mapped(target: &str, entry: &Location, reader: &mut SchemaReader<'_, '_>) -> Option<Location> {
    let place = Place::from(entry);
    let sources = reader.resolver.sources();
    let component = Location::root(sources.root()?)
        .child("components")
        .child("schemas")
        .child(target);
    if !target.contains(['#', '/']) && sources.value(&component).is_some() {
        return Some(component);
    }
    let found = reader.resolver.target_at(target, entry.file, &place);
    reader.diagnostics.keep(found)
}
