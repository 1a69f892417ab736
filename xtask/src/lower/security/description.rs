//! A description in an object, as `x-signature` and `x-webhook-handshake` have it.
//!
//! In: its fields, and where it stands. Out: texts and objects, or a complaint with the place of the
//! value or the key at fault. It knows none of their words.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::place::Location;

/// What a read comes to: a value, or the complaint about it.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// What is wrong with a word, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub what: String,
    pub help: String,
}

impl Fault {
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }
}

/// A complaint about a place in a description.
pub(super) fn complaint(place: impl Into<Place>, fault: Fault) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::InvalidValue, fault.what)
            .at(place, "not understood")
            .help(fault.help),
    )
}

/// What to do about a name that is not known: the name that was probably meant, or an object.
pub(super) fn or_describe(did_you_mean: &str, what: &str) -> String {
    let joint = if did_you_mean.ends_with('?') {
        " Or"
    } else {
        "; or"
    };
    format!("{did_you_mean}{joint} describe the {what} in an object")
}

/// A description, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Description<'d> {
    pub fields: &'d Map<String, Value>,
    pub place: &'d Location,
    /// The preset that it is, whose words do not stand in the document.
    pub preset: Option<&'d str>,
    /// What is described, as in `a signature`.
    pub of: &'static str,
}

impl<'d> Description<'d> {
    /// The place that these keys lead to, or else the nearest above it that is there; the whole, if
    /// the words do not stand in the document.
    pub fn place_of(&self, keys: &[&str]) -> Location {
        let mut place = self.place.clone();
        let mut inside: Option<&Value> = None;
        for (depth, key) in keys.iter().enumerate().filter(|_| self.preset.is_none()) {
            let found = match inside {
                None if depth == 0 => self.fields.get(*key),
                Some(Value::Object(fields)) => fields.get(*key),
                Some(Value::Array(values)) => {
                    let index = key.parse().ok();
                    index.and_then(|index: usize| values.get(index))
                }
                _ => None,
            };
            if found.is_none() {
                break;
            }
            inside = found;
            place = place.child(key);
        }
        place
    }

    /// A complaint about the value that these keys lead to.
    pub fn at(&self, keys: &[&str], fault: Fault) -> Box<Diagnostic> {
        complaint(self.place_of(keys), fault)
    }

    /// The same, in words.
    pub fn fault(
        &self,
        keys: &[&str],
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Box<Diagnostic> {
        self.at(keys, Fault::new(what, help))
    }

    /// A complaint about the last of these keys, whatever its value is.
    pub fn key_fault(&self, keys: &[&str], fault: Fault) -> Box<Diagnostic> {
        complaint(Place::key(&self.place_of(keys)), fault)
    }

    /// What was read of the value that these keys lead to.
    pub fn within<T>(&self, keys: &[&str], read: Result<T, Fault>) -> Read<T> {
        read.map_err(|fault| self.at(keys, fault))
    }

    /// The text of a field.
    pub fn text(&self, key: &str) -> Read<Option<&'d str>> {
        match self.fields.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.fault(
                &[key],
                format!("`{key}` of {} is not text", self.of),
                "put it between quotes",
            )),
        }
    }

    /// The object that these keys lead to.
    pub fn object<'v>(
        &self,
        keys: &[&str],
        value: &'v Value,
        help: &str,
    ) -> Read<&'v Map<String, Value>> {
        let name = keys.last().copied().unwrap_or_default();
        let what = || format!("`{name}` of {} is not an object", self.of);
        let fields = value.as_object();
        fields.ok_or_else(|| self.fault(keys, what(), help))
    }

    /// Refuses a key that the object there does not have. `older` are keys that are still read, and
    /// that nobody is told of.
    pub fn check_keys(
        &self,
        keys: &[&str],
        fields: &Map<String, Value>,
        [known, older]: [&[&str]; 2],
        of: &str,
    ) -> Read<()> {
        let is_known = |key: &str| known.contains(&key) || older.contains(&key);
        let Some(unknown) = fields.keys().find(|key| !is_known(key)) else {
            return Ok(());
        };
        let help = match unknown.as_str() {
            "handshake" | "handshakes" => {
                "say it as `x-webhook-handshake`, at the document's root".to_owned()
            }
            _ => did_you_mean(unknown, known.iter().copied()),
        };
        let keys = [keys, &[unknown]].concat();
        Err(self.key_fault(&keys, Fault::new(format!("{of} has no `{unknown}`"), help)))
    }
}
