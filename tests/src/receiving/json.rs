//! JSON values compared by what they mean, listed and edited by pointer.

use serde_json::{Number, Value};

/// Every place where `sent` says something that `kept` does not say: as pointers, in order.
///
/// An absent member and one that is null say the same; so do numbers of one value, and objects in
/// any order.
#[must_use]
pub fn dropped(sent: &Value, kept: &Value) -> Vec<String> {
    let mut places = Vec::new();
    compare(sent, kept, "", &mut places);
    places
}

fn compare(sent: &Value, kept: &Value, pointer: &str, places: &mut Vec<String>) {
    match (sent, kept) {
        (Value::Object(sent), Value::Object(kept)) => {
            for (name, value) in sent {
                let other = kept.get(name).unwrap_or(&Value::Null);
                compare(value, other, &below(pointer, name), places);
            }
        }
        (Value::Array(sent), Value::Array(kept)) if sent.len() == kept.len() => {
            for (index, (value, other)) in sent.iter().zip(kept).enumerate() {
                compare(value, other, &below(pointer, &index.to_string()), places);
            }
        }
        (Value::Number(sent), Value::Number(kept)) if same_number(sent, kept) => {}
        (sent, kept) if sent == kept => {}
        _ => places.push(pointer.to_owned()),
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
}

/// The pointer of a member or element.
#[must_use]
pub fn below(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// The pointer of every value in a value, itself first.
#[must_use]
pub fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, String::new(), &mut found);
    found
}

fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (below(&pointer, name), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (below(&pointer, &index.to_string()), value))
            .collect(),
        _ => Vec::new(),
    };
    found.push(pointer);
    for (pointer, value) in children {
        collect(value, pointer, found);
    }
}

/// The value with another one at a place: what is there is replaced, a member that is not there is
/// added.
///
/// # Panics
///
/// If the place above does not exist or is no object.
#[must_use]
pub fn with(value: &Value, pointer: &str, new: Value) -> Value {
    let mut edited = value.clone();
    if let Some(place) = edited.pointer_mut(pointer) {
        *place = new;
        return edited;
    }
    let (above, token) = pointer.rsplit_once('/').expect("a pointer");
    let name = token.replace("~1", "/").replace("~0", "~");
    let owner = edited.pointer_mut(above).and_then(Value::as_object_mut);
    owner
        .unwrap_or_else(|| panic!("nothing to put {pointer} into"))
        .insert(name, new);
    edited
}

/// The value without the member at a place.
///
/// # Panics
///
/// If there is no such member.
#[must_use]
pub fn without(value: &Value, pointer: &str) -> Value {
    let mut edited = value.clone();
    let (above, name) = pointer.rsplit_once('/').expect("a pointer");
    let owner = edited.pointer_mut(above).and_then(Value::as_object_mut);
    let removed = owner.and_then(|owner| owner.remove(name));
    assert!(removed.is_some(), "nothing at {pointer}");
    edited
}

/// The text of a value, as a body.
///
/// # Panics
///
/// Never: every value has a text.
#[must_use]
pub fn body(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("JSON")
}
