//! Enums that keep values which the spec does not list.

use super::{Docs, Name};
use crate::place::Location;

/// An enum that can grow: its known values and a place for any other.
#[derive(Debug, Clone)]
pub struct OpenEnum {
    /// What the values are in JSON.
    pub kind: OpenEnumKind,
    /// The known values in spec order. `Name::wire` is the value's text.
    pub values: Vec<OpenEnumValue>,
}

/// The JSON type of an enum's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenEnumKind {
    /// JSON strings.
    Text,
    /// JSON integers.
    Integer,
}

/// One value that the spec lists.
#[derive(Debug, Clone)]
pub struct OpenEnumValue {
    /// The value's text, and its variant.
    pub name: Name,
    /// What the spec says of this value alone.
    pub docs: Docs,
    /// Where the spec lists it.
    pub place: Location,
}
