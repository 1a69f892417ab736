//! Sample deliveries: what the specification shows, and what it says of sending it.

use crate::runtime::decode::strictness::Strictness;
use crate::runtime::handling::arrival::Arrival;
use crate::runtime::handling::event_set::EventSet;

/// A delivery that the specification shows, or one that was made from its types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The event's name.
    pub event: &'static str,
    /// What the specification calls the example; `None` for one that has no name, and for one that
    /// was made.
    pub example: Option<&'static str>,
    /// The method that it is sent by.
    pub method: &'static str,
    /// What the body is written in; `None` where there is no body.
    pub content_type: Option<&'static str>,
    /// Where the request names the event.
    pub named: NamedIn,
    /// The text of the body.
    pub body: &'static str,
}

/// Where a request names its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedIn {
    /// In the body, or nowhere else.
    Body,
    /// In this header, by this value.
    Header(&'static str, &'static str),
    /// In this parameter of the query, by this value.
    Query(&'static str, &'static str),
    /// At the end of the path.
    Path(&'static str),
}

impl Sample {
    /// The payload of the event of this name, as `pick` takes it from the event.
    ///
    /// Generated code calls it with the names that belong together.
    ///
    /// # Panics
    ///
    /// If the body cannot be decoded, or is another event's.
    #[must_use]
    pub fn payload<E: EventSet, P>(self, name: E::Name, pick: impl FnOnce(E) -> Option<P>) -> P {
        let arrival = Arrival::now();
        let arrival = match self.content_type {
            Some(content_type) => arrival.with_content_type(content_type),
            None => arrival,
        };
        let body = self.body.as_bytes();
        let decoded = E::decode(name, &arrival, body, Strictness::Tolerant);
        let picked = decoded.map(|decoded| pick(decoded.value));
        match picked {
            Ok(Some(payload)) => payload,
            Ok(None) => panic!("the sample of `{}` is another event's", self.event),
            Err(error) => panic!("the sample of `{}` cannot be decoded: {error}", self.event),
        }
    }
}
