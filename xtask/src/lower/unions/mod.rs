//! Unions: how alternatives are told apart.

mod arms;
mod asking;
mod attempts;
mod discriminator;
mod members;
mod overlaps;
mod rivals;
mod tags;
mod tests;

pub(crate) use rivals::Branch;
pub(crate) use tests::test_of;
