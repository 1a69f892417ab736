//! Unions: how alternatives are told apart.

mod arms;
mod asking;
mod attempts;
mod discriminator;
mod members;
mod overlaps;
pub(crate) mod rivals;
mod tags;
pub(crate) mod tests;
