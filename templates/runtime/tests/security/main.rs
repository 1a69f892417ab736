//! Who sent a delivery: every kind of credential, and how they are put together.

mod api_keys;
mod basic;
mod bearer;
mod jwk_sets;
mod jwt;
mod key_faults;
mod key_names;
mod requirements;
mod secrecy;
mod secrets;
mod signatures;
mod support;
mod weak_keys;
