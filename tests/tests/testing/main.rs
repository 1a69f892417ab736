//! The feature `testing` of the generated crate: what a team's own tests are made of.

mod clock;
mod readme;
mod recorder;
mod samples;
