//! Reading typed fields out of raw JSON objects, with complaints about what does not fit.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, closest};
use crate::resolve::{Resolver, kind};
use crate::source::Location;

/// The means by which objects are read: references followed, complaints collected.
pub(super) struct Reader<'r, 'd> {
    pub resolver: &'r Resolver<'r>,
    diagnostics: &'d mut Diagnostics,
}

/// A JSON object, where it stands, and where it was referred from.
pub(super) struct Fields<'r> {
    /// The object itself.
    pub location: Location,
    /// The object of the same name as first found: itself, or a `$ref` to it whose annotations take precedence.
    reference: Location,
    object: &'r Map<String, Value>,
}

impl<'r> Fields<'r> {
    pub(super) fn get(&self, key: &str) -> Option<&'r Value> {
        self.object.get(key)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'r String, &'r Value)> {
        self.object.iter()
    }
}

impl<'r, 'd> Reader<'r, 'd> {
    pub(super) fn new(resolver: &'r Resolver<'r>, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            resolver,
            diagnostics,
        }
    }

    pub(super) fn complain(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The object at a location; complains if it is something else. `expected` says what should be there.
    pub(super) fn object(&mut self, location: &Location, expected: &str) -> Option<Fields<'r>> {
        let value = self.resolver.value(location);
        let Some(object) = value.as_object() else {
            self.wrong_type(location, value, &format!("{expected}, which is an object"));
            return None;
        };
        Some(Fields {
            location: location.clone(),
            reference: location.clone(),
            object,
        })
    }

    /// Like [`object`](Self::object), a Reference Object being followed first.
    pub(super) fn referenced(&mut self, location: &Location, expected: &str) -> Option<Fields<'r>> {
        let target = self.diagnostics.keep(self.resolver.follow(location))?;
        let mut fields = self.object(&target, expected)?;
        fields.reference = location.clone();
        Some(fields)
    }

    /// The object under a key, absent if the key is; complains if it is something else.
    pub(super) fn child_object(
        &mut self,
        fields: &Fields<'r>,
        key: &str,
        expected: &str,
    ) -> Option<Fields<'r>> {
        fields.get(key)?;
        self.object(&fields.location.child(key), expected)
    }

    /// The items under a key with their locations; complains if it is no array.
    pub(super) fn items(
        &mut self,
        fields: &Fields<'r>,
        key: &str,
        expected: &str,
    ) -> Option<Vec<(Location, &'r Value)>> {
        let value = fields.get(key)?;
        let location = fields.location.child(key);
        let Some(items) = value.as_array() else {
            self.wrong_type(&location, value, &format!("an array of {expected}"));
            return None;
        };
        let numbered = items.iter().enumerate();
        Some(
            numbered
                .map(|(number, item)| (location.child(&number.to_string()), item))
                .collect(),
        )
    }

    pub(super) fn string(&mut self, fields: &Fields<'r>, key: &str) -> Option<String> {
        let value = fields.get(key)?;
        self.string_at(&fields.location.child(key), value)
    }

    pub(super) fn string_at(&mut self, location: &Location, value: &Value) -> Option<String> {
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(location, value, "a string");
        }
        text
    }

    /// A text that may be overridden beside the `$ref` ("Reference Object", section 4.8.23).
    pub(super) fn annotation(&mut self, fields: &Fields<'r>, key: &str) -> Option<String> {
        let overriding = self.resolver.value(&fields.reference).get(key);
        match overriding {
            Some(value) => self.string_at(&fields.reference.child(key), value),
            None => self.string(fields, key),
        }
    }

    /// The text under a key that must be there.
    pub(super) fn required_string(
        &mut self,
        fields: &Fields<'r>,
        key: &str,
        owner: &str,
    ) -> Option<String> {
        if fields.get(key).is_none() {
            self.missing(&fields.location, key, owner);
        }
        self.string(fields, key)
    }

    pub(super) fn boolean(&mut self, fields: &Fields<'r>, key: &str) -> bool {
        let Some(value) = fields.get(key) else {
            return false;
        };
        if !value.is_boolean() {
            self.wrong_type(&fields.location.child(key), value, "`true` or `false`");
        }
        value.as_bool().unwrap_or_default()
    }

    pub(super) fn missing(&mut self, location: &Location, key: &str, owner: &str) {
        self.complain(
            Diagnostic::new(Code::MissingField, format!("{owner} has no `{key}`"))
                .at(location, format!("`{key}` is missing here"))
                .help(format!("add `{key}`; the specification requires it")),
        );
    }

    pub(super) fn wrong_type(&mut self, location: &Location, value: &Value, expected: &str) {
        let name = match location.pointer.last() {
            Some(name) => format!("`{name}`"),
            None => "the document".to_owned(),
        };
        let found = kind(value);
        let help = match value {
            Value::Number(number) if expected.contains("string") || expected.contains("text") => {
                format!("quote it: `\"{number}\"`")
            }
            Value::Bool(bool) if expected.contains("string") => format!("quote it: `\"{bool}\"`"),
            Value::String(name) if expected.starts_with("a schema") => {
                format!("refer to a schema by `$ref`, as in `$ref: '#/components/schemas/{name}'`")
            }
            Value::String(text) if expected.contains("array of strings") => {
                format!("write it as an array: `[{text}]`")
            }
            _ => format!("write {expected} here"),
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

    /// Warns about keys that the object does not have; `x-` extensions are free.
    pub(super) fn unknown_keys(&mut self, fields: &Fields<'r>, known: &[&str]) {
        for key in fields.object.keys() {
            // A merge key was complained about when the file was read.
            if known.contains(&key.as_str()) || key.starts_with("x-") || key == "<<" {
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
}
