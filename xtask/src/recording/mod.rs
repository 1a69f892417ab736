//! `cargo xtask record` and `replay`: deliveries that a vendor sent, kept in files and sent again.
//!
//! In: HTTP requests, or the files of a folder. Out: one file for each delivery without its
//! credentials, or the answers to deliveries that are signed anew. It knows the spec as far as
//! that says what a credential is and where an event is named; what a body means it does not know.

mod address;
mod arrival;
mod connection;
mod delivery;
mod forward;
mod named;
mod record;
mod replay;
mod secrets;
mod spec;
mod well_known;

pub use delivery::Recorded;
pub use named::{Unnamed, event_of};
pub use record::{RecordOptions, record};
pub use replay::{ReplayOptions, replay};
pub use spec::SpecOptions;
