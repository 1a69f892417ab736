//! Signatures over the raw body.
#![cfg(feature = "hmac")]

mod over_the_body;
mod secrets;
#[path = "../security_support/mod.rs"]
mod security_support;
mod signing;
mod standard_webhooks;
mod timestamps;
