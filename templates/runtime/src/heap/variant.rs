//! Unions that hold structs of `heap_object!`, and such structs that hold unions: a struct is read
//! and cloned to its place, a union is small and handed up.

use serde_json::value::RawValue;

use crate::runtime::decode::mismatch::Mismatch;
use crate::runtime::heap::in_place::{InPlace, Placed};
use crate::runtime::types::union::variant;

/// Gives a union [`InPlace`](crate::runtime::heap::in_place::InPlace) and
/// [`CloneWith`](crate::runtime::heap::clone::CloneWith).
#[doc(hidden)]
#[macro_export]
macro_rules! nested_union {
    ($name:ident) => {
        impl $crate::runtime::generated::in_place::InPlace for $name {
            fn read<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
                place: &mut ::std::option::Option<Self>,
            ) -> ::std::result::Result<(), D::Error> {
                let union = <Self as ::serde::Deserialize>::deserialize(deserializer)?;
                *place = ::std::option::Option::Some(union);
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::runtime::generated::heap_clone::CloneWith for $name {
            fn clone_with<R>(&self, put: impl ::std::ops::FnOnce(Self) -> R) -> R {
                put(::std::clone::Clone::clone(self))
            }
        }
    };
}

pub use nested_union;

/// Decodes the whole JSON of a union into one of its variants, as [`variant`] does.
///
/// # Errors
///
/// As [`variant`].
pub fn nested<T: InPlace>(json: &RawValue) -> Result<T, Mismatch> {
    variant::<Placed<T>>(json).map(|Placed(value)| value)
}

/// Decodes the whole JSON of a union into the variant that these members chose by being there.
///
/// # Errors
///
/// As [`variant_by`](crate::runtime::types::union::variant_by).
pub fn nested_by<T: InPlace>(json: &RawValue, members: &[&str]) -> Result<T, Mismatch> {
    nested(json).map_err(|mismatch| mismatch.chosen_by(members))
}
