//! Deliveries without what they say of people.
//!
//! In: the body of a delivery that arrived, and the types of its event. Out: the same body with
//! made-up values of the same form, and where there were others. What says nothing of anybody stays:
//! the names of events, and values that the spec itself lists. A text that the spec says nothing of
//! is taken for one about people.

mod texts;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::texts::Texts;
use super::examples::{object_of, settled};
use super::fits::fits;
use super::made::{coded, enum_value, json_in};
use crate::model::{Event, Model, OpenEnum, Shape, TypeId, TypeKind, Union, UnionTest};
use crate::place::{Location, Pointer};
use crate::resolve::Resolver;
use crate::schema::{Conjunct, Schemas, View};
use crate::source::Sources;

/// Replaces in the body of a delivery what may be personal, and says where it was.
pub(crate) fn replace_personal(
    model: &Model,
    sources: &Sources,
    event: &Event,
    body: &mut Value,
) -> Vec<Pointer> {
    let resolver = Resolver::new(sources);
    let names = model.events().flat_map(|event| {
        let delivered = event.delivered_names.iter();
        let members = delivered.filter_map(|name| name.member.clone());
        members.chain([event.name.wire.clone()])
    });
    let mut replacer = Replacer {
        model,
        schemas: Schemas::new(&resolver),
        names: names.collect(),
        kept: BTreeSet::new(),
        texts: Texts::default(),
        replaced: Vec::new(),
    };
    replacer.value(&event.payload, &[], body, &Pointer::root());
    replacer.replaced
}

struct Replacer<'a, 's> {
    model: &'a Model,
    schemas: Schemas<'s>,
    /// How deliveries call their events.
    names: BTreeSet<String>,
    /// Where there are values by which a union knows its variants.
    kept: BTreeSet<Pointer>,
    texts: Texts,
    replaced: Vec<Pointer>,
}

impl<'s> Replacer<'_, 's> {
    /// Goes through a value of a shape, of which the schemas at these places say more.
    fn value(&mut self, shape: &Shape, places: &[Location], value: &mut Value, at: &Pointer) {
        match (shape, &mut *value) {
            (Shape::Nullable(inner), _) => self.value(inner, places, value, at),
            (Shape::List(inner), Value::Array(items)) => {
                let inside = self.inside(places, "items");
                for (index, item) in items.iter_mut().enumerate() {
                    self.value(inner, &inside, item, &at.child(&index.to_string()));
                }
            }
            (Shape::Map(inner), Value::Object(members)) => {
                let inside = self.inside(places, "additionalProperties");
                self.members(members, at, |replacer, name, value, at| {
                    replacer.value(inner, &inside, value, at);
                    replacer.texts.replace(name, None, None)
                });
            }
            (Shape::JsonText(inner, _), Value::String(text)) => match json_in(text) {
                Some((mut json, coding)) => {
                    let inside = self.inside(places, "contentSchema");
                    self.value(inner, &inside, &mut json, at);
                    *text = coded(json.to_string(), coding);
                }
                None => self.unknown(places, value, at),
            },
            (Shape::Named(id), _) => self.named(*id, value, at),
            _ => self.unknown(places, value, at),
        }
    }

    fn named(&mut self, id: TypeId, value: &mut Value, at: &Pointer) {
        let model = self.model;
        let Some(definition) = model.definition(id) else {
            return self.unknown(&[], value, at);
        };
        match &definition.kind {
            TypeKind::Object(_) => match value {
                Value::Object(members) => self.object(id, members, at),
                _ => self.unknown(&[], value, at),
            },
            TypeKind::OpenEnum(open_enum) => self.listed(open_enum, id, value, at),
            TypeKind::Tuple(tuple) => match value {
                Value::Array(items) => {
                    let inside = definition.place.child("prefixItems");
                    for (index, item) in items.iter_mut().enumerate() {
                        let token = index.to_string();
                        let at = at.child(&token);
                        match tuple.positions.get(index) {
                            Some(field) => {
                                self.value(&field.shape, &[inside.child(&token)], item, &at);
                            }
                            None => self.unknown(&[], item, &at),
                        }
                    }
                }
                _ => self.unknown(&[], value, at),
            },
            TypeKind::Union(union) => self.union(id, union, value, at),
        }
    }

    fn object(&mut self, id: TypeId, members: &mut Map<String, Value>, at: &Pointer) {
        let model = self.model;
        let definition = model.definition(id);
        let object = definition.and_then(|one| Some((one, one.kind.object()?)));
        let Some((definition, object)) = object else {
            return;
        };
        let view = self.schemas.view_at(&definition.place);
        self.members(members, at, |replacer, name, value, at| {
            let field = object.fields.iter().find(|field| field.name.wire == *name);
            match (field, &object.additional) {
                (Some(field), _) => {
                    let places = view.properties().get(name).map_or(&[][..], Vec::as_slice);
                    replacer.value(&field.shape, places, value, at);
                    return name.to_owned();
                }
                (None, Some((_, shape))) => replacer.value(shape, &[], value, at),
                (None, None) => replacer.unknown(&[], value, at),
            }
            replacer.name(name)
        });
    }

    /// A value of an enum stays if the spec lists it.
    fn listed(&mut self, open_enum: &OpenEnum, id: TypeId, value: &mut Value, at: &Pointer) {
        if value.is_object() || value.is_array() {
            return self.unknown(&[], value, at);
        }
        if !value.is_null() && !fits(self.model, &Shape::Named(id), value) && !self.stays(value, at)
        {
            *value = enum_value(open_enum);
            self.replaced.push(at.clone());
        }
    }

    fn union(&mut self, id: TypeId, union: &Union, value: &mut Value, at: &Pointer) {
        for test in union.test.all() {
            if let UnionTest::Tag(tag) = test {
                let found = tag
                    .path
                    .iter()
                    .try_fold(&*value, |value, name| value.get(name));
                let text = found.map(|found| match found {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                });
                let is_listed =
                    |text: &String| tag.arms.iter().any(|arm| arm.values.contains(text));
                if text.as_ref().is_some_and(is_listed) {
                    let path = tag.path.iter();
                    self.kept
                        .insert(path.fold(at.clone(), |at, name| at.child(name)));
                }
            }
        }
        let variant = settled(&union.test, value).and_then(|index| union.variants.get(index));
        let fitting = |value: &Value| {
            let mut variants = union.variants.iter();
            variants.find(|variant| fits(self.model, &variant.shape, value))
        };
        if let Some(variant) = variant.or_else(|| fitting(value)) {
            return self.value(&variant.shape, &[], value, at);
        }
        let object = object_of(self.model, id, value).map(|(id, _)| id);
        match (object, value) {
            (Some(id), Value::Object(members)) => self.object(id, members, at),
            (_, value) => self.unknown(&[], value, at),
        }
    }

    /// Goes through a value of which the types say nothing more; the schemas at these places may.
    fn unknown(&mut self, places: &[Location], value: &mut Value, at: &Pointer) {
        match value {
            Value::Object(members) => self.members(members, at, |replacer, name, value, at| {
                replacer.unknown(&[], value, at);
                replacer.name(name)
            }),
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.unknown(&[], item, &at.child(&index.to_string()));
                }
            }
            Value::String(_) | Value::Number(_) => self.scalar(places, value, at),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn scalar(&mut self, places: &[Location], value: &mut Value, at: &Pointer) {
        let view = self.view(places);
        let is_public = |value: &Value| {
            let mut parts = view.parts.iter();
            let is_default = parts.any(|part| part.keywords.get("default") == Some(value));
            is_default || view.values().is_some_and(|values| values.contains(&value))
        };
        if self.stays(value, at) || is_public(value) {
            return;
        }
        let shown = shown(&view, value);
        match value {
            // Nought and one tell of nobody.
            Value::Number(number) if matches!(number.as_i64(), Some(-1..=1)) => return,
            Value::String(text) if text.is_empty() => return,
            Value::Number(number) => {
                let proposed = shown.and_then(Value::as_number);
                *number = self.texts.replace_number(number, proposed);
            }
            Value::String(text) => {
                let proposed = shown.and_then(Value::as_str);
                *text = self.texts.replace(text, view.format(), proposed);
            }
            _ => return,
        }
        self.replaced.push(at.clone());
    }

    /// Whether a value says what a delivery or a variant is.
    fn stays(&self, value: &Value, at: &Pointer) -> bool {
        let is_name = value.as_str().is_some_and(|text| self.names.contains(text));
        is_name || self.kept.contains(at)
    }

    /// Goes through members, of which each gets the name that is given back.
    fn members(
        &mut self,
        members: &mut Map<String, Value>,
        at: &Pointer,
        mut replace: impl FnMut(&mut Self, &str, &mut Value, &Pointer) -> String,
    ) {
        for (name, mut value) in std::mem::take(members) {
            let place = at.child(&name);
            let before = self.replaced.len();
            let own = replace(self, &name, &mut value, &place);
            if own != name {
                // Places are told by names that may be told.
                self.replaced.truncate(before);
                self.replaced.push(at.child(&own));
            }
            members.insert(own, value);
        }
    }

    /// The name of a member that the spec does not list: it stays if it reads as one that people
    /// give to members.
    fn name(&mut self, name: &str) -> String {
        let is_plain = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-');
        match name.chars().all(is_plain) {
            true => name.to_owned(),
            false => self.texts.replace(name, None, None),
        }
    }

    fn view(&self, places: &[Location]) -> std::rc::Rc<View<'s>> {
        let conjuncts: Vec<Conjunct> = places.iter().cloned().map(Conjunct::whole).collect();
        self.schemas.view(&conjuncts)
    }

    /// The schemas that stand under a keyword of those at these places.
    fn inside(&self, places: &[Location], keyword: &str) -> Vec<Location> {
        let view = self.view(places);
        let parts = view.parts.iter();
        let having = parts.filter(|part| part.keywords.contains_key(keyword));
        having.map(|part| part.location.child(keyword)).collect()
    }
}

/// The example that the schemas show, if it is of the kind of a value.
fn shown<'v>(view: &View<'v>, value: &Value) -> Option<&'v Value> {
    let shown = view.parts.iter().flat_map(|part| {
        let several = part.keywords.get("examples").and_then(Value::as_array);
        let several = several.into_iter().flatten();
        several.chain(part.keywords.get("example"))
    });
    let mut of_kind = shown.filter(|shown| match (shown, value) {
        (Value::Number(one), Value::Number(other)) => one.is_f64() == other.is_f64(),
        (Value::String(_), Value::String(_)) => true,
        _ => false,
    });
    of_kind.next()
}
