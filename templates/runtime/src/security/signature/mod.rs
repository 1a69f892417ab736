//! Signatures of requests: how a vendor signs, as data, and keys in; whether a request is signed so
//! out.
//!
//! The verifier reads a request as it was received: bytes of the body, headers, the target, and the
//! origin that the receiver was told. It trusts nothing that a sender says of the receiver's own
//! name. The signer reads the same description, for tests and for trying a receiver out.

mod content;
mod encoding;
mod filling;
mod forwarded;
mod key_form;
mod keys;
mod private_key;
mod public_key;
mod scheme;
mod signer;
mod signing_error;
mod timestamp;
mod values;
mod verifier;

pub use scheme::{
    HashAlgorithm, KeyForm, RequestPlace, ShownDigest, SignatureAlgorithm, SignatureEncoding,
    SignaturePlace, SignatureScheme, SignedPart, SignedTimestamp, TimestampPlace, TimestampUnit,
};
pub use signer::SignatureSigner;
pub use signing_error::SigningError;
pub use verifier::SignatureVerifier;
