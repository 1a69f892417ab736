//! Where a delivery stands, and why one is dead.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The number of a delivery in its store. Those that came later have higher ones.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct DeliveryId(pub i64);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DeliveryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// A worker may claim it, once its pause is over.
    Ready,
    /// An earlier delivery about the same resource comes first.
    Waiting,
    /// A worker has it.
    Leased,
    /// It was handled.
    Done,
    /// It will not be handled unless somebody replays it.
    Dead,
    /// Somebody decided that it is not to be handled.
    Discarded,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Ready,
        Self::Waiting,
        Self::Leased,
        Self::Done,
        Self::Dead,
        Self::Discarded,
    ];

    /// The word for it, in stores and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Leased => "leased",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Discarded => "discarded",
        }
    }

    /// Whether the delivery is still to be handled.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Ready | Self::Waiting | Self::Leased)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for State {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == text).ok_or(UnknownWord)
    }
}

/// Why a delivery is dead, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadKind {
    /// Its body cannot be decoded, and no fallback handler took it.
    Undecodable,
    /// The specification does not list its event, and there is no fallback handler.
    UnknownEvent,
    /// Its handler failed as often as it may.
    Exhausted,
    /// Its handler said that it never will take it.
    Never,
    /// The process that handled it was gone before the end, as often as that may happen.
    Abandoned,
}

impl DeadKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Undecodable,
        Self::UnknownEvent,
        Self::Exhausted,
        Self::Never,
        Self::Abandoned,
    ];

    /// The word for it, in stores, metrics and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::UnknownEvent => "unknown-event",
            Self::Exhausted => "exhausted",
            Self::Never => "never",
            Self::Abandoned => "abandoned",
        }
    }

    /// Whether another version of the crate may read what this one could not.
    #[must_use]
    pub fn is_of_version(self) -> bool {
        matches!(self, Self::Undecodable | Self::UnknownEvent)
    }
}

impl fmt::Display for DeadKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DeadKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == text).ok_or(UnknownWord)
    }
}

/// A text is the word of no state, or of no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no state and no reason is called so")
    }
}

impl std::error::Error for UnknownWord {}

/// Why a delivery is dead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// The kind of reason.
    pub kind: DeadKind,
    /// The reason, for people. It may hold what the handler's error says.
    pub reason: String,
    /// The version of the crate that wrote it off.
    pub version: String,
}

impl Death {
    /// A death of this kind, for this reason, by this version of the crate.
    #[must_use]
    pub fn new(kind: DeadKind, reason: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            kind,
            reason: reason.into(),
            version: version.into(),
        }
    }
}

/// What becomes of a delivery that a worker had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was handled.
    Done,
    /// It is to be tried again after a pause.
    Again {
        /// How long until then.
        after: Duration,
        /// Why it was not handled, for people.
        error: String,
    },
    /// It is dead.
    Dead(Death),
    /// Its handler was not called: it is ready at once, and the attempt does not count.
    Untried,
}
