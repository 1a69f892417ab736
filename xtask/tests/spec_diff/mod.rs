//! `cargo xtask diff`: what a change of a spec does to the users of the crate.

mod api;
mod desk;
mod events;
mod forms;
mod members;
mod revisions;
mod security;
mod shared_types;
mod types;
