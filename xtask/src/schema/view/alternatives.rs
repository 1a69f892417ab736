//! The alternatives of a schema.
//!
//! In: a [`View`]. Out: its `oneOf` and `anyOf`, as far as they say something about structure, and
//! what holds beside them. Source: JSON Schema 2020-12, Core §10.2.1.2 and §10.2.1.3.

use serde_json::{Map, Value};

use super::{Conditional, Part, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::conjunction::{Conjunct, Conjunction};
use crate::schema::types::type_words;
use crate::vocabulary::is_annotation;
use crate::vocabulary::{ALTERNATIVES, Role, does};

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
    /// Where the keyword stands.
    pub fn place(&self) -> Location {
        self.part.location.child(self.keyword)
    }

    /// Whether the alternatives are the schemas that build upon the part, and the part itself.
    pub fn is_inherited(&self) -> bool {
        self.keyword == DISCRIMINATOR
    }
}

impl<'a> View<'a> {
    /// Every `oneOf` and `anyOf` that says something about structure, `null` alternatives taken
    /// out; and what is wrong with the references among the alternatives.
    pub(in crate::schema) fn unions(
        &self,
        resolver: &Resolver<'a>,
    ) -> &(Vec<Alternatives<'a>>, Vec<Diagnostic>) {
        self.unions.get_or_init(|| self.find_unions(resolver))
    }

    fn find_unions(&self, resolver: &Resolver<'a>) -> (Vec<Alternatives<'a>>, Vec<Diagnostic>) {
        let (mut found, mut faults) = (Vec::new(), Vec::new());
        for part in self.parts.iter().filter(|part| part.holds_union()) {
            for keyword in ALTERNATIVES {
                if !self.is_settled(part, keyword, resolver) {
                    found.extend(self.alternatives(part, keyword, resolver, &mut faults));
                }
            }
        }
        (found, faults)
    }

    /// The alternatives under a keyword; `None` where they say nothing about structure.
    fn alternatives(
        &self,
        part: &Part<'a>,
        keyword: &'static str,
        resolver: &Resolver<'a>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Alternatives<'a>> {
        let (mut is_structural, mut nullable, mut narrows) = (false, false, true);
        let mut branches = Vec::new();
        for branch in part.listed(keyword) {
            let value = match resolver.follow(&branch) {
                Ok(target) => resolver.value(&target),
                Err(fault) => {
                    // What is out of sight is an alternative all the same.
                    if fault.code == Code::RemoteReference {
                        (is_structural, narrows) = (true, false);
                        branches.push(branch);
                    }
                    faults.push(fault);
                    continue;
                }
            };
            // Nothing fits `false`, so it is not an alternative.
            if *value == Value::Bool(false) {
                continue;
            }
            narrows &= self.is_narrowed_by(value);
            if is_null_alone(value) {
                (is_structural, nullable) = (true, true);
            } else {
                is_structural |= describes_a_value(value);
                branches.push(branch);
            }
        }
        is_structural.then(|| Alternatives {
            part: part.clone(),
            keyword,
            branches,
            nullable,
            narrows,
        })
    }

    /// Whether one of a part's alternatives is among the other parts, as in a schema that lists
    /// those that build upon it: then that alternative holds, and nothing is left to choose. A part
    /// whose union the caller deals with does not count.
    pub fn is_settled(&self, part: &Part<'a>, keyword: &str, resolver: &Resolver<'a>) -> bool {
        let holds = |target: &Location| {
            let mut others = self.parts.iter().filter(|other| other.holds_union());
            *target != part.location && others.any(|other| other.location == *target)
        };
        let mut listed = part.listed(keyword).into_iter();
        listed.any(|branch| resolver.follow(&branch).is_ok_and(|target| holds(&target)))
    }

    /// Whether an alternative does no more than ask for members that this view describes, or for
    /// certain values of them.
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

    /// The same parts, with the union keywords of one part dealt with; `None` where nothing but
    /// annotations is left.
    pub fn without_union(&self, apart: &Part<'a>) -> Option<Conjunction> {
        let speaks = self.parts.iter().any(|part| {
            part.keywords
                .iter()
                .any(|(keyword, value)| match keyword.as_str() {
                    holding if does(holding, Role::Holds) => true,
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
    let is_null_type = match keywords.get("type") {
        Some(Value::Array(several)) => several.len() == 1 && type_words(keywords) == ["null"],
        _ => type_words(keywords) == ["null"],
    };
    let values = keywords.get("enum").and_then(Value::as_array);
    is_null_type
        || keywords.get("const").is_some_and(Value::is_null)
        || values.is_some_and(|values| matches!(values.as_slice(), [Value::Null]))
}

/// Whether an alternative describes a value, rather than only asking for some of its members.
fn describes_a_value(schema: &Value) -> bool {
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
