//! Reading typed fields out of raw JSON objects.
//!
//! In: an object and a key. Out: what stands there in the type that is asked for, references
//! followed, or a complaint. Knows no object of the specification by name.

mod layers;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::place::Location;
use crate::resolve::{Resolver, kind};
use crate::vocabulary::is_annotation;
pub(super) use layers::Layers;

/// The means by which objects are read: references followed, complaints collected.
pub(super) struct Reader<'r, 'd> {
    pub resolver: &'r Resolver<'r>,
    /// Whether what the document says of security counts.
    pub reads_security: bool,
    diagnostics: &'d mut Diagnostics,
}

/// A JSON object, where it stands, and where it was referred from.
pub(super) struct Fields<'r> {
    /// The object itself.
    pub location: Location,
    /// The object of the same name as first found: itself, or a `$ref` to it whose annotations take
    /// precedence.
    reference: Location,
    object: &'r Map<String, Value>,
}

impl<'r> Fields<'r> {
    /// The value under a key; a `null` counts as absent, and [`Reader::unknown_keys`] says so.
    pub(super) fn get(&self, key: &str) -> Option<&'r Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    /// The value under a key that may be any JSON, `null` included.
    pub(super) fn any(&self, key: &str) -> Option<&'r Value> {
        self.object.get(key)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'r String, &'r Value)> {
        self.object.iter()
    }

    /// The entries of a map whose keys are names that people chose.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'r String, &'r Value)> {
        self.entries().filter(|(name, value)| is_named(name, value))
    }
}

impl<'r, 'd> Reader<'r, 'd> {
    pub(super) fn new(resolver: &'r Resolver<'r>, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            resolver,
            reads_security: true,
            diagnostics,
        }
    }

    /// How much of what was read so far is an error.
    pub(super) fn error_count(&self) -> usize {
        self.diagnostics.error_count()
    }

    pub(super) fn complain(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The object at a location; complains if it is something else. `expected` says what should be
    /// there.
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
        let target = self.behind(location);
        let target = self.diagnostics.keep(target)?;
        let mut fields = self.object(&target, expected)?;
        fields.reference = location.clone();
        Some(fields)
    }

    /// The map under a key. A `$ref` in its place, which the specification has not, is followed.
    pub(super) fn map(&mut self, fields: &Fields, key: &str, expected: &str) -> Option<Fields<'r>> {
        fields.get(key)?;
        self.map_at(&fields.location.child(key), expected)
    }

    /// Like [`map`](Self::map), at a location.
    pub(super) fn map_at(&mut self, location: &Location, expected: &str) -> Option<Fields<'r>> {
        if self.is_ref_for_map(location) {
            return self.referenced(location, expected);
        }
        self.object(location, expected)
    }

    /// What a Reference Object leads to. What stands beside the `$ref` is ignored ("Reference
    /// Object", section 4.8.23), with a warning unless it only describes.
    fn behind(&mut self, location: &Location) -> Result<Location, Diagnostic> {
        let node = self.resolver.layers(location)?;
        if let Some(remote) = node.remote {
            return Err(remote);
        }
        let Some((target, referring)) = node.locations.split_last() else {
            return Ok(location.clone());
        };
        for reference in referring {
            let keys = self.resolver.value(reference).as_object();
            let mut keys = keys.into_iter().flat_map(Map::keys);
            if let Some(key) = keys.find(|key| *key != "$ref" && !is_annotation(key)) {
                self.off_spec(
                    Place::key(&reference.child(key)),
                    format!("`{key}` stands beside a `$ref`, where it is ignored"),
                    "write it where the reference leads, or write the object out here",
                );
            }
        }
        Ok(target.clone())
    }

    /// Where a Reference Object leads. One that leads nowhere is warned about.
    pub(super) fn followed(&mut self, location: &Location) -> Option<Location> {
        let target = self.resolver.follow(location);
        let target = target.map_err(|diagnostic| diagnostic.softened(Code::OffSpec));
        self.diagnostics.keep(target)
    }

    /// An object that only describes, a Reference Object being followed first; something else in
    /// its place, or a reference that leads nowhere, is left out.
    pub(super) fn described_at(&mut self, location: &Location, what: &str) -> Option<Fields<'r>> {
        let target = self.behind(location);
        let target = target.map_err(|diagnostic| diagnostic.softened(Code::OffSpec));
        let target = self.diagnostics.keep(target)?;
        let value = self.resolver.value(&target);
        let Some(object) = value.as_object() else {
            self.left_out(&target, value, &format!("{what}, which is an object,"));
            return None;
        };
        Some(Fields {
            location: target,
            reference: location.clone(),
            object,
        })
    }

    /// Like [`described_at`](Self::described_at), under a key.
    pub(super) fn described(
        &mut self,
        fields: &Fields,
        key: &str,
        what: &str,
    ) -> Option<Fields<'r>> {
        fields.get(key)?;
        self.described_at(&fields.location.child(key), what)
    }

    /// The map under a key, as [`map`](Self::map) reads it; something else in its place is left
    /// out.
    pub(super) fn described_map(
        &mut self,
        fields: &Fields,
        key: &str,
        what: &str,
    ) -> Option<Fields<'r>> {
        fields.get(key)?;
        self.is_ref_for_map(&fields.location.child(key));
        self.described(fields, key, what)
    }

    /// The items of an array that only describes; something else in its place is left out.
    pub(super) fn listed(
        &mut self,
        fields: &Fields,
        key: &str,
        what: &str,
    ) -> Option<Vec<(Location, &'r Value)>> {
        fields.get(key)?;
        let list = self.list_at(fields.location.child(key));
        let list = list.map_err(|diagnostic| diagnostic.softened(Code::OffSpec));
        let (location, value) = self.diagnostics.keep(list)?;
        let Some(items) = value.as_array() else {
            self.left_out(&location, value, &format!("an array of {what}"));
            return None;
        };
        Some(numbered(&location, items))
    }

    /// The items under a key with their locations; complains if the value is not an array.
    pub(super) fn items(
        &mut self,
        fields: &Fields,
        key: &str,
        expected: &str,
    ) -> Option<Vec<(Location, &'r Value)>> {
        fields.get(key)?;
        let found = self.list_at(fields.location.child(key));
        let (location, value) = self.diagnostics.keep(found)?;
        let Some(items) = value.as_array() else {
            self.wrong_type(&location, value, &format!("an array of {expected}"));
            return None;
        };
        Some(numbered(&location, items))
    }

    /// What should be an array; a `$ref` in its place, which the specification has not, is
    /// followed.
    fn list_at(&mut self, location: Location) -> Result<(Location, &'r Value), Diagnostic> {
        let value = self.resolver.value(&location);
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Ok((location, value));
        }
        let target = self.resolver.follow(&location)?;
        self.off_spec(
            Place::key(&location.child("$ref")),
            "an array is no place for `$ref`; it is followed all the same",
            "write the array out, or refer to its entries",
        );
        let value = self.resolver.value(&target);
        Ok((target, value))
    }

    pub(super) fn string(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let value = fields.get(key)?;
        self.string_at(&fields.location.child(key), value)
    }

    /// The text at a location. A number, `true` or `false` is taken as it is written.
    pub(super) fn string_at(&mut self, location: &Location, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => {
                let written = self.resolver.sources().written(location);
                let text = written.map_or_else(|| value.to_string(), str::to_owned);
                self.off_spec(
                    location,
                    format!(
                        "{} is {} where a string should be; it is read as `{text}`",
                        self.named(location),
                        kind(value)
                    ),
                    format!("quote it: `\"{text}\"`"),
                );
                Some(text)
            }
            _ => {
                self.wrong_type(location, value, "a string");
                None
            }
        }
    }

    /// The strings under a key; one string stands for an array of it.
    pub(super) fn strings(&mut self, fields: &Fields, key: &str) -> Vec<String> {
        let Some(value) = fields.get(key) else {
            return Vec::new();
        };
        let location = fields.location.child(key);
        if let Value::String(text) = value {
            self.off_spec(
                &location,
                format!("`{key}` is a string where an array of strings should be"),
                format!("write it as an array: `[{text}]`"),
            );
            return vec![text.clone()];
        }
        let items = self.items(fields, key, "strings");
        items
            .into_iter()
            .flatten()
            .filter_map(|(location, value)| self.string_at(&location, value))
            .collect()
    }

    /// A text for people under a key; something else in its place is left out.
    pub(super) fn prose(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let value = fields.get(key)?;
        self.prose_at(&fields.location.child(key), value)
    }

    fn prose_at(&mut self, location: &Location, value: &Value) -> Option<String> {
        if value.is_object()
            && let Some(text) = self.resolver.text(location)
        {
            self.off_spec(
                Place::key(&location.child("$ref")),
                "a text is no place for `$ref`; it is followed all the same",
                "write the text here, as tools that bundle a document do",
            );
            return Some(text.to_owned());
        }
        if let Some(refusal) = self.resolver.refused_text(location) {
            self.complain(refusal);
            return None;
        }
        if value.is_object() || value.is_array() {
            self.off_spec(
                location,
                format!(
                    "{} is {} where a string should be; it is left out",
                    self.named(location),
                    kind(value)
                ),
                "write a text here",
            );
            return None;
        }
        self.string_at(location, value)
    }

    /// A text that may be overridden beside the `$ref` ("Reference Object", section 4.8.23).
    pub(super) fn annotation(&mut self, fields: &Fields, key: &str) -> Option<String> {
        let overriding = self.resolver.value(&fields.reference).get(key);
        match overriding {
            Some(value) if !value.is_null() => self.prose_at(&fields.reference.child(key), value),
            _ => self.prose(fields, key),
        }
    }

    /// The text under a key that must be there.
    pub(super) fn required_string(
        &mut self,
        fields: &Fields,
        key: &str,
        owner: &str,
    ) -> Option<String> {
        if fields.get(key).is_none() {
            self.missing(&fields.location, key, owner);
        }
        self.string(fields, key)
    }

    /// `true` or `false` under a key, if it is there. The same as a string is taken for it;
    /// anything else is left out.
    pub(super) fn boolean(&mut self, fields: &Fields, key: &str) -> Option<bool> {
        let value = fields.get(key)?;
        if let Value::Bool(found) = value {
            return Some(*found);
        }
        let text = value.as_str().map(str::to_ascii_lowercase);
        let meant = text.and_then(|text| text.parse().ok());
        let taken = match meant {
            Some(meant) => format!("read as `{meant}`"),
            None => "left out".to_owned(),
        };
        self.off_spec(
            fields.location.child(key),
            format!(
                "`{key}` is {} where `true` or `false` should be; it is {taken}",
                kind(value)
            ),
            "write `true` or `false` here, without quotes",
        );
        meant
    }
}

/// Whether an entry of a map from names to objects is one of them. Such a map takes no extensions,
/// so `x-ray` is a name like any other; what holds no object was meant as an extension.
pub(super) fn is_named(name: &str, value: &Value) -> bool {
    value.is_object() || !name.starts_with("x-")
}

/// Items with their places.
fn numbered<'v>(list: &Location, items: &'v [Value]) -> Vec<(Location, &'v Value)> {
    let numbered = items.iter().enumerate();
    numbered
        .map(|(number, item)| (list.child(&number.to_string()), item))
        .collect()
}

/// A text as part of a name: its letters and digits, with `-` for what stands between.
pub(super) fn words(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
