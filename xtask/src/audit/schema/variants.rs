//! The variants of a union, and what tells them apart.

use serde_json::Value;

use super::{SchemaView, Standing};
use crate::diagnostic::Place;
use crate::place::Location;
use crate::schema::{Alternatives, mapping_target};

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

impl<'s> SchemaView<'_, 's> {
    /// The views of the alternatives, each alone. An alternative that is nothing but a union counts
    /// as its alternatives. Empty if this schema was reached as one of them.
    pub(super) fn alternatives(&self, union: &Alternatives<'s>) -> Vec<Self> {
        let place = union.place();
        if self.within.contains(&place) {
            return Vec::new();
        }
        let mark = self.standing(union).mark;
        let mut found = Vec::new();
        for branch in &union.branches {
            let mut view = Self::new(branch, mark.as_ref(), self.schemas);
            view.within.clone_from(&self.within);
            view.within.push(place.clone());
            let says_more = view.title().is_some() || !view.properties().is_empty();
            match view.unions.as_slice() {
                _ if says_more => found.push(view),
                [inner] => found.extend(view.alternatives(inner)),
                _ if view.leads_back() => {}
                _ => found.push(view),
            }
        }
        found
    }

    /// Whether one of the schemas that hold has a union that this is an alternative of.
    fn leads_back(&self) -> bool {
        let mut around = self.within.iter().filter_map(Location::parent);
        around.any(|around| self.parts.iter().any(|part| part.location == around))
    }

    /// The shapes that an object may have: each alternative that says more than a type or values,
    /// with all that holds for every alternative. The only alternative of a union merely wraps a
    /// schema, unless the page calls the value a union.
    pub(in crate::audit) fn variants(&self, is_union: bool) -> Vec<Self> {
        let mut variants = Vec::new();
        for union in &self.unions {
            let mut alternatives = self.alternatives(union);
            // Alternatives that are values make an enum, and those that are a type of JSON alone a
            // list of types.
            if alternatives.iter().all(|one| one.values().is_some()) {
                continue;
            }
            alternatives.retain(|one| {
                let types = one.types();
                one.title().is_some() || types.is_none_or(|types| types.contains("object"))
            });
            variants.extend(alternatives.into_iter().map(|one| self.sharing(one)));
        }
        if is_union
            && variants.is_empty()
            && let [only] = self.only_branches.as_slice()
        {
            variants.push(self.sharing(Self::new(only, None, self.schemas)));
        }
        variants
    }

    /// An alternative with all that holds for every alternative.
    fn sharing(&self, mut alternative: Self) -> Self {
        let shared = self.roots.iter().map(|(location, standing)| {
            let is_own = false;
            let standing = Standing {
                is_own,
                ..standing.clone()
            };
            (location.clone(), standing)
        });
        alternative.add(shared);
        alternative
    }

    /// The place of the union, else of the schema.
    pub(in crate::audit) fn union_place(&self) -> Place {
        let union = self.unions.first();
        union.map_or_else(|| self.place(), |union| Place::key(&union.place()))
    }

    /// The discriminator of the union.
    pub(in crate::audit) fn discriminator(&self) -> Option<GivenDiscriminator<'s>> {
        self.parts.iter().find_map(|part| {
            let discriminator = part.keywords.get("discriminator")?;
            let location = part.location.child("discriminator");
            let name = discriminator.get("propertyName")?.as_str()?;
            let entries = discriminator.get("mapping").and_then(Value::as_object);
            let mapped = |(value, target): (&'s String, &Value)| {
                let entry = location.child("mapping").child(value);
                let target = mapping_target(target.as_str()?, &entry, self.schemas.resolver);
                Some((value.as_str(), entry, self.schemas.keep(target)?))
            };
            let mapping = entries.into_iter().flatten().filter_map(mapped).collect();
            Some(GivenDiscriminator {
                name,
                location: location.child("propertyName"),
                mark: part.standing.mark.clone(),
                mapping,
            })
        })
    }

    /// Whether this is the schema at a place, or refers to it.
    pub(in crate::audit) fn is_at(&self, location: &Location) -> bool {
        let mut own = self.parts.iter().filter(|part| part.standing.is_own);
        own.any(|own| own.location == *location)
    }
}
