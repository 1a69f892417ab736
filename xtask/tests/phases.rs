//! The phases of the generator from outside, in one binary: each binary links all of the generator.
//!
//! `cargo test -p xtask --test phases cli` runs one folder, `… cli::deliver` one file of it.

mod audit;
mod cli;
mod documents;
mod names;
mod output;
mod spec_diff;
mod spec_reading;
mod vendors;
