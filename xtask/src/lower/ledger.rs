//! What became of every keyword.
//!
//! In: the schemas that webhooks reach, as they are lowered, and the keywords that had to be given up on the way. Out: the counts of
//! the report, and the warnings about schemas that stray from the specification. It decides nothing about types.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::references::dynamic_reference;
use super::tolerance::{Oddity, oddities};
use super::vocabulary::treatment;
use crate::diagnostic::Diagnostics;
use crate::model::{KeywordUse, Treatment};
use crate::resolve::Resolver;
use crate::source::Location;

/// How many places of a keyword the report names.
const PLACES: usize = 5;

/// The schemas reached so far.
#[derive(Debug, Default)]
pub(super) struct KeywordLedger {
    /// Every schema, references included, in the order in which they were reached.
    visited: IndexSet<Location>,
    /// Keywords that could not be expressed where they stand.
    lost: BTreeSet<Location>,
    /// Keywords that a type keeps where they stand, though most of their kind cannot be expressed.
    kept: BTreeSet<Location>,
    /// Keywords of other objects than schemas, in the order in which they were reached.
    beside: IndexMap<Location, Treatment>,
    odd: BTreeMap<Oddity, IndexSet<Location>>,
}

impl KeywordLedger {
    /// A schema whose keywords count.
    pub fn visit(&mut self, location: &Location, resolver: &Resolver<'_>) {
        self.visit_reference(location, resolver);
        if self.visited.insert(location.clone())
            && let Some(Value::Array(branches)) = resolver.value(location).get("allOf")
        {
            let all_of = location.child("allOf");
            for index in 0..branches.len() {
                self.visit_reference(&all_of.child(&index.to_string()), resolver);
            }
        }
    }

    /// A schema that may be a mere reference, and the references that it leads to.
    pub fn visit_reference(&mut self, location: &Location, resolver: &Resolver<'_>) {
        let mut current = location.clone();
        while let Value::Object(keywords) = resolver.value(&current) {
            let next = match (keywords.get("$ref"), keywords.get("allOf")) {
                (Some(Value::String(reference)), _) => resolver.target(reference, &current).ok(),
                (None, Some(Value::Array(one))) if one.len() == 1 => {
                    Some(current.child("allOf").child("0"))
                }
                (None, None) => match dynamic_reference(keywords, &current, resolver) {
                    Some(next) => Some(next),
                    None => return,
                },
                _ => return,
            };
            if !self.visited.insert(current) {
                return;
            }
            match next {
                Some(next) => current = next,
                None => return,
            }
        }
    }

    /// A keyword, by its place, that no Rust type expresses.
    pub fn lose(&mut self, keyword: Location) {
        self.lost.insert(keyword);
    }

    /// A keyword, by its place, that a type keeps, though most of its kind cannot be expressed.
    pub fn keep(&mut self, keyword: Location) {
        self.kept.insert(keyword);
    }

    /// What became of a keyword of an object that is no schema, by the keyword's place.
    pub fn count(&mut self, keyword: Location, treatment: Treatment) {
        self.beside.entry(keyword).or_insert(treatment);
    }

    /// A schema, or a keyword of it, that is not as the specification has it.
    pub fn note(&mut self, oddity: Oddity, place: Location) {
        self.odd.entry(oddity).or_default().insert(place);
    }

    /// The counts, and the warnings. `version` is what the document says of itself.
    pub fn finish(
        mut self,
        version: &str,
        resolver: &Resolver<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<KeywordUse> {
        let mut uses = Uses::default();
        let visited = std::mem::take(&mut self.visited);
        for schema in &visited {
            let Value::Object(keywords) = resolver.value(schema) else {
                continue;
            };
            for (oddity, place) in oddities(schema, keywords, version) {
                // A reference that leads nowhere is an error of its own.
                let broken = oddity == Oddity::DeepReference
                    && keywords
                        .get("$ref")
                        .and_then(Value::as_str)
                        .is_none_or(|reference| resolver.target(reference, schema).is_err());
                let names_nothing =
                    oddity == Oddity::DescriptionElsewhere && resolver.text(&place).is_none();
                let oddity = if names_nothing {
                    Oddity::Misshapen
                } else {
                    oddity
                };
                if oddity.has_no_effect() {
                    self.lost.insert(place.clone());
                }
                if !broken {
                    self.note(oddity, place);
                }
            }
            if let Some(Value::String(reference)) = keywords.get("$ref")
                && resolver.target(reference, schema).is_err()
            {
                self.lost.insert(schema.child("$ref"));
            }
            for (keyword, value) in keywords {
                let place = schema.child(keyword);
                let treatment = if self.kept.contains(&place) {
                    Treatment::Honoured
                } else if self.lost.contains(&place) {
                    Treatment::NotExpressed
                } else {
                    treatment(keyword, value)
                };
                uses.add(keyword, treatment, place);
            }
        }
        for (place, treatment) in std::mem::take(&mut self.beside) {
            let keyword = place.pointer.last().unwrap_or_default().to_owned();
            uses.add(&keyword, treatment, place);
        }
        for (oddity, places) in &self.odd {
            diagnostics.extend(oddity.diagnostic(places));
        }
        let mut uses: Vec<KeywordUse> = uses.0.into_values().collect();
        uses.sort_by(|one, other| {
            (one.treatment, &one.keyword).cmp(&(other.treatment, &other.keyword))
        });
        uses
    }
}

/// The counts so far.
#[derive(Default)]
struct Uses(IndexMap<(Treatment, String), KeywordUse>);

impl Uses {
    fn add(&mut self, keyword: &str, treatment: Treatment, place: Location) {
        let key = (treatment, keyword.to_owned());
        let counted = self.0.entry(key).or_insert_with(|| KeywordUse {
            keyword: keyword.to_owned(),
            treatment,
            count: 0,
            places: Vec::new(),
        });
        counted.count += 1;
        if counted.places.len() < PLACES {
            counted.places.push(place);
        }
    }
}
