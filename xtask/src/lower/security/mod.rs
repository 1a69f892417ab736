//! Security: the ways by which senders show who they are.

mod bodiless;
mod description;
mod handshake;
mod schemes;
mod signature;

pub(crate) use handshake::{lower_handshakes, undescribed_handshakes};
pub(crate) use schemes::{LoweredSecurity, lower_security};
pub(crate) use signature::{described_at, signature_words};
