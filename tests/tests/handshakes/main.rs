//! Handshakes through a socket: every preset as its vendor plays it, and what is no handshake.

mod presets;
mod refusals;
mod stand_in;
