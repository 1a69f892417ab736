//! The Discriminator Object (OpenAPI 3.1 §4.8.25).
//!
//! In: what stands under `discriminator`. Out: whether it names a member.

use serde_json::Value;

/// What a Discriminator Object says.
pub(crate) const KEYS: [&str; 3] = ["propertyName", "mapping", "defaultMapping"];

/// Whether a `discriminator` is not an object with a `propertyName`.
pub(crate) fn names_no_member(discriminator: &Value) -> bool {
    discriminator
        .get("propertyName")
        .is_none_or(|name| !name.is_string())
}
