//! Who sent a delivery: what a request shows and what the receiver knows in, the schemes that hold
//! or the reasons in out.
//!
//! One verifier for each kind of security scheme, and [`authenticate`], which puts their answers
//! together as the specification's `security` says: alternatives of which one must hold, each of
//! them schemes that must all hold. Nothing here reads a clock, opens a connection or knows the
//! schemes' names; [`Presented`] brings the time, a [`VerifyToken`] of the team's own goes where it
//! likes, and the generated modules name the schemes.
//!
//! What is shown is checked for its form and its length before anything is computed with it:
//! credentials of `Authorization`, tokens and headers of signatures have at most 8 KiB. A
//! credential is compared in constant time, every verifier takes several for a rotation, and no
//! `Debug`, `Display` or error here contains a part of one.

mod api_key;
mod authenticated;
mod authorization;
mod base64;
mod basic;
mod bearer;
mod bearer_token;
#[cfg(feature = "jwt")]
mod jwt;
mod key_error;
#[cfg(feature = "receiver")]
pub(crate) mod keys;
pub(crate) mod presented;
#[cfg(any(feature = "jwt", feature = "hmac"))]
mod public_keys;
mod refusal;
mod request_verifier;
mod requirement;
mod secret;
#[cfg(feature = "hmac")]
mod signature;

pub use api_key::{ApiKey, ApiKeyPlace};
pub use authenticated::{Authenticated, SchemeRefusal, Unauthenticated};
pub use basic::BasicCredentials;
pub use bearer::{BearerVerifier, VerifyToken};
pub use bearer_token::BearerToken;
#[cfg(feature = "jwt")]
pub use jwt::{JwtKeys, JwtVerifier};
pub use key_error::KeyError;
pub use presented::Presented;
pub use refusal::Refusal;
pub use request_verifier::{ExchangeableVerifier, RequestHead, RequestVerifier, VerifyRequest};
pub use requirement::{CheckResult, Checks, Proof, Scheme, authenticate, authenticate_async};
pub use secret::{KeyId, Secret};
#[cfg(feature = "hmac")]
pub use signature::{
    HashAlgorithm, KeyForm, RequestPlace, ShownDigest, SignatureAlgorithm, SignatureEncoding,
    SignaturePlace, SignatureScheme, SignatureSigner, SignatureVerifier, SignedPart,
    SignedTimestamp, SigningError, TimestampPlace, TimestampUnit,
};
