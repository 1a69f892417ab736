//! Signatures over the raw body.
#![cfg(feature = "hmac")]

mod over_the_body;
mod secrets;
mod signing;
mod standard_webhooks;
mod timestamps;
