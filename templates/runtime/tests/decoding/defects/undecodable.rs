//! Bodies that cannot be saved, and those that must not be.

use webhook_runtime::{DecodeError, Decoded, Strictness, decode_payload};

use crate::defects::order::{Customer, Order, decode, pointers};

#[test]
fn an_unsalvageable_body_is_an_error_with_its_cause() {
    let error =
        |body: &str| decode_payload::<Customer>(body.as_bytes(), Strictness::Tolerant).unwrap_err();
    let payload = |pointer: &str, reason: &str| DecodeError::Payload {
        pointer: pointer.into(),
        reason: reason.into(),
    };
    assert_eq!(
        error(r#"{"nick":7,"id":"c","address":{"city":"x","geo":{"lat":1}}}"#),
        payload("/address/geo/lon", "missing field `lon`")
    );
    assert_eq!(error("{}"), payload("/id", "missing field `id`"));
    assert_eq!(
        error("[]"),
        payload("", "invalid length 0, expected an object")
    );
    assert_eq!(
        error("7"),
        payload("", "invalid type: integer, expected an object")
    );
}

#[test]
fn a_body_that_is_no_json_is_no_payload_with_defects() {
    let error = decode_payload::<Order>(br#"{"count":"x""#, Strictness::Tolerant).unwrap_err();
    assert!(matches!(error, DecodeError::NotJson { .. }));
}

#[test]
fn an_element_of_a_list_of_fixed_length_takes_the_list() {
    let decoded: Decoded<Vec<(u8, u8)>> = decode("[[1,2],[3,\"4\"],[5,6]]");
    assert_eq!(pointers(&decoded), ["/1/1"]);
    assert_eq!(decoded.defects[0].removed, "/1");
    assert_eq!(decoded.value, [(1, 2), (5, 6)]);
}

#[test]
fn strict_makes_the_first_defect_an_error() {
    let body = br#"{"count":"12"}"#;
    assert_eq!(
        decode_payload::<Order>(body, Strictness::Strict).unwrap_err(),
        DecodeError::Payload {
            pointer: "/count".into(),
            reason: "invalid type: string, expected an integer".into()
        }
    );
    assert_eq!(Strictness::default(), Strictness::Tolerant);
}
