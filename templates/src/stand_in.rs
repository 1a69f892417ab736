//! Types as `codegen` writes them, by hand: what the macros of the runtime are expanded on and tested with.
//!
//! Never copied into a generated crate.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::runtime::{integer_enum, json_object, open_object, string_enum, whole_number};

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
