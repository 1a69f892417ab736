//! Merge keys: `<<: *base`, which YAML 1.1 had and which tools still read.
//!
//! In: a file as parsed, where `<<` is a key like any other. Out: the file with what `<<` names put
//! in its place; keys that an object has itself win.

use serde_json::{Map, Value};

use super::value::Problem;
use super::{Sources, child};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::{FileId, Location, Pointer};

/// The key.
pub(super) const MERGE: &str = "<<";

impl Sources {
    /// Merges wherever a key `<<` was read that is not in quotes; says so once a file.
    pub(super) fn merge_keys(&mut self, file: FileId, problems: &[Problem]) -> Vec<Diagnostic> {
        let keys = problems.iter().filter_map(|problem| match problem {
            Problem::MergeKey(pointer) => Some(pointer),
            _ => None,
        });
        // In the order of reading, so what is merged is merged itself already.
        let mut first = None;
        for pointer in keys {
            let place = Place::key(&Location {
                file,
                pointer: pointer.clone(),
            });
            if self.is_quoted(&place) {
                continue;
            }
            let object = self
                .files
                .get_mut(file.0)
                .and_then(|source| object_above(&mut source.json, pointer));
            if object.is_some_and(merge) {
                first.get_or_insert(place);
            }
        }
        let warning = first.map(|place| {
            Diagnostic::new(
                Code::OffSpec,
                "merge keys `<<` are no part of YAML 1.2; they are merged all the same",
            )
            .at(place, "the first of this file")
            .help("write the keys out, or use `$ref` or `allOf`")
        });
        warning.into_iter().collect()
    }
}

/// The object that holds the node.
fn object_above<'v>(root: &'v mut Value, pointer: &Pointer) -> Option<&'v mut Map<String, Value>> {
    let mut node = root;
    for token in pointer.parent()?.tokens() {
        child(node, token)?;
        node = match node {
            Value::Object(object) => object.get_mut(token)?,
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    node.as_object_mut()
}

/// Replaces `<<` by what it names; `false` if that is neither an object nor an array of objects.
fn merge(object: &mut Map<String, Value>) -> bool {
    let bases: Vec<Map<String, Value>> = match object.get(MERGE) {
        Some(Value::Object(base)) => vec![base.clone()],
        Some(Value::Array(items)) => {
            let maps: Option<Vec<_>> = items.iter().map(|item| item.as_object().cloned()).collect();
            match maps {
                Some(maps) => maps,
                None => return false,
            }
        }
        _ => return false,
    };
    let own = std::mem::take(object);
    for (key, value) in &own {
        if key != MERGE {
            object.insert(key.clone(), value.clone());
            continue;
        }
        // The first base that has a key wins over those after it.
        for (key, value) in bases.iter().flatten() {
            if !own.contains_key(key) && !object.contains_key(key) {
                object.insert(key.clone(), value.clone());
            }
        }
    }
    true
}
