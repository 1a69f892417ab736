//! Unions with a `discriminator`.
//!
//! In: the alternatives, and the schema that says which member tells them apart. Out: the test by that member's value. Source: OpenAPI
//! 3.1 §4.8.25: a value of the mapping, else the alternative's own constants, else the name of its component.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::asking::Asking;
use super::rivals::Branch;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{Outcome, TagArm, TagKind, TagTest, Treatment, UnionTest};
use crate::place::Location;
use crate::schema::{
    ALTERNATIVES, Alternatives, DISCRIMINATOR_KEYS, Part, View, component_name, is_bare,
    mapped_to_none, mapping_target, names_no_member,
};

impl<'a> Asking<'_, 'a> {
    /// The test that a `discriminator` asks for.
    pub(super) fn discriminator(
        &mut self,
        view: &View<'a>,
        union: &Alternatives<'a>,
        branches: &[Branch<'a>],
    ) -> Option<UnionTest> {
        let (part, is_own) = discriminating(view, union, branches)?;
        let discriminator = part.keywords.get("discriminator")?;
        let property = discriminator.get("propertyName")?.as_str()?.to_owned();
        let place = part.location.child("discriminator");
        if !branches.iter().any(|branch| may_have(branch, &property)) {
            let members = branches
                .iter()
                .flat_map(|branch| branch.view.properties().keys().copied());
            self.findings.diagnostics.push(
                Diagnostic::new(
                    Code::OffSpec,
                    format!("no alternative of the union has the member `{property}`"),
                )
                .at(
                    place.child("propertyName"),
                    "the `discriminator` is left out",
                )
                .help(did_you_mean(&property, members.collect::<BTreeSet<_>>())),
            );
            self.findings.lost.push(place);
            return None;
        }
        for key in discriminator.as_object().into_iter().flat_map(Map::keys) {
            if !DISCRIMINATOR_KEYS.contains(&key.as_str()) && !key.starts_with("x-") {
                let counted = (place.child(key), Treatment::NotExpressed);
                self.findings.counted.push(counted);
            }
        }
        let mut values: Vec<Vec<String>> = vec![Vec::new(); branches.len()];
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            let location = place.child("mapping");
            for (value, target) in mapping {
                let entry = location.child(value);
                let Some(reference) = target.as_str() else {
                    self.findings
                        .diagnostics
                        .push(mapped_to_none(value, target, &entry));
                    continue;
                };
                match self.mapped(reference, &entry, branches) {
                    Ok(index) => values.get_mut(index)?.push(value.clone()),
                    // What an ancestor maps elsewhere is no fault of this union.
                    Err(diagnostic) if is_own => self.findings.diagnostics.push(diagnostic),
                    Err(_) => {}
                }
            }
        }
        let own: Vec<Option<(TagKind, Vec<String>)>> = branches
            .iter()
            .map(|branch| branch.tag_values(&property))
            .collect();
        let kinds: Vec<TagKind> = own.iter().flatten().map(|(kind, _)| *kind).collect();
        let own: Vec<Vec<String>> = own
            .into_iter()
            .map(|own| own.map(|(_, values)| values).unwrap_or_default())
            .collect();
        self.complete_values(union, branches, &own, &mut values);
        let tag_kind = match kinds.as_slice() {
            [first, rest @ ..] if rest.iter().all(|kind| kind == first) => *first,
            _ => TagKind::Text,
        };
        let default = self.default_mapping(discriminator, &place, branches);
        let branch = default.and_then(|variant| Some((variant, branches.get(variant)?)));
        let absent = branch.filter(|(_, branch)| !branch.required.contains(&property.as_str()));
        let path = vec![property.clone()];
        let absent = absent.map(|(variant, branch)| {
            let test = self.by_required(variant, branch, &path);
            Box::new(UnionTest::Members(vec![test]))
        });
        let otherwise = branch.map(|(variant, branch)| self.by_required(variant, branch, &path));
        let arms = values
            .into_iter()
            .enumerate()
            .filter(|(variant, values)| !values.is_empty() && default != Some(*variant));
        let arms = arms
            .map(|(variant, values)| TagArm {
                values,
                outcome: Outcome::One(variant),
            })
            .collect();
        Some(UnionTest::Tag(TagTest {
            path,
            kind: tag_kind,
            declared: true,
            arms,
            otherwise,
            absent,
        }))
    }

    /// The alternative of values that the mapping does not list (OpenAPI 3.2 §4.25).
    fn default_mapping(
        &mut self,
        discriminator: &Value,
        place: &Location,
        branches: &[Branch<'a>],
    ) -> Option<usize> {
        let reference = discriminator.get("defaultMapping")?.as_str()?;
        let entry = place.child("defaultMapping");
        self.mapped(reference, &entry, branches)
            .map_err(|diagnostic| self.findings.diagnostics.push(diagnostic))
            .ok()
    }

    /// Gives values to the variants that the mapping does not name: those that the variant's own tag lists and that say which it is,
    /// else its component's name. The schema that the others build upon takes what it lists and none of them takes: its members are
    /// all that the spec says of such a value. A value that nobody lists is no reason to drop the members of a later variant.
    fn complete_values(
        &self,
        union: &Alternatives<'a>,
        branches: &[Branch<'a>],
        own: &[Vec<String>],
        values: &mut [Vec<String>],
    ) {
        let is_base =
            |branch: &Branch<'a>| union.is_inherited() && branch.location == union.part.location;
        let mapped = values.to_vec();
        // A mapping that leaves some out relies on their names, so the names of the others may be sent too.
        let is_partial = branches
            .iter()
            .zip(mapped.iter().zip(own))
            .any(|(branch, (values, own))| !is_base(branch) && values.is_empty() && own.is_empty());
        for (index, (branch, listed)) in branches.iter().zip(own).enumerate() {
            let name = || component_name(&branch.location, self.schemas.resolver);
            let Some(values) = values.get_mut(index) else {
                continue;
            };
            if is_base(branch) {
                continue;
            }
            if !values.is_empty() {
                let is_free = |name: &String| {
                    let mut all = mapped.iter().chain(own).flatten();
                    listed.is_empty() && all.all(|value| value != name)
                };
                values.extend(name().filter(|name| is_partial && is_free(name)));
                continue;
            }
            let others = || {
                branches
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
            };
            let is_shared = |value: &String| {
                others().any(|(other, branch)| {
                    let has = |lists: &[Vec<String>]| {
                        lists.get(other).is_some_and(|list| list.contains(value))
                    };
                    has(&mapped) || !is_base(branch) && has(own)
                })
            };
            if listed.len() == 1 || !listed.is_empty() && !listed.iter().any(is_shared) {
                values.clone_from(listed);
            } else {
                values.extend(name());
            }
        }
        let base = branches.iter().position(is_base);
        if let Some((index, branch)) = base.and_then(|index| Some((index, branches.get(index)?))) {
            let taken: BTreeSet<String> = values.iter().flatten().cloned().collect();
            let left = own.get(index).into_iter().flatten();
            let left: Vec<String> = left
                .filter(|value| !taken.contains(*value))
                .cloned()
                .collect();
            if let Some(values) = values.get_mut(index) {
                values.extend(left);
                if values.is_empty() {
                    values.extend(component_name(&branch.location, self.schemas.resolver));
                }
            }
        }
    }

    /// The alternative that a mapping's value names, by reference or by bare component name.
    fn mapped(
        &self,
        reference: &str,
        entry: &Location,
        branches: &[Branch<'a>],
    ) -> Result<usize, Diagnostic> {
        let bare = branches.iter().position(|branch| {
            component_name(&branch.location, self.schemas.resolver)
                .is_some_and(|name| name == reference)
        });
        if let Some(index) = bare {
            return Ok(index);
        }
        if is_bare(reference) {
            let names: Vec<String> = branches
                .iter()
                .filter_map(|branch| component_name(&branch.location, self.schemas.resolver))
                .collect();
            return Err(Diagnostic::new(
                Code::DiscriminatorMapping,
                format!("no alternative of the union is named `{reference}`"),
            )
            .at(entry, "this entry is left out")
            .help(did_you_mean(reference, names.iter().map(String::as_str))));
        }
        let target = mapping_target(reference, entry, self.schemas.resolver)?;
        branches
            .iter()
            .position(|branch| branch.location == target)
            .ok_or_else(|| {
                Diagnostic::new(
                    Code::DiscriminatorMapping,
                    format!("`{reference}` is not one of the union's alternatives"),
                )
                .at(entry, "this entry is left out")
                .help("add it to the `oneOf`, or map the value to a schema that is there")
            })
    }
}

/// The part whose `discriminator` tells the alternatives apart, and whether it was written for just this union: beside the
/// alternatives, else around them, else in a schema that all of them build upon.
fn discriminating<'a>(
    view: &View<'a>,
    union: &Alternatives<'a>,
    branches: &[Branch<'a>],
) -> Option<(Part<'a>, bool)> {
    // One that names no member is reported where all keywords are counted.
    let speaks = |part: &&Part<'a>| {
        let discriminator = part.keywords.get("discriminator");
        discriminator.is_some_and(|value| !names_no_member(value))
    };
    if speaks(&&union.part) {
        return Some((union.part.clone(), true));
    }
    if let Some(around) = view.parts.iter().find(speaks) {
        return Some((around.clone(), false));
    }
    let (first, rest) = branches.split_first()?;
    let shared = first.view.parts.iter().filter(speaks).find(|part| {
        rest.iter().all(|branch| {
            let mut parts = branch.view.parts.iter();
            parts.any(|other| other.location == part.location)
        })
    });
    shared.map(|part| (part.clone(), false))
}

/// Whether an alternative lists a member, or is a union whose alternatives may.
fn may_have(branch: &Branch<'_>, property: &str) -> bool {
    let is_union = |part: &Part<'_>| {
        let mut found = ALTERNATIVES
            .iter()
            .filter_map(|one| part.keywords.get(*one));
        part.holds_union() && found.any(Value::is_array)
    };
    branch.view.properties().contains_key(property) || branch.view.parts.iter().any(is_union)
}
