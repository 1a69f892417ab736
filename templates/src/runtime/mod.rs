//! What every generated crate stands on: reading deliveries, and the parts its types are made of.
//!
//! In: the bytes of a delivery. Out: typed values, or a [`DecodeError`] that says what is wrong and where. The runtime
//! knows neither the events nor the payload types of the specification; the generated modules beside it do.
//!
//! A crate carries only the modules it needs: `string_enum`, `integer_enum`, `object`, `open_object`, `timestamp`, `union` and `union_attempts` are left out
//! where the specification has no such type, `heap_object`, `heap_clone`, `heap_member`, `heap_reading`, `heap_variant` and `in_place` where no
//! type holds others of its kind or is very wide, `form`, `form_field`, `multipart`, `raw_body` and `header` where it has no such
//! body or metadata, `content_type` where every event comes in one media type, and no other module depends on them.

#[cfg(feature = "dispatcher")]
pub mod arrival;
mod children;
pub mod content_type;
pub mod decode;
pub mod decode_error;
pub mod defect;
pub mod defects;
#[cfg(feature = "dispatcher")]
pub mod delivery;
pub mod form;
pub mod form_field;
#[cfg(feature = "dispatcher")]
pub mod handler;
#[cfg(feature = "receiver")]
pub mod header;
pub mod heap_clone;
pub mod heap_member;
pub mod heap_object;
pub mod heap_reading;
pub mod heap_variant;
pub mod in_place;
pub mod integer_enum;
pub mod json_kind;
pub mod json_text;
mod ledger;
pub mod log_text;
pub mod member;
pub mod mismatch;
pub mod multipart;
pub mod nesting;
mod node;
pub mod object;
pub mod open_enum;
pub mod open_object;
mod parts;
pub mod pointer;
pub mod raw_body;
pub mod reading;
pub mod reason;
#[cfg(feature = "receiver")]
pub mod receiver;
#[cfg(feature = "security")]
pub mod security;
pub mod strictness;
pub mod string_enum;
pub mod timestamp;
pub mod tolerant;
mod tree;
pub mod union;
pub mod union_attempts;
pub mod whole_number;

#[cfg(feature = "dispatcher")]
pub use arrival::Arrival;
pub use content_type::{essence, is_json, is_within};
pub use decode::{decode_payload, or_null};
pub use decode_error::DecodeError;
pub use defect::{Decoded, Defect};
pub use defects::Defects;
#[cfg(feature = "dispatcher")]
pub use delivery::{Delivery, RawDelivery, Undecodable};
pub use form::{decode_form, form_text};
pub use form_field::{FormField, FormKind};
#[cfg(feature = "dispatcher")]
pub use handler::{DispatchError, HandlerError};
#[cfg(feature = "receiver")]
pub use header::{header_integer, header_integers};
#[cfg(feature = "receiver")]
pub use header::{header_json, header_json_within, header_list, header_text, header_value};
pub(crate) use heap_object::heap_object;
pub(crate) use heap_variant::nested_union;
pub use in_place::decode_in_place;
pub(crate) use integer_enum::integer_enum;
pub use json_kind::JsonKind;
pub use log_text::log_text;
pub use member::member_text;
pub use mismatch::Mismatch;
pub use multipart::{decode_multipart, multipart_text};
pub use nesting::check_nesting;
pub(crate) use object::json_object;
pub(crate) use open_enum::open_enum;
pub(crate) use open_object::open_object;
pub use pointer::Pointer;
pub use raw_body::RawBody;
pub use strictness::Strictness;
pub(crate) use string_enum::string_enum;
pub use timestamp::{Timestamp, TimestampError};
pub use whole_number::Whole;
