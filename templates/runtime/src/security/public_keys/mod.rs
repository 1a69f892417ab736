//! Public keys: a key as a sender publishes it in, whether a signature is by it out.
//!
//! Knows nothing of what carries signatures: tokens and signatures of requests are verified with
//! the same keys.

use std::sync::Arc;

#[cfg(any(feature = "jwt-eddsa", feature = "signature-ed25519"))]
pub(super) mod ed25519;
#[cfg(any(feature = "jwt-rsa", feature = "signature-rsa"))]
pub(super) mod rsa;

/// A key made ready: whether the second text is a signature over the first. Nothing is computed
/// from the key again when a signature comes, and copies share it.
pub(super) type Material = Arc<dyn Fn(&[u8], &[u8]) -> bool + Send + Sync>;
