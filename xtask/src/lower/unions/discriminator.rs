//! Unions with a `discriminator`.
//!
//! In: the alternatives, and the schema that says which member tells them apart. Out: the test by
//! that member's value. Source: OpenAPI 3.1 §4.8.25: a value of the mapping, else the alternative's
//! own constants, else the name of its component.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Chooser;
use super::alternative::Alternative;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{Outcome, TagArm, TagKind, TagTest, Treatment, UnionTest};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{
    ALTERNATIVES, Alternatives, DISCRIMINATOR_KEYS, Part, View, component_name, is_bare,
    mapped_to_none, mapping_target, names_no_member,
};

/// By which values of the tag an alternative may be meant.
#[derive(Debug)]
pub(super) struct Names {
    /// The values that the mapping has for it.
    pub mapped: Vec<String>,
    /// The values that its own schema lists for the tag.
    pub listed: Vec<String>,
    /// The JSON type of the listed values.
    pub kind: Option<TagKind>,
    /// The name of its component.
    pub component: Option<String>,
    /// Whether it is the schema that the other alternatives build upon.
    pub is_base: bool,
}

impl<'a> Chooser<'_, 'a> {
    /// The test that a `discriminator` asks for.
    pub(super) fn discriminator(
        &mut self,
        view: &View<'a>,
        union: &Alternatives<'a>,
        alternatives: &[Alternative<'a>],
    ) -> Option<UnionTest> {
        let (part, is_own) = discriminating(view, union, alternatives)?;
        let discriminator = part.get("discriminator")?;
        let property = discriminator.get("propertyName")?.as_str()?.to_owned();
        let place = part.location.child("discriminator");
        if !alternatives.iter().any(|one| may_have(one, &property)) {
            self.refuse_member(&property, alternatives, place);
            return None;
        }
        for key in discriminator.as_object().into_iter().flat_map(Map::keys) {
            if !DISCRIMINATOR_KEYS.contains(&key.as_str()) && !key.starts_with("x-") {
                self.findings
                    .count(place.child(key), Treatment::NotExpressed);
            }
        }
        let resolver = self.schemas.resolver;
        let names = alternatives.iter().map(|alternative| {
            let (kind, listed) = alternative.member_values(&property).unzip();
            Names {
                mapped: Vec::new(),
                listed: listed.unwrap_or_default().to_vec(),
                kind,
                component: component_name(&alternative.location, resolver),
                is_base: union.is_inherited() && alternative.location == union.part.location,
            }
        });
        let mut names: Vec<Names> = names.collect();
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            let location = place.child("mapping");
            for (value, target) in mapping {
                let entry = location.child(value);
                let Some(reference) = target.as_str() else {
                    self.findings.push(mapped_to_none(value, target, &entry));
                    continue;
                };
                match mapped(reference, &entry, alternatives, &names, resolver) {
                    Ok(variant) => {
                        let mapped = names.get_mut(variant).map(|one| &mut one.mapped);
                        mapped.into_iter().for_each(|all| all.push(value.clone()));
                    }
                    // What an ancestor maps elsewhere is no fault of this union.
                    Err(diagnostic) if is_own => self.findings.push(diagnostic),
                    Err(_) => {}
                }
            }
        }
        // The alternative of values that the mapping does not list (OpenAPI 3.2 §4.25).
        let default = discriminator.get("defaultMapping").and_then(Value::as_str);
        let default = default.and_then(|reference| {
            let entry = place.child("defaultMapping");
            let mapped = mapped(reference, &entry, alternatives, &names, resolver);
            self.findings.diagnostics.keep(mapped)
        });
        let path = vec![property.clone()];
        let open = default.and_then(|variant| Some((variant, alternatives.get(variant)?)));
        let otherwise = open.map(|(variant, one)| self.by_required(variant, one, &path));
        let may_lack = open.is_some_and(|(_, one)| !one.required.contains(&property.as_str()));
        let absent = otherwise.clone().filter(|_| may_lack);
        let arms = values_of(&names).into_iter().enumerate();
        let arms = arms.filter(|(variant, values)| !values.is_empty() && default != Some(*variant));
        let arms = arms.map(|(variant, values)| TagArm {
            values,
            outcome: Outcome::One(variant),
        });
        let mut kinds = names.iter().filter_map(|one| one.kind);
        let first = kinds
            .next()
            .filter(|first| kinds.all(|kind| kind == *first));
        Some(UnionTest::Tag(TagTest {
            path,
            kind: first.unwrap_or(TagKind::Text),
            declared: true,
            arms: arms.collect(),
            otherwise,
            absent: absent.map(|test| Box::new(UnionTest::Members(vec![test]))),
        }))
    }

    fn refuse_member(
        &mut self,
        property: &str,
        alternatives: &[Alternative<'a>],
        discriminator: Location,
    ) {
        let members = alternatives
            .iter()
            .flat_map(|one| one.view.properties().keys());
        let members: BTreeSet<&str> = members.copied().collect();
        let message = format!("no alternative of the union has the member `{property}`");
        let place = discriminator.child("propertyName");
        self.findings.push(
            Diagnostic::new(Code::OffSpec, message)
                .at(place, "the `discriminator` is left out")
                .help(did_you_mean(property, members)),
        );
        self.findings.lose(discriminator);
    }
}

/// The values that name each alternative.
///
/// An alternative that the mapping does not name has those that its own tag lists, if they say
/// which alternative it is, else its component's name. The schema that the others build upon has
/// what it lists and none of them takes: its members are all that the spec says of such a value. A
/// value that nobody lists is no reason to drop the members of a later variant.
pub(super) fn values_of(names: &[Names]) -> Vec<Vec<String>> {
    // A mapping that leaves some out relies on their names, so the names of the others may be sent
    // too.
    let is_partial = names
        .iter()
        .any(|one| !one.is_base && one.mapped.is_empty() && one.listed.is_empty());
    let is_said = |value: &String| {
        let mut all = names.iter();
        all.any(|one| one.mapped.contains(value) || one.listed.contains(value))
    };
    let of_one = |(index, own): (usize, &Names)| {
        let is_shared = |value: &String| {
            let mut others = names.iter().enumerate();
            others.any(|(other, one)| {
                let lists = !one.is_base && one.listed.contains(value);
                other != index && (one.mapped.contains(value) || lists)
            })
        };
        let mut values = own.mapped.clone();
        if own.is_base {
            return values;
        }
        let component = own.component.iter();
        match (own.mapped.as_slice(), own.listed.as_slice()) {
            ([], [only]) => values.push(only.clone()),
            ([], [_, ..]) if !own.listed.iter().any(is_shared) => values.clone_from(&own.listed),
            ([], _) => values.extend(component.cloned()),
            (_, []) if is_partial => {
                values.extend(component.filter(|name| !is_said(name)).cloned())
            }
            _ => {}
        }
        values
    };
    let mut values: Vec<Vec<String>> = names.iter().enumerate().map(of_one).collect();
    let taken: BTreeSet<String> = values.iter().flatten().cloned().collect();
    let base = names.iter().zip(&mut values).find(|(one, _)| one.is_base);
    if let Some((base, values)) = base {
        let left = base.listed.iter().filter(|value| !taken.contains(*value));
        values.extend(left.cloned());
        if values.is_empty() {
            values.extend(base.component.clone());
        }
    }
    values
}

/// The alternative that a mapping's value names, by reference or by bare component name.
fn mapped(
    reference: &str,
    entry: &Location,
    alternatives: &[Alternative<'_>],
    names: &[Names],
    resolver: &Resolver<'_>,
) -> Result<usize, Diagnostic> {
    let components = names.iter().map(|one| one.component.as_deref());
    if let Some(variant) = components.clone().position(|name| name == Some(reference)) {
        return Ok(variant);
    }
    let left_out = |message: String, help: String| {
        Diagnostic::new(Code::DiscriminatorMapping, message)
            .at(entry, "this entry is left out")
            .help(help)
    };
    if is_bare(reference) {
        let message = format!("no alternative of the union is named `{reference}`");
        return Err(left_out(
            message,
            did_you_mean(reference, components.flatten()),
        ));
    }
    let target = mapping_target(reference, entry, resolver)?;
    let variant = alternatives.iter().position(|one| one.location == target);
    variant.ok_or_else(|| {
        left_out(
            format!("`{reference}` is not one of the union's alternatives"),
            "add it to the `oneOf`, or map the value to a schema that is there".to_owned(),
        )
    })
}

/// The part whose `discriminator` tells the alternatives apart, and whether it was written for just
/// this union: beside the alternatives, else around them, else in a schema that all of them build
/// upon.
fn discriminating<'a>(
    view: &View<'a>,
    union: &Alternatives<'a>,
    alternatives: &[Alternative<'a>],
) -> Option<(Part<'a>, bool)> {
    // The account of keywords reports one that names no member.
    let speaks = |part: &&Part<'a>| {
        let discriminator = part.get("discriminator");
        discriminator.is_some_and(|value| !names_no_member(value))
    };
    if speaks(&&union.part) {
        return Some((union.part.clone(), true));
    }
    let around = view.parts.iter().find(speaks);
    let shared = || {
        let (first, rest) = alternatives.split_first()?;
        first.view.parts.iter().filter(speaks).find(|part| {
            let has = |view: &View<'a>| view.parts.iter().any(|one| one.location == part.location);
            rest.iter().all(|alternative| has(&alternative.view))
        })
    };
    let part = around.or_else(shared)?;
    Some((part.clone(), false))
}

/// Whether an alternative lists a member, or is a union whose alternatives may.
fn may_have(alternative: &Alternative<'_>, property: &str) -> bool {
    let is_union = |part: &Part<'_>| {
        let mut lists = ALTERNATIVES.iter().filter_map(|one| part.get(one));
        part.holds_union() && lists.any(Value::is_array)
    };
    alternative.view.properties().contains_key(property)
        || alternative.view.parts.iter().any(is_union)
}
