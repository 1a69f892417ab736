//! The receiver as a service, without and with a real socket.

#![cfg(feature = "receiver")]

mod answers;
mod awaited;
mod bodies;
mod buffers;
mod heads;
mod in_flight;
mod inbox;
mod limits;
mod media_types;
mod panics;
mod paths;
#[cfg(feature = "axum")]
mod router;
mod secrets;
mod shutdown;
mod sockets;
mod stand_in;
