//! Unions: the JSON of one in, what tells its variants apart and the chosen variant out.
//!
//! A generated union has a function `of_json`, which looks at the members or the kind that choose
//! the variant, and decodes the whole JSON into that variant:
//!
//! ```text
//! let [document_type] = members(json, ["documentType"]);
//! match text(document_type).as_deref() {
//!     Some("identity-proof") => variant(json).map(Self::IdentityProof),
//!     _ => variant(json).map(Self::Unknown),
//! }
//! ```
//!
//! `json_union!` makes `Serialize` and `Deserialize` of it. Which member and which variant is the
//! generated code's knowledge; this module has none of it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::value::RawValue;

use crate::runtime::decode::mismatch::Mismatch;
use crate::runtime::decode::reading::note_choice;
pub use crate::runtime::json::kind::{JsonKind, kind};
use crate::runtime::json::number::whole_number;
use crate::runtime::json::string_bytes::StringBytes;
pub use crate::runtime::json::text::raw_json;
use crate::runtime::types::read_within::read_within;
use crate::runtime::types::whole_number::{Whole, WholeNumbers};

/// Gives a union `Serialize`, each of the variants that are listed and `Unknown` as what it holds,
/// and `Deserialize` by its function `of_json`. `shares` lists the members that all variants have,
/// see [`shared_members!`](crate::runtime::types::shared_member::shared_members).
#[doc(hidden)]
#[macro_export]
macro_rules! json_union {
    ($name:ident { $($variant:ident $(: $held:ident)?),* $(,)? } shares $members:tt) => {
        $crate::runtime::generated::json_union!($name { $($variant),* });
        $crate::runtime::generated::shared_members!($name [$($variant $(: $held)?),*] $members);
    };
    ($name:ident { $($variant:ident),* $(,)? }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let json = $crate::runtime::generated::union::raw_json(deserializer)?;
                Self::of_json(&json).map_err(::serde::de::Error::custom)
            }
        }
    };
}

pub use json_union;

/// Decodes the JSON of a union into one of its variants. Where a union may hold itself, its test
/// gives such a function, which is called when the test has left the stack.
pub type Read<T> = fn(&RawValue) -> Result<T, Mismatch>;

/// Decodes the whole JSON of a union into one of its variants.
///
/// # Errors
///
/// A [`Mismatch`] with the place inside `json`, the unions inside it included. Handed to
/// [`custom`](serde::de::Error::custom), it becomes part of the place that the decode around it
/// reports.
pub fn variant<T: DeserializeOwned>(json: &RawValue) -> Result<T, Mismatch> {
    read_within(json.get(), |mismatch| note_choice::<T>(&mismatch.pointer))
}

/// Decodes the whole JSON of a union into a variant that is made of integers.
///
/// # Errors
///
/// As [`variant`].
pub fn integers<T: WholeNumbers>(json: &RawValue) -> Result<T, Mismatch> {
    variant(json).map(|Whole(value)| value)
}

/// Decodes the whole JSON of a union into the variant that these members chose by being there.
///
/// # Errors
///
/// As [`variant`], and a mismatch at one of the members says that it cannot be left out alone.
pub fn variant_by<T: DeserializeOwned>(json: &RawValue, members: &[&str]) -> Result<T, Mismatch> {
    variant(json).map_err(|mismatch| mismatch.chosen_by(members))
}

/// Finds members of an object by name, without reading what is in them.
///
/// Gives one entry for each name, in the order of the names; `None` for a member that is absent or
/// `null`, which senders use for one another. Where an object has a member twice, the first one
/// counts, as it does for an event's name. The members of an array are its elements, by their
/// numbers from 0. Other JSON has none.
#[must_use]
pub fn members<'j, const N: usize>(
    json: &'j RawValue,
    names: [&str; N],
) -> [Option<&'j RawValue>; N] {
    serde_json::Deserializer::from_str(json.get())
        .deserialize_any(Members(names))
        .unwrap_or([None; N])
}

/// Whether an object has all of the members, be they `null`. JSON that is not an object has none.
#[must_use]
pub fn has_members(json: &RawValue, names: &[&str]) -> bool {
    let found: Names = serde_json::from_str(json.get()).unwrap_or(Names(Vec::new()));
    let mut names = names.iter();
    names.all(|name| found.0.iter().any(|found| found.0 == name.as_bytes()))
}

/// Finds a member of an object in objects by the names that lead to it, outermost first, as
/// [`members`] does; without names, the JSON itself.
#[must_use]
pub fn member_at<'j>(json: &'j RawValue, path: &[&str]) -> Option<&'j RawValue> {
    path.iter().try_fold(json, |json, name| {
        let [member] = members(json, [name]);
        member
    })
}

/// The string of a tag, its escapes decoded; `None` when the tag is absent or no string.
#[must_use]
#[inline]
pub fn text(tag: Option<&RawValue>) -> Option<Cow<'_, str>> {
    let json = tag?.get();
    let quoted = json.strip_prefix('"')?.strip_suffix('"')?;
    if quoted.contains('\\') {
        serde_json::from_str(json).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(quoted))
    }
}

/// The number of a tag; `None` when the tag is absent, no number, or no `i64`.
///
/// It may be written in any notation: `4.0` is `4`.
#[must_use]
#[inline]
pub fn integer(tag: Option<&RawValue>) -> Option<i64> {
    let json = tag?.get();
    let plain = json.parse().ok();
    plain.or_else(|| whole_number(json)?.parse().ok())
}

/// The truth value of a tag; `None` when the tag is absent or neither `true` nor `false`.
#[must_use]
#[inline]
pub fn boolean(tag: Option<&RawValue>) -> Option<bool> {
    tag?.get().parse().ok()
}

/// Collects the members of an object that have one of the names.
struct Members<'n, const N: usize>([&'n str; N]);

impl<'de, const N: usize> Visitor<'de> for Members<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found: Self::Value = [None; N];
        while let Some(index) = members.next_key_seed(IndexIn(&self.0))? {
            match index.and_then(|index| found.get_mut(index)) {
                Some(slot @ None) => *slot = Some(members.next_value()?),
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found.map(|json| json.filter(|json| json.get() != "null")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut found: Self::Value = [None; N];
        let wanted = self.0.map(|name| name.parse::<usize>().ok());
        if wanted.iter().all(Option::is_none) {
            return Ok(found);
        }
        let mut number = 0;
        while let Some(element) = elements.next_element::<&RawValue>()? {
            for (slot, wanted) in found.iter_mut().zip(wanted) {
                if wanted == Some(number) && element.get() != "null" {
                    *slot = Some(element);
                }
            }
            number += 1;
        }
        Ok(found)
    }
}

/// The names of an object's members.
struct Names(Vec<StringBytes>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some((name, IgnoredAny)) = members.next_entry()? {
            names.push(name);
        }
        Ok(Names(names))
    }
}

/// Looks a member's name up among the names, without keeping it.
struct IndexIn<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for IndexIn<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for IndexIn<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Option<usize>, E> {
        let mut names = self.0.iter();
        Ok(names.position(|candidate| candidate.as_bytes() == name))
    }
}
