//! JSON as it is written: texts in, their parts, kinds, numbers and places out.
//!
//! Knows the grammar of JSON and pointers into it, and no types that anything is decoded to.

pub(crate) mod base64;
pub(crate) mod children;
pub(crate) mod kind;
pub(crate) mod number;
pub(crate) mod pointer;
pub(crate) mod string_bytes;
pub mod text;
