//! The alternatives of a schema.
//!
//! In: a [`View`]. Out: its `oneOf` and `anyOf`, as far as they say something about structure, and what holds beside them. Source:
//! JSON Schema 2020-12, Core §10.2.1.2 and §10.2.1.3.

use serde_json::{Map, Value};

use super::{Conditional, Part, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;
use crate::resolve::{Resolver, is_annotation};
use crate::schema::conjunction::{Conjunct, Conjunction};
use crate::schema::types::type_word;
use crate::schema::vocabulary::{ALTERNATIVES, Role, does};

/// The alternatives of a `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(crate) struct Alternatives<'a> {
    /// The part that holds the keyword.
    pub part: Part<'a>,
    /// `oneOf` or `anyOf`, or [`DISCRIMINATOR`].
    pub keyword: &'static str,
    /// Where each alternative stands, in spec order, as written (references not followed).
    pub branches: Vec<Location>,
    /// Whether one alternative was `null` alone.
    pub nullable: bool,
    /// Whether every alternative only narrows members that are described elsewhere.
    pub narrows: bool,
}

/// The keyword by which a schema stands for those that build upon it.
pub(crate) const DISCRIMINATOR: &str = "discriminator";

impl Alternatives<'_> {
    /// Whether the alternatives are the schemas that build upon the part, and the part itself.
    pub fn is_inherited(&self) -> bool {
        self.keyword == DISCRIMINATOR
    }
}

impl<'a> View<'a> {
    /// Every `oneOf` and `anyOf` that says something about structure, `null` alternatives taken out; and what is wrong with the
    /// references among the alternatives.
    pub(in crate::schema) fn unions(
        &self,
        resolver: &Resolver<'a>,
    ) -> &(Vec<Alternatives<'a>>, Vec<Diagnostic>) {
        self.unions.get_or_init(|| self.find_unions(resolver))
    }

    fn find_unions(&self, resolver: &Resolver<'a>) -> (Vec<Alternatives<'a>>, Vec<Diagnostic>) {
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for part in self.parts.iter().filter(|part| !part.without_union) {
            for keyword in ALTERNATIVES {
                let Some(Value::Array(listed)) = part.get(keyword) else {
                    continue;
                };
                if self.is_settled(part, keyword, resolver) {
                    continue;
                }
                let location = part.location.child(keyword);
                let mut branches = Vec::new();
                let mut nullable = false;
                let mut structural = false;
                let mut narrows = true;
                for index in 0..listed.len() {
                    let branch = location.child(&index.to_string());
                    let target = match resolver.follow(&branch) {
                        Ok(target) => target,
                        Err(diagnostic) => {
                            // What is out of sight is an alternative all the same.
                            if diagnostic.code == Code::RemoteReference {
                                narrows = false;
                                structural = true;
                                branches.push(branch);
                            }
                            faults.push(diagnostic);
                            continue;
                        }
                    };
                    let value = resolver.value(&target);
                    // Nothing fits `false`, so it is no alternative.
                    if *value == Value::Bool(false) {
                        continue;
                    }
                    narrows &= self.is_narrowed_by(value);
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
                        keyword,
                        branches,
                        nullable,
                        narrows,
                    });
                }
            }
        }
        (found, faults)
    }

    /// Whether one of a part's alternatives is among the other parts, as where a schema lists those that build upon it: then it holds,
    /// and leaves nothing to choose. A part whose own alternatives are chosen from around these is none that holds already.
    pub fn is_settled(&self, part: &Part<'a>, keyword: &str, resolver: &Resolver<'a>) -> bool {
        let Some(Value::Array(listed)) = part.get(keyword) else {
            return false;
        };
        let location = part.location.child(keyword);
        (0..listed.len()).any(|index| {
            let target = resolver.follow(&location.child(&index.to_string()));
            target.is_ok_and(|target| {
                target != part.location
                    && self
                        .parts
                        .iter()
                        .any(|other| other.location == target && !other.without_union)
            })
        })
    }

    /// Whether an alternative does no more than ask for members that this view describes, or for certain values of them.
    fn is_narrowed_by(&self, alternative: &Value) -> bool {
        let Value::Object(keywords) = alternative else {
            return false;
        };
        let known = self.properties();
        keywords
            .iter()
            .all(|(keyword, value)| match keyword.as_str() {
                "required" | "not" => true,
                "type" => value == "object",
                "properties" => value.as_object().is_some_and(|properties| {
                    properties.iter().all(|(name, schema)| {
                        known.contains_key(name.as_str())
                            && schema.as_object().is_some_and(only_names_values)
                    })
                }),
                other => is_annotation(other),
            })
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
        let speaks = speaks || self.conditional.iter().any(Conditional::has_members);
        speaks.then(|| {
            self.parts
                .iter()
                .map(|part| Conjunct {
                    location: part.location.clone(),
                    without_union: part.without_union || part.location == apart.location,
                })
                .collect()
        })
    }
}

fn is_null_alone(schema: &Value) -> bool {
    let Value::Object(keywords) = schema else {
        return false;
    };
    let null_type = match keywords.get("type") {
        Some(Value::Array(several)) => {
            several.len() == 1 && several.iter().any(|one| type_word(one) == Some("null"))
        }
        Some(one) => type_word(one) == Some("null"),
        None => false,
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
        Value::Object(keywords) => keywords.keys().any(|one| does(one, Role::Describes)),
        _ => false,
    }
}

/// Whether a schema says no more than which values there are.
fn only_names_values(keywords: &Map<String, Value>) -> bool {
    let values = keywords.contains_key("const") || keywords.contains_key("enum");
    values
        && keywords.keys().all(|keyword| {
            matches!(keyword.as_str(), "const" | "enum" | "type") || is_annotation(keyword)
        })
}
