//! The JSON text of the value that a deserialiser reads next.
//!
//! Some things can only be told from the text itself, for instance which integer `1e2` is, or which
//! variant of a union a value is. Reads that this crate starts have the whole text in memory and
//! lend parts of it. Reads that others start, from a [`Value`](serde_json::Value) or from a reader,
//! may not be able to.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;

thread_local! {
    /// Whether the read further up the stack lends parts of its text.
    static LENDS: Cell<bool> = const { Cell::new(false) };
}

/// Puts back what was before, a panic inside a read included.
struct Before(bool);

impl Drop for Before {
    fn drop(&mut self) {
        LENDS.set(self.0);
    }
}

/// Reads with a deserialiser of `serde_json` that has the whole text before it.
pub(crate) fn lending<R>(read: impl FnOnce() -> R) -> R {
    let _before = Before(LENDS.replace(true));
    read()
}

/// Reads a JSON text.
///
/// # Errors
///
/// Those of `serde_json`.
pub fn from_text<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    lending(|| serde_json::from_str(json))
}

/// Whether [`raw_json`] borrows.
pub(crate) fn is_lent() -> bool {
    LENDS.get()
}

/// The text of the value that is next: borrowed where the read lends it, otherwise a copy.
///
/// # Errors
///
/// Those of the deserialiser: of a text that is not JSON, and of whatever is not `serde_json`.
pub fn raw_json<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, RawValue>, D::Error> {
    if is_lent() {
        <&RawValue>::deserialize(deserializer).map(Cow::Borrowed)
    } else {
        Box::<RawValue>::deserialize(deserializer).map(Cow::Owned)
    }
}
