//! Unions: how alternatives are told apart.

pub(crate) mod arms;
pub(crate) mod attempts;
pub(crate) mod discriminator;
pub(crate) mod members;
pub(crate) mod overlaps;
pub(crate) mod rivals;
pub(crate) mod tags;
pub(crate) mod tests;
