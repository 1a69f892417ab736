//! Deliveries and those who handle them: what a handler is given, what it gives back, and which one
//! is called.

pub(crate) mod answer_headers;
pub(crate) mod arrival;
pub(crate) mod delivery;
#[cfg(feature = "receiver")]
pub(crate) mod delivery_id;
pub(crate) mod dispatch;
pub(crate) mod dispatcher;
pub(crate) mod error;
pub(crate) mod event_set;
pub(crate) mod fallback;
#[cfg(feature = "receiver")]
pub(crate) mod header;
pub(crate) mod outcome;
#[cfg(feature = "receiver")]
pub(crate) mod parameters;
#[cfg(feature = "receiver")]
pub(crate) mod reply;
#[cfg(feature = "receiver")]
pub(crate) mod retry_later;
#[cfg(feature = "receiver")]
pub(crate) mod trace;
