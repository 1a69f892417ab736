//! Where a JSON text does not fit a type: a failed read in, a pointer and a reason out.
//!
//! A union decodes its variant from a text of its own, so serde sees its failure as one opaque
//! message. The message therefore starts with the place inside the union, in a form that the decode
//! around it takes apart again; however deeply unions nest, the pieces come together as one JSON
//! pointer.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::runtime::decode::reason;
use crate::runtime::json::pointer;
use crate::runtime::json::text::lending;

/// Why a JSON text does not fit a type, and at which of its values.
///
/// Displayed as `at "<pointer>": <reason>`, the pointer written as a JSON string; with `levels_up`
/// between them where there are any, as `at "<pointer>" up <levels_up>: <reason>`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// The value that does not fit, as an RFC 6901 pointer into the text that was read; empty for
    /// the whole of it.
    pub pointer: String,
    /// What is wrong with that value. Never contains the value itself.
    pub reason: String,
    /// How many levels above `pointer` the value stands that cannot be without it: 0 except for a
    /// member that chose a union's variant, since without it another variant would be read.
    pub levels_up: usize,
}

impl Mismatch {
    /// A mismatch of the text as a whole.
    #[must_use]
    pub fn whole(reason: &str) -> Self {
        Self {
            pointer: String::new(),
            reason: reason.to_owned(),
            levels_up: 0,
        }
    }

    /// The same mismatch, of an object that is this variant of its union because it has these
    /// members. If one of them would have to go, the object goes instead.
    #[must_use]
    pub fn chosen_by(self, members: &[&str]) -> Self {
        let mut gone = Some(self.pointer.as_str());
        for _ in 0..self.levels_up {
            gone = gone.and_then(pointer::parent);
        }
        let mut tokens = gone.map(pointer::tokens).into_iter().flatten();
        let chose = match (tokens.next(), tokens.next()) {
            (Some(token), None) => members.contains(&token.as_ref()),
            _ => false,
        };
        let levels_up = self.levels_up + usize::from(chose);
        drop(tokens);
        Self { levels_up, ..self }
    }

    /// The mismatch that an error message describes, `pointer` being where the message came up: a
    /// place that the message itself starts with lies inside it.
    fn from_message(mut pointer: String, message: &str) -> Self {
        let (levels_up, reason) = match split_place(message) {
            Some((inner, levels_up, reason)) => {
                pointer.push_str(&inner);
                (levels_up, reason)
            }
            None => (0, message),
        };
        Self {
            pointer,
            reason: reason::without_values(reason),
            levels_up,
        }
    }
}

impl From<&serde_json::Error> for Mismatch {
    fn from(error: &serde_json::Error) -> Self {
        Self::from_message(String::new(), &reason::without_position(error))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = Value::from(self.pointer.as_str());
        write!(f, "at {place}")?;
        if self.levels_up > 0 {
            write!(f, " up {}", self.levels_up)?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl std::error::Error for Mismatch {}

/// Reads a JSON text and keeps track of the place, which takes longer than a plain read: for texts
/// that have failed one.
///
/// # Errors
///
/// The [`Mismatch`] of the first value that does not fit.
pub fn read_tracking_place<T: DeserializeOwned>(json: &str) -> Result<T, Mismatch> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = lending(|| serde_path_to_error::deserialize(&mut deserializer));
    let value = read.map_err(|error: serde_path_to_error::Error<serde_json::Error>| {
        let message = reason::without_position(error.inner());
        Mismatch::from_message(pointer_of(error.path()), &message)
    })?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(Mismatch::from(&error)),
    }
}

/// The JSON pointer of a path. The variant of an enum that serde derives is the member that holds
/// the variant's content.
fn pointer_of(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Map { key: member } | Segment::Enum { variant: member } => {
                pointer::push_token(&mut pointer, member);
            }
            Segment::Seq { index } => pointer::push_token(&mut pointer, &index.to_string()),
            Segment::Unknown => {}
        }
    }
    pointer
}

/// Takes a displayed [`Mismatch`] apart: its pointer, its levels up and its reason. `None` for any
/// other message.
fn split_place(message: &str) -> Option<(String, usize, &str)> {
    let place = message.strip_prefix("at ")?;
    let mut values = serde_json::Deserializer::from_str(place).into_iter::<String>();
    let pointer = values.next()?.ok()?;
    let rest = place.get(values.byte_offset()..)?;
    match rest.strip_prefix(" up ") {
        Some(rest) => {
            let (levels_up, reason) = rest.split_once(": ")?;
            Some((pointer, levels_up.parse().ok()?, reason))
        }
        None => Some((pointer, 0, rest.strip_prefix(": ")?)),
    }
}
