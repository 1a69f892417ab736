//! What the tests share.

pub mod comparison;
pub mod example;
pub mod golden;
pub mod receiving;
