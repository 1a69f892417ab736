#![doc = include_str!("../README.md")]
//!
//! # Where things are
//!
//! - What a handler is given: [`Delivery`], [`RawDelivery`], [`Undecodable`], with the [`Arrival`] and the [`Defects`] of each.
//! - What it gives back: [`HandlerError`].
//! - [`decode`] reads bodies; [`DecodeError`] says why one cannot be read, and [`Pointer`] where.
//! - [`security`] says who sent a delivery.
//! - [`receiver`] does both for HTTP requests, and says what each is answered.
//! - [`Timestamp`] and [`RawBody`] are types of members and of bodies that vendors' types share.

#[doc(hidden)]
pub use crate as runtime;

mod body;
pub mod decode;
#[doc(hidden)]
pub mod generated;
#[cfg(feature = "dispatcher")]
mod handling;
mod heap;
mod json;
mod log_text;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "security")]
pub mod security;
mod types;

pub use body::raw_body::RawBody;
pub use decode::decode_payload;
pub use decode::decoded::Decoded;
pub use decode::defects::{Defect, Defects};
pub use decode::error::DecodeError;
pub use decode::strictness::Strictness;
#[cfg(feature = "dispatcher")]
pub use handling::arrival::Arrival;
#[cfg(feature = "dispatcher")]
pub use handling::delivery::{Delivery, RawDelivery, Undecodable};
#[cfg(feature = "dispatcher")]
pub use handling::error::{DispatchError, HandlerError};
#[cfg(feature = "dispatcher")]
pub use handling::fallback::FallbackHandler;
pub use json::kind::JsonKind;
pub use json::pointer::Pointer;
pub use log_text::log_text;
pub use types::timestamp::{Timestamp, TimestampError};
