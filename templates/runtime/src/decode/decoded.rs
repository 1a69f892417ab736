//! What a decode gives: the value, and where the body differs from the specification.

use std::fmt;

use crate::runtime::decode::defects::Defects;

/// A decoded value, and where the body it was decoded from differs from the specification.
///
/// Its `Debug` shows the defects and not the value, which may hold personal data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value, without what the defects name.
    pub value: T,
    /// The defects; none for a body in order.
    pub defects: Defects,
}

impl<T> Decoded<T> {
    /// A value without defects.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            value,
            defects: Defects::default(),
        }
    }

    /// The same defects with another value, made from this one.
    #[must_use]
    pub fn map<U>(self, value: impl FnOnce(T) -> U) -> Decoded<U> {
        Decoded {
            value: value(self.value),
            defects: self.defects,
        }
    }
}

impl<T> fmt::Debug for Decoded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded")
            .field("defects", &self.defects)
            .finish_non_exhaustive()
    }
}
