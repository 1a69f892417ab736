//! What becomes of objects.
//!
//! In: what all parts of a schema say about an object. Out: its members in spec order, each with
//! the places that describe it, or a map. Source: JSON Schema 2020-12, Core §10.3.2 and Validation
//! §6.5.3. Whether a member must be there is the spec's `required`, nothing else.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde_json::Value;

use super::{Plan, Planner};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::place::Location;
use crate::schema::{FURTHER_MEMBERS, View};

/// An object with known members.
#[derive(Debug)]
pub(in crate::lower::types) struct ObjectPlan<'a> {
    /// The members in spec order.
    pub members: Vec<Member<'a>>,
    /// What is said of all other members; `None` where nothing says that there are any.
    pub others: Option<Others>,
}

/// A member of an object.
#[derive(Debug)]
pub(in crate::lower::types) struct Member<'a> {
    pub wire: &'a str,
    /// Where the schemas stand that describe it.
    pub places: Vec<Location>,
    pub presence: Presence,
}

/// Whether a member must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower::types) enum Presence {
    Required,
    Optional,
    /// The spec says what it is where a condition holds, and nothing elsewhere.
    Conditional,
    /// The spec says what it is where a condition holds, and it may be anything elsewhere.
    Unsettled,
    /// The spec says nowhere what it is: a condition depends on it.
    Asked,
    /// The spec asks for it, and says nowhere what it is. It may be missing all the same: most such
    /// names are left over from members that are gone.
    Undescribed,
}

/// The members that are not listed.
#[derive(Debug, Default)]
pub(in crate::lower::types) struct Others {
    /// The schema of their values; `None` for any JSON.
    pub schema: Option<Location>,
    /// What to say if that schema is more than any JSON.
    pub warning: Option<Diagnostic>,
    /// Whether some of these members may be anything, because the schema binds those alone whose
    /// names follow a pattern.
    pub binds_some: bool,
}

impl<'a> Planner<'_, 'a> {
    /// The plan for an object: a type of its own where members are listed, a map otherwise.
    pub(super) fn object(&mut self, view: &View<'a>) -> Plan<'a> {
        let sources = [
            (view.properties().clone(), Presence::Optional),
            (view.conditional_properties(), Presence::Conditional),
            (view.asked_properties(), Presence::Asked),
        ];
        let mut members: Vec<Member<'a>> = Vec::new();
        for (named, presence) in sources {
            members.extend(named.into_iter().map(|(wire, places)| Member {
                wire,
                places,
                presence,
            }));
        }
        let required = view.required();
        for member in &mut members {
            member.presence = match member.presence {
                Presence::Optional if required.contains(member.wire) => Presence::Required,
                Presence::Conditional if !view.is_settled_member(member.wire) => {
                    Presence::Unsettled
                }
                other => other,
            };
        }
        let others = self.others(view);
        if members.is_empty() {
            return Plan::Map(others);
        }
        let known: BTreeSet<&str> = members.iter().map(|member| member.wire).collect();
        let mut undescribed: IndexSet<&str> = IndexSet::new();
        for part in &view.parts {
            let required = part.location.child("required");
            let names = part.get("required").and_then(Value::as_array);
            for (index, name) in names.into_iter().flatten().enumerate() {
                let Some(name) = name.as_str().filter(|name| !known.contains(name)) else {
                    continue;
                };
                self.before.lose_together(required.clone(), &view.together);
                let near = closest(name, known.iter().copied());
                if near.is_none() && others.is_none() {
                    undescribed.insert(name);
                }
                // It may be one of the members that are not listed.
                if near.is_some() || others.is_none() {
                    let place = required.child(&index.to_string());
                    self.before.push(asks_for_undescribed(name, near, &place));
                }
            }
        }
        members.extend(undescribed.into_iter().map(|wire| Member {
            wire,
            places: Vec::new(),
            presence: Presence::Undescribed,
        }));
        self.account_for_conditions(view);
        Plan::Object(ObjectPlan { members, others })
    }

    /// What is said of members that are not listed.
    fn others(&mut self, view: &View<'a>) -> Option<Others> {
        if let Some(others) = self.pattern_members(view) {
            return Some(others);
        }
        for keyword in FURTHER_MEMBERS {
            let schema = match view.keyword(keyword) {
                Some((_, Value::Bool(true))) => None,
                Some((_, Value::Object(schema))) if schema.is_empty() => None,
                Some((part, Value::Object(_))) => Some(part.location.child(keyword)),
                _ => continue,
            };
            return Some(Others {
                schema,
                ..Others::default()
            });
        }
        None
    }

    /// The members whose names follow patterns; `None` without patterns.
    fn pattern_members(&mut self, view: &View<'a>) -> Option<Others> {
        let (mut keywords, mut patterns) = (Vec::new(), Vec::new());
        for part in &view.parts {
            if let Some(Value::Object(own)) = part.get("patternProperties")
                && !own.is_empty()
            {
                let place = part.location.child("patternProperties");
                patterns.extend(own.keys().map(|pattern| place.child(pattern)));
                keywords.push(place);
            }
        }
        let first: &Location = keywords.first()?;
        let mut others = FURTHER_MEMBERS.iter();
        let others = others.find_map(|keyword| view.keyword(keyword));
        let others = others.filter(|(_, value)| !value.is_null());
        let binds_some = match others {
            None => Some(true),
            Some((_, Value::Bool(may_come))) => Some(*may_come),
            Some((_, Value::Object(schema))) if schema.is_empty() => Some(true),
            Some(_) => None,
        };
        if let ([pattern], Some(binds_some)) = (patterns.as_slice(), binds_some) {
            // Where every further member follows the pattern, names need not be held against it.
            let binds_some = binds_some && !is_of_any_name(pattern);
            let message = "the names of members are not held against the pattern";
            let warning = Diagnostic::new(Code::UnsupportedSchema, message)
                .at(
                    first,
                    "a value of this type is typed whatever its name, and any other is kept as JSON",
                )
                .help(
                    "say `additionalProperties: false` if there are no others, `true` if there are",
                );
            return Some(Others {
                schema: Some(pattern.clone()),
                warning: (others.is_none() && binds_some).then_some(warning),
                binds_some,
            });
        }
        for keyword in FURTHER_MEMBERS {
            if let Some((part, Value::Object(_))) = view.keyword(keyword) {
                keywords.push(part.location.child(keyword));
            }
        }
        let message =
            "members that are not listed become plain JSON: their types depend on their names";
        self.refuse(keywords, view, |place| {
            Diagnostic::new(Code::UnsupportedSchema, message)
                .at(place, "decoded as `serde_json::Value`")
                .help("nothing is lost: the members reach the handler as they came; list those whose names are known")
        });
        Some(Others::default())
    }
}

/// Whether every name follows the pattern of a schema under `patternProperties`.
fn is_of_any_name(schema: &Location) -> bool {
    let pattern = schema.pointer.last().unwrap_or_default();
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    matches!(inner, "" | "." | ".*" | ".+" | "(.*)" | "(.+)") && pattern != "^$"
}

/// What is said about an entry of `required` that names a member which nothing describes.
fn asks_for_undescribed(name: &str, near: Option<&str>, place: &Location) -> Diagnostic {
    let (label, help) = match near {
        Some(near) => ("nothing says what it is", format!("did you mean `{near}`?")),
        None => (
            "read as any JSON, which may be missing",
            "describe it under `properties`, or take the name away".to_owned(),
        ),
    };
    let message = format!("`required` asks for `{name}`, which nothing describes");
    Diagnostic::new(Code::LikelySlip, message)
        .at(place, label)
        .help(help)
}
