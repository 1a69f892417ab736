#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - A handler is given a [`Delivery`], or what could not be decoded: a [`RawDelivery`] or an
//!   [`Undecodable`]. Each has an [`Arrival`], and a delivery has its [`Defects`].
//! - A handler gives back a [`HandlerError`] if it fails. [`FallbackHandler`] takes what no other
//!   handler takes.
//! - [`decode`] reads bodies. [`DecodeError`] says why a body cannot be read, and [`Pointer`]
//!   where.
//! - [`security`] finds out who sent a delivery.
//! - [`receiver`] takes deliveries as HTTP requests, and answers them.
//! - [`Timestamp`], [`JsonText`], [`Base64Json`], [`Nullable`] and [`RawBody`] are types that the
//!   payloads of several vendors share.
//! - [`inspect`] is for tools that read stored deliveries, and [`testing`] for tests of handlers.

#[doc(hidden)]
pub use crate as runtime;

mod body;
pub mod decode;
#[cfg(feature = "security")]
mod form_encoding;
#[doc(hidden)]
pub mod generated;
#[cfg(feature = "dispatcher")]
mod handling;
#[cfg(feature = "handshakes")]
#[cfg(feature = "security")]
pub mod handshake;
mod heap;
#[cfg(feature = "inspect")]
pub mod inspect;
mod json;
mod log_text;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "security")]
pub mod security;
#[cfg(feature = "testing")]
pub mod testing;
mod types;

#[cfg(feature = "multipart")]
pub use body::part_contents::part_contents;
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
pub use handling::event_set::{EventSet, Standing};
#[cfg(feature = "dispatcher")]
pub use handling::fallback::FallbackHandler;
#[cfg(feature = "dispatcher")]
pub use handling::outcome::Outcome;
pub use json::kind::JsonKind;
pub use json::pointer::Pointer;
pub use log_text::log_text;
pub use types::in_text::base64_json::{Base64Json, Base64UrlJson};
pub use types::in_text::json_text::JsonText;
pub use types::nullable::Nullable;
#[cfg(feature = "timestamps")]
pub use types::timestamp::{Timestamp, TimestampError};
