//! What became of one delivery, as a line of JSON.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::inspect::comparison::Comparison;

/// What became of one delivery.
///
/// A line has the `file`, the `event`, the `outcome` (`typed`, `defects`, `unknown-event` or
/// `undecodable`), the `defects` by `pointer` and `reason`, how many more are `unlisted`, and the
/// `error` of a body that cannot be decoded; and of one that was [compared](Self::compared), the
/// `roundtrip` and the [`Comparison`].
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    outcome: &'static str,
    defects: Vec<DefectLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unlisted: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roundtrip: Option<Value>,
    #[serde(flatten)]
    comparison: Comparison,
}

#[derive(Clone, Debug, Serialize)]
struct DefectLine {
    pointer: String,
    reason: String,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(flatten)]
    inspection: &'a Inspection,
}

impl Inspection {
    fn new(event: Option<&str>, outcome: &'static str) -> Self {
        Self {
            event: event.map(str::to_owned),
            method: None,
            outcome,
            defects: Vec::new(),
            unlisted: None,
            error: None,
            roundtrip: None,
            comparison: Comparison::default(),
        }
    }

    /// A body that cannot be decoded; its event where it is known.
    #[must_use]
    pub fn undecodable(event: Option<&str>, error: &DecodeError) -> Self {
        Self {
            error: Some(error.to_string()),
            ..Self::new(event, "undecodable")
        }
    }

    /// A body of an event that the crate does not know.
    #[must_use]
    pub fn unknown_event(event: &str) -> Self {
        Self::new(Some(event), "unknown-event")
    }

    /// A body that was decoded, with its defects.
    #[must_use]
    pub fn decoded<T>(event: &str, decoded: &Decoded<T>) -> Self {
        let defects = &decoded.defects;
        let outcome = if defects.total() == 0 {
            "typed"
        } else {
            "defects"
        };
        let lines = defects.iter().map(|defect| DefectLine {
            pointer: defect.pointer.to_string(),
            reason: defect.reason.clone(),
        });
        Self {
            defects: lines.collect(),
            unlisted: Some(defects.unlisted()).filter(|count| *count > 0),
            ..Self::new(Some(event), outcome)
        }
    }

    /// The same of an event that shares its name with others and is delivered by this method.
    #[must_use]
    pub fn with_method(self, method: Option<&'static str>) -> Self {
        Self { method, ..self }
    }

    /// The same, and whether the typed value is written as the JSON that came. A body that is not
    /// JSON has nothing to compare: its `roundtrip` is `null`.
    #[must_use]
    pub fn compared(self, body: &[u8], value: &impl Serialize) -> Self {
        let comparison = Comparison::of_body(body, value);
        let roundtrip = comparison.as_ref().map(|found| found.differs_at.is_none());
        Self {
            roundtrip: Some(Value::from(roundtrip)),
            comparison: comparison.unwrap_or_default(),
            ..self
        }
    }

    /// The same of a body that is not JSON: its `roundtrip` is `null`.
    #[must_use]
    pub fn without_json(self) -> Self {
        Self {
            roundtrip: Some(Value::Null),
            ..self
        }
    }

    /// Whether there is a typed value.
    #[must_use]
    pub fn is_decoded(&self) -> bool {
        matches!(self.outcome, "typed" | "defects")
    }

    /// The line of the delivery in this file.
    #[must_use]
    pub fn line(&self, file: &Path) -> String {
        let line = Line {
            file: &file.to_string_lossy(),
            inspection: self,
        };
        // Writing texts and numbers to memory does not fail.
        serde_json::to_string(&line).unwrap_or_default()
    }
}
