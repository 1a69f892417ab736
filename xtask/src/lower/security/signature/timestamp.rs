//! When a request is signed: the field `timestamp` in, the description for the runtime out.

use std::time::Duration;

use serde_json::{Map, Value};
use webhook_runtime::security::{SignaturePlace, SignedTimestamp, TimestampPlace, TimestampUnit};

use super::words::{TimePlace, unit};
use crate::lower::security::description::{Description, Fault, Read};

/// By how much a time of signing may be off, unless the spec says otherwise.
const TOLERANCE: Duration = Duration::from_secs(300);

/// The longest time that says anything: a year.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// What zero seconds come to, and what to do.
const PAST: [&str; 2] = [
    "a tolerance of zero seconds admits nobody",
    "write how many seconds a delivery may be under way, such as 300",
];

const FUTURE: [&str; 2] = [
    "a tolerance of zero seconds refuses every sender whose clock is ahead",
    "write by how many seconds the sender's clock may be ahead, such as 300",
];

impl Description<'_> {
    /// The time of signing: a text that says where it stands, or an object.
    pub(super) fn timestamp(&self, signatures: &[SignaturePlace]) -> Read<Option<SignedTimestamp>> {
        let Some(value) = self.fields.get("timestamp") else {
            return match self.fields.get("tolerance") {
                None => Ok(None),
                Some(_) => Err(self.fault(
                    &["tolerance"],
                    "a tolerance needs a time of signing",
                    "say under `timestamp` where it stands",
                )),
            };
        };
        let empty = Map::new();
        let (from, fields, keys): (&str, _, &[&str]) = match value {
            Value::String(text) => (text.as_str(), &empty, &["timestamp"]),
            _ => {
                let help = "say `{ from: 'header:X-Timestamp', unit: s, past: 300 }`";
                let fields = self.object(&["timestamp"], value, help)?;
                let known: &[&str] = &["from", "unit", "past", "future"];
                self.check_keys(&["timestamp"], fields, [known, &[]], "`timestamp`")?;
                let example = "as in `from: 'header:X-Timestamp'`";
                let from = self.member(&["timestamp"], fields, "from", example)?;
                (from, fields, &["timestamp", "from"])
            }
        };
        let time: TimePlace = self.within(keys, from.parse())?;
        let place = match time {
            TimePlace::Header(names) => {
                self.check_own_header(keys, names, signatures)?;
                TimestampPlace::Header(names)
            }
            TimePlace::Item(prefix) => {
                if signatures.iter().all(|one| one.separators.is_empty()) {
                    return Err(self.at(keys, not_separated()));
                }
                // What is read as the time would be read as a signature too, and the other way round.
                if signatures.iter().any(|one| one.prefix == prefix) {
                    return Err(self.fault(
                        keys,
                        format!("`{prefix}` begins the signature as well as the time"),
                        "name the item that has the time, as in `item:t` beside `item: 'v1={hex}'`",
                    ));
                }
                TimestampPlace::AmongSignatures(prefix)
            }
            TimePlace::Body(pointer) => TimestampPlace::Body(pointer),
        };
        let unit = match fields.get("unit") {
            None => TimestampUnit::Seconds,
            Some(word) => {
                let read = unit(word.as_str().unwrap_or_default());
                self.within(&["timestamp", "unit"], read)?
            }
        };
        let said = ["past", "future"]
            .iter()
            .any(|key| fields.contains_key(*key));
        let (past, future) = match self.fields.get("tolerance") {
            Some(_) if said => {
                let fault = Fault::new(
                    "`timestamp` says what `tolerance` would say",
                    "leave one of them out",
                );
                return Err(self.key_fault(&["tolerance"], fault));
            }
            Some(value) => {
                let tolerance = self.seconds(&["tolerance"], value, PAST)?;
                (tolerance, tolerance)
            }
            None if said => {
                let limit = |key: &str, zero| match fields.get(key) {
                    Some(value) => self.seconds(&["timestamp", key], value, zero),
                    None => Ok(None),
                };
                (limit("past", PAST)?, limit("future", FUTURE)?)
            }
            None => (Some(TOLERANCE), Some(TOLERANCE)),
        };
        Ok(Some(SignedTimestamp {
            place,
            unit,
            past,
            future,
        }))
    }

    /// A number of seconds; `any` for none that is judged. What zero comes to, and what to do.
    fn seconds(
        &self,
        keys: &[&str],
        value: &Value,
        [zero, remedy]: [&str; 2],
    ) -> Read<Option<Duration>> {
        if value == "any" {
            return Ok(None);
        }
        let name = keys.last().copied().unwrap_or_default();
        let (what, help) = match value.as_u64().map(Duration::from_secs) {
            Some(Duration::ZERO) => (zero.to_owned(), remedy.to_owned()),
            Some(time) if time > LONGEST => (
                format!("`{name}` is more than a year, so it holds nothing off"),
                "say it in seconds, such as 300; or `any` where the vendor does not judge it"
                    .to_owned(),
            ),
            Some(time) => return Ok(Some(time)),
            None => (
                format!("`{name}` is not a number of seconds"),
                "write a whole number above zero, such as 300, or `any` where the vendor does not judge it".to_owned(),
            ),
        };
        Err(self.fault(keys, what, help))
    }
}

fn not_separated() -> Fault {
    Fault::new(
        "the time stands among the signatures, and nothing separates it from them",
        "say which character does under `split` of `value`, as in `split: ','`",
    )
}
