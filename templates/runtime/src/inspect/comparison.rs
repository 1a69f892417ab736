//! Whether typed values are written as the JSON that they were read from.

use serde::Serialize;
use serde_json::{Number, Value};

use crate::runtime::json::pointer;

/// How the JSON that is written differs from the JSON that came.
///
/// Numbers are compared by value; a member that the specification does not know is a difference.
/// That a member is `null` on one side and absent on the other is none, but such members are
/// counted. Strings that hold objects or lists in JSON are compared by these, however they are
/// written.
///
/// ```
/// # use webhook_runtime::inspect::Comparison;
/// let comparison = Comparison::of_body(br#"{"a": [1.0, "b"]}"#, &serde_json::json!({ "a": [1, "c"] }));
/// assert_eq!(comparison.unwrap().differs_at.as_deref(), Some("/a/1"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The first place of a difference, as an RFC 6901 pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs_at: Option<String>,
    /// How many members are `null` in one and absent from the other; `None` if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null_or_absent: Option<usize>,
}

impl Comparison {
    /// Compares the JSON that came with a value that was read from it; `None` for a body that is
    /// not JSON.
    #[must_use]
    pub fn of_body(body: &[u8], value: &impl Serialize) -> Option<Self> {
        // A byte order mark is not JSON, and decoding passes over it.
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        let sent: Value = serde_json::from_slice(body).ok()?;
        let mut comparison = Self::default();
        match serde_json::to_value(value) {
            Ok(written) => comparison.compare("", &sent, &written),
            Err(_) => comparison.differ(""),
        }
        Some(comparison)
    }

    fn compare(&mut self, place: &str, sent: &Value, written: &Value) {
        match (sent, written) {
            (Value::Object(sent), Value::Object(written)) => {
                let added = written.keys().filter(|name| !sent.contains_key(*name));
                for name in sent.keys().chain(added) {
                    let place = pointer::join(place, name);
                    match (sent.get(name), written.get(name)) {
                        (Some(sent), Some(written)) => self.compare(&place, sent, written),
                        (Some(Value::Null), None) | (None, Some(Value::Null)) => {
                            *self.null_or_absent.get_or_insert(0) += 1;
                        }
                        _ => self.differ(&place),
                    }
                }
            }
            (Value::Array(sent), Value::Array(written)) => {
                for (index, (sent, written)) in sent.iter().zip(written).enumerate() {
                    self.compare(&format!("{place}/{index}"), sent, written);
                }
                if sent.len() != written.len() {
                    self.differ(&format!("{place}/{}", sent.len().min(written.len())));
                }
            }
            (Value::String(sent), Value::String(written)) if sent != written => {
                match (json_in(sent), json_in(written)) {
                    (Some(sent), Some(written)) => self.compare(place, &sent, &written),
                    _ => self.differ(place),
                }
            }
            (Value::Number(sent), Value::Number(written)) if is_same(sent, written) => {}
            (sent, written) if sent == written => {}
            _ => self.differ(place),
        }
    }

    fn differ(&mut self, place: &str) {
        self.differs_at.get_or_insert_with(|| place.to_owned());
    }
}

/// The object or the list that a string holds.
fn json_in(text: &str) -> Option<Value> {
    let json = text.trim_start().starts_with(['{', '[']);
    json.then(|| serde_json::from_str(text).ok()).flatten()
}

/// Whether two numbers have one value, however they are written. A large integer and the `f64` next
/// to it have not.
fn is_same(sent: &Number, written: &Number) -> bool {
    let (integer, other) = match (sent.is_f64(), written.is_f64()) {
        (false, true) => (sent, written),
        (true, false) => (written, sent),
        _ => return sent == written,
    };
    let whole = other.as_f64().filter(|other| other.fract() == 0.0);
    // Nothing added to minus zero is zero.
    whole.is_some_and(|whole| format!("{:.0}", whole + 0.0) == integer.to_string())
}
