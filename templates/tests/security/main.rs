//! Who sent a delivery: keys, passwords, tokens, signatures, and what must hold together.
#![cfg(feature = "security")]

mod api_keys;
mod basic;
mod bearer;
mod jwk_sets;
mod jwt;
mod jwt_off;
mod key_faults;
mod requirements;
mod secrecy;
mod secrets;
mod signatures;
mod support;
mod weak_keys;
