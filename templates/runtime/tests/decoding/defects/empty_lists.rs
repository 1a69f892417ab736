//! `[]` where an object must be, as PHP writes an empty map.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::json;
use webhook_runtime::generated::object::Object;
use webhook_runtime::{DecodeError, Decoded, Strictness, decode_payload};

use crate::defects::order::listed;

const REASON: &str = "invalid type: array, expected an object";

#[derive(Debug, PartialEq, Deserialize)]
struct Invoice {
    metadata: BTreeMap<String, String>,
    payer: Option<Payer>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Payer {
    address: Address,
}

/// Read from objects alone, as the structs of a generated crate are.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(remote = "Self")]
struct Address {
    city: String,
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(Object(deserializer))
    }
}

fn invoice(body: &str) -> Result<Decoded<Invoice>, DecodeError> {
    decode_payload(body.as_bytes(), Strictness::Tolerant)
}

#[test]
fn an_empty_list_is_an_empty_map_where_a_map_must_be() {
    let body = r#"{"metadata":[],"payer":null}"#;
    let decoded = invoice(body).unwrap();
    let metadata = ("/metadata", REASON, &json!([]), "/metadata");
    assert_eq!(listed(&decoded), [metadata]);
    assert_eq!(decoded.value.metadata, BTreeMap::new());
    let strictly = decode_payload::<Invoice>(body.as_bytes(), Strictness::Strict);
    assert!(strictly.is_err());
}

#[test]
fn an_object_that_asks_for_members_goes_with_what_cannot_be_without_it() {
    let decoded = invoice(r#"{"metadata":{},"payer":{"address":[]}}"#).unwrap();
    let address = ("/payer/address", REASON, &json!([]), "/payer");
    assert_eq!(listed(&decoded), [address]);
    assert_eq!(decoded.value.payer, None);
}

#[test]
fn a_list_that_holds_something_is_no_map() {
    assert!(invoice(r#"{"metadata":["a"]}"#).is_err());
    assert!(invoice("[]").is_err());
}
