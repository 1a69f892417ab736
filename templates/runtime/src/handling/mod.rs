//! Deliveries and those who handle them: what a handler is given, what it gives back, and which one is called.

pub(crate) mod arrival;
pub(crate) mod delivery;
#[doc(hidden)]
pub mod dispatch;
pub(crate) mod error;
#[cfg(feature = "receiver")]
pub(crate) mod header;
#[cfg(feature = "receiver")]
pub(crate) mod reply;
#[cfg(feature = "receiver")]
pub(crate) mod retry_later;
#[cfg(feature = "receiver")]
pub(crate) mod trace;
