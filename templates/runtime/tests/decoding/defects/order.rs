//! An order as a generated crate has it, and what is asked of its defects.

use std::collections::BTreeMap;

use crate::stand_in::{PaymentMethod, Severity};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use webhook_runtime::generated::union::{self, members, raw_json, variant, variant_by};
use webhook_runtime::generated::whole_number;
use webhook_runtime::{Decoded, Pointer, Strictness, Timestamp, decode_payload};

/// An object as a generated crate has it, in which everything may be absent.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    #[serde(default, with = "whole_number")]
    pub count: Option<i64>,
    pub created_time: Option<Timestamp>,
    pub severity: Option<Severity>,
    pub customer: Option<Customer>,
    pub lines: Option<Vec<Line>>,
    pub prices: Option<BTreeMap<String, f64>>,
    #[serde(default, with = "whole_number")]
    pub totals: Option<BTreeMap<String, i64>>,
    pub fields: Option<Map<String, Value>>,
    pub payment: Option<Payment>,
    pub payments: Option<Vec<Payment>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Customer {
    pub id: String,
    pub address: Address,
    pub nick: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Address {
    pub city: String,
    pub geo: Geo,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Geo {
    pub lat: f64,
    pub lon: f64,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Line {
    pub sku: String,
    #[serde(default, with = "whole_number")]
    pub amount: Option<i64>,
}

/// A union told by a tag and, for one tag, by a member that is there.
#[derive(Debug, PartialEq)]
pub enum Payment {
    Vaulted(Box<Vaulted>),
    Cash(Box<Cash>),
    Other(Box<Other>),
    Unknown(Value),
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Vaulted {
    pub method: PaymentMethod,
    pub token: String,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Cash {
    pub method: PaymentMethod,
    #[serde(default, with = "whole_number")]
    pub clerk: Option<i64>,
    pub office: Option<Box<Payment>>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub struct Other {
    pub method: PaymentMethod,
    pub token: Option<String>,
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [method, token] = members(&json, ["method", "token"]);
        let decoded = match union::text(method).as_deref() {
            Some("cash") => variant(&json).map(Self::Cash),
            Some("payment-card") if token.is_some() => {
                variant_by(&json, &["token"]).map(Self::Vaulted)
            }
            Some("payment-card" | "check") => variant(&json).map(Self::Other),
            _ => variant(&json).map(Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

pub fn decode<T: DeserializeOwned>(body: &str) -> Decoded<T> {
    decode_payload(body.as_bytes(), Strictness::Tolerant).expect(body)
}

pub fn order(body: &str) -> Decoded<Order> {
    decode(body)
}

/// A pointer that compares with literals wherever it stands.
fn text(pointer: &Pointer) -> &'static str {
    pointer.to_string().leak()
}

/// Pointer, reason, value and what was removed, of every defect.
pub fn listed<T>(decoded: &Decoded<T>) -> Vec<(&'static str, &str, &Value, &'static str)> {
    let defects = decoded.defects.iter();
    let listed = defects.map(|defect| {
        let (pointer, removed) = (text(&defect.pointer), text(&defect.removed));
        (pointer, defect.reason.as_str(), &defect.value, removed)
    });
    listed.collect()
}

pub fn pointers<T>(decoded: &Decoded<T>) -> Vec<&'static str> {
    let defects = decoded.defects.iter();
    defects.map(|defect| text(&defect.pointer)).collect()
}
