//! Where things stand: files by number, and the nodes in them by JSON pointer.
//!
//! In: tokens and texts of pointers. Out: places that can be compared, ordered and shown. It has
//! read no file and knows none.

mod location;
mod pointer;

pub use location::{FileId, Location};
pub use pointer::Pointer;
