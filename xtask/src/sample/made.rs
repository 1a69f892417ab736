//! Deliveries made from types, for events that the spec shows no example of.
//!
//! In: the model, and the schemas that it was made of. Out: a JSON value that the event's payload
//! decodes from without a defect. What a schema shows as an example is taken where it fits the
//! type.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::{Map, Number, Value, json};

use super::extent::full_depth;
use super::fits::fits;
use crate::model::{
    Event, EventNamePlace, JsonKind, Model, NamePlace, Object, OpenEnum, OpenEnumKind, Outcome,
    Shape, TagArm, TagKind, TagTest, TextCoding, Tuple, TypeDefinition, TypeId, TypeKind, Union,
    UnionTest,
};
use crate::place::{Location, Pointer};
use crate::schema::{Conjunct, Schemas};

/// Required members that contain each other without end stop here.
const MAX_DEPTH: usize = 32;

/// Makes a delivery, with optional members unless `minimal`.
pub(super) fn delivery(
    model: &Model,
    schemas: &Schemas<'_>,
    event: &Event,
    minimal: bool,
) -> Value {
    let maker = Maker {
        model,
        schemas,
        minimal,
        full_depth: full_depth(model, &event.payload),
    };
    if !event.body.decodes() {
        return maker.text_of(event);
    }
    let mut body = maker.value(&event.payload, &[], 0);
    match &model.event_name {
        EventNamePlace::Body(pointer) => {
            maker.put_name(&mut body, event, pointer, event.named_in_body());
        }
        EventNamePlace::HeaderAndBody { pointer, .. } => {
            if let (_, Some(member)) = event.named_in_halves() {
                maker.put_name(&mut body, event, pointer, member);
            }
        }
        EventNamePlace::Several(places) => {
            let pointers = model.event_name.pointers();
            let is_first = matches!(places.first(), Some(NamePlace::Pointer(_)));
            if let Some(pointer) = maker.place_of(event, &pointers).filter(|_| is_first) {
                maker.put_name(&mut body, event, pointer, event.named_in_body());
            }
        }
        EventNamePlace::Header(_) | EventNamePlace::Query(_) | EventNamePlace::Path => {}
    }
    body
}

/// Makes the value of a parameter, of whose schema this is the place.
pub(super) fn parameter(
    model: &Model,
    schemas: &Schemas<'_>,
    shape: &Shape,
    schema: Option<Location>,
) -> Value {
    let maker = Maker {
        model,
        schemas,
        minimal: false,
        full_depth: full_depth(model, shape),
    };
    maker.value(shape, schema.as_slice(), 0)
}

struct Maker<'a, 's> {
    model: &'a Model,
    schemas: &'a Schemas<'s>,
    minimal: bool,
    /// How deep optional members are filled.
    full_depth: usize,
}

impl Maker<'_, '_> {
    /// A body that is not decoded: the example of its schema, if that is a text.
    fn text_of(&self, event: &Event) -> Value {
        let media_type = event.media_type.as_deref().unwrap_or_default();
        let resolver = self.schemas.resolver;
        let content = resolver.follow(&event.place.child("requestBody"));
        let schema = content.ok().and_then(|body| {
            let content = body.child("content").child(media_type);
            resolver.follow(&content.child("schema")).ok()
        });
        let example = schema.and_then(|schema| self.example(&Shape::Text, &[schema]));
        let is_xml = media_type.split(';').next().unwrap_or_default().trim_end();
        let made = if is_xml.ends_with("xml") {
            "<text/>"
        } else {
            "text"
        };
        example.unwrap_or_else(|| json!(made))
    }

    /// Of several places, the first that the event's type has; else the last, which stands in the
    /// way of none.
    fn place_of<'p>(&self, event: &Event, pointers: &[&'p Pointer]) -> Option<&'p Pointer> {
        let whole = Maker {
            minimal: false,
            ..*self
        };
        let body = whole.value(&event.payload, &[], 0);
        let is_there = |pointer: &&&Pointer| at(&body, pointer.as_tokens()).is_some();
        let found = pointers.iter().find(is_there).or(pointers.last());
        found.copied()
    }

    /// Puts an event's name at its place. Where that is in the JSON that a string holds, the string
    /// is there as in a whole body.
    fn put_name(&self, body: &mut Value, event: &Event, pointer: &Pointer, name: &str) {
        let tokens = pointer.as_tokens();
        if self.model.has_texts(&event.payload) {
            let whole = Maker {
                minimal: false,
                ..*self
            };
            let whole = whole.value(&event.payload, &[], 0);
            let outer = (1..tokens.len()).filter_map(|length| tokens.get(..length));
            let mut missing = outer.filter(|outer| at(body, outer).is_none());
            let text = missing.find_map(|outer| match at(&whole, outer) {
                Some(text @ Value::String(_)) => Some((outer, text)),
                _ => None,
            });
            if let Some((outer, text)) = text {
                put(body, outer, text);
            }
        }
        put(body, tokens, self.name(event, pointer, name));
    }

    /// An event's name as a value of the body: an integer where its type asks for one.
    fn name(&self, event: &Event, pointer: &Pointer, name: &str) -> Value {
        // Few names are numbers, and a whole body takes long to make.
        let Ok(number) = serde_json::from_str::<Number>(name) else {
            return json!(name);
        };
        let whole = Maker {
            minimal: false,
            ..*self
        };
        let body = whole.value(&event.payload, &[], 0);
        match at(&body, pointer.as_tokens()) {
            Some(Value::Number(_)) => Value::Number(number),
            _ => json!(name),
        }
    }

    /// A value of a shape, of which the schemas at these places say more.
    fn value(&self, shape: &Shape, places: &[Location], depth: usize) -> Value {
        if let Some(example) = self.example(shape, places) {
            return example;
        }
        let is_cut = self.minimal || depth > MAX_DEPTH;
        match shape {
            Shape::Json | Shape::Nullable(_) if is_cut => Value::Null,
            Shape::Json | Shape::JsonObject => json!({}),
            Shape::Boolean => json!(true),
            Shape::Integer | Shape::UnsignedInteger => json!(1),
            Shape::Number => json!(1.5),
            Shape::Text => json!("text"),
            Shape::DateTime => json!("2026-01-31T12:00:00Z"),
            Shape::Date => json!("2026-01-31"),
            Shape::List(_) if is_cut => json!([]),
            Shape::List(inner) => {
                let items = self.inside(places, "items");
                json!([self.value(inner, &items, depth + 1)])
            }
            Shape::Map(_) if is_cut => json!({}),
            Shape::Map(inner) => {
                let values = self.inside(places, "additionalProperties");
                json!({ "name": self.value(inner, &values, depth + 1) })
            }
            Shape::Nullable(inner) => self.value(inner, places, depth),
            Shape::JsonText(inner, coding) => {
                let said = self.inside(places, "contentSchema");
                let text = self.value(inner, &said, depth + 1).to_string();
                json!(coded(text, *coding))
            }
            Shape::Named(id) => match self.model.definition(*id) {
                Some(definition) => self.named(*id, definition, depth),
                None => Value::Null,
            },
        }
    }

    fn named(&self, id: TypeId, definition: &TypeDefinition, depth: usize) -> Value {
        let place = std::slice::from_ref(&definition.place);
        if let Some(example) = self.example(&Shape::Named(id), place) {
            return example;
        }
        match &definition.kind {
            TypeKind::Object(object) => {
                Value::Object(self.object(object, &definition.place, depth))
            }
            TypeKind::Tuple(tuple) => self.tuple(tuple, &definition.place, depth),
            TypeKind::OpenEnum(open_enum) => enum_value(open_enum),
            TypeKind::Union(union) => self.union(union, depth),
        }
    }

    /// The first example at these places that fits the shape; short deliveries take scalars alone.
    fn example(&self, shape: &Shape, places: &[Location]) -> Option<Value> {
        let conjuncts: Vec<Conjunct> = places.iter().cloned().map(Conjunct::whole).collect();
        let view = self.schemas.view(&conjuncts);
        let shown = view.parts.iter().flat_map(|part| {
            let several = part.keywords.get("examples").and_then(Value::as_array);
            several
                .into_iter()
                .flatten()
                .chain(part.keywords.get("example"))
        });
        let shown = shown.filter(|value| !self.minimal || !value.is_object() && !value.is_array());
        let fitting = |value: &&Value| !value.is_null() && fits(self.model, shape, value);
        shown.into_iter().find(fitting).cloned()
    }

    /// The schemas that stand under a keyword of those at these places.
    fn inside(&self, places: &[Location], keyword: &str) -> Vec<Location> {
        let conjuncts: Vec<Conjunct> = places.iter().cloned().map(Conjunct::whole).collect();
        let view = self.schemas.view(&conjuncts);
        let having = view
            .parts
            .iter()
            .filter(|part| part.keywords.contains_key(keyword));
        having.map(|part| part.location.child(keyword)).collect()
    }

    fn object(&self, object: &Object, place: &Location, depth: usize) -> Map<String, Value> {
        let view = self.schemas.view_at(place);
        let wanted = object
            .fields
            .iter()
            .filter(|field| !field.optional || !self.minimal && depth < self.full_depth);
        wanted
            .filter(|_| depth <= MAX_DEPTH)
            .map(|field| {
                let wire = field.name.wire.as_str();
                let places = view.properties().get(wire).map_or(&[][..], Vec::as_slice);
                (wire.to_owned(), self.value(&field.shape, places, depth + 1))
            })
            .collect()
    }

    fn tuple(&self, tuple: &Tuple, place: &Location, depth: usize) -> Value {
        let positions = tuple.positions.iter().enumerate();
        let wanted = positions.take_while(|(_, position)| {
            let is_there = !position.optional || position.written_as_null;
            is_there || !self.minimal && depth < self.full_depth
        });
        let items = wanted.filter(|_| depth <= MAX_DEPTH).map(|(at, position)| {
            let prefix = self.inside(std::slice::from_ref(place), "prefixItems");
            let places = prefix.iter().map(|prefix| prefix.child(&at.to_string()));
            let places: Vec<Location> = places.collect();
            self.value(&position.shape, &places, depth + 1)
        });
        Value::Array(items.collect())
    }

    /// The first variant, with what its union's test asks for.
    fn union(&self, union: &Union, depth: usize) -> Value {
        let Some(variant) = union.variants.first() else {
            return Value::Null;
        };
        let mut value = self.value(&variant.shape, &[], depth + 1);
        answer(&union.test, &mut value);
        value
    }
}

/// Makes a value of the first variant answer a test so that it is taken for one.
fn answer(test: &UnionTest, value: &mut Value) {
    let further = match test {
        UnionTest::Tag(TagTest {
            path, kind, arms, ..
        }) => {
            let of_first = |arm: &&TagArm| arm.outcome.variants().contains(&0);
            let alone = arms.iter().find(|arm| arm.outcome.one() == Some(0));
            let Some(arm) = alone.or_else(|| arms.iter().find(of_first)) else {
                return;
            };
            let text = arm.values.first().map_or("", String::as_str);
            let tag = match kind {
                TagKind::Text => json!(text),
                TagKind::Integer => text.parse::<i64>().map_or(Value::Null, Value::from),
                TagKind::Boolean => json!(text == "true"),
            };
            put(value, path, tag);
            Some(&arm.outcome)
        }
        UnionTest::Kind(kinds) => {
            let of_first = |(_, outcome): &&(JsonKind, Outcome)| outcome.variants().contains(&0);
            let found = kinds.iter().find(of_first);
            if let Some((JsonKind::Number, Outcome::One(0))) = found {
                *value = json!(1.5);
            }
            found.map(|(_, outcome)| outcome)
        }
        UnionTest::Members(_) | UnionTest::Attempt(_) => None,
    };
    if let Some(Outcome::Further(test)) = further {
        answer(test, value);
    }
}

pub(super) fn enum_value(open_enum: &OpenEnum) -> Value {
    let text = open_enum
        .values
        .first()
        .map_or("", |value| &value.name.wire);
    match open_enum.kind {
        OpenEnumKind::Text => json!(text),
        OpenEnumKind::Integer => text.parse::<i64>().map_or(Value::Null, Value::from),
    }
}

/// The JSON that a string holds, and how it stands there.
pub(super) fn json_in(text: &str) -> Option<(Value, TextCoding)> {
    if let Ok(json) = serde_json::from_str(text) {
        return Some((json, TextCoding::Plain));
    }
    let read = |bytes: Vec<u8>, coding| Some((serde_json::from_slice(&bytes).ok()?, coding));
    let usual = STANDARD.decode(text).ok();
    usual
        .and_then(|bytes| read(bytes, TextCoding::Base64))
        .or_else(|| read(URL_SAFE.decode(text).ok()?, TextCoding::Base64Url))
}

/// A text as it stands in a string.
pub(super) fn coded(text: String, coding: TextCoding) -> String {
    match coding {
        TextCoding::Plain => text,
        TextCoding::Base64 => STANDARD.encode(text),
        TextCoding::Base64Url => URL_SAFE.encode(text),
    }
}

/// The value at a place, of which the JSON in strings has some.
pub(crate) fn at<T: AsRef<str>>(value: &Value, tokens: &[T]) -> Option<Value> {
    let Some((first, rest)) = tokens.split_first() else {
        return Some(value.clone());
    };
    match value {
        Value::String(text) => at(&json_in(text)?.0, tokens),
        Value::Array(items) => at(items.get(first.as_ref().parse::<usize>().ok()?)?, rest),
        other => at(other.get(first.as_ref())?, rest),
    }
}

/// Puts a value at a place, making the objects on the way.
fn put<T: AsRef<str>>(body: &mut Value, tokens: &[T], value: Value) {
    let Some((first, rest)) = tokens.split_first() else {
        *body = value;
        return;
    };
    if let Value::String(text) = &body
        && let Some((mut inner, coding)) = json_in(text)
        && inner.is_object()
    {
        put(&mut inner, tokens, value);
        *body = json!(coded(inner.to_string(), coding));
        return;
    }
    if let Value::Array(items) = body
        && let Some(item) = first
            .as_ref()
            .parse()
            .ok()
            .and_then(|at: usize| items.get_mut(at))
    {
        put(item, rest, value);
        return;
    }
    if !body.is_object() {
        *body = json!({});
    }
    if let Some(members) = body.as_object_mut() {
        let member = members
            .entry(first.as_ref().to_owned())
            .or_insert(Value::Null);
        put(member, rest, value);
    }
}
