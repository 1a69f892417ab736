//! The part of a generated crate that is the same for every specification.
//!
//! `codegen` copies the files of [`runtime`] as they stand into `src/runtime/` of the crate it makes, and fills the text
//! templates in `text/` for the crate's manifest and README. The runtime is compiled and tested here, so that a generated
//! crate adds nothing that has not been tried. [`stand_in`] is not copied: it plays the generated part for the tests.

pub mod runtime;
pub mod stand_in;
