//! From `oneOf` and `anyOf` to unions, and how their variants are told apart.
//!
//! In: the alternatives. Out: a [`Union`] whose test is the first of these that is certain: the discriminator (OpenAPI 3.1
//! §4.8.25), a tag inferred from `const` and `enum`, the JSON type, the members that must be there. What none of them settles is
//! tried in order, with a warning.

use std::collections::BTreeSet;

use serde_json::Value;

use super::docs::{docs, schema_docs};
use super::enums::{Listed, listed};
use super::naming::{Claim, RENAME, Rank, Style, identifiers, settle};
use super::pending::{Origin, component_name};
use super::references::follow;
use super::schemas::SchemaLowering;
use super::view::{Alternatives, Conjunction, View};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::model::{Docs, JsonKind, Shape, TagArm, TypeKind, Union, UnionTest, Variant};
use crate::source::Location;

/// What one alternative says that can tell it from the others.
struct Branch<'a> {
    location: Location,
    view: View<'a>,
    required: Vec<&'a str>,
}

impl Branch<'_> {
    /// The texts that a member must be one of.
    fn tag_values(
        &self,
        property: &str,
        lowering: &mut SchemaLowering<'_, '_>,
    ) -> Option<Vec<String>> {
        let places = self.view.properties().get(property)?.clone();
        let members: Conjunction = places
            .into_iter()
            .map(|location| super::view::Member {
                location,
                without_union: false,
            })
            .collect();
        let view = View::new(&members, lowering.resolver, lowering.diagnostics);
        match listed(&view.values()?) {
            Listed::Texts(texts) => Some(texts),
            _ => None,
        }
    }
}

impl<'a> SchemaLowering<'a, '_> {
    /// Makes a union of two or more alternatives.
    pub(super) fn union_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        conjunctions: &[Conjunction],
        origin: &Origin,
    ) -> Shape {
        let Some((id, place)) = self.reserve(view, key, origin, "One of several shapes.") else {
            return Shape::Json;
        };
        let parent = self.likely_name(id);
        let mut branches = Vec::new();
        for (location, conjunction) in union.branches.iter().zip(conjunctions) {
            let view = View::new(conjunction, self.resolver, self.diagnostics);
            let required = view.required();
            let location = follow(location, self.resolver, self.diagnostics)
                .unwrap_or_else(|| location.clone());
            branches.push(Branch {
                location,
                view,
                required,
            });
        }
        let mapping = self.discriminator(view, &branches);
        let test = mapping
            .clone()
            .or_else(|| self.inferred_tag(&branches))
            .or_else(|| by_kind(&branches))
            .or_else(|| by_members(&branches))
            .unwrap_or_else(|| self.by_attempt(&branches, &place));

        let claims: Vec<Claim> = branches
            .iter()
            .enumerate()
            .map(|(index, branch)| Claim {
                candidates: self.variant_names(index, branch, mapping.as_ref(), &test),
                rank: Rank::Own,
                place: branch.location.clone(),
                remedy: RENAME,
            })
            .collect();
        let idents = settle(&claims, &["Unknown"], self.diagnostics);
        let mut variants = Vec::new();
        for ((branch, conjunction), ident) in branches.iter().zip(conjunctions).zip(idents) {
            let mut shape = self.shape(conjunction, &Origin::member(&parent, &ident));
            // `null` inside an alternative makes the whole value nullable for its owner; the variant itself holds a value.
            if let Shape::Nullable(inner) = shape {
                shape = *inner;
            }
            let own = View::of(branch.view.parts.clone());
            let docs = match shape {
                Shape::Named(_) => variant_docs(branch),
                _ => schema_docs(None, &own, "A variant of the spec."),
            };
            variants.push(Variant { ident, docs, shape });
        }
        self.define(id, TypeKind::Union(Union { variants, test }));
        Shape::Named(id)
    }

    /// The names that a variant may have: the tag's value, its title, its component, its only tag value, its JSON type.
    fn variant_names(
        &self,
        index: usize,
        branch: &Branch<'a>,
        mapping: Option<&UnionTest>,
        test: &UnionTest,
    ) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        let explicit = branch
            .view
            .parts
            .first()
            .and_then(|part| part.keywords.get("x-rust-name")?.as_str());
        texts.extend(explicit.map(str::to_owned));
        let tag = |test: &UnionTest| match test {
            UnionTest::Tag { arms, .. } => match arms
                .iter()
                .find(|arm| arm.variant == index)
                .map(|arm| arm.values.as_slice())
            {
                Some([only]) => Some(only.clone()),
                _ => None,
            },
            _ => None,
        };
        texts.extend(mapping.and_then(tag));
        texts.extend(
            branch
                .view
                .text("title")
                .filter(|title| title.len() <= 40)
                .map(str::to_owned),
        );
        texts.extend(component_name(&branch.location, self.resolver));
        texts.extend(tag(test));
        let mut names: Vec<String> = texts
            .iter()
            .flat_map(|text| identifiers(text, Style::Camel))
            .collect();
        names.extend(kind_of(&branch.view).map(|kind| kind_name(kind).to_owned()));
        names.push("Variant".to_owned());
        names
    }

    /// The test that a `discriminator` asks for.
    fn discriminator(&mut self, view: &View<'a>, branches: &[Branch<'a>]) -> Option<UnionTest> {
        let (part, discriminator) = view.keyword("discriminator")?;
        let property = discriminator.get("propertyName")?.as_str()?.to_owned();
        let place = part.location.child("discriminator");
        let mut values: Vec<Vec<String>> = vec![Vec::new(); branches.len()];
        if let Some(Value::Object(mapping)) = discriminator.get("mapping") {
            let location = place.child("mapping");
            for (value, target) in mapping {
                let entry = location.child(value);
                let Some(reference) = target.as_str() else {
                    continue;
                };
                match self.mapped(reference, &entry, branches) {
                    Ok(index) => values[index].push(value.clone()),
                    Err(diagnostic) => self.diagnostics.push(diagnostic),
                }
            }
        }
        for (index, branch) in branches.iter().enumerate() {
            if values[index].is_empty() {
                // Without a mapping a variant goes by its own tag, or else by its component's name.
                let own = branch
                    .tag_values(&property, self)
                    .filter(|own| own.len() == 1);
                values[index] = own
                    .or_else(|| Some(vec![component_name(&branch.location, self.resolver)?]))
                    .unwrap_or_default();
            }
        }
        let arms = values
            .into_iter()
            .enumerate()
            .filter(|(_, values)| !values.is_empty());
        let arms = arms
            .map(|(variant, values)| TagArm {
                values,
                required: Vec::new(),
                variant,
            })
            .collect();
        Some(UnionTest::Tag { property, arms })
    }

    /// The alternative that a mapping's value names, by reference or by bare component name.
    fn mapped(
        &self,
        reference: &str,
        entry: &Location,
        branches: &[Branch<'a>],
    ) -> Result<usize, Diagnostic> {
        let bare = branches.iter().position(|branch| {
            component_name(&branch.location, self.resolver).is_some_and(|name| name == reference)
        });
        if let Some(index) = bare {
            return Ok(index);
        }
        let is_bare = !reference.contains(['#', '/', '.']);
        if is_bare {
            let names: Vec<String> = branches
                .iter()
                .filter_map(|branch| component_name(&branch.location, self.resolver))
                .collect();
            return Err(Diagnostic::new(
                Code::DiscriminatorMapping,
                format!("no alternative of the union is named `{reference}`"),
            )
            .at(entry, "mapped here")
            .help(did_you_mean(reference, names.iter().map(String::as_str))));
        }
        let target = self
            .resolver
            .target_at(reference, entry.file, &Place::from(entry))?;
        let target = self.resolver.follow(&target)?;
        branches
            .iter()
            .position(|branch| branch.location == target)
            .ok_or_else(|| {
                Diagnostic::new(
                    Code::DiscriminatorMapping,
                    format!("`{reference}` is not one of the union's alternatives"),
                )
                .at(entry, "mapped here")
                .help("add it to the `oneOf`, or map the value to a schema that is there")
            })
    }

    /// A member that every alternative requires, with values that tell them apart.
    fn inferred_tag(&mut self, branches: &[Branch<'a>]) -> Option<UnionTest> {
        let first = branches.first()?;
        let candidates: Vec<&str> = first.view.properties().keys().copied().collect();
        let mut overlapping = None;
        for property in candidates {
            if !branches
                .iter()
                .all(|branch| branch.required.contains(&property))
            {
                continue;
            }
            let values: Option<Vec<Vec<String>>> = branches
                .iter()
                .map(|branch| branch.tag_values(property, self))
                .collect();
            let Some((arms, disjoint)) = values.and_then(|values| tag_arms(branches, values))
            else {
                continue;
            };
            let test = UnionTest::Tag {
                property: property.to_owned(),
                arms,
            };
            if disjoint {
                return Some(test);
            }
            overlapping.get_or_insert(test);
        }
        overlapping
    }

    fn by_attempt(&mut self, branches: &[Branch<'a>], place: &Location) -> UnionTest {
        let mut diagnostic = Diagnostic::new(
            Code::AmbiguousUnion,
            "nothing in a delivery tells these alternatives apart".to_owned(),
        )
        .at(place, "decoded as the first alternative that fits");
        for branch in branches {
            diagnostic = diagnostic.and(&branch.location, "an alternative");
        }
        self.diagnostics.push(diagnostic.help(
            "add a `discriminator`, or give a required member a `const` in each alternative",
        ));
        UnionTest::Attempt((0..branches.len()).collect())
    }
}

/// The variant's title; its type tells the rest.
fn variant_docs(branch: &Branch<'_>) -> Docs {
    let text = branch
        .view
        .text("title")
        .or_else(|| branch.view.text("description"))
        .unwrap_or("A variant of the spec.");
    docs([text.split("\n\n").next().unwrap_or(text)])
}

/// The questions to ask of a tag, the most specific first, and whether no value is shared.
fn tag_arms(branches: &[Branch<'_>], values: Vec<Vec<String>>) -> Option<(Vec<TagArm>, bool)> {
    let mut arms: Vec<TagArm> = values
        .into_iter()
        .enumerate()
        .map(|(variant, values)| TagArm {
            values,
            required: Vec::new(),
            variant,
        })
        .collect();
    arms.sort_by_key(|arm| arm.values.len());
    let mut disjoint = true;
    for index in 0..arms.len() {
        let (earlier, later) = arms.split_at_mut(index + 1);
        let arm = earlier.last_mut()?;
        let rivals: Vec<&TagArm> = later
            .iter()
            .filter(|rival| rival.values.iter().any(|value| arm.values.contains(value)))
            .collect();
        disjoint &= rivals.is_empty();
        let asked_by_all = |name: &&str| {
            rivals
                .iter()
                .all(|rival| branches[rival.variant].required.contains(name))
        };
        if !rivals.is_empty() {
            arm.required = branches[arm.variant]
                .required
                .iter()
                .filter(|name| !asked_by_all(name))
                .map(|name| (*name).to_owned())
                .collect();
        }
        // A later arm that could never be reached tells nothing apart.
        let hidden = rivals
            .iter()
            .any(|rival| rival.values.iter().all(|value| arm.values.contains(value)));
        if hidden && arm.required.is_empty() {
            return None;
        }
    }
    Some((arms, disjoint))
}

fn by_kind(branches: &[Branch<'_>]) -> Option<UnionTest> {
    let mut tests = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let kind = kind_of(&branch.view)?;
        if tests.iter().any(|(other, _)| *other == kind) {
            return None;
        }
        tests.push((kind, index));
    }
    // Every integer is a number, so it is asked first.
    tests.sort();
    Some(UnionTest::Kind(tests))
}

fn by_members(branches: &[Branch<'_>]) -> Option<UnionTest> {
    let mut tests = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        if kind_of(&branch.view) != Some(JsonKind::Object) {
            return None;
        }
        let foreign: BTreeSet<&str> = branches
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .flat_map(|(_, other)| other.view.properties().into_keys().collect::<Vec<_>>())
            .collect();
        let own: Vec<String> = branch
            .required
            .iter()
            .filter(|name| !foreign.contains(*name))
            .map(|name| (*name).to_owned())
            .collect();
        tests.push((own, index));
    }
    // One alternative may have nothing of its own: it is what is left when no other fits.
    tests.sort_by_key(|(own, _)| own.is_empty());
    let nameless = tests.iter().filter(|(own, _)| own.is_empty()).count();
    (nameless <= 1).then_some(UnionTest::Members(tests))
}

fn kind_of(view: &View<'_>) -> Option<JsonKind> {
    match view.types().as_deref() {
        Some(["boolean"]) => Some(JsonKind::Boolean),
        Some(["integer"]) => Some(JsonKind::Integer),
        Some(["number"]) => Some(JsonKind::Number),
        Some(["string"]) => Some(JsonKind::String),
        Some(["array"]) => Some(JsonKind::Array),
        Some(["object"]) => Some(JsonKind::Object),
        Some(_) => None,
        None if view.keyword("properties").is_some() => Some(JsonKind::Object),
        None if view.keyword("items").is_some() => Some(JsonKind::Array),
        None => match listed(&view.values()?) {
            Listed::Texts(_) => Some(JsonKind::String),
            Listed::Integers(_) => Some(JsonKind::Integer),
            Listed::Booleans => Some(JsonKind::Boolean),
            _ => None,
        },
    }
}

fn kind_name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Boolean => "Boolean",
        JsonKind::Integer => "Integer",
        JsonKind::Number => "Number",
        JsonKind::String => "Text",
        JsonKind::Array => "List",
        JsonKind::Object => "Object",
    }
}
