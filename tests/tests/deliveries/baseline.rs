//! What the bench measures against: types written by hand, which have to hold what the generated
//! ones hold, or the comparison says nothing.

#[path = "../../benches/by_hand/mod.rs"]
mod by_hand;

use rebilly_kyc_webhooks::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tests::receiving::json::dropped;
use tests::receiving::sample;

/// What is written back. chrono writes `Z` for UTC where the bodies say `+00:00`.
fn again(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap().replace("+00:00", "Z")
}

fn assert_same<T: DeserializeOwned + Serialize>(name: &str) {
    let body = &sample(name).body;
    let by_hand: T = serde_json::from_slice(body).unwrap();
    let (generated, by_hand) = (again(&decode(body).unwrap().value), again(&by_hand));
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (one, other) = (json(&generated), json(&by_hand));
    let differs = [dropped(&one, &other), dropped(&other, &one)].concat();
    assert!(
        differs.is_empty(),
        "the types in tests/benches/by_hand/ are not those of spec/ at {differs:?}: write them anew"
    );
    assert!(
        generated == by_hand,
        "the same members in another order, or with other nulls"
    );
}

#[test]
fn a_request_is_read_by_hand_as_it_is_by_the_crate() {
    assert_same::<by_hand::request::KycRequestEvent>("kyc-request-attempted.full");
}

#[test]
fn a_document_is_read_by_hand_as_it_is_by_the_crate() {
    assert_same::<by_hand::document::KycDocumentEvent>("kyc-document-rejected.full");
}
