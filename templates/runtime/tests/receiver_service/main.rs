//! The receiver as a service, without and with a real socket.

#![cfg(feature = "receiver")]

mod answers;
mod awaited;
mod in_flight;
mod inbox;
mod panics;
mod request;
#[cfg(feature = "axum")]
mod router;
mod secrets;
mod shutdown;
mod sockets;
mod stand_in;
