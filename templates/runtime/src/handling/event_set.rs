//! What a specification has: its events, their names and its security schemes, as generated code
//! says them.

use std::fmt;

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::handling::arrival::Arrival;

/// What is known of an event by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The specification lists it.
    Listed,
    /// The specification lists it, and the crate was built without the feature of its group.
    LeftOut,
    /// The specification does not list it.
    Unknown,
}

/// The events of one specification: a type whose values are the events, each with its payload.
/// Implemented by generated code.
pub trait EventSet: Sized + Send + 'static {
    /// The name of an event: any text is one, whether the specification lists it or not.
    type Name: Clone
        + AsRef<str>
        + fmt::Debug
        + fmt::Display
        + for<'n> From<&'n str>
        + Send
        + Sync
        + 'static;
    /// A security scheme.
    type Scheme: Copy + Eq + AsRef<str> + fmt::Debug + fmt::Display + Send + Sync + 'static;

    /// The groups of events, each by the name of its method.
    const GROUPS: &'static [&'static str];

    /// What is known of the event of this name.
    fn standing(name: &Self::Name) -> Standing;

    /// Decodes the body of an event.
    ///
    /// # Errors
    ///
    /// What keeps the body from being the event's.
    fn decode(
        name: Self::Name,
        arrival: &Arrival<Self::Scheme>,
        body: &[u8],
        strictness: Strictness,
    ) -> Result<Decoded<Self>, DecodeError>;

    /// The group that the event belongs to, which is one of [`GROUPS`](Self::GROUPS).
    fn group(&self) -> Option<&'static str>;
}
