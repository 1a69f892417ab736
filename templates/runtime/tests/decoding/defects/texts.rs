//! What defects say of themselves.

use serde_json::json;
use webhook_runtime::{Strictness, decode_payload};

use crate::defects::order::{Customer, order};

#[test]
fn no_text_shows_a_value_of_the_body() {
    let secret = "Jane Doe";
    let body = format!(
        r#"{{"count":"{secret}","createdTime":"{secret}","lines":"{secret}","payment":{{"method":"cash","clerk":"{secret}"}}}}"#
    );
    let decoded = order(&body);
    assert_eq!(decoded.defects.len(), 4);
    for defect in &decoded.defects {
        assert_eq!(defect.value, json!(secret));
        assert!(!format!("{defect} {defect:?}").contains(secret));
    }
    assert!(!format!("{decoded:?}").contains(secret));
    let error = decode_payload::<Customer>(body.as_bytes(), Strictness::Tolerant).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(secret));
}

#[test]
fn a_defect_says_in_a_sentence_what_is_wrong_and_what_is_gone() {
    let decoded = order(r#"{"count":"x","customer":{"id":"c","address":1}}"#);
    let sentences: Vec<String> = decoded.defects.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "`/count`: invalid type: string, expected an integer",
            "`/customer/address`: invalid type: integer, expected an object (`/customer` is left out)",
        ]
    );
}

#[test]
fn map_keeps_the_defects() {
    let decoded = order(r#"{"count":"x"}"#).map(|order| order.count.is_none());
    assert!(decoded.value);
    assert_eq!(decoded.defects.len(), 1);
}
