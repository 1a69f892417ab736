//! Signatures over the raw body.
#![cfg(feature = "hmac")]

mod every_way;
mod forwarded;
mod over_the_body;
mod public_keys;
mod secrets;
mod signing;
mod standard_webhooks;
mod timestamps;
