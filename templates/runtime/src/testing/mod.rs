//! What tests of a team's own handlers are made of: sample deliveries as requests, with the
//! credentials that the specification asks for, and a handler that records.
//!
//! In: a [`Sample`], a scheme and a credential of it. Out: a request that a
//! [`ReceiverService`](crate::runtime::receiver::ReceiverService) takes, without a socket. A
//! receiver whose time a test sets is built with a
//! [`Clock`](crate::runtime::receiver::Clock).
//!
//! It reads the same descriptions as the verifiers do. Nothing of it belongs into a program that
//! runs: functions that give payloads panic where a sample is not what the test takes it for.

mod credential;
mod recorder;
mod request;
mod sample;
#[cfg(feature = "jwt")]
mod token;

pub use credential::{Credential, Shown, ShownScheme};
pub use recorder::Recorder;
pub use request::{RequestError, SampleRequest};
pub use sample::{NamedIn, Sample};
