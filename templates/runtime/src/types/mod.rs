//! What the types of generated crates are made of: enums that keep values they do not know, unions,
//! objects, integers, timestamps, JSON in strings.
//!
//! Macros give a type what all of its kind can do; the functions beside them are what the macros
//! and generated code call.

pub(crate) mod in_text;
pub mod integer_enum;
pub(crate) mod nullable;
pub mod object;
pub mod open_enum;
pub mod open_object;
pub(crate) mod read_within;
pub mod shared_member;
pub mod string_enum;
#[cfg(feature = "timestamps")]
pub(crate) mod timestamp;
pub mod tuple;
pub mod union;
pub mod union_attempts;
pub mod whole_number;
