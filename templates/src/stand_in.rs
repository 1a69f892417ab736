//! Open enums as `codegen` writes them, by hand: what the enum macros of the runtime are expanded on and tested with.
//!
//! Never copied into a generated crate.

use crate::runtime::{integer_enum, string_enum};

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
