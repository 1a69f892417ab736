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

#[cfg(feature = "dispatcher")]
mod arrival;
mod children;
mod content_type;
pub mod decode;
mod decode_error;
mod defect;
mod defects;
#[cfg(feature = "dispatcher")]
mod delivery;
#[cfg(feature = "dispatcher")]
#[doc(hidden)]
pub mod dispatch;
mod form;
mod form_field;
#[cfg(feature = "dispatcher")]
mod handler;
#[cfg(feature = "receiver")]
mod header;
#[doc(hidden)]
pub mod heap_clone;
#[doc(hidden)]
pub mod heap_member;
#[doc(hidden)]
pub mod heap_object;
#[doc(hidden)]
pub mod heap_reading;
#[doc(hidden)]
pub mod heap_variant;
#[doc(hidden)]
pub mod in_place;
#[doc(hidden)]
pub mod integer_enum;
mod json_kind;
#[doc(hidden)]
pub mod json_text;
mod ledger;
mod log_text;
mod member;
mod mismatch;
mod multipart;
mod nesting;
mod node;
#[doc(hidden)]
pub mod object;
mod open_enum;
#[doc(hidden)]
pub mod open_object;
mod parts;
mod pointer;
mod raw_body;
#[doc(hidden)]
pub mod reading;
mod reason;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "security")]
pub mod security;
mod strictness;
#[doc(hidden)]
pub mod string_enum;
mod timestamp;
#[doc(hidden)]
pub mod tolerant;
mod tree;
#[doc(hidden)]
pub mod union;
#[doc(hidden)]
pub mod union_attempts;
#[doc(hidden)]
pub mod whole_number;

#[cfg(feature = "dispatcher")]
pub use arrival::Arrival;
pub use decode::decode_payload;
pub use decode_error::DecodeError;
pub use defect::{Decoded, Defect};
pub use defects::Defects;
#[cfg(feature = "dispatcher")]
pub use delivery::{Delivery, RawDelivery, Undecodable};
#[cfg(feature = "dispatcher")]
pub use handler::{DispatchError, HandlerError};
pub use json_kind::JsonKind;
pub use log_text::log_text;
pub use pointer::Pointer;
pub use raw_body::RawBody;
pub use strictness::Strictness;
pub use timestamp::{Timestamp, TimestampError};

#[doc(hidden)]
pub use content_type::{essence, is_json, is_within};
#[doc(hidden)]
pub use decode::or_null;
#[doc(hidden)]
pub use form::{decode_form, form_text};
#[doc(hidden)]
pub use form_field::{FormField, FormKind};
#[cfg(feature = "receiver")]
#[doc(hidden)]
pub use header::{header_integer, header_integers};
#[cfg(feature = "receiver")]
#[doc(hidden)]
pub use header::{header_json, header_json_within, header_list, header_text, header_value};
#[doc(hidden)]
pub use in_place::decode_in_place;
#[doc(hidden)]
pub use member::member_text;
#[doc(hidden)]
pub use mismatch::Mismatch;
#[doc(hidden)]
pub use multipart::{decode_multipart, multipart_text};
#[doc(hidden)]
pub use nesting::{check_nesting, is_deeper};
#[doc(hidden)]
pub use whole_number::Whole;
