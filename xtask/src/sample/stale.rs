//! Examples that the spec shows and that do not have the members of their schemas, as after the
//! rename of a member.
//!
//! In: the model and the files that it was made from. Out: a warning for each member that is
//! unknown or missing. Whether values fit their types is not looked at.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::body;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, closest};
use crate::model::{
    JsonKind, Model, Object, Outcome, Sample, SampleBody, Shape, TagArm, TypeId, TypeKind,
    UnionTest,
};
use crate::place::Pointer;
use crate::source::Sources;

/// How many places of one fault are shown.
const SHOWN: usize = 10;

/// What is wrong with an example: the type, and the member that it has or lacks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Fault {
    id: TypeId,
    member: String,
    is_missing: bool,
}

/// A fault and what to do about it, at a place inside an example.
struct Finding<'a> {
    fault: Fault,
    help: String,
    sample: &'a Sample,
    pointer: Pointer,
}

/// Warns about every member that an example has and its type does not, or the other way round.
pub(crate) fn report_stale_examples(
    model: &Model,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut by_fault: IndexMap<Fault, Vec<Finding<'_>>> = IndexMap::new();
    for event in model.events().filter(|event| event.body.decodes()) {
        for sample in &event.samples {
            // A file that cannot be read was reported where it is named.
            let Ok(body) = body(sample, sources) else {
                continue;
            };
            let mut search = Search {
                model,
                sample,
                found: Vec::new(),
            };
            search.look(&event.payload, &body, &Pointer::root());
            for finding in search.found {
                by_fault
                    .entry(finding.fault.clone())
                    .or_default()
                    .push(finding);
            }
        }
    }
    for (fault, findings) in by_fault {
        diagnostics.extend(complaint(model, &fault, &findings));
    }
}

struct Search<'a> {
    model: &'a Model,
    sample: &'a Sample,
    found: Vec<Finding<'a>>,
}

impl<'a> Search<'a> {
    fn look(&mut self, shape: &Shape, value: &Value, pointer: &Pointer) {
        match (shape, value) {
            (Shape::Nullable(inner), _) => self.look(inner, value, pointer),
            (Shape::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.look(inner, item, &pointer.child(&index.to_string()));
                }
            }
            (Shape::Map(inner), Value::Object(members)) => {
                for (name, value) in members {
                    self.look(inner, value, &pointer.child(name));
                }
            }
            (Shape::Named(id), Value::Object(members)) => {
                if let Some((id, object)) = object_of(self.model, *id, value) {
                    self.look_at_object(id, object, members, pointer);
                }
            }
            _ => {}
        }
    }

    fn look_at_object(
        &mut self,
        id: TypeId,
        object: &'a Object,
        members: &Map<String, Value>,
        pointer: &Pointer,
    ) {
        let missing: Vec<&str> = missing(object, members).collect();
        let mut is_whole = true;
        for (name, value) in members {
            let field = object.fields.iter().find(|field| field.name.wire == *name);
            let others = object.additional.as_ref();
            let shape = field
                .map(|field| &field.shape)
                .or(others.map(|(_, shape)| shape));
            if let Some(shape) = shape {
                self.look(shape, value, &pointer.child(name));
                continue;
            }
            is_whole = false;
            let absent = object.fields.iter().map(|field| field.name.wire.as_str());
            let absent = absent.filter(|wire| !members.contains_key(*wire));
            let help = match (closest(name, absent), missing.as_slice()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, [only]) => format!("`{only}` is missing here: is that its new name?"),
                _ => "if the member was renamed, rename it here too; else describe it in the schema, or take it out of the example".to_owned(),
            };
            self.note(id, name, false, help, pointer.child(name));
        }
        for name in missing.into_iter().filter(|_| is_whole) {
            let help = "add the member to the example, or take it out of `required`";
            self.note(id, name, true, help.to_owned(), pointer.clone());
        }
    }

    fn note(&mut self, id: TypeId, member: &str, is_missing: bool, help: String, at: Pointer) {
        self.found.push(Finding {
            fault: Fault {
                id,
                member: member.to_owned(),
                is_missing,
            },
            help,
            sample: self.sample,
            pointer: at,
        });
    }
}

/// The required members that a value does not have.
fn missing<'o>(object: &'o Object, members: &Map<String, Value>) -> impl Iterator<Item = &'o str> {
    let required = object.fields.iter().filter(|field| !field.optional);
    let names = required.map(|field| field.name.wire.as_str());
    names.filter(|name| !members.contains_key(*name))
}

/// The object type that a value is of: of a union, the variant that its tag names, or that leaves
/// the fewest members unknown or missing. `None` where nothing is certain.
fn object_of<'a>(model: &'a Model, id: TypeId, value: &Value) -> Option<(TypeId, &'a Object)> {
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
            TypeKind::OpenEnum(_) => {}
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
            let text = found.map(|found| match found {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            let is_named =
                |arm: &&TagArm| text.as_ref().is_some_and(|text| arm.values.contains(text));
            tag.arms.iter().find(is_named).map(|arm| &arm.outcome)
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

/// The warning about one fault, wherever it is found.
fn complaint(model: &Model, fault: &Fault, findings: &[Finding<'_>]) -> Option<Diagnostic> {
    let first = findings.first()?;
    let owner = &model.definition(fault.id)?.ident;
    let (name, member) = (&first.sample.name, &fault.member);
    let message = match fault.is_missing {
        true => format!("the example `{name}` has no `{member}`, which `{owner}` requires"),
        false => {
            format!("the example `{name}` has a member `{member}` that `{owner}` does not have")
        }
    };
    let message = match findings.len() {
        1 => message,
        count => format!("{message} ({count} times)"),
    };
    let place = |finding: &Finding<'_>| match &finding.sample.body {
        SampleBody::File(_) => Place::from(&finding.sample.place),
        SampleBody::Inline(_) => {
            let inside = finding.sample.place.descendant(finding.pointer.as_tokens());
            if fault.is_missing {
                Place::from(inside)
            } else {
                Place::key(&inside)
            }
        }
    };
    let label = |finding: &Finding<'_>| match &finding.sample.body {
        SampleBody::File(_) => format!("at #{} in this file", finding.pointer),
        SampleBody::Inline(_) if fault.is_missing => "missing here".to_owned(),
        SampleBody::Inline(_) => "unknown member".to_owned(),
    };
    let mut diagnostic = Diagnostic::new(Code::StaleExample, message)
        .at(place(first), label(first))
        .help(&first.help);
    for finding in findings.iter().skip(1).take(SHOWN - 1) {
        diagnostic = diagnostic.and(place(finding), label(finding));
    }
    Some(diagnostic)
}
