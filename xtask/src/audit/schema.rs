//! What the spec says about one value, as far as a reference page could say it too.
//!
//! In: the place of a schema. Out: a [`SchemaView`] over every schema that holds there, through `$ref` and its siblings, `allOf`
//! and nullable forms: types, fields, values, variants, examples, each with its place. Source: JSON Schema 2020-12, Core §8.2.3
//! and §10.2. It may not know pages.

mod answers;
mod variants;

pub(super) use answers::Property;
pub(crate) use answers::type_of;
pub(super) use variants::GivenDiscriminator;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, Place};
use crate::place::Location;
use crate::resolve::Resolver;

/// The extension that says where a fact comes from.
const PROVENANCE: &str = "x-provenance";

/// Its value for what the reference pages do not show.
const BEYOND_PAGE: &str = "beyond-page";

/// Follows the references of the spec, and keeps complaints about those that lead nowhere.
pub(super) struct SchemaReader<'s, 'd> {
    pub resolver: &'s Resolver<'s>,
    pub diagnostics: &'d mut Diagnostics,
}

/// One object of keywords that holds for a value.
#[derive(Debug, Clone)]
pub(super) struct Part<'s> {
    /// Where it stands.
    pub location: Location,
    pub keywords: &'s Map<String, Value>,
    /// The mark that what it says is beyond the page: its own, or that of a schema it was reached through.
    pub mark: Option<Location>,
    /// Whether it is the schema itself, maybe by reference, and not one of several that it is composed of.
    is_own: bool,
    /// Whether `null` is admitted beside what it says.
    null_beside: bool,
    /// Whether it was reached as the only branch of a `oneOf` or `anyOf`.
    in_only_branch: bool,
}

/// Everything that holds for one value.
#[derive(Debug, Clone)]
pub(super) struct SchemaView<'s> {
    /// The schema as it was asked for, references not followed.
    pub location: Location,
    /// Each before those that it refers to: what a schema says itself counts first.
    pub parts: Vec<Part<'s>>,
    unions: Vec<Alternatives>,
    /// The alternatives of a `oneOf` or `anyOf` that has one alone, `null` apart: what it says holds for the value, but a page may
    /// still call it a variant.
    only_branches: Vec<Location>,
    /// The unions that the schema was reached through as an alternative: one that contains itself is looked into once.
    within: Vec<Location>,
}

/// The alternatives of a `oneOf` or `anyOf` that are more than one shape and `null`.
#[derive(Debug, Clone)]
struct Alternatives {
    /// The part that holds the keyword.
    part: usize,
    /// The keyword.
    location: Location,
    /// The alternatives apart from `null`.
    branches: Vec<Location>,
    /// Whether `null` was one of them.
    nullable: bool,
}

/// How a part was reached.
#[derive(Clone)]
struct Way {
    mark: Option<Location>,
    is_own: bool,
    null_beside: bool,
    in_only_branch: bool,
}

/// The place of the mark, if a node has it.
pub(super) fn mark(resolver: &Resolver<'_>, location: &Location) -> Option<Location> {
    let marked = resolver.value(location).get(PROVENANCE)?.as_str() == Some(BEYOND_PAGE);
    marked.then(|| location.child(PROVENANCE))
}

impl<'s> SchemaReader<'s, '_> {
    /// The view of a schema; `mark` is that of a schema around it.
    pub(super) fn view(&mut self, location: &Location, mark: Option<&Location>) -> SchemaView<'s> {
        let mut view = SchemaView {
            location: location.clone(),
            parts: Vec::new(),
            unions: Vec::new(),
            only_branches: Vec::new(),
            within: Vec::new(),
        };
        let way = Way {
            mark: mark.cloned(),
            is_own: true,
            null_beside: false,
            in_only_branch: false,
        };
        self.expand(&mut view, location, &way, &mut BTreeSet::new());
        view
    }

    /// The view of a field's value.
    pub(super) fn property(&mut self, property: &Property) -> SchemaView<'s> {
        let mut view = self.view(&property.location, property.mark.as_ref());
        let mut seen = view
            .parts
            .iter()
            .map(|part| part.location.clone())
            .collect();
        let way = Way {
            mark: None,
            is_own: false,
            null_beside: false,
            in_only_branch: false,
        };
        for location in &property.further {
            self.expand(&mut view, location, &way, &mut seen);
        }
        view
    }

    fn expand(
        &mut self,
        view: &mut SchemaView<'s>,
        location: &Location,
        way: &Way,
        seen: &mut BTreeSet<Location>,
    ) {
        if !seen.insert(location.clone()) {
            return;
        }
        let Value::Object(keywords) = self.resolver.value(location) else {
            return;
        };
        let own_mark = mark(self.resolver, location);
        let way = Way {
            mark: own_mark.or_else(|| way.mark.clone()),
            ..way.clone()
        };
        let part = view.parts.len();
        view.parts.push(Part {
            location: location.clone(),
            keywords,
            mark: way.mark.clone(),
            is_own: way.is_own,
            null_beside: way.null_beside,
            in_only_branch: way.in_only_branch,
        });
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    let target = self.resolver.target(reference, location);
                    if let Some(target) = self.diagnostics.keep(target) {
                        self.expand(view, &target, &way, seen);
                    }
                }
                ("allOf", Value::Array(branches)) => {
                    // One alone only wraps: that is how a reference got siblings before 3.1.
                    let is_own =
                        way.is_own && branches.len() == 1 && !keywords.contains_key("properties");
                    let way = Way {
                        is_own,
                        ..way.clone()
                    };
                    for branch in below(location, keyword, branches) {
                        self.expand(view, &branch, &way, seen);
                    }
                }
                ("oneOf" | "anyOf", Value::Array(branches)) => {
                    let all = below(location, keyword, branches);
                    let (nulls, branches): (Vec<_>, Vec<_>) =
                        all.into_iter().partition(|branch| self.is_null(branch));
                    if let [only] = branches.as_slice() {
                        let way = Way {
                            null_beside: way.null_beside || !nulls.is_empty(),
                            in_only_branch: true,
                            ..way.clone()
                        };
                        view.only_branches.push(only.clone());
                        self.expand(view, only, &way, seen);
                    } else {
                        view.unions.push(Alternatives {
                            part,
                            location: location.child(keyword),
                            branches,
                            nullable: !nulls.is_empty() || way.null_beside,
                        });
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a schema admits `null` and nothing else.
    fn is_null(&mut self, location: &Location) -> bool {
        let Some(target) = self.diagnostics.keep(self.resolver.follow(location)) else {
            return false;
        };
        let schema = self.resolver.value(&target);
        let null_alone = |keyword: &str| match schema.get(keyword) {
            Some(Value::Array(values)) => {
                !values.is_empty()
                    && values
                        .iter()
                        .all(|value| value.is_null() || value.as_str() == Some("null"))
            }
            _ => false,
        };
        schema.get("type").and_then(Value::as_str) == Some("null")
            || schema.get("const").is_some_and(Value::is_null)
            || null_alone("type")
            || (null_alone("enum") && schema.pointer("/enum/0").is_some_and(Value::is_null))
    }
}

fn below(location: &Location, keyword: &str, branches: &[Value]) -> Vec<Location> {
    let keyword = location.child(keyword);
    (0..branches.len())
        .map(|number| keyword.child(&number.to_string()))
        .collect()
}

impl SchemaView<'_> {
    /// Where the schema stands, to be shown: its key, or what a reference names where there is none.
    pub(super) fn place(&self) -> Place {
        Place::key(&self.location)
    }
}
