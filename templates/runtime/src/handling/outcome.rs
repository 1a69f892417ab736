//! What becomes of a delivery that is accepted.

/// What became of a delivery that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A handler was called with it.
    Handled,
    /// The specification lists the event, and nobody wrote a method for it.
    Unhandled,
    /// The specification does not list the event.
    UnknownEvent,
    /// The body could not be decoded, and the fallback handler took it.
    Undecodable,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Handled,
        Self::Unhandled,
        Self::UnknownEvent,
        Self::Undecodable,
    ];

    /// The word for it in a trace.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Unhandled => "unhandled",
            Self::UnknownEvent => "unknown-event",
            Self::Undecodable => "undecodable",
        }
    }
}
