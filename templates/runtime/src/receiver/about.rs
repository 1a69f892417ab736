//! What an endpoint knows of a delivery before it is decoded.

use http::StatusCode;

/// What an endpoint knows of a delivery before it is decoded, for those who store it and hand it
/// over later.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// The event's name, where it can be read.
    pub event: Option<String>,
    /// The id that the sender gave it; see
    /// [`Arrival::delivery_id`](crate::runtime::Arrival::delivery_id).
    pub delivery_id: Option<String>,
    /// The resource that it is about, where the specification says where that stands.
    pub order_key: Option<String>,
    /// Which state of that resource it reports.
    pub revision: Option<String>,
    /// Whether its answer carries what the handler says, so that it cannot be handled later.
    pub is_answered: bool,
    /// The status that it is accepted with.
    pub status: StatusCode,
}

/// Nothing is known, and it is accepted with `204 No Content`.
impl Default for About {
    fn default() -> Self {
        Self {
            event: None,
            delivery_id: None,
            order_key: None,
            revision: None,
            is_answered: false,
            status: StatusCode::NO_CONTENT,
        }
    }
}
