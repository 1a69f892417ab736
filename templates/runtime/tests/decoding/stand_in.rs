//! Types as `codegen` writes them, by hand: what the macros of the runtime are expanded on and
//! tested with.
//!
//! Never copied into a generated crate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use webhook_runtime::generated::heap_clone::cloned;
use webhook_runtime::generated::heap_variant::nested;
use webhook_runtime::generated::union::{JsonKind, Read, kind, variant};
use webhook_runtime::generated::{
    Mismatch, heap_object, integer_enum, json_object, json_union, nested_union, open_object,
    string_enum, whole_number,
};

/// How a customer pays; a string enum as a generated crate has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PaymentMethod {
    /// `cash`
    Cash,
    /// `payment-card`
    PaymentCard,
    /// A value that the specification does not list, as it was received.
    Unknown(String),
}

impl PaymentMethod {
    /// The listed values, each beside its text.
    pub const KNOWN: &'static [(Self, &'static str)] =
        &[(Self::Cash, "cash"), (Self::PaymentCard, "payment-card")];
}

string_enum!(PaymentMethod);

/// How severe a finding is; an integer enum as a generated crate has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// `-1`
    Minus1,
    /// `4`
    Value4,
    /// A number that the specification does not list, as its digits were received.
    Unknown(String),
}

impl Severity {
    /// The listed values, each beside its text.
    pub const KNOWN: &'static [(Self, &'static str)] = &[(Self::Minus1, "-1"), (Self::Value4, "4")];
}

integer_enum!(Severity);

/// Where a resource is; an object as a generated crate has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase")]
pub struct Link {
    /// The URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// What is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel_name: Option<String>,
}

json_object!(Link);

/// How often each thing was seen; an object with further members as a generated crate has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Tally {
    /// Over all.
    #[serde(with = "whole_number")]
    pub total: i64,
    /// How often the thing was seen that the member names.
    #[serde(flatten, skip_deserializing)]
    pub further: BTreeMap<String, i64>,
}

open_object!(Tally, Whole(further));

/// What a sender adds; an object with free-form members as a generated crate has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Remarks {
    /// Who made them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Anything else.
    #[serde(flatten, skip_deserializing)]
    pub further: Map<String, Value>,
}

open_object!(Remarks, further);
/// A folder of a mailbox; an object that holds others of its kind, as a generated crate has it.
#[derive(PartialEq)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// How many messages are in it.
    pub count: Option<i64>,
    /// Who owns it, or nobody.
    pub owner: Option<String>,
    /// What leads to it.
    pub link: Option<Link>,
    /// The folder that it is a copy of.
    pub copy_of: Option<Box<Folder>>,
    /// The folders in it.
    pub folders: Option<Vec<Folder>>,
    /// What is shown first.
    pub first: Option<Entry>,
    /// The folders that it knows by a name.
    pub by_name: BTreeMap<String, Folder>,
}

heap_object!(Folder {
    name: String = required("name"),
    count: Option<i64> = optional("count").whole(),
    owner: Option<String> = nullable("owner"),
    link: Option<Link> = optional("link"),
    copy_of: Option<Box<Folder>> = optional("copyOf").nested(),
    folders: Option<Vec<Folder>> = optional("folders").nested(),
    first: Option<Entry> = optional("first").nested(),
    ..by_name: BTreeMap<String, Folder> = others().nested()
});

/// What [`Folder`] is, as serde derives it; an object that a generated crate has where nothing in
/// it is of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase")]
pub struct DerivedFolder {
    /// Its name.
    pub name: String,
    /// How many messages are in it.
    #[serde(default, with = "whole_number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// Who owns it, or nobody.
    pub owner: Option<String>,
    /// What leads to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// The folder that it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<Box<DerivedFolder>>,
    /// The folders in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folders: Option<Vec<DerivedFolder>>,
    /// What is shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Value>,
    /// The folders that it knows by a name.
    #[serde(flatten, skip_deserializing)]
    pub by_name: BTreeMap<String, DerivedFolder>,
}

open_object!(DerivedFolder, by_name);

/// What is in a folder; a union whose variants hold it again, as a generated crate has it.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Entry {
    /// A folder.
    Folder(Box<Folder>),
    /// A message, by its subject.
    Message(String),
    /// What fits none of the variants, as it came.
    Unknown(Value),
}

impl Clone for Entry {
    fn clone(&self) -> Self {
        match self {
            Self::Folder(value) => Self::Folder(cloned(value)),
            Self::Message(value) => Self::Message(value.clone()),
            Self::Unknown(value) => Self::Unknown(value.clone()),
        }
    }
}

nested_union!(Entry);

impl Entry {
    fn of_json(json: &RawValue) -> Result<Self, Mismatch> {
        let read: Read<Self> = match kind(json) {
            JsonKind::Object => |json| nested(json).map(Self::Folder),
            JsonKind::String => |json| variant(json).map(Self::Message),
            _ => |json| variant(json).map(Self::Unknown),
        };
        read(json)
    }
}

json_union!(Entry { Folder, Message });

/// What a label holds; an object with members that the specification does not list.
#[derive(Default, PartialEq)]
pub struct Label {
    /// The text.
    pub text: Option<String>,
    /// Further members.
    pub further: Map<String, Value>,
}

heap_object!(Label {
    text: Option<String> = optional("text"),
    ..further: Map<String, Value> = others()
});
