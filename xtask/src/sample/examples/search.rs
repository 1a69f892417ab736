//! What of an example does not fit the types of its event.
//!
//! In: the model and an example. Out: the members that are unknown or missing and the values that
//! do not fit, each with its pointer and with what such a delivery would come to. It holds the
//! example against the types as the crate that is generated decodes a body: what does not fit is
//! taken out at the nearest place that can do without it.

use serde_json::{Map, Value};

use super::shapes::{found, is_of, wanted};
use super::variants::{missing, object_of, settled};
use crate::diagnostic::closest;
use crate::model::{Field, Model, Object, OpenEnumKind, Sample, Shape, Tuple, TypeId, TypeKind};
use crate::place::Pointer;

/// What is wrong with an example.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Fault {
    /// The type that has the member, and lacks it or describes it.
    pub owner: Option<TypeId>,
    /// The member's name; of the body itself, nothing.
    pub member: String,
    /// Whether it is about a value in the member, which is a list or a map.
    pub is_inside: bool,
    pub what: What,
}

/// In which way an example does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// It has a member that its type does not have; whether that is most likely a slip.
    Unknown(bool),
    /// It lacks a member that its type requires.
    Missing,
    /// A value is of another kind than its type.
    Unfit {
        found: &'static str,
        wanted: &'static str,
    },
    /// A tuple has more elements than positions.
    Surplus,
    /// A value is not among those that its type lists; whether that is most likely a slip.
    Unlisted(bool),
}

/// What becomes of a delivery with a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is typed all the same.
    Typed,
    /// It is typed without what the fault is in, which is listed as a defect.
    Defect,
    /// It has no type.
    Undecodable,
}

/// A fault, what to do about it, and where it is inside an example.
pub(super) struct Finding<'a> {
    pub fault: Fault,
    pub fate: Fate,
    pub help: String,
    pub sample: &'a Sample,
    pub pointer: Pointer,
}

/// Where a value stands.
#[derive(Clone)]
struct Spot {
    pointer: Pointer,
    owner: Option<TypeId>,
    member: String,
    is_inside: bool,
    /// Whether it, or something around it, can be taken out.
    can_go: bool,
}

impl Spot {
    /// A place inside, which can be taken out by itself.
    fn inside(&self, token: &str) -> Self {
        Self {
            pointer: self.pointer.child(token),
            is_inside: true,
            can_go: true,
            ..self.clone()
        }
    }
}

pub(super) struct Search<'a> {
    model: &'a Model,
    sample: &'a Sample,
    /// Whether values are held against their types, and not members alone.
    reads_values: bool,
    pub found: Vec<Finding<'a>>,
}

impl<'a> Search<'a> {
    pub fn new(model: &'a Model, sample: &'a Sample, reads_values: bool) -> Self {
        Self {
            model,
            sample,
            reads_values,
            found: Vec::new(),
        }
    }

    /// Looks at a whole body.
    pub fn look(&mut self, shape: &Shape, value: &Value) {
        let spot = Spot {
            pointer: Pointer::root(),
            owner: None,
            member: String::new(),
            is_inside: false,
            can_go: false,
        };
        self.look_at(shape, value, &spot);
    }

    fn look_at(&mut self, shape: &Shape, value: &Value, spot: &Spot) {
        match (shape, value) {
            (Shape::Nullable(_), Value::Null) => {}
            (Shape::Nullable(inner), _) => self.look_at(inner, value, spot),
            (Shape::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.look_at(inner, item, &spot.inside(&index.to_string()));
                }
            }
            (Shape::Map(inner), Value::Object(members)) => {
                for (name, value) in members {
                    self.look_at(inner, value, &spot.inside(name));
                }
            }
            (Shape::Named(id), _) => self.look_at_named(*id, shape, value, spot),
            (shape, value) if !is_of(shape, value) => self.unfit(shape, value, spot),
            _ => {}
        }
    }

    fn look_at_named(&mut self, id: TypeId, shape: &Shape, value: &Value, spot: &Spot) {
        let Some(definition) = self.model.definition(id) else {
            return;
        };
        match (&definition.kind, value) {
            (TypeKind::Object(object), Value::Object(members)) => {
                self.look_at_object(id, object, members, spot);
            }
            (TypeKind::Tuple(tuple), Value::Array(items)) => {
                self.look_at_tuple(tuple, items, (shape, value), spot);
            }
            (TypeKind::Object(_) | TypeKind::Tuple(_), _) => self.unfit(shape, value, spot),
            (TypeKind::OpenEnum(open_enum), _) => {
                let text = match (open_enum.kind, value) {
                    (OpenEnumKind::Text, Value::String(text)) => text.clone(),
                    (OpenEnumKind::Integer, Value::Number(number)) => number.to_string(),
                    _ => return self.unfit(shape, value, spot),
                };
                let mut known = open_enum.values.iter().map(|one| one.name.wire.as_str());
                if self.reads_values && !known.clone().any(|one| one == text) {
                    let near = match open_enum.kind {
                        OpenEnumKind::Text => closest(&text, known.by_ref()),
                        OpenEnumKind::Integer => None,
                    };
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "if deliveries have this value, list it in the `enum`".to_owned(),
                    };
                    let what = What::Unlisted(near.is_some());
                    self.note(what, Fate::Typed, help, spot);
                }
            }
            (TypeKind::Union(union), _) => {
                if let Some(variant) = settled(&union.test, value) {
                    if let Some(variant) = union.variants.get(variant) {
                        self.look_at(&variant.shape, value, spot);
                    }
                } else if let Some((id, object)) = object_of(self.model, id, value)
                    && let Value::Object(members) = value
                {
                    // Where nothing fits, the value is kept as it is.
                    let reads_values = std::mem::take(&mut self.reads_values);
                    self.look_at_object(id, object, members, spot);
                    self.reads_values = reads_values;
                }
            }
        }
    }

    fn look_at_tuple(
        &mut self,
        tuple: &'a Tuple,
        items: &[Value],
        (shape, value): (&Shape, &Value),
        spot: &Spot,
    ) {
        let positions = &tuple.positions;
        let is_needed = |position: &&Field| !position.optional || position.written_as_null;
        if items.len() < positions.iter().filter(is_needed).count() {
            self.unfit(shape, value, spot);
        }
        for (index, item) in items.iter().enumerate() {
            let inside = spot.inside(&index.to_string());
            match positions.get(index) {
                Some(position) if position.optional && item.is_null() => {}
                Some(position) => {
                    let can_go = spot.can_go || position.optional;
                    self.look_at(&position.shape, item, &Spot { can_go, ..inside });
                }
                None if self.reads_values => {
                    let help = "take it away, or describe it under `prefixItems`";
                    self.note(What::Surplus, Fate::Defect, help.to_owned(), &inside);
                }
                None => {}
            }
        }
    }

    fn look_at_object(
        &mut self,
        id: TypeId,
        object: &'a Object,
        members: &Map<String, Value>,
        spot: &Spot,
    ) {
        let missing: Vec<&str> = missing(object, members).collect();
        let at = |name: &str, can_go: bool| Spot {
            pointer: spot.pointer.child(name),
            owner: Some(id),
            member: name.to_owned(),
            is_inside: false,
            can_go,
        };
        let mut is_whole = true;
        for (name, value) in members {
            let field = object.fields.iter().find(|field| field.name.wire == *name);
            match (field, &object.additional) {
                (Some(field), _) if field.optional && value.is_null() => continue,
                (Some(field), _) => {
                    let spot = at(name, spot.can_go || field.optional);
                    self.look_at(&field.shape, value, &spot);
                    continue;
                }
                (None, Some((_, shape))) => {
                    self.look_at(shape, value, &at(name, true));
                    continue;
                }
                (None, None) => is_whole = false,
            }
            let absent = object.fields.iter().map(|field| field.name.wire.as_str());
            let absent = absent.filter(|wire| !members.contains_key(*wire));
            let (is_slip, help) = match (closest(name, absent), missing.as_slice()) {
                (Some(near), _) => (true, format!("did you mean `{near}`?")),
                (None, [only]) => (
                    true,
                    format!("`{only}` is missing here: is that its new name?"),
                ),
                _ => (
                    false,
                    "if the member was renamed, rename it here too; else describe it in the schema, or take it out of the example".to_owned(),
                ),
            };
            self.note(What::Unknown(is_slip), Fate::Typed, help, &at(name, true));
        }
        for name in missing.into_iter().filter(|_| is_whole) {
            let help = "add the member to the example, or take it out of `required`";
            let inner = Spot {
                pointer: spot.pointer.clone(),
                ..at(name, spot.can_go)
            };
            self.note(What::Missing, fate(&inner), help.to_owned(), &inner);
        }
    }

    fn unfit(&mut self, shape: &Shape, value: &Value, spot: &Spot) {
        if !self.reads_values {
            return;
        }
        let wanted = wanted(self.model, shape);
        let what = What::Unfit {
            found: found(value, shape),
            wanted,
        };
        // An empty list is read as the empty object that it stands for in PHP.
        let is_read = *value == Value::Array(Vec::new()) && self.may_be_empty(shape);
        let fate = if is_read { Fate::Defect } else { fate(spot) };
        let help = format!("write {wanted} here, or describe what deliveries have here");
        self.note(what, fate, help, spot);
    }

    /// Whether an object without members is of a shape.
    fn may_be_empty(&self, shape: &Shape) -> bool {
        let object = match shape {
            Shape::Map(_) | Shape::JsonObject => return true,
            Shape::Named(id) => self.model.definition(*id),
            _ => None,
        };
        let object = object.and_then(|definition| definition.kind.object());
        object.is_some_and(|object| object.fields.iter().all(|field| field.optional))
    }

    fn note(&mut self, what: What, fate: Fate, help: String, spot: &Spot) {
        self.found.push(Finding {
            fault: Fault {
                owner: spot.owner,
                member: spot.member.clone(),
                is_inside: spot.is_inside,
                what,
            },
            fate,
            help,
            sample: self.sample,
            pointer: spot.pointer.clone(),
        });
    }
}

/// What becomes of a delivery that has at a place what does not fit.
fn fate(spot: &Spot) -> Fate {
    if spot.can_go {
        Fate::Defect
    } else {
        Fate::Undecodable
    }
}
