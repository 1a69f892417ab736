//! One schema as the sum of its parts.
//!
//! In: the places of schemas that all hold for a value. Out: a [`View`] that answers questions about the value (types, members,
//! enum) across `$ref` siblings and `allOf`. Source: JSON Schema 2020-12, Core §8.2.3 and §10.2.1. It may not name anything.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::keywords::TYPES;
use super::references::follow;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolver;
use crate::source::Location;

/// A schema that must hold, with or without its `oneOf`/`anyOf`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Member {
    /// Where the schema stands, pure references followed.
    pub location: Location,
    /// Whether its union keywords have been dealt with by the caller.
    pub without_union: bool,
}

/// Schemas that all hold for one value. It identifies a type: two places with the same conjunction share it.
pub(super) type Conjunction = Vec<Member>;

/// One object of keywords.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub location: Location,
    pub keywords: &'a Map<String, Value>,
    without_union: bool,
}

impl<'a> Part<'a> {
    /// A part that stands for itself alone.
    pub fn new(location: Location, keywords: &'a Map<String, Value>) -> Self {
        Self {
            location,
            keywords,
            without_union: false,
        }
    }
}

/// The alternatives of a `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'a> {
    /// The part that holds the keyword.
    pub part: Part<'a>,
    /// Where each alternative stands, in spec order, as written (references not followed).
    pub branches: Vec<Location>,
    /// Whether one alternative was `null` alone.
    pub nullable: bool,
}

/// What all parts of a conjunction say together.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// Every part, each before those that it refers to: what a schema says itself counts first.
    pub parts: Vec<Part<'a>>,
    /// The same parts in the order in which their members stand in the spec.
    in_member_order: Vec<usize>,
}

impl<'a> View<'a> {
    /// A view of these parts alone.
    pub fn of(parts: Vec<Part<'a>>) -> Self {
        Self {
            in_member_order: (0..parts.len()).collect(),
            parts,
        }
    }

    /// Follows references and `allOf` until only plain keywords are left.
    pub fn new(
        conjunction: &[Member],
        resolver: &Resolver<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut view = Self::of(Vec::new());
        let mut seen = BTreeSet::new();
        for member in conjunction {
            view.expand(
                &member.location,
                member.without_union,
                resolver,
                diagnostics,
                &mut seen,
            );
        }
        // A part that one member leads to can be another member, whose union has been dealt with.
        for part in &mut view.parts {
            part.without_union |= conjunction
                .iter()
                .any(|member| member.without_union && member.location == part.location);
        }
        view
    }

    fn expand(
        &mut self,
        location: &Location,
        without_union: bool,
        resolver: &Resolver<'a>,
        diagnostics: &mut Diagnostics,
        seen: &mut BTreeSet<Location>,
    ) {
        let Some(location) = follow(location, resolver, diagnostics) else {
            return;
        };
        if !seen.insert(location.clone()) {
            return;
        }
        let Value::Object(keywords) = resolver.value(&location) else {
            return;
        };
        let index = self.parts.len();
        self.parts.push(Part {
            location: location.clone(),
            keywords,
            without_union,
        });
        let mut placed = false;
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => match resolver.target(reference, &location) {
                    Ok(target) => self.expand(&target, false, resolver, diagnostics, seen),
                    Err(diagnostic) => diagnostics.push(diagnostic),
                },
                ("allOf", Value::Array(branches)) => {
                    let all_of = location.child("allOf");
                    for branch in 0..branches.len() {
                        let branch = all_of.child(&branch.to_string());
                        self.expand(&branch, without_union, resolver, diagnostics, seen);
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
            .find_map(|part| Some((part, part.keywords.get(name)?)))
    }

    /// A keyword's text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.1.as_str()
    }

    /// Whether a keyword is `true` in any part.
    pub fn flag(&self, name: &str) -> bool {
        self.parts
            .iter()
            .any(|part| part.keywords.get(name) == Some(&Value::Bool(true)))
    }

    /// The JSON types that every `type` keyword admits, `null` apart; `None` where no part has the keyword.
    pub fn types(&self) -> Option<Vec<&'a str>> {
        let mut types: Option<Vec<&str>> = None;
        for part in &self.parts {
            let mut named = match part.keywords.get("type") {
                Some(Value::String(one)) => vec![one.as_str()],
                Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
                _ => continue,
            };
            // What is no type is reported elsewhere, and counts as if nothing were said.
            named.retain(|one| TYPES.contains(one));
            if named.is_empty() {
                continue;
            }
            types = Some(match types {
                None => named,
                Some(earlier) => both(&earlier, &named),
            });
        }
        types.map(|mut types| {
            types.retain(|one| *one != "null");
            types
        })
    }

    /// Whether `null` is admitted by a `type`, `enum`, `const` or `nullable` keyword.
    pub fn nullable(&self) -> bool {
        let mut typed = self
            .parts
            .iter()
            .filter_map(|part| part.keywords.get("type"))
            .peekable();
        let by_type = typed.peek().is_some()
            && typed.all(|types| match types {
                Value::String(one) => one == "null",
                Value::Array(several) => several.iter().any(|one| one == "null"),
                _ => false,
            });
        let listed = self.parts.iter().any(|part| {
            part.keywords.get("const").is_some_and(Value::is_null)
                || part
                    .keywords
                    .get("enum")
                    .and_then(Value::as_array)
                    .is_some_and(|values| values.contains(&Value::Null))
        });
        by_type || listed || self.flag("nullable")
    }

    /// The members of the object: for each name, the places of all schemas that hold for it.
    pub fn properties(&self) -> IndexMap<&'a str, Vec<Location>> {
        let mut properties: IndexMap<&str, Vec<Location>> = IndexMap::new();
        let ordered = self
            .in_member_order
            .iter()
            .filter_map(|index| self.parts.get(*index));
        for part in ordered {
            if let Some(Value::Object(own)) = part.keywords.get("properties") {
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

    /// The names of members that must be there.
    pub fn required(&self) -> Vec<&'a str> {
        let mut required = Vec::new();
        for part in &self.parts {
            if let Some(Value::Array(names)) = part.keywords.get("required") {
                for name in names.iter().filter_map(Value::as_str) {
                    if !required.contains(&name) {
                        required.push(name);
                    }
                }
            }
        }
        required
    }

    /// The values that `enum` or `const` admit, in spec order, narrowed by every part; `None` where neither keyword stands.
    pub fn values(&self) -> Option<Vec<&'a Value>> {
        let mut values: Option<Vec<&Value>> = None;
        for part in &self.parts {
            let listed: Vec<&Value> = match (part.keywords.get("const"), part.keywords.get("enum"))
            {
                (Some(one), _) => vec![one],
                (None, Some(Value::Array(several))) => several.iter().collect(),
                _ => continue,
            };
            values = Some(match values {
                None => listed,
                Some(earlier) => earlier
                    .into_iter()
                    .filter(|one| listed.contains(one))
                    .collect(),
            });
        }
        values
    }

    /// Every `oneOf` and `anyOf` that says something about structure, `null` alternatives taken out.
    pub fn alternatives(
        &self,
        resolver: &Resolver<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Alternatives<'a>> {
        let mut found = Vec::new();
        for part in self.parts.iter().filter(|part| !part.without_union) {
            for keyword in ["oneOf", "anyOf"] {
                let Some(Value::Array(listed)) = part.keywords.get(keyword) else {
                    continue;
                };
                let location = part.location.child(keyword);
                let mut branches = Vec::new();
                let mut nullable = false;
                let mut structural = false;
                for index in 0..listed.len() {
                    let branch = location.child(&index.to_string());
                    let Some(target) = follow(&branch, resolver, diagnostics) else {
                        continue;
                    };
                    let value = resolver.value(&target);
                    if is_null_alone(value) {
                        nullable = true;
                        structural = true;
                    } else {
                        structural |= is_structural(value);
                        branches.push(branch);
                    }
                }
                if structural {
                    found.push(Alternatives {
                        part: part.clone(),
                        branches,
                        nullable,
                    });
                }
            }
        }
        found
    }

    /// The same parts, with the union keywords of one part dealt with; `None` where nothing but annotations is left.
    pub fn without_union(&self, apart: &Part<'a>) -> Option<Conjunction> {
        let speaks = self.parts.iter().any(|part| {
            part.keywords
                .iter()
                .any(|(keyword, value)| match keyword.as_str() {
                    "properties" | "items" | "additionalProperties" | "enum" | "const" => true,
                    "required" => value.as_array().is_some_and(|names| !names.is_empty()),
                    "oneOf" | "anyOf" => part.location != apart.location,
                    _ => false,
                })
        });
        speaks.then(|| {
            self.parts
                .iter()
                .map(|part| Member {
                    location: part.location.clone(),
                    without_union: part.without_union || part.location == apart.location,
                })
                .collect()
        })
    }
}

/// The types that two lists have in common; every integer is a number too.
fn both<'a>(one: &[&'a str], other: &[&'a str]) -> Vec<&'a str> {
    let within = |kind: &str, list: &[&str]| {
        list.contains(&kind) || (kind == "integer" && list.contains(&"number"))
    };
    let narrower = other
        .iter()
        .filter(|kind| !one.contains(kind) && within(kind, one));
    one.iter()
        .filter(|kind| within(kind, other))
        .chain(narrower)
        .copied()
        .collect()
}

/// Says that a schema is kept as raw JSON, and why.
pub(super) fn kept_as_json(location: &Location, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSchema, format!("this schema becomes plain JSON: {why}"))
        .at(location, "decoded as `serde_json::Value`")
        .help("nothing is lost: the value reaches the handler as it came; describe it with other keywords to get a type")
}

fn is_null_alone(schema: &Value) -> bool {
    let Value::Object(keywords) = schema else {
        return false;
    };
    let null_type = match keywords.get("type") {
        Some(Value::String(one)) => one == "null",
        Some(Value::Array(several)) => {
            several.len() == 1 && several.iter().any(|one| one == "null")
        }
        _ => false,
    };
    let null_value = keywords.get("const").is_some_and(Value::is_null)
        || keywords
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| values.len() == 1 && values.iter().all(Value::is_null));
    null_type || null_value
}

/// Whether an alternative describes a value, rather than only asking for some of its members.
fn is_structural(schema: &Value) -> bool {
    match schema {
        Value::Object(keywords) => keywords.keys().any(|keyword| {
            matches!(
                keyword.as_str(),
                "type"
                    | "properties"
                    | "items"
                    | "enum"
                    | "const"
                    | "oneOf"
                    | "anyOf"
                    | "allOf"
                    | "$ref"
                    | "additionalProperties"
                    | "format"
            )
        }),
        _ => false,
    }
}
