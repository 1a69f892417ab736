//! What the tests share.

pub mod example;
pub mod golden;
pub mod receiving;
