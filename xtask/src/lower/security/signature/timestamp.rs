//! When a request is signed: the field `timestamp` in, the description for the runtime out.

use std::time::Duration;

use serde_json::{Map, Value};
use webhook_runtime::security::{SignaturePlace, SignedTimestamp, TimestampPlace, TimestampUnit};

use super::Read;
use super::fields::Description;
use super::words::{Fault, TimePlace, unit};

/// By how much a time of signing may be off, unless the spec says otherwise.
const TOLERANCE: Duration = Duration::from_secs(300);

impl Description<'_> {
    /// The time of signing: a text that says where it stands, or an object.
    pub(super) fn timestamp(&self, signatures: &[SignaturePlace]) -> Read<Option<SignedTimestamp>> {
        let keys = &["timestamp"];
        let Some(value) = self.fields.get("timestamp") else {
            return match self.fields.get("tolerance") {
                None => Ok(None),
                Some(_) => Err(self.fault(
                    &["tolerance"],
                    Fault::new(
                        "a tolerance needs a time of signing",
                        "say under `timestamp` where it stands",
                    ),
                )),
            };
        };
        let empty = Map::new();
        let (from, fields) = match value {
            Value::String(text) => (text.as_str(), &empty),
            _ => {
                let fields = self.object(keys, value, &["from", "unit", "past", "future"])?;
                (self.member(fields, "timestamp", "from")?, fields)
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
                    return Err(self.fault(keys, not_separated()));
                }
                TimestampPlace::AmongSignatures(prefix)
            }
            TimePlace::Body(pointer) => TimestampPlace::Body(pointer),
        };
        let unit = match fields.get("unit") {
            None => TimestampUnit::Seconds,
            Some(Value::String(word)) => self.within(keys, unit(word))?,
            Some(_) => self.within(keys, unit(""))?,
        };
        let said = ["past", "future"]
            .iter()
            .any(|key| fields.contains_key(*key));
        let (past, future) = match self.fields.get("tolerance") {
            Some(_) if said => {
                return Err(self.fault(
                    &["tolerance"],
                    Fault::new(
                        "`timestamp` says what `tolerance` would say",
                        "leave one of them out",
                    ),
                ));
            }
            Some(value) => {
                let tolerance = self.seconds(&["tolerance"], value, false)?;
                (tolerance, tolerance)
            }
            None if said => {
                let limit = |key: &str, may_be_zero| match fields.get(key) {
                    Some(value) => self.seconds(keys, value, may_be_zero),
                    None => Ok(None),
                };
                (limit("past", false)?, limit("future", true)?)
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

    /// A number of seconds; `any` for none that is judged.
    fn seconds(&self, keys: &[&str], value: &Value, may_be_zero: bool) -> Read<Option<Duration>> {
        match value {
            Value::String(text) if text == "any" => Ok(None),
            value => match value.as_u64() {
                Some(0) if !may_be_zero => Err(self.fault(
                    keys,
                    Fault::new(
                        "a tolerance of zero seconds admits nobody",
                        "write how many seconds a delivery may be under way, such as 300",
                    ),
                )),
                Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
                None => Err(self.fault(
                    keys,
                    Fault::new(
                        "the tolerance is not a number of seconds",
                        "write a whole number, such as 300",
                    ),
                )),
            },
        }
    }
}

fn not_separated() -> Fault {
    Fault::new(
        "the time stands among the signatures, and nothing separates it from them",
        "say which character does under `split` of `value`, as in `split: ','`",
    )
}
