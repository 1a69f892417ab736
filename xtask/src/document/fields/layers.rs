//! Objects of which a part is written elsewhere: a `$ref`, with or without other keys beside it.
//!
//! In: a location. Out: the object there and those that it refers to, one for each reference. What
//! stands beside a `$ref` adds to what it names, and wins over it. Knows no object of the
//! specification by name.

use serde_json::Value;

use super::{Fields, Reader};
use crate::place::Location;

/// An object, and what it refers to.
pub(in crate::document) struct Layers<'r> {
    /// The object that was asked for.
    own: Fields<'r>,
    /// What its `$ref` names, what the `$ref` of that names, and so on.
    beneath: Vec<Fields<'r>>,
    /// Whether the last one refers to another machine, so that more may be said there.
    pub is_cut: bool,
}

impl<'r> Layers<'r> {
    /// The nearest object that has a key; the object itself if none has.
    pub(in crate::document) fn with(&self, key: &str) -> &Fields<'r> {
        let found = self.iter().find(|fields| fields.get(key).is_some());
        found.unwrap_or(&self.own)
    }

    /// The nearest value under a key.
    pub(in crate::document) fn get(&self, key: &str) -> Option<&'r Value> {
        self.with(key).get(key)
    }

    /// Nearest first.
    pub(in crate::document) fn iter(&self) -> impl DoubleEndedIterator<Item = &Fields<'r>> {
        std::iter::once(&self.own).chain(&self.beneath)
    }

    /// Those that refer to another.
    pub(in crate::document) fn referring(&self) -> impl Iterator<Item = &Fields<'r>> {
        self.iter()
            .take(self.beneath.len() + usize::from(self.is_cut))
    }

    /// Where the last reference leads.
    pub(in crate::document) fn innermost(&self) -> &Location {
        &self.beneath.last().unwrap_or(&self.own).location
    }
}

impl<'r> Reader<'r, '_> {
    /// The object at a location and what it refers to; complains where something else stands.
    pub(in crate::document) fn layers(
        &mut self,
        location: &Location,
        expected: &str,
    ) -> Option<Layers<'r>> {
        let node = self.diagnostics.keep(self.resolver.layers(location))?;
        let is_cut = node.remote.is_some();
        self.diagnostics.extend(node.remote);
        let (own, farther) = node.locations.split_first()?;
        let own = self.object(own, expected)?;
        let beneath = farther
            .iter()
            .map(|location| self.object(location, expected));
        let beneath = beneath.collect::<Option<_>>()?;
        Some(Layers {
            own,
            beneath,
            is_cut,
        })
    }

    /// Warns about keys that the object cannot have in any of its layers.
    pub(in crate::document) fn unknown_keys_of(&mut self, layers: &Layers, known: &[&str]) {
        let leading: Vec<&str> = known.iter().copied().chain(["$ref"]).collect();
        let referring = layers.referring().count();
        for (index, fields) in layers.iter().enumerate() {
            // The `$ref` of an object that refers to nothing is an unknown key.
            let known = if index < referring { &leading } else { known };
            self.unknown_keys(fields, known);
        }
    }
}
