//! Security: the ways by which senders show who they are.

mod schemes;
mod signature;

pub(crate) use schemes::{LoweredSecurity, lower_security};
