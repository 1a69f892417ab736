//! Which variant of a union an example is of.
//!
//! In: the test of a union, or all variants of it, and a value. Out: the variant that the generated
//! crate reads the value as; or the object type that the value is nearest to.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{JsonKind, Model, Object, Outcome, TagArm, TypeId, TypeKind, UnionTest};
use crate::source::child;

/// The variant that a value is read as, and no other, whether it fits or not.
pub(in crate::sample) fn settled(test: &UnionTest, value: &Value) -> Option<usize> {
    let outcome = match test {
        UnionTest::Tag(tag) => {
            let found = tag
                .path
                .iter()
                .try_fold(value, |value, name| child(value, name));
            match found {
                None => return settled(tag.absent.as_deref()?, value),
                Some(found) => &arm(&tag.arms, found)?.outcome,
            }
        }
        UnionTest::Kind(kinds) => {
            let is_of = |wanted: JsonKind| kinds.iter().find(|(kind, _)| *kind == wanted);
            let (_, outcome) = match value {
                Value::Null => None,
                Value::Bool(_) => is_of(JsonKind::Boolean),
                Value::Number(number) if number.is_f64() => is_of(JsonKind::Number),
                Value::Number(_) => is_of(JsonKind::Integer).or_else(|| is_of(JsonKind::Number)),
                Value::String(_) => is_of(JsonKind::String),
                Value::Array(_) => is_of(JsonKind::Array),
                Value::Object(_) => is_of(JsonKind::Object),
            }?;
            outcome
        }
        UnionTest::Members(tests) => {
            let is_there = |name: &String| value.get(name).is_some();
            let is_set = |name: &String| value.get(name).is_some_and(|value| !value.is_null());
            let mut tests = tests.iter();
            let found = tests
                .find(|test| test.present.iter().all(is_set) && test.named.iter().all(is_there));
            return found.map(|test| test.variant);
        }
        UnionTest::Attempt(_) => return None,
    };
    match outcome {
        Outcome::One(variant) => Some(*variant),
        Outcome::Further(test) => settled(test, value),
    }
}

/// The arm of a tag that lists a value.
fn arm<'t>(arms: &'t [TagArm], found: &Value) -> Option<&'t TagArm> {
    let text = match found {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    arms.iter().find(|arm| arm.values.contains(&text))
}

/// The required members that a value does not have.
pub(super) fn missing<'o>(
    object: &'o Object,
    members: &Map<String, Value>,
) -> impl Iterator<Item = &'o str> {
    let required = object.fields.iter().filter(|field| !field.optional);
    let names = required.map(|field| field.name.wire.as_str());
    names.filter(|name| !members.contains_key(*name))
}

/// The object type that a value is of: of a union, the variant that its tag names, or that leaves
/// the fewest members unknown or missing. `None` where nothing is certain.
pub(in crate::sample) fn object_of<'a>(
    model: &'a Model,
    id: TypeId,
    value: &Value,
) -> Option<(TypeId, &'a Object)> {
    let members = value.as_object()?;
    let mut candidates = Vec::new();
    let (mut waiting, mut seen) = (vec![id], vec![id]);
    while let Some(id) = waiting.pop() {
        match &model.definition(id)?.kind {
            TypeKind::Object(object) => {
                let is_known = |name: &str| object.fields.iter().any(|one| one.name.wire == name);
                let is_open = object.additional.is_some();
                let unknown = members.keys().filter(|name| !is_open && !is_known(name));
                candidates.push((
                    unknown.count() + missing(object, members).count(),
                    id,
                    object,
                ));
            }
            TypeKind::Union(union) => {
                for index in possible(&union.test, value) {
                    let inner = union.variants.get(index)?.shape.named();
                    if let Some(inner) = inner.filter(|inner| !seen.contains(inner)) {
                        seen.push(inner);
                        waiting.push(inner);
                    }
                }
            }
            TypeKind::OpenEnum(_) | TypeKind::Tuple(_) => {}
        }
    }
    candidates.sort_by_key(|(faults, ..)| *faults);
    match candidates.as_slice() {
        [(one, ..), (other, ..), ..] if one == other => None,
        [(_, id, object), ..] => Some((*id, *object)),
        [] => None,
    }
}

/// The variants that an object may be of by its tag; all that a test knows where it has no tag.
fn possible(test: &UnionTest, value: &Value) -> BTreeSet<usize> {
    let outcome = match test {
        UnionTest::Tag(tag) => {
            let found = tag
                .path
                .iter()
                .try_fold(value, |value, name| value.get(name));
            found
                .and_then(|found| arm(&tag.arms, found))
                .map(|arm| &arm.outcome)
        }
        UnionTest::Kind(kinds) => {
            let of_objects = kinds.iter().find(|(kind, _)| *kind == JsonKind::Object);
            of_objects.map(|(_, outcome)| outcome)
        }
        UnionTest::Members(_) | UnionTest::Attempt(_) => return test.variants(),
    };
    match outcome {
        Some(Outcome::One(variant)) => BTreeSet::from([*variant]),
        Some(Outcome::Further(test)) => possible(test, value),
        None => BTreeSet::new(),
    }
}
