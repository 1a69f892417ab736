//! Types for two bodies as one writes them by hand with serde, every field typed as in the
//! generated crate.

pub mod document;
pub mod enums;
pub mod request;
pub mod shared;
pub mod unions;
