//! Structs that hold others of their kind, or very many members: a JSON object in, a struct out,
//! and little of the stack taken for it.
//!
//! The code that serde derives keeps each member on the stack until the last is read. Where one of
//! them is such a struct again, all of that is taken once more, and a small body can exhaust the
//! stack. `heap_object!` says the same of a struct as the attributes of serde do; the members are
//! gathered on the heap, and what handles a struct as a whole is never there while a member is
//! read, written, cloned or shown.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess};
use serde::ser::{SerializeMap, Serializer};

/// Gives a struct `Clone`, `Debug`, `Serialize` and `Deserialize`, the last for JSON objects alone.
///
/// Each field comes with its type, whether its member may be absent, and the member's name:
/// `required`, `optional` (`None` is not written), `nullable` (`None` is written as `null`) or
/// `distinct` (a `Nullable`).
/// `.nested()` marks a field that holds such structs again, `.whole()` one that is made of
/// integers. The field for members that are not listed stands last, after two dots.
#[doc(hidden)]
#[macro_export]
macro_rules! heap_object {
    (@read [] $($arguments:tt)*) => { $crate::runtime::generated::heap_member::read_plain($($arguments)*) };
    (@read [whole] $($arguments:tt)*) => { $crate::runtime::generated::heap_member::read_whole($($arguments)*) };
    (@read [nested] $($arguments:tt)*) => { $crate::runtime::generated::heap_member::read_nested($($arguments)*) };
    (@is_there required $place:expr) => { $place.is_some() };
    (@is_there $presence:ident $place:expr) => {{
        $place.get_or_insert_default();
        true
    }};
    (@write distinct $($arguments:tt)*) => { $crate::runtime::generated::heap_nullable::distinct($($arguments)*) };
    (@write $presence:ident $($arguments:tt)*) => { $crate::runtime::generated::heap_member::$presence($($arguments)*) };
    (@inside [nested] $type:ty) => { ::std::option::Option<::std::boxed::Box<$type>> };
    (@inside [$($mode:ident)?] $type:ty) => { () };
    (@clone_inside [nested] $field:ident) => {
        |object, inside| $crate::runtime::generated::heap_clone::clone_inside(&object.$field, &mut inside.$field)
    };
    (@clone_inside [$($mode:ident)?] $field:ident) => { |_, _| () };
    (@clone [nested] $field:expr, $inside:expr) => {
        $crate::runtime::generated::heap_clone::from_inside($inside, $field)
    };
    (@clone [$($mode:ident)?] $field:expr, $inside:expr) => {{
        let () = $inside;
        ::std::clone::Clone::clone($field)
    }};
    (@other [] $($arguments:tt)*) => { $crate::runtime::generated::heap_member::read_plain_entry($($arguments)*) };
    (@other [whole] $($arguments:tt)*) => { $crate::runtime::generated::heap_member::read_whole_entry($($arguments)*) };
    (@other [nested] $($arguments:tt)*) => { $crate::runtime::generated::in_place::read_entry($($arguments)*) };
    ($name:ident {
        $($field:ident: $type:ty = $presence:ident($member:literal $(,)?) $(.$mode:ident())?),* $(,)?
        $(..$others:ident: $map:ty = others() $(.$others_mode:ident())?)?
    }) => {
        const _: () = {
            /// The members that have been read.
            #[derive(Default)]
            pub struct Members_ {
                $($field: ::std::option::Option<$type>,)*
                $($others: $map,)?
            }

            /// Clones of what is inside.
            #[derive(Default)]
            pub struct Inside_ {
                $($field: $crate::runtime::generated::heap_object!(@inside [$($mode)?] $type),)*
                $($others: $crate::runtime::generated::heap_object!(@inside [$($others_mode)?] $map),)?
            }

            impl $crate::runtime::generated::heap_object::HeapObject for $name {
                const NAME: &'static str = stringify!($name);
                const LISTED: &'static [&'static str] = &[$($member),*];
                type Members = Members_;
                type Inside = Inside_;

                fn reader<'de, A: ::serde::de::MapAccess<'de>>(
                    index: usize,
                ) -> ::std::option::Option<$crate::runtime::generated::heap_object::ReadMember<'de, Members_, A>> {
                    let readers: &[$crate::runtime::generated::heap_object::ReadMember<'de, Members_, A>] = &[$(
                        |members, access| $crate::runtime::generated::heap_object!(
                            @read [$($mode)?] &mut members.$field, $member, access
                        )
                    ),*];
                    readers.get(index).copied()
                }

                fn writer<S: ::serde::ser::SerializeMap>(
                    index: usize,
                ) -> ::std::option::Option<$crate::runtime::generated::heap_object::WriteMember<Self, S>> {
                    let writers: &[$crate::runtime::generated::heap_object::WriteMember<Self, S>] = &[$(
                        |object, written| $crate::runtime::generated::heap_object!(
                            @write $presence &object.$field, $member, written
                        )
                    ),*];
                    writers.get(index).copied()
                }

                $(
                    const KEEPS_OTHERS: bool = true;

                    fn read_other<'de, A: ::serde::de::MapAccess<'de>>(
                        members: &mut Members_,
                        name: ::std::string::String,
                        access: &mut A,
                    ) -> ::std::result::Result<(), A::Error> {
                        $crate::runtime::generated::heap_object!(
                            @other [$($others_mode)?] &mut members.$others, name, access
                        )
                    }

                    fn write_others<S: ::serde::ser::SerializeMap>(
                        &self,
                        written: &mut S,
                    ) -> ::std::result::Result<(), S::Error> {
                        $crate::runtime::generated::heap_member::others(&self.$others, written)
                    }
                )?

                #[inline(never)]
                fn complete(
                    members: &mut Members_,
                ) -> ::std::result::Result<(), &'static str> {
                    $(if !$crate::runtime::generated::heap_object!(@is_there $presence members.$field) {
                        return ::std::result::Result::Err($member);
                    })*
                    ::std::result::Result::Ok(())
                }

                #[inline(never)]
                fn build(members: ::std::boxed::Box<Members_>) -> ::std::option::Option<Self> {
                    let Members_ {
                        $($field: ::std::option::Option::Some($field),)*
                        $($others,)?
                    } = *members else {
                        return ::std::option::Option::None;
                    };
                    ::std::option::Option::Some(Self { $($field,)* $($others,)? })
                }

                fn cloner(index: usize) -> ::std::option::Option<$crate::runtime::generated::heap_object::CloneMember<Self>> {
                    let cloners: &[$crate::runtime::generated::heap_object::CloneMember<Self>] = &[
                        $($crate::runtime::generated::heap_object!(@clone_inside [$($mode)?] $field),)*
                        $($crate::runtime::generated::heap_object!(@clone_inside [$($others_mode)?] $others),)?
                    ];
                    cloners.get(index).copied()
                }

                #[inline(never)]
                fn clone_around(&self, inside: ::std::boxed::Box<Inside_>) -> Self {
                    Self {
                        $($field: $crate::runtime::generated::heap_object!(@clone [$($mode)?] &self.$field, inside.$field),)*
                        $($others: $crate::runtime::generated::heap_object!(@clone [$($others_mode)?] &self.$others, inside.$others),)?
                    }
                }

                fn shown(index: usize) -> ::std::option::Option<$crate::runtime::generated::heap_object::ShowMember<Self>> {
                    let shown: &[$crate::runtime::generated::heap_object::ShowMember<Self>] = &[
                        $((stringify!($field), |object| &object.$field),)*
                        $((stringify!($others), |object| &object.$others),)?
                    ];
                    shown.get(index).copied()
                }
            }

            impl $crate::runtime::generated::heap_clone::CloneWith for $name {
                fn clone_with<R>(&self, put: impl ::std::ops::FnOnce(Self) -> R) -> R {
                    $crate::runtime::generated::heap_object::clone_with(self, put)
                }
            }

            impl ::std::clone::Clone for $name {
                fn clone(&self) -> Self {
                    $crate::runtime::generated::heap_clone::cloned(self)
                }
            }

            impl ::std::fmt::Debug for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    $crate::runtime::generated::heap_object::show(self, f)
                }
            }

            impl $crate::runtime::generated::in_place::InPlace for $name {
                fn read<'de, D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                    place: &mut ::std::option::Option<Self>,
                ) -> ::std::result::Result<(), D::Error> {
                    $crate::runtime::generated::heap_reading::read_to(deserializer, place)
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    $crate::runtime::generated::heap_reading::read(deserializer)
                }
            }

            impl ::serde::Serialize for $name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    $crate::runtime::generated::heap_object::write(self, serializer)
                }
            }
        };
    };
}

pub use heap_object;

/// A struct whose members are gathered on the heap; `heap_object!` writes it.
pub trait HeapObject: Sized {
    /// The struct's name, as messages have it.
    const NAME: &'static str;

    /// The members that the struct lists, in its order.
    const LISTED: &'static [&'static str];

    /// Whether the struct keeps the members that it does not list.
    const KEEPS_OTHERS: bool = false;

    /// The members that have been read.
    type Members: Default;

    /// Clones of the structs inside.
    type Inside: Default;

    /// What reads the listed member of this index.
    fn reader<'de, A: MapAccess<'de>>(index: usize) -> Option<ReadMember<'de, Self::Members, A>>;

    /// What writes the listed member of this index.
    fn writer<S: SerializeMap>(index: usize) -> Option<WriteMember<Self, S>>;

    /// Reads the value of a member that is not listed.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, and a value that does not fit.
    fn read_other<'de, A: MapAccess<'de>>(
        _members: &mut Self::Members,
        _name: String,
        access: &mut A,
    ) -> Result<(), A::Error> {
        access.next_value::<IgnoredAny>().map(drop)
    }

    /// Writes the members that are not listed.
    ///
    /// # Errors
    ///
    /// Those of the serialiser.
    fn write_others<S: SerializeMap>(&self, _written: &mut S) -> Result<(), S::Error> {
        Ok(())
    }

    /// Notes of the members that were not read that they are absent.
    ///
    /// # Errors
    ///
    /// The name of one that must be there.
    fn complete(members: &mut Self::Members) -> Result<(), &'static str>;

    /// The struct that has these members; `None` if they are not complete.
    fn build(members: Box<Self::Members>) -> Option<Self>;

    /// What clones the structs inside the field of this index: the listed members, then the others.
    fn cloner(index: usize) -> Option<CloneMember<Self>>;

    /// Clones the rest around the structs inside.
    #[must_use]
    fn clone_around(&self, inside: Box<Self::Inside>) -> Self;

    /// The field of this index as `Debug` shows it: the listed members, then the others.
    fn shown(index: usize) -> Option<ShowMember<Self>>;
}

/// Reads the value of a listed member.
pub type ReadMember<'de, M, A> = fn(&mut M, &mut A) -> Result<(), <A as MapAccess<'de>>::Error>;

/// Writes a listed member.
pub type WriteMember<T, S> = fn(&T, &mut S) -> Result<(), <S as SerializeMap>::Error>;

/// Clones what a field holds.
pub type CloneMember<T> = fn(&T, &mut <T as HeapObject>::Inside);

/// The name of a field, and what it holds.
pub type ShowMember<T> = (&'static str, fn(&T) -> &dyn fmt::Debug);

/// Writes a struct as an object.
///
/// # Errors
///
/// Those of the serialiser.
pub fn write<T: HeapObject, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut written = serializer.serialize_map(None)?;
    for index in 0..T::LISTED.len() {
        if let Some(write) = T::writer(index) {
            write(object, &mut written)?;
        }
    }
    object.write_others(&mut written)?;
    written.end()
}

/// Clones a struct and puts the clone away.
pub fn clone_with<T: HeapObject, R>(object: &T, put: impl FnOnce(T) -> R) -> R {
    let mut inside = nothing_inside::<T>();
    for clone in (0..).map_while(T::cloner) {
        clone(object, &mut inside);
    }
    put_away(object, inside, put)
}

/// No clones yet. On its own, as it has the size of the struct.
#[inline(never)]
#[must_use]
pub fn nothing_inside<T: HeapObject>() -> Box<T::Inside> {
    Box::default()
}

#[inline(never)]
fn put_away<T: HeapObject, R>(object: &T, inside: Box<T::Inside>, put: impl FnOnce(T) -> R) -> R {
    put(object.clone_around(inside))
}

/// Shows a struct as a derived `Debug` does.
///
/// # Errors
///
/// Those of the formatter.
pub fn show<T: HeapObject>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(T::NAME);
    for (name, field) in (0..).map_while(T::shown) {
        shown.field(name.trim_start_matches("r#"), field(object));
    }
    shown.finish()
}
