//! Members of which absence and `null` are told apart.
//!
//! In: where the document asks for it with `x-webhook-distinct-null`, at a member, at a schema, or
//! at its root; and whether the command line does. Out: whether it is asked for at a member, and
//! warnings about places where that changes nothing. What stands nearest to a member counts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::place::Location;
use crate::schema::{Schemas, View};

/// The extension.
const KEY: &str = "x-webhook-distinct-null";

/// What is asked for, and what came of it.
#[derive(Debug, Default)]
pub(crate) struct DistinctNull {
    /// Whether the document says it anywhere below its root.
    is_within: bool,
    /// The document's root, if that says it.
    root: Option<Location>,
    /// Whether it holds where nothing nearer says otherwise.
    by_default: bool,
    /// The places that ask for it, and whether one of their members may be absent and `null`.
    asked: BTreeMap<Location, bool>,
}

impl DistinctNull {
    /// What a document asks for, and with `by_option` the command line.
    pub fn new(document: &Document, schemas: &Schemas<'_>, by_option: bool) -> Self {
        let by_root = document.distinct_null == Some(true);
        let root = by_root.then(|| document.location.child(KEY));
        let files = schemas.resolver.sources().files();
        let mut values = files.filter_map(|(_, file)| file.json.as_object());
        Self {
            is_within: values.any(|root| root.values().any(says_it)),
            asked: root.iter().map(|root| (root.clone(), false)).collect(),
            root,
            by_default: by_option || by_root,
        }
    }

    /// Whether it is asked for by what stands around a place.
    pub fn is_around(&self, place: &Location, schemas: &Schemas<'_>) -> bool {
        self.is_within && self.nearest(place, schemas).is_some_and(|(_, asks)| asks)
    }

    /// Whether it is asked for at a member that these schemas describe, of which `view` is all that
    /// holds. `has_both` says whether the member may be absent and may be `null`.
    pub fn is_asked(
        &mut self,
        places: &[Location],
        view: &View<'_>,
        schemas: &Schemas<'_>,
        has_both: bool,
    ) -> bool {
        let found = self
            .is_within
            .then(|| {
                let here = places.iter().find_map(|place| own(place, schemas));
                let parts = view.parts.iter();
                let referred = || {
                    let mut parts = parts.map(|part| &part.location);
                    parts.find_map(|place| own(place, schemas))
                };
                let around = || {
                    let mut around = places.iter();
                    around.find_map(|place| self.nearest(&place.parent()?, schemas))
                };
                here.or_else(referred).or_else(around)
            })
            .flatten();
        match found {
            Some((place, true)) => {
                *self.asked.entry(place).or_default() |= has_both;
                has_both
            }
            Some((_, false)) => false,
            None => {
                if let Some(root) = &self.root {
                    *self.asked.entry(root.clone()).or_default() |= has_both;
                }
                self.by_default && has_both
            }
        }
    }

    /// What the nearest object around a place says, the place itself included.
    fn nearest(&self, place: &Location, schemas: &Schemas<'_>) -> Option<(Location, bool)> {
        let mut around = Some(place.clone());
        while let Some(place) = around {
            // The root counts for all files, and comes last.
            if place.pointer.is_root() {
                return None;
            }
            if let Some(found) = own(&place, schemas) {
                return Some(found);
            }
            around = place.parent();
        }
        None
    }

    /// Warnings about the places at which it changes nothing.
    pub fn without_effect(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let idle = self.asked.iter().filter(|(_, has_effect)| !**has_effect);
        idle.map(|(place, _)| {
            Diagnostic::new(Code::LikelySlip, format!("`{KEY}` changes nothing here"))
                .at(place, "no member that it is about may be both absent and `null`")
                .help("take it away, or let the member be `null`, as in `type: [string, 'null']`, and leave it out of `required`")
        })
    }
}

/// What an object itself says.
fn own(place: &Location, schemas: &Schemas<'_>) -> Option<(Location, bool)> {
    let asks = schemas.resolver.value(place).get(KEY)?.as_bool()?;
    Some((place.child(KEY), asks))
}

/// Whether a value, or one in it, says anything of it.
fn says_it(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.get(KEY).is_some_and(Value::is_boolean) || members.values().any(says_it)
        }
        Value::Array(items) => items.iter().any(says_it),
        _ => false,
    }
}
