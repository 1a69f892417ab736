//! What is said about objects and fields that are not as the specification has them.
//!
//! In: a node and what should be there. Out: a complaint with its place and a remedy. It reads
//! nothing.

use serde_json::Value;

use super::fields::{Fields, Reader};
use crate::allowed::ALLOW;
use crate::diagnostic::{Code, Diagnostic, Place, closest, slip};
use crate::place::Location;
use crate::resolve::kind;

/// Keys under which any JSON may stand, or whose absence is complained about where it matters.
const MAY_BE_NULL: &[&str] = &["example", "value", "dataValue", "webhooks", "x-webhooks"];

/// How many letters of an extension may be wrong.
const SLIP: usize = 2;

impl Reader<'_, '_> {
    /// Whether a `$ref` stands in place of a map, which it warns about.
    pub(super) fn is_ref_for_map(&mut self, map: &Location) -> bool {
        let reference = self.resolver.value(map).get("$ref");
        let found = reference.is_some_and(Value::is_string);
        if found {
            self.off_spec(
                Place::key(&map.child("$ref")),
                "a map is no place for `$ref`; it is followed all the same",
                "refer to the entries, or to the object that holds the map",
            );
        }
        found
    }

    pub(super) fn left_out(&mut self, location: &Location, value: &Value, expected: &str) {
        let (name, found) = (self.named(location), kind(value));
        self.off_spec(
            location,
            format!("{name} is {found} where {expected} should be; it is left out"),
            "write it as the specification has it, or take it away",
        );
    }

    /// Warns about what the specification does not allow and what is plain in its meaning.
    pub(super) fn off_spec(
        &mut self,
        place: impl Into<Place>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(Code::OffSpec, message);
        self.complain(diagnostic.at(place, "").help(help));
    }

    /// Warns that a webhook delivers nothing.
    pub(super) fn no_operation(&mut self, location: &Location, webhook: &str) {
        self.off_spec(
            Place::key(location),
            format!("the webhook `{webhook}` has no operation, so it is no event"),
            "add the HTTP method by which it is delivered, usually `post`",
        );
    }

    pub(super) fn missing(&mut self, location: &Location, key: &str, owner: &str) {
        self.complain(
            Diagnostic::new(Code::MissingField, format!("{owner} has no `{key}`"))
                .at(location, format!("`{key}` is missing here"))
                .help(format!("add `{key}`; the specification requires it")),
        );
    }

    pub(super) fn wrong_type(&mut self, location: &Location, value: &Value, expected: &str) {
        let name = self.named(location);
        let found = kind(value);
        let help = match value {
            Value::String(name) if expected.starts_with("a schema") => {
                format!("refer to a schema by `$ref`, as in `$ref: '#/components/schemas/{name}'`")
            }
            // What it is in JSON was said before.
            _ => {
                let (what, _) = expected.split_once(", which is").unwrap_or((expected, ""));
                format!("write {what} here")
            }
        };
        self.complain(
            Diagnostic::new(
                Code::WrongType,
                format!("{name} is {found}; expected {expected}"),
            )
            .at(location, format!("this is {found}"))
            .help(help),
        );
    }

    /// Warns about keys that the object does not have, and about a `null` that stands for nothing.
    /// Extensions, which start with `x-`, are free unless they are nearly a known one.
    pub(super) fn unknown_keys(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for (key, value) in fields.entries() {
            if known.contains(&key.as_str()) {
                if value.is_null() && !MAY_BE_NULL.contains(&key.as_str()) {
                    self.off_spec(
                        Place::key(&fields.location.child(key)),
                        format!("`{key}` is null, which counts as not being there"),
                        "take the key away, or give it a value",
                    );
                }
                continue;
            }
            if key.starts_with("x-") {
                if key == ALLOW {
                    continue;
                }
                let own = known.iter().copied().chain([ALLOW]);
                let extensions = own.filter(|known| known.starts_with("x-"));
                if let Some(near) = slip(key, extensions, SLIP) {
                    self.complain(
                        Diagnostic::new(
                            Code::LikelySlip,
                            format!("the extension `{key}` is not known and is ignored"),
                        )
                        .at(Place::key(&fields.location.child(key)), "unknown extension")
                        .help(format!("did you mean `{near}`?")),
                    );
                }
                continue;
            }
            let help = match closest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("remove it, or call it `x-{key}` if it is meant as an extension"),
            };
            self.complain(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("the key `{key}` has no meaning here and is ignored"),
                )
                .at(Place::key(&fields.location.child(key)), "unknown key")
                .help(help),
            );
        }
    }

    /// A node as messages name it.
    pub(super) fn named(&self, location: &Location) -> String {
        let Some(name) = location.pointer.last() else {
            return "the document".to_owned();
        };
        let around = location.parent();
        let list = around.filter(|around| self.resolver.value(around).is_array());
        match (list, name.parse::<usize>()) {
            (Some(list), Ok(index)) => {
                let list = list.pointer.last().unwrap_or("the list");
                format!("entry {} of `{list}`", index.saturating_add(1))
            }
            _ => format!("`{name}`"),
        }
    }
}
