//! Tools that read stored deliveries: what `examples/inspect.rs` of a generated crate is made of.
//!
//! Such a tool reads its [`Arguments`], says of [each](Arguments::each) file what becomes of the
//! delivery in it, and prints that [`Inspection`] as one line of JSON.

mod arguments;
mod comparison;
mod inspection;

pub use arguments::Arguments;
pub use comparison::Comparison;
pub use inspection::Inspection;
