//! Scalars that YAML takes for a number or a truth value where the schema beside them says text:
//! `enum: [1e3, 0x1F]`.
//!
//! In: a file as parsed. Out: the file with the texts as they were written, and a warning for each
//! schema. Knows of schemas only which keywords hold values, and which hold more schemas.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Sources, member};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::{FileId, Location, Pointer};
use crate::vocabulary::{holds_data, holds_names, keywords_of_a_value, keywords_of_values};

impl Sources {
    /// Restores the texts of one file; JSON says itself what is a text.
    pub(super) fn restore_texts(&mut self, file: FileId) -> Vec<Diagnostic> {
        let Some(source) = self.file(file) else {
            return Vec::new();
        };
        if self.origins.is_empty() && is_json(&source.text) {
            return Vec::new();
        }
        let mut found = Vec::new();
        collect(&source.json, &mut Vec::new(), false, &mut found);
        let mut warnings = Vec::new();
        for values in found {
            let mut first = None;
            let mut count = 0_usize;
            for pointer in values {
                let location = Location { file, pointer };
                let source = self.file(self.standing(&location).file);
                if source.is_none_or(|source| is_json(&source.text)) {
                    continue;
                }
                let Some(text) = self.written(&location).map(str::to_owned) else {
                    continue;
                };
                if let Some(source) = self.files.get_mut(file.0)
                    && let Some(value) = source.json.pointer_mut(&location.pointer.to_string())
                {
                    *value = Value::String(text.clone());
                    count += 1;
                    first.get_or_insert((location, text));
                }
            }
            if let Some((location, text)) = first {
                let others = match count {
                    1 => String::new(),
                    2 => ", and so is another of this schema".to_owned(),
                    more => format!(", and so are {} others of this schema", more - 1),
                };
                warnings.push(
                    Diagnostic::new(
                        Code::OffSpec,
                        format!("`{text}` is no string in YAML, but its schema says so; it is read as text{others}"),
                    )
                    .at(Place::from(&location), "not in quotes")
                    .help(format!("quote it: `\"{text}\"`")),
                );
            }
        }
        warnings
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// For each schema with `type: string`, its values that are not strings.
fn collect<'v>(
    value: &'v Value,
    path: &mut Vec<Cow<'v, str>>,
    by_name: bool,
    found: &mut Vec<Vec<Pointer>>,
) {
    match value {
        Value::Object(object) => {
            if !by_name && is_text(object) {
                let values = misread(object, path);
                if !values.is_empty() {
                    found.push(values);
                }
            }
            for (key, value) in object {
                let keyword = key.as_str();
                if !by_name
                    && (holds_data(keyword) || keyword == "value" || keyword.starts_with("x-"))
                {
                    // `x-webhooks` and the like may hold schemas; samples and constants do not.
                    if !(keyword.starts_with("x-") && value.is_object()) {
                        continue;
                    }
                }
                path.push(key.into());
                // The keys are names that people chose, none of which is taken for a keyword.
                let names = !by_name && (holds_names(keyword) || keyword == "schemas");
                collect(value, path, names, found);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if item.is_object() || item.is_array() {
                    path.push(index.to_string().into());
                    collect(item, path, false, found);
                    path.pop();
                }
            }
        }
        _ => {}
    }
}

/// Whether a schema admits strings and no numbers and truth values.
fn is_text(schema: &Map<String, Value>) -> bool {
    match member(schema, "type") {
        Some(Value::String(one)) => one == "string",
        Some(Value::Array(several)) => {
            let has = |name: &str| several.iter().any(|one| one == name);
            has("string")
                && !["integer", "number", "boolean"]
                    .iter()
                    .any(|name| has(name))
        }
        _ => false,
    }
}

fn misread(schema: &Map<String, Value>, path: &[Cow<'_, str>]) -> Vec<Pointer> {
    let at = |tokens: &[&str]| -> Pointer {
        let path = path.iter().map(AsRef::as_ref);
        path.chain(tokens.iter().copied()).collect()
    };
    let is_misread = |value: &Value| value.is_number() || value.is_boolean();
    let mut found = Vec::new();
    for key in keywords_of_a_value() {
        if member(schema, key).is_some_and(is_misread) {
            found.push(at(&[key]));
        }
    }
    for key in keywords_of_values() {
        let items = member(schema, key).and_then(Value::as_array);
        for (index, item) in items.into_iter().flatten().enumerate() {
            if is_misread(item) {
                found.push(at(&[key, &index.to_string()]));
            }
        }
    }
    found
}
