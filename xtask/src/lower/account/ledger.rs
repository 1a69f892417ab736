//! What became of every keyword.
//!
//! In: the schemas that webhooks reach, as they are lowered, and the keywords that had to be given
//! up on the way. Out: the counts of the report, and the warnings about schemas that stray from the
//! specification. It decides nothing about types.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::oddity::Oddity;
use super::refused::refused_values;
use super::tolerance::oddities;
use crate::diagnostic::Diagnostics;
use crate::model::{KeywordUse, Treatment};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{DYNAMIC_REFERENCES, Schemas, dynamic_reference, treatment};
use crate::source::member;

/// How many places of a keyword the report names.
const PLACES: usize = 5;

/// The schemas reached so far.
#[derive(Debug)]
pub(crate) struct KeywordLedger<'a> {
    resolver: &'a Resolver<'a>,
    /// Every schema, references included, in the order in which they were reached.
    visited: IndexSet<Location>,
    /// Keywords that could not be expressed where they stand.
    lost: BTreeSet<Location>,
    /// Keywords that could not be expressed beside those of other schemas, each with all the
    /// schemas that held together.
    lost_together: BTreeMap<Location, Vec<Vec<Location>>>,
    /// Keywords that a type keeps where they stand, though most of their kind cannot be expressed.
    kept: BTreeSet<Location>,
    /// Keywords of other objects than schemas, in the order in which they were reached.
    beside: IndexMap<Location, Treatment>,
    /// Schemas that repeat an earlier one word for word, each with the place of that one, which is
    /// lowered.
    copies: BTreeMap<Location, Location>,
    /// The schemas of bodies that are handed over as they are, and the types inside, each with
    /// whether the crate has it nevertheless: other bodies may reach it too.
    raw: BTreeMap<Location, bool>,
    odd: BTreeMap<Oddity, IndexSet<Location>>,
    /// Schemas that say what values of one type hold, and not that a value is one.
    assumed: IndexSet<Location>,
}

impl<'a> KeywordLedger<'a> {
    /// No schemas yet.
    pub fn new(resolver: &'a Resolver<'a>) -> Self {
        Self {
            resolver,
            visited: IndexSet::new(),
            lost: BTreeSet::new(),
            lost_together: BTreeMap::new(),
            kept: BTreeSet::new(),
            beside: IndexMap::new(),
            copies: BTreeMap::new(),
            raw: BTreeMap::new(),
            odd: BTreeMap::new(),
            assumed: IndexSet::new(),
        }
    }

    /// A schema whose keywords count.
    pub fn visit(&mut self, location: &Location) {
        self.visit_reference(location);
        if self.visited.insert(location.clone())
            && let Some(Value::Array(branches)) = self.resolver.value(location).get("allOf")
        {
            let all_of = location.child("allOf");
            for index in 0..branches.len() {
                self.visit_reference(&all_of.child(&index.to_string()));
            }
        }
    }

    /// A schema that may be a mere reference, and the references that it leads to.
    pub fn visit_reference(&mut self, location: &Location) {
        let resolver = self.resolver;
        let mut current = location.clone();
        while let Value::Object(keywords) = resolver.value(&current) {
            let next = match (member(keywords, "$ref"), member(keywords, "allOf")) {
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

    /// A keyword, by its place, that no Rust type expresses where several schemas hold together. A
    /// schema that merely says the same as one of them is not among them, and loses nothing.
    pub fn lose_together(&mut self, keyword: Location, schemas: &[Location]) {
        let known = self.lost_together.entry(keyword).or_default();
        if !known.iter().any(|known| known == schemas) {
            known.push(schemas.to_vec());
        }
    }

    /// A keyword, by its place, that a type keeps, though most of its kind cannot be expressed.
    pub fn keep(&mut self, keyword: Location) {
        self.kept.insert(keyword);
    }

    /// What became of a keyword of an object other than a schema, by the keyword's place.
    pub fn count(&mut self, keyword: Location, treatment: Treatment) {
        self.beside.entry(keyword).or_insert(treatment);
    }

    /// A schema, or a keyword of it, that is not as the specification has it.
    pub fn note(&mut self, oddity: Oddity, place: Location) {
        self.odd.entry(oddity).or_default().insert(place);
    }

    /// A schema whose type is assumed.
    pub fn assume(&mut self, schema: Location) {
        self.assumed.insert(schema);
    }

    /// The schemas whose types are assumed, in the order in which they were reached.
    pub fn assumed(&self) -> Vec<Location> {
        self.assumed.iter().cloned().collect()
    }

    /// A schema that says the very same as an earlier one, which is lowered in its place.
    pub fn copy(&mut self, copy: Location, first: &Location) {
        self.copies.insert(copy, first.clone());
    }

    /// The schema of a body that is handed over as it is, and the types that it would have, with
    /// whether the crate has them.
    pub fn leave_out(&mut self, schema: Location, types: Vec<(Location, bool)>) {
        self.raw.insert(schema, false);
        self.raw.extend(types);
    }

    /// Whether a schema is only in bodies that are handed over as they are.
    fn is_left_out(&self, schema: &Location) -> bool {
        if self.raw.is_empty() {
            return false;
        }
        let around = std::iter::successors(Some(schema.clone()), Location::parent);
        let mut known = around.filter_map(|place| self.raw.get(&place));
        known.next() == Some(&false)
    }

    /// Whether a keyword could not be expressed: of a schema itself, or of the copies of `first`,
    /// inside which the keyword stands.
    fn is_lost(&self, keyword: &Location, first: Option<&Location>) -> bool {
        let in_all_copies = |schemas: &Vec<Location>| {
            first.is_none_or(|first| schemas.iter().all(|one| one.below(first).is_some()))
        };
        let mut together = self.lost_together.get(keyword).into_iter().flatten();
        self.lost.contains(keyword) || together.any(in_all_copies)
    }

    /// Whether any keyword of a schema, or of one inside it, was lost or kept.
    fn knows_of(&self, schema: &Location) -> bool {
        let is_inside =
            |place: Option<&Location>| place.is_some_and(|place| place.below(schema).is_some());
        is_inside(self.lost.range(schema..).next())
            || is_inside(self.kept.range(schema..).next())
            || is_inside(
                self.lost_together
                    .range(schema..)
                    .next()
                    .map(|(place, _)| place),
            )
    }

    /// The counts, and the warnings. `version` is what the document says of itself.
    pub fn finish(
        mut self,
        version: &str,
        schemas: &Schemas<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<KeywordUse> {
        let resolver = self.resolver;
        let mut uses = BTreeMap::new();
        let visited = std::mem::take(&mut self.visited);
        let copies = std::mem::take(&mut self.copies);
        let beside = std::mem::take(&mut self.beside);
        let copied = copied(&visited, &copies);
        let own = visited.iter().map(|schema| (schema, schema, None));
        let copied = copied
            .iter()
            .map(|(copy, (schema, first))| (copy, *schema, Some(*first)));
        for (schema, lowered, first) in own.chain(copied) {
            let Value::Object(keywords) = resolver.value(schema) else {
                continue;
            };
            diagnostics.extend(refused_values(schema, keywords, schemas));
            let odd = oddities(schema, keywords, version, resolver);
            for keyword in DYNAMIC_REFERENCES {
                let place = schema.child(keyword);
                // One that has a single target is a reference like any other.
                if keywords.contains_key(keyword) && odd.iter().all(|(_, odd)| *odd != place) {
                    self.kept.insert(place);
                }
            }
            for (oddity, place) in odd {
                if oddity.has_no_effect() {
                    self.lost.insert(place.clone());
                }
                self.note(oddity, place);
            }
            if let Some(Value::String(reference)) = member(keywords, "$ref")
                && resolver.target(reference, schema).is_err()
            {
                self.lost.insert(schema.child("$ref"));
            }
            let left_out = self.is_left_out(schema);
            let is_known = self.knows_of(schema) || first.is_some() && self.knows_of(lowered);
            for (keyword, value) in keywords {
                let treatment = if left_out {
                    Treatment::NotExpressed
                } else if !is_known {
                    treatment(keyword, value)
                } else {
                    // A copy shares the fate of the schema that is lowered for it.
                    let (place, lowered) = (schema.child(keyword), lowered.child(keyword));
                    if self.kept.contains(&lowered) {
                        Treatment::Honoured
                    } else if self.is_lost(&lowered, first) || self.is_lost(&place, None) {
                        Treatment::NotExpressed
                    } else {
                        treatment(keyword, value)
                    }
                };
                count(&mut uses, keyword, treatment, || schema.child(keyword));
            }
        }
        for (place, treatment) in &beside {
            let keyword = place.pointer.last().unwrap_or_default();
            count(&mut uses, keyword, *treatment, || place.clone());
        }
        for (oddity, places) in &self.odd {
            diagnostics.extend(places.iter().map(|place| oddity.diagnostic(place)));
        }
        uses.into_values().collect()
    }
}

/// The schemas that were not reached themselves, since others say the same. Each comes with the
/// schema whose fate it shares, and with the schema around that one which was copied.
fn copied<'l>(
    visited: &'l IndexSet<Location>,
    copies: &'l BTreeMap<Location, Location>,
) -> IndexMap<Location, (&'l Location, &'l Location)> {
    let in_order: BTreeSet<&Location> = visited.iter().filter(|_| !copies.is_empty()).collect();
    let mut found = IndexMap::new();
    let mut seen = BTreeSet::new();
    let mut waiting: VecDeque<(Location, &Location)> = copies
        .iter()
        .map(|(copy, first)| (copy.clone(), first))
        .collect();
    while let Some((copy, first)) = waiting.pop_front() {
        if !seen.insert(copy.clone()) {
            continue;
        }
        let inside = in_order.range::<&Location, _>(first..);
        for (schema, tokens) in inside.map_while(|schema| Some((*schema, schema.below(first)?))) {
            let place = copy.descendant(tokens);
            if !visited.contains(&place) {
                found.entry(place).or_insert((schema, first));
            }
        }
        // What is inside the first may be a copy of something else.
        let inside = copies.range(first..);
        for (inner, tokens, origin) in
            inside.map_while(|(inner, origin)| Some((inner, inner.below(first)?, origin)))
        {
            if inner != first {
                waiting.push_back((copy.descendant(tokens), origin));
            }
        }
    }
    found
}

/// Counts a keyword at a place.
fn count<'k>(
    uses: &mut BTreeMap<(Treatment, &'k str), KeywordUse>,
    keyword: &'k str,
    treatment: Treatment,
    place: impl FnOnce() -> Location,
) {
    let counted = uses
        .entry((treatment, keyword))
        .or_insert_with(|| KeywordUse {
            keyword: keyword.to_owned(),
            treatment,
            count: 0,
            places: Vec::new(),
        });
    counted.count += 1;
    if counted.places.len() < PLACES {
        counted.places.push(place());
    }
}
