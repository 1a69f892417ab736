//! What a decode leaves behind where a body differs from the specification: the value, and what it lacks.

use std::fmt;

use serde_json::Value;

use crate::runtime::Defects;
use crate::runtime::pointer::{Place, Pointer};

/// One place where a body differs from the specification, and which was therefore taken out before decoding.
///
/// `Display` and `Debug` show the place and the reason and never the value, so a defect may be logged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Defect {
    /// The value that does not fit, as a pointer into the body as it was received. For a missing member it is the place
    /// where the member should be.
    pub pointer: Pointer,
    /// What is wrong with the value. Never contains the value.
    pub reason: String,
    /// The value that does not fit; `null` for a missing member. One that [`Value`] cannot hold (a number beyond `f64`,
    /// half of a surrogate pair), or that would take more memory than [`Defects`] may, is the JSON text of it, as a string; of
    /// one whose text is longer than [`Defects::MOST_OF_A_VALUE`], that is the beginning, and `…` behind it.
    pub value: Value,
    /// What the decoded value lacks because of this defect, as a pointer into the body: `pointer` itself, or what holds it
    /// where the specification does not let it be absent.
    pub removed: Pointer,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", Place(&self.pointer.to_string()), self.reason)?;
        // What is missing cannot be left out; everything else says so where more than itself went.
        if self.removed != self.pointer {
            write!(f, " ({} is left out)", Place(&self.removed.to_string()))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Defect")
            .field(
                "pointer",
                &format_args!("{}", Place(&self.pointer.to_string())),
            )
            .field("reason", &self.reason)
            .field(
                "removed",
                &format_args!("{}", Place(&self.removed.to_string())),
            )
            .finish_non_exhaustive()
    }
}

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
