//! The end of the pipeline: rendered files in, a folder on disk out.
//!
//! In: `syn` files and texts under relative paths. Out: an [`OutputTree`] in memory, then either a
//! written folder or a report of what differs from it. This module may know files, headers and
//! layout; it may not know `OpenAPI`, the model or how code is made.

pub mod apply;
mod error;
pub mod format;
pub mod header;
pub mod tree;

pub use apply::{Change, Comparison, Mode};
pub use error::OutputError;
pub use tree::OutputTree;
