//! Decoding: the generated crate beside types written by hand, over the same bodies.
//!
//! The baseline is what a team would have written instead: serde structs, `match` in open enums and
//! unions, and `serde_json::from_slice`; a test holds that both read the same out of these bodies.
//! Each body is the spec's full example, and the same without its members that are null. The cases
//! that end in `by name` read the event's name in the body first, as the receiver does.

mod by_hand;

use std::hint::black_box;

use rebilly_kyc_webhooks::{EventName, Strictness, decode, decode_as};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::comparison::Bench;

const REQUEST: &[u8] = include_bytes!("../../spec/examples/kyc-request-attempted.full.json");
const DOCUMENT: &[u8] = include_bytes!("../../spec/examples/kyc-document-rejected.full.json");

/// How many deliveries the long list has.
const LISTED: usize = 100;

fn main() {
    let bench = Bench::new("decode", "types by hand");
    compare::<by_hand::request::KycRequestEvent>(
        &bench,
        "request",
        REQUEST,
        &EventName::KycRequestAttempted,
    );
    compare::<by_hand::document::KycDocumentEvent>(
        &bench,
        "document",
        DOCUMENT,
        &EventName::KycDocumentRejected,
    );
}

/// A body as it is, without its nulls, by name, and with a list that fills a megabyte.
fn compare<T: DeserializeOwned>(bench: &Bench, case: &str, body: &[u8], name: &EventName) {
    let by_hand = |body: &[u8]| serde_json::from_slice::<T>(black_box(body)).ok();
    let generated =
        |body: &[u8]| decode_as(name.clone(), black_box(body), Strictness::Tolerant).ok();
    let without_nulls = without_nulls(body);
    let long = with_long_list(body);
    for (form, body) in [
        ("", body),
        (" without nulls", &without_nulls),
        (" of a megabyte", &long),
    ] {
        bench.compare(
            &format!("{case}{form}"),
            || by_hand(body),
            || generated(body),
        );
    }
    bench.compare(
        &format!("{case} by name"),
        || by_hand(body),
        || decode(black_box(body)).ok(),
    );
}

/// The body without members that are null, at any depth.
fn without_nulls(body: &[u8]) -> Vec<u8> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|_, member| !member.is_null());
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = read(body);
    strip(&mut value);
    value.to_string().into_bytes()
}

/// The body with `_links` of ten thousand elements, which make about a megabyte of it.
fn with_long_list(body: &[u8]) -> Vec<u8> {
    let mut value = read(body);
    let link = json!({ "rel": "self", "href": "https://api.example.com/kyc-documents/4f6cf35x-2c4y-483z-a0a9-158621f77a21" });
    value["_links"] = Value::Array(vec![link; 100 * LISTED]);
    value.to_string().into_bytes()
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("an example of the spec")
}
