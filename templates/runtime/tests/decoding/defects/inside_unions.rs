//! Defects inside the variants of unions.

use std::collections::BTreeMap;

use crate::stand_in::Tally;
use serde_json::json;
use webhook_runtime::Decoded;

use crate::defects::order::{Payment, decode, listed, order, pointers};

#[test]
fn a_defect_in_a_variant_leaves_the_variant() {
    let body = r#"{"payments":[{"method":"check"},{"method":"cash"},{"method":"cash","clerk":"7","office":{"method":"cash","clerk":8}}]}"#;
    let decoded = order(body);
    assert_eq!(pointers(&decoded), ["/payments/2/clerk"]);
    let payments = decoded.value.payments.unwrap();
    let Payment::Cash(cash) = &payments[2] else {
        panic!("{payments:?}");
    };
    assert_eq!(cash.clerk, None);
    assert!(cash.office.is_some());
}

#[test]
fn a_defect_through_two_unions_has_one_pointer() {
    let body = r#"{"payment":{"method":"cash","office":{"method":"cash","clerk":false}}}"#;
    let decoded = order(body);
    assert_eq!(pointers(&decoded), ["/payment/office/clerk"]);
}

#[test]
fn a_required_member_missing_in_a_variant_takes_the_union() {
    let decoded = order(
        r#"{"payments":[{"method":"cash"},{"method":"cash","office":{"method":"payment-card","token":{}}}]}"#,
    );
    assert_eq!(
        listed(&decoded),
        [(
            "/payments/1/office/token",
            "invalid type: object, expected a string",
            &json!({}),
            "/payments/1/office"
        )]
    );
}

#[test]
fn a_member_that_chose_the_variant_is_not_left_out_alone() {
    // Without `token` the same JSON would be read as another variant.
    let decoded = order(r#"{"payment":{"method":"payment-card","token":5},"count":1}"#);
    assert_eq!(decoded.defects[0].pointer, "/payment/token");
    assert_eq!(decoded.defects[0].removed, "/payment");
    assert_eq!(decoded.value.payment, None);
    assert_eq!(decoded.value.count, Some(1));
}

#[test]
fn a_member_that_did_not_choose_the_variant_is_left_out_alone() {
    let decoded = order(r#"{"payment":{"method":"check","token":5}}"#);
    assert_eq!(decoded.defects[0].removed, "/payment/token");
    assert!(matches!(decoded.value.payment, Some(Payment::Other(_))));
}

#[test]
fn an_additional_member_is_left_out_alone() {
    let decoded: Decoded<Vec<Tally>> = decode(r#"[{"total":3,"a/b":1,"c/d":"x"}]"#);
    assert_eq!(pointers(&decoded), ["/0/c~1d"]);
    assert_eq!(
        decoded.value[0].further,
        BTreeMap::from([("a/b".into(), 1)])
    );
}
