//! The fields of a description: names in, texts and objects out, or the complaint with its place.

use serde_json::{Map, Value};

use super::words::Fault;
use super::{Read, complaint};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::place::Location;

/// A description, and where it stands.
pub(super) struct Description<'d> {
    pub(super) fields: &'d Map<String, Value>,
    pub(super) place: &'d Location,
}

impl<'d> Description<'d> {
    pub fn new(fields: &'d Map<String, Value>, place: &'d Location) -> Self {
        Self { fields, place }
    }

    /// A complaint about the first of these fields that is there, or about the whole.
    pub(super) fn fault(&self, keys: &[&str], fault: Fault) -> Box<Diagnostic> {
        let key = keys.iter().find(|key| self.fields.contains_key(**key));
        let place = key.map_or_else(|| self.place.clone(), |key| self.place.child(key));
        complaint(place, fault)
    }

    pub(super) fn within<T>(&self, keys: &[&str], read: Result<T, Fault>) -> Read<T> {
        read.map_err(|fault| self.fault(keys, fault))
    }

    /// The text of a field that goes by one of these names.
    pub(super) fn text(&self, keys: &[&str]) -> Read<Option<&'d str>> {
        match keys.iter().find_map(|key| self.fields.get(*key)) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.fault(
                keys,
                Fault::new(
                    format!(
                        "`{}` of a signature is not text",
                        keys.first().unwrap_or(&"")
                    ),
                    "put it between quotes",
                ),
            )),
        }
    }

    /// An object that has none but these fields.
    pub(super) fn object<'v>(
        &self,
        keys: &[&str],
        value: &'v Value,
        known: &[&str],
    ) -> Read<&'v Map<String, Value>> {
        let name = keys.first().copied().unwrap_or_default();
        let Value::Object(fields) = value else {
            return Err(self.fault(
                keys,
                Fault::new(
                    format!("`{name}` of a signature is not an object"),
                    format!("say `{{ {}: … }}`", known.join(": …, ")),
                ),
            ));
        };
        self.check_keys(fields, known, name)?;
        Ok(fields)
    }

    pub(super) fn check_keys(
        &self,
        fields: &Map<String, Value>,
        known: &[&str],
        of: &str,
    ) -> Read<()> {
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(unknown) => Err(self.fault(
                &[unknown.as_str(), of],
                Fault::new(
                    format!("`{of}` has no `{unknown}`"),
                    match unknown.as_str() {
                        "handshake" | "handshakes" => {
                            "say it as `x-webhook-handshake`, at the document's root".to_owned()
                        }
                        _ => did_you_mean(unknown, known.iter().copied()),
                    },
                ),
            )),
        }
    }

    /// A text that an inner object must have.
    pub(super) fn member<'v>(
        &self,
        fields: &'v Map<String, Value>,
        of: &str,
        key: &str,
    ) -> Read<&'v str> {
        match fields.get(key) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(self.fault(
                &[of],
                Fault::new(
                    format!("`{of}` of a signature has no text under `{key}`"),
                    match key {
                        "from" => "say where it stands, as in `from: 'header:X-Signature'`",
                        _ => "say how it is written, as in `item: 'v1={hex}'`",
                    },
                ),
            )),
        }
    }
}
