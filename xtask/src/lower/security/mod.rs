//! Security: the ways by which senders show who they are.

pub(crate) mod schemes;
pub(crate) mod signature;
