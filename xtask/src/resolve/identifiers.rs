//! Names that schemas give themselves, by `$id`, `$anchor` and `$dynamicAnchor`, and documents, by
//! `$self`.
//!
//! In: the files of a run. Out: where each name leads. Source: JSON Schema 2020-12, Core §8.2.1 and
//! §8.2.2; `$self` of OpenAPI 3.2's root object; and RFC 3986, section 5.2, for names relative to
//! others. A file that says nothing of itself has an empty name: what lies in it is found by its
//! file.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::place::{FileId, Location};
use crate::source::{Sources, is_remote, split_reference};
use crate::vocabulary::holds_data;

/// The names in all files.
#[derive(Debug, Clone, Default)]
pub(super) struct Identifiers {
    /// Schemas by their absolute `$id`.
    ids: BTreeMap<String, Location>,
    /// The absolute `$id` of schemas by where they stand.
    bases: BTreeMap<Location, String>,
    /// The documents that name themselves by `$self`.
    documents: BTreeSet<Location>,
    /// Anchors of each file, in document order.
    anchors: BTreeMap<FileId, Vec<(String, Location)>>,
}

impl Identifiers {
    /// Looks through every file.
    pub fn of(sources: &Sources) -> Self {
        let mut found = Self::default();
        for (id, file) in sources.files().filter(|(_, file)| names_itself(&file.json)) {
            found.collect(&file.json, &Location::root(id), "");
        }
        found
    }

    fn collect(&mut self, value: &Value, location: &Location, base: &str) {
        match value {
            Value::Object(object) => {
                // A document of version 3.2 gives itself its address by `$self`.
                let whole = location.pointer.is_root().then(|| object.get("$self"));
                if whole.flatten().is_some() {
                    self.documents.insert(location.clone());
                }
                let own = whole.flatten().or_else(|| object.get("$id"));
                let own = own.and_then(Value::as_str);
                let own = own
                    .map(|id| split_reference(id).0)
                    .filter(|id| !id.is_empty())
                    .map(|id| resolved(base, id));
                if let Some(id) = &own {
                    self.ids.entry(id.clone()).or_insert(location.clone());
                    self.bases.insert(location.clone(), id.clone());
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = object.get(keyword).and_then(Value::as_str) {
                        let anchors = self.anchors.entry(location.file).or_default();
                        anchors.push((anchor.to_owned(), location.clone()));
                    }
                }
                let base = own.as_deref().unwrap_or(base);
                for (key, value) in object {
                    if (value.is_object() || value.is_array()) && !holds_data(key) {
                        self.collect(value, &location.child(key), base);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if item.is_object() || item.is_array() {
                        self.collect(item, &location.child(&index.to_string()), base);
                    }
                }
            }
            _ => {}
        }
    }

    /// The innermost schema with an `$id` around a node, if there is one.
    pub fn around(&self, location: &Location) -> Option<&Location> {
        if self.bases.is_empty() {
            return None;
        }
        let mut current = Some(location.clone());
        while let Some(node) = current {
            if let Some((known, _)) = self.bases.get_key_value(&node) {
                return Some(known);
            }
            current = node.parent();
        }
        None
    }

    /// The schema that has a name, where the name is written at a node.
    pub fn named(&self, name: &str, from: Option<&Location>) -> Option<&Location> {
        if self.ids.is_empty() {
            return None;
        }
        let base = from
            .and_then(|from| self.around(from))
            .and_then(|around| self.bases.get(around))
            .map_or("", String::as_str);
        self.ids
            .get(&resolved(base, name))
            .or_else(|| self.ids.get(name))
    }

    /// The name of something as seen from the `$id` around a node; `None` where there is none, or
    /// the name says all itself. The `$self` of a document is no `$id`.
    pub fn seen_from(&self, name: &str, from: &Location) -> Option<String> {
        let around = self.around(from)?;
        if name.is_empty() || is_remote(name) || self.documents.contains(around) {
            return None;
        }
        self.bases.get(around).map(|base| resolved(base, name))
    }

    /// The schema with an anchor: the one inside `within` first, then any in the file.
    pub fn anchored(
        &self,
        name: &str,
        file: FileId,
        within: Option<&Location>,
    ) -> Option<Location> {
        let named = || {
            self.anchors(file)
                .filter(|(anchor, _)| *anchor == name)
                .map(|(_, location)| location)
        };
        let inside = within
            .and_then(|within| named().find(|location| self.around(location) == Some(within)));
        inside.or_else(|| named().next()).cloned()
    }

    /// The anchors of a file.
    pub fn anchors(&self, file: FileId) -> impl Iterator<Item = (&str, &Location)> {
        let anchors = self.anchors.get(&file).into_iter().flatten();
        anchors.map(|(anchor, location)| (anchor.as_str(), location))
    }
}

/// Whether anything in a file may have a name. Most files say nothing of the kind, and paths to
/// their nodes cost time.
fn names_itself(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.iter().any(|(key, value)| {
            matches!(key.as_str(), "$id" | "$self" | "$anchor" | "$dynamicAnchor")
                || names_itself(value)
        }),
        Value::Array(items) => items.iter().any(names_itself),
        _ => false,
    }
}

/// A reference as seen from a base (RFC 3986, section 5.2), as far as names of schemas need it:
/// queries stay as they are.
fn resolved(base: &str, reference: &str) -> String {
    let scheme_end = |text: &str| {
        let (scheme, _) = text.split_once(':')?;
        let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        valid.then_some(scheme.len() + 1)
    };
    if base.is_empty() || scheme_end(reference).is_some() {
        return reference.to_owned();
    }
    let (scheme, rest) = base.split_at(scheme_end(base).unwrap_or(0));
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    let (authority, path) = match rest.strip_prefix("//") {
        Some(after) => {
            let end = after.find('/').unwrap_or(after.len());
            rest.split_at(end + 2)
        }
        None => ("", rest),
    };
    let merged = match path.rfind('/') {
        _ if reference.starts_with('/') => reference.to_owned(),
        Some(slash) => format!("{}/{reference}", path.get(..slash).unwrap_or_default()),
        None if authority.is_empty() => reference.to_owned(),
        None => format!("/{reference}"),
    };
    format!("{scheme}{authority}{}", without_dots(&merged))
}

/// A path without `.` and `..` (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." => {
                // The empty segment in front of an absolute path stays.
                if segments.len() > 1 || segments.first().is_some_and(|first| !first.is_empty()) {
                    segments.pop();
                }
            }
            other => segments.push(other),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        segments.push("");
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn names_are_relative_to_the_schema_around() {
        for (base, reference, name) in [
            ("", "pet", "pet"),
            ("https://a.test/s/root", "pet", "https://a.test/s/pet"),
            ("https://a.test/s/root", "/pet", "https://a.test/pet"),
            ("https://a.test/s/root", "../pet", "https://a.test/pet"),
            (
                "https://a.test/s/root",
                "//b.test/pet",
                "https://b.test/pet",
            ),
            ("https://a.test", "pet", "https://a.test/pet"),
            ("https://a.test/s/root", "urn:x:pet", "urn:x:pet"),
            ("urn:x:root", "pet", "urn:pet"),
            ("schemas/root", "./pet", "schemas/pet"),
        ] {
            assert_eq!(resolved(base, reference), name, "{reference} in {base}");
        }
    }
}
