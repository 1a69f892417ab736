//! What the types of generated crates are made of: enums that keep values they do not know, unions, objects, integers, timestamps.
//!
//! Macros give a type what all of its kind can do; the functions beside them are what the macros and generated code call.

#[doc(hidden)]
pub mod integer_enum;
#[doc(hidden)]
pub mod object;
mod open_enum;
#[doc(hidden)]
pub mod open_object;
#[doc(hidden)]
pub mod string_enum;
pub(crate) mod timestamp;
#[doc(hidden)]
pub mod union;
#[doc(hidden)]
pub mod union_attempts;
#[doc(hidden)]
pub mod whole_number;
