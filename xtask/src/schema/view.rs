//! One schema as the sum of its parts.
//!
//! In: the places of schemas that all hold for a value. Out: a [`View`] that answers questions
//! about the value (types, members, enum) across `$ref` siblings and `allOf`. Source: JSON Schema
//! 2020-12, Core §8.2.3 and §10.2.1. It may not name anything.

mod alternatives;
mod arrays;
mod conditions;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

use super::conjunction::Conjunct;
use super::reference::{dynamic_reference, way};
use super::types::{TypeMeant, type_meant, type_word, type_words, types_of_both};
use crate::diagnostic::Diagnostic;
use crate::place::Location;
use crate::resolve::Resolver;
use crate::source::member;
use crate::vocabulary::under;

pub(crate) use alternatives::{Alternatives, DISCRIMINATOR};
pub(crate) use conditions::Conditional;

/// One object of keywords.
#[derive(Debug, Clone)]
pub(crate) struct Part<'a> {
    pub location: Location,
    pub keywords: &'a Map<String, Value>,
    /// The part whose reference or `allOf` leads here, by its number; none for a schema that was
    /// asked about.
    pub from: Option<usize>,
    /// The pure references that are passed on the way here, in their order.
    pub passed: Vec<Location>,
    /// Its `description`, in the file that it may refer to.
    description: Option<&'a str>,
    without_union: bool,
}

impl<'a> Part<'a> {
    /// A part that stands for itself alone.
    pub fn new(
        location: Location,
        keywords: &'a Map<String, Value>,
        resolver: &Resolver<'a>,
    ) -> Self {
        let description = match member(keywords, "description") {
            Some(Value::Object(_)) => resolver.text(&location.child("description")),
            other => other.and_then(Value::as_str),
        };
        Self {
            location,
            keywords,
            from: None,
            passed: Vec::new(),
            description,
            without_union: false,
        }
    }

    /// The value of a keyword.
    pub fn get(&self, keyword: &str) -> Option<&'a Value> {
        member(self.keywords, keyword)
    }

    /// Whether it says something of a member.
    pub fn names(&self, member: &str) -> bool {
        let properties = self.get("properties").and_then(Value::as_object);
        properties.is_some_and(|properties| properties.contains_key(member))
    }

    /// Where the schemas stand that a keyword lists.
    pub fn listed(&self, keyword: &str) -> Vec<Location> {
        let Some(value) = self.get(keyword) else {
            return Vec::new();
        };
        let schemas = under(&self.location, keyword, value, |_| true);
        schemas.into_iter().map(|(place, _)| place).collect()
    }

    /// Whether its `oneOf` and `anyOf` are still to be dealt with.
    pub fn holds_union(&self) -> bool {
        !self.without_union
    }
}

/// What all parts of a conjunction say together.
#[derive(Debug, Clone, Default)]
pub(crate) struct View<'a> {
    /// Every part, each before those that it refers to: what a schema says itself counts first.
    pub parts: Vec<Part<'a>>,
    /// The same parts in the order in which their members stand in the spec.
    in_member_order: Vec<usize>,
    /// What holds for some values only.
    pub conditional: Vec<Conditional<'a>>,
    /// The schemas that were asked about, whose parts these are. Empty for a view that was put
    /// together from parts.
    pub together: Vec<Location>,
    /// What is wrong with the references on the way.
    pub(super) faults: Vec<Diagnostic>,
    /// What [`properties`](Self::properties) found.
    properties: OnceCell<IndexMap<&'a str, Vec<Location>>>,
    /// What [`Schemas::unions`](super::Schemas::unions) found, and what is wrong with the
    /// references there.
    unions: OnceCell<(Vec<Alternatives<'a>>, Vec<Diagnostic>)>,
}

impl<'a> View<'a> {
    /// A view of these parts alone.
    pub fn of(parts: Vec<Part<'a>>) -> Self {
        Self {
            in_member_order: (0..parts.len()).collect(),
            parts,
            ..Self::default()
        }
    }

    /// Follows references and `allOf` until only plain keywords are left.
    pub(super) fn new(conjunction: &[Conjunct], resolver: &Resolver<'a>) -> Self {
        let mut view = Self::default();
        let mut seen = BTreeSet::new();
        for one in conjunction {
            view.together.push(one.location.clone());
            view.expand(&one.location, None, one.without_union, resolver, &mut seen);
        }
        view.follow_conditions(resolver, &mut seen);
        // A part that one conjunct leads to can be another conjunct, whose union has been dealt
        // with.
        for part in &mut view.parts {
            part.without_union |= conjunction
                .iter()
                .any(|one| one.without_union && one.location == part.location);
        }
        view
    }

    fn expand(
        &mut self,
        location: &Location,
        from: Option<usize>,
        without_union: bool,
        resolver: &Resolver<'a>,
        seen: &mut BTreeSet<Location>,
    ) {
        let (passed, location) = match way(location, resolver) {
            Ok(way) => way,
            Err(fault) => return self.faults.push(fault),
        };
        if !seen.insert(location.clone()) {
            return;
        }
        let Value::Object(keywords) = resolver.value(&location) else {
            return;
        };
        let index = self.parts.len();
        self.parts.push(Part {
            from,
            passed,
            without_union,
            ..Part::new(location.clone(), keywords, resolver)
        });
        let mut placed = false;
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => match resolver.target(reference, &location) {
                    Ok(target) => self.expand(&target, Some(index), false, resolver, seen),
                    Err(fault) => self.faults.push(fault),
                },
                ("description", Value::Object(_)) => {
                    self.faults
                        .extend(resolver.refused_text(&location.child("description")));
                }
                ("$dynamicRef" | "$recursiveRef", Value::String(_)) => {
                    if let Some(target) = dynamic_reference(keywords, &location, resolver) {
                        self.expand(&target, Some(index), false, resolver, seen);
                    }
                }
                ("allOf", Value::Array(_)) => {
                    for (branch, _) in under(&location, keyword, value, |_| true) {
                        self.expand(&branch, Some(index), without_union, resolver, seen);
                    }
                }
                ("properties", _) => {
                    self.in_member_order.push(index);
                    placed = true;
                }
                _ => {}
            }
        }
        if !placed {
            self.in_member_order.push(index);
        }
    }

    /// The first part that has a keyword, and its value.
    pub fn keyword(&self, name: &str) -> Option<(&Part<'a>, &'a Value)> {
        self.parts
            .iter()
            .find_map(|part| Some((part, part.get(name)?)))
    }

    /// A keyword's text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.1.as_str()
    }

    /// The description of the first part that has one.
    pub fn description(&self) -> Option<&'a str> {
        self.parts.iter().find_map(|part| part.description)
    }

    /// Whether a keyword is `true` in any part.
    pub fn flag(&self, name: &str) -> bool {
        self.parts
            .iter()
            .any(|part| part.get(name) == Some(&Value::Bool(true)))
    }

    /// The JSON types that every `type` keyword admits, `null` apart; `None` where no part has the
    /// keyword.
    pub fn types(&self) -> Option<Vec<&'static str>> {
        let mut types: Option<Vec<&'static str>> = None;
        for part in &self.parts {
            let mut named = Vec::new();
            for word in type_words(part.keywords) {
                match type_meant(word) {
                    Some(TypeMeant::Type(one, _)) if !named.contains(&one) => named.push(one),
                    // Any value, or a number or a text: it counts as if nothing were said.
                    Some(TypeMeant::Any | TypeMeant::NumberOrText) => {
                        named.clear();
                        break;
                    }
                    // An unknown word is reported elsewhere, and counts as if it were not there.
                    _ => {}
                }
            }
            if named.is_empty() {
                continue;
            }
            types = Some(match types {
                None => named,
                Some(earlier) => types_of_both(&earlier, &named),
            });
        }
        types.map(|mut types| {
            types.retain(|one| *one != "null");
            types
        })
    }

    /// The format: what `format` says, else what the word under `type` says along with the type.
    pub fn format(&self) -> Option<&'a str> {
        self.text("format").or_else(|| {
            let words = self.parts.iter().flat_map(|part| type_words(part.keywords));
            words.filter_map(type_meant).find_map(|meant| match meant {
                TypeMeant::Type(_, format) => format,
                TypeMeant::Any | TypeMeant::NumberOrText => None,
            })
        })
    }

    /// Whether `null` is admitted by a `type`, `enum`, `const` or `nullable` keyword.
    pub fn nullable(&self) -> bool {
        let mut typed = self
            .parts
            .iter()
            .filter_map(|part| part.get("type"))
            .peekable();
        let by_type = typed.peek().is_some()
            && typed.all(|types| match types {
                Value::Array(several) => several.iter().any(|one| type_word(one) == Some("null")),
                one => type_word(one) == Some("null"),
            });
        let listed = self.parts.iter().any(|part| {
            part.get("const").is_some_and(Value::is_null)
                || part
                    .get("enum")
                    .and_then(Value::as_array)
                    .is_some_and(|values| values.contains(&Value::Null))
        });
        by_type || listed || self.flag("nullable")
    }

    /// The parts in the order in which their members stand in the spec.
    fn ordered(&self) -> impl Iterator<Item = &Part<'a>> {
        self.in_member_order
            .iter()
            .filter_map(|index| self.parts.get(*index))
    }

    /// The members of the object: for each name, the places of all schemas that hold for it.
    pub fn properties(&self) -> &IndexMap<&'a str, Vec<Location>> {
        self.properties.get_or_init(|| properties(self.ordered()))
    }

    /// The names of members that must be there: those listed, and those whose own schema says
    /// `required: true`, as JSON Schema had it before its fourth draft.
    pub fn required(&self) -> IndexSet<&'a str> {
        let mut required = IndexSet::new();
        for part in &self.parts {
            let listed = part.get("required").and_then(Value::as_array);
            let listed = listed.into_iter().flatten().filter_map(Value::as_str);
            let properties = part.get("properties").and_then(Value::as_object);
            let flagged = properties
                .into_iter()
                .flatten()
                .filter_map(|(name, schema)| {
                    (schema.get("required") == Some(&Value::Bool(true))).then_some(name.as_str())
                });
            required.extend(listed.chain(flagged));
        }
        required
    }

    /// The values that `enum` or `const` admit, in spec order, narrowed by every part; `None` where
    /// neither keyword stands.
    pub fn values(&self) -> Option<Vec<&'a Value>> {
        let mut values: Option<Vec<&Value>> = None;
        for part in &self.parts {
            let listed: Vec<&Value> = match (part.get("const"), part.get("enum")) {
                (Some(one), _) => vec![one],
                (None, Some(Value::Array(several))) => several.iter().collect(),
                _ => continue,
            };
            values = Some(match values {
                None => listed,
                Some(mut earlier) => {
                    let listed: BTreeSet<String> =
                        listed.into_iter().map(Value::to_string).collect();
                    earlier.retain(|one| listed.contains(&one.to_string()));
                    earlier
                }
            });
        }
        values
    }
}

/// The members that parts name, and the places of their schemas.
fn properties<'v, 'a: 'v>(
    parts: impl Iterator<Item = &'v Part<'a>>,
) -> IndexMap<&'a str, Vec<Location>> {
    let mut properties: IndexMap<&str, Vec<Location>> = IndexMap::new();
    for part in parts {
        if let Some(Value::Object(own)) = part.get("properties") {
            let location = part.location.child("properties");
            for name in own.keys() {
                properties
                    .entry(name)
                    .or_default()
                    .push(location.child(name));
            }
        }
    }
    properties
}
