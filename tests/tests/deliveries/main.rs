//! Deliveries in the generated crate's hands: decoded, dispatched and printed by its example. The
//! receiver has tests of its own.

mod baseline;
mod compat;
mod decode_with_defects;
mod decoding;
mod dispatch;
mod inspect;
mod mutations;
