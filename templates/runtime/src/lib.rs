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
pub use json::kind::JsonKind;
pub use json::pointer::Pointer;
pub use log_text::log_text;
pub use types::timestamp::{Timestamp, TimestampError};

#[doc(hidden)]
pub use body::content_type::{essence, is_json, is_within};
#[doc(hidden)]
pub use body::form::{decode_form, form_text};
#[doc(hidden)]
pub use body::form_field::{FormField, FormKind};
#[doc(hidden)]
pub use body::member::member_text;
#[doc(hidden)]
pub use body::multipart::{decode_multipart, multipart_text};
#[doc(hidden)]
pub use decode::mismatch::Mismatch;
#[doc(hidden)]
pub use decode::nesting::{check_nesting, is_deeper, nested_at_most};
#[doc(hidden)]
pub use decode::text::or_null;
#[doc(hidden)]
pub use decode::{decode_event, decode_event_by, undecoded};
#[doc(hidden)]
pub use decode::tolerant;
#[cfg(feature = "dispatcher")]
#[doc(hidden)]
pub use handling::dispatch;
#[cfg(feature = "receiver")]
#[doc(hidden)]
pub use handling::header::{
    header_integer, header_integers, header_json, header_json_within, header_list, header_text,
    header_value,
};
#[doc(hidden)]
pub use heap::clone as heap_clone;
#[doc(hidden)]
pub use heap::in_place;
#[doc(hidden)]
pub use heap::in_place::decode_in_place;
#[doc(hidden)]
pub use heap::member as heap_member;
#[doc(hidden)]
pub use heap::object as heap_object;
#[doc(hidden)]
pub use heap::reading as heap_reading;
#[doc(hidden)]
pub use heap::variant as heap_variant;
#[doc(hidden)]
pub use json::number::whole_number;
#[doc(hidden)]
pub use json::text as json_text;
#[doc(hidden)]
pub use types::integer_enum;
#[doc(hidden)]
pub use types::object;
#[doc(hidden)]
pub use types::open_object;
#[doc(hidden)]
pub use types::string_enum;
#[doc(hidden)]
pub use types::union;
#[doc(hidden)]
pub use types::union_attempts;
#[doc(hidden)]
pub use types::whole_number;
#[doc(hidden)]
pub use types::whole_number::Whole;
