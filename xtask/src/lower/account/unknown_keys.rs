//! Keys of a schema, and of the objects that describe it, that have no meaning.
//!
//! In: a schema's keywords. Out: the keys that no draft of JSON Schema and no version of OpenAPI
//! has, each with the one that was most likely meant. What starts with `x-` is free.

use serde_json::{Map, Value};

use crate::diagnostic::closest;
use crate::place::Location;
use crate::schema::{DISCRIMINATOR_KEYS, all_keywords, is_keyword};
use crate::source::member;

/// Keywords that hold an object of OpenAPI's (3.1 §4.8.11, §4.8.25, §4.8.26), and the keys of that
/// object.
const OBJECTS: [(&str, &[&str]); 3] = [
    ("discriminator", &DISCRIMINATOR_KEYS),
    ("externalDocs", &["url", "description"]),
    (
        "xml",
        &[
            "name",
            "namespace",
            "prefix",
            "attribute",
            "wrapped",
            "nodeType",
        ],
    ),
];

/// The places of such keys, each with a known key that is similar, if there is one.
pub(crate) fn unknown_keys(
    schema: &Location,
    keywords: &Map<String, Value>,
) -> Vec<(Option<&'static str>, Location)> {
    let mut found = Vec::new();
    for keyword in keywords.keys() {
        if !keyword.starts_with("x-") && !is_keyword(keyword) {
            let near = closest(keyword, all_keywords());
            found.push((near, schema.child(keyword)));
        }
    }
    for (keyword, known) in OBJECTS {
        let object = member(keywords, keyword).and_then(Value::as_object);
        for key in object.into_iter().flat_map(Map::keys) {
            if is_unknown(key, known.iter().copied()) {
                let near = closest(key, known.iter().copied());
                found.push((near, schema.child(keyword).child(key)));
            }
        }
    }
    found
}

fn is_unknown(key: &str, mut known: impl Iterator<Item = &'static str>) -> bool {
    !key.starts_with("x-") && known.all(|one| one != key)
}
