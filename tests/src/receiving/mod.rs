//! What the tests of the generated crate share: sample deliveries, JSON compared and edited, a
//! handler that keeps notes.
//!
//! Knows the crate under test by its public face alone.

mod block_on;
mod in_order;
pub mod json;
mod recorder;
mod samples;

pub use block_on::block_on;
pub use in_order::in_order;
pub use recorder::{Call, Recorder};
pub use samples::{Sample, sample, samples, spec_folder};
