//! Members that all variants of a union have: read from whichever it is.
//!
//! ```text
//! json_union!(Document { Passport, Bill } shares {
//!     /// Who uploaded it.
//!     customer_id: &str = text("customerId"),
//!     rejection: &Rejection = borrowed("rejection"),
//! });
//! ```
//!
//! gives `Document` the methods `customer_id(&self) -> Option<&str>` and
//! `rejection(&self) -> Option<&Rejection>`. The word before the name on the wire says how the
//! member is read of a value that is of no variant. A variant that is a union itself is written
//! `Other: union`, and its own method is called. A field that is named otherwise than the method
//! stands behind the name on the wire: `fmt_member: &str = text("fmt", fmt)`.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Gives a union a method for each member that all its variants have.
#[doc(hidden)]
#[macro_export]
macro_rules! shared_members {
    ($name:ident $variants:tt {
        $(
            $(#[$doc:meta])* $member:ident: $type:ty = $read:ident($wire:literal $(, $field:ident)?)
        ),* $(,)?
    }) => {
        /// What all variants have, `None` where the value has no such member. Text, numbers and
        /// plain JSON are read from the JSON of a value that is `Unknown`; other types have `None`
        /// there.
        impl $name {
            $($crate::runtime::generated::shared_members! {
                @method $variants [$($field)?] $(#[$doc])* $member: $type = $read($wire)
            })*
        }
    };
    (@method [$($variant:ident $(: $held:ident)?),*] $field:tt
        $(#[$doc:meta])* $member:ident: $type:ty = $read:ident($wire:literal)
    ) => {
        $(#[$doc])*
        #[must_use]
        pub fn $member(&self) -> ::std::option::Option<$type> {
            match self {
                $(Self::$variant(value) => {
                    $crate::runtime::generated::shared_member::SharedMember::get(
                        &$crate::runtime::generated::shared_members!(
                            @place value $member $field $($held)?
                        ),
                    )
                })*
                Self::Unknown(value) => {
                    $crate::runtime::generated::shared_member::$read(value, $wire)
                }
            }
        }
    };
    (@place $value:ident $member:ident []) => { $value.$member };
    (@place $value:ident $member:ident [$field:ident]) => { $value.$field };
    (@place $value:ident $member:ident $field:tt union) => { $value.$member() };
}

pub use shared_members;

/// A field whose value is given out as `T`: as a reference, or as a copy.
pub trait SharedMember<'v, T> {
    /// The value, if it is there.
    fn get(&'v self) -> Option<T>;
}

impl<'v> SharedMember<'v, &'v str> for String {
    fn get(&'v self) -> Option<&'v str> {
        Some(self)
    }
}

impl<'v> SharedMember<'v, &'v str> for Option<String> {
    fn get(&'v self) -> Option<&'v str> {
        self.as_deref()
    }
}

impl<'v, T> SharedMember<'v, &'v [T]> for Vec<T> {
    fn get(&'v self) -> Option<&'v [T]> {
        Some(self)
    }
}

impl<'v, T> SharedMember<'v, &'v [T]> for Option<Vec<T>> {
    fn get(&'v self) -> Option<&'v [T]> {
        self.as_deref()
    }
}

impl<'v, T> SharedMember<'v, &'v T> for T {
    fn get(&'v self) -> Option<&'v T> {
        Some(self)
    }
}

impl<'v, T> SharedMember<'v, &'v T> for Option<T> {
    fn get(&'v self) -> Option<&'v T> {
        self.as_ref()
    }
}

impl<'v, T> SharedMember<'v, &'v T> for Box<T> {
    fn get(&'v self) -> Option<&'v T> {
        Some(self)
    }
}

impl<'v, T> SharedMember<'v, &'v T> for Option<Box<T>> {
    fn get(&'v self) -> Option<&'v T> {
        self.as_deref()
    }
}

impl<T: Copy> SharedMember<'_, T> for T {
    fn get(&self) -> Option<T> {
        Some(*self)
    }
}

impl<T: Copy> SharedMember<'_, T> for Option<T> {
    fn get(&self) -> Option<T> {
        *self
    }
}

/// The member as text.
#[must_use]
pub fn text<'v>(unknown: &'v Value, wire: &str) -> Option<&'v str> {
    unknown.get(wire)?.as_str()
}

/// The member as a value that is small enough to copy; `None` where it does not fit.
#[must_use]
pub fn copied<'v, T: Deserialize<'v> + Copy>(unknown: &'v Value, wire: &str) -> Option<T> {
    T::deserialize(unknown.get(wire)?).ok()
}

/// The member as it came.
#[must_use]
pub fn json<'v>(unknown: &'v Value, wire: &str) -> Option<&'v Value> {
    unknown.get(wire)
}

/// The member as an object.
#[must_use]
pub fn object<'v>(unknown: &'v Value, wire: &str) -> Option<&'v Map<String, Value>> {
    unknown.get(wire)?.as_object()
}

/// Nothing: there is no value of the type in the JSON to be given a reference to.
#[must_use]
pub fn borrowed<T: ?Sized>(_unknown: &Value, _wire: &str) -> Option<&'static T> {
    None
}
