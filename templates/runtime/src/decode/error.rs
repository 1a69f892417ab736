//! What can be wrong with the body of a delivery.

use std::fmt;

use crate::runtime::decode::mismatch::Mismatch;
use crate::runtime::decode::reason;
use crate::runtime::json::kind::JsonKind;
use crate::runtime::json::pointer::Place;

/// Why a body could not be read.
///
/// The text of an error is one sentence that says what is wrong and where. It never contains a
/// value of the body, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The body is not UTF-8, which [RFC 8259, section
    /// 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1) asks of JSON.
    NotUtf8 {
        /// How many bytes are in order before the first that is not.
        offset: usize,
    },
    /// The body is not one JSON text: cut short, malformed, or followed by something else.
    NotJson {
        /// The line where reading stopped, counted from 1.
        line: usize,
        /// The column where reading stopped, in bytes; 0 is the line's start.
        column: usize,
        /// What the JSON reader says about it.
        reason: String,
    },
    /// The body is not made of parts, as `multipart/form-data` is.
    NotMultipart {
        /// What is wrong with it.
        reason: String,
    },
    /// The body is written in a media type that is not decoded: the specification lists others for
    /// the event, or the event's type is made from another.
    NotDecoded {
        /// The media type without its parameters, as the sender writes it; empty where the sender
        /// says nothing.
        media_type: String,
    },
    /// The body has a content coding, such as `gzip`, that is not or cannot be undone.
    Encoded {
        /// The coding, or several of them, as the sender writes them.
        coding: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The body is JSON whose arrays and objects nest more deeply than its event is decoded:
    /// reading them could exhaust the stack.
    TooDeep {
        /// How many levels they nest.
        levels: usize,
        /// How many levels are decoded, as the generated code says for each event.
        most: usize,
    },
    /// The body is JSON, but nothing that could have an event's name as a member.
    NotAnObject {
        /// What the body is.
        found: JsonKind,
    },
    /// The place of the event's name holds no name.
    NoEventName {
        /// The place, as an RFC 6901 pointer.
        pointer: String,
        /// What is there instead of a string or an integer: a [`JsonKind::String`] is an empty one.
        /// `None` when nothing is.
        found: Option<JsonKind>,
    },
    /// The body is JSON, but does not fit the payload type of its event.
    Payload {
        /// The value that does not fit, as an RFC 6901 pointer; empty for the whole body.
        pointer: String,
        /// What is wrong with that value.
        reason: String,
    },
}

impl From<&serde_json::Error> for DecodeError {
    /// The error of a text that is not JSON.
    fn from(error: &serde_json::Error) -> Self {
        Self::NotJson {
            line: error.line(),
            column: error.column(),
            reason: reason::without_position(error),
        }
    }
}

impl From<Mismatch> for DecodeError {
    fn from(
        Mismatch {
            pointer, reason, ..
        }: Mismatch,
    ) -> Self {
        Self::Payload { pointer, reason }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { offset } => {
                write!(f, "not UTF-8: no character starts at byte {offset}")
            }
            Self::NotJson {
                line,
                column,
                reason,
            } => {
                write!(f, "not JSON: {reason} at line {line} column {column}")
            }
            Self::NotMultipart { reason } => write!(f, "not multipart: {reason}"),
            Self::NotDecoded { media_type } if media_type.is_empty() => {
                f.write_str("not decoded: nothing says what the body is written in")
            }
            Self::NotDecoded { media_type } => {
                write!(
                    f,
                    "not decoded: the event has no type for a body in `{media_type}`"
                )
            }
            Self::Encoded { coding, reason } => {
                write!(
                    f,
                    "not decoded: the body has the content coding `{coding}`, {reason}"
                )
            }
            Self::TooDeep { levels, most } => {
                write!(
                    f,
                    "too deep: arrays and objects nest {levels} levels, at most {most} are decoded"
                )
            }
            Self::NotAnObject { found } => {
                write!(f, "not an event: the body is {found}, expected an object")
            }
            Self::NoEventName { pointer, found } => {
                let place = Place(pointer);
                match found {
                    Some(JsonKind::String) => {
                        write!(f, "no event name: {place} is an empty string")
                    }
                    Some(found) => {
                        write!(
                            f,
                            "no event name: {place} is {found}, expected a string or an integer"
                        )
                    }
                    None => write!(f, "no event name: {place} is missing"),
                }
            }
            Self::Payload { pointer, reason } => {
                write!(
                    f,
                    "unexpected payload: {} does not fit: {reason}",
                    Place(pointer)
                )
            }
        }
    }
}

impl std::error::Error for DecodeError {}
