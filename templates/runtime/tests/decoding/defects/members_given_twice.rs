//! Members that an object has more than once.

use serde_json::json;

use crate::defects::order::{Payment, listed, order, pointers};

const REPEATED: &str = "given more than once";

#[test]
fn of_repeated_members_the_first_counts() {
    let decoded = order(r#"{"count":1,"lines":[],"count":2,"count":3}"#);
    assert_eq!(decoded.value.count, Some(1));
    assert_eq!(
        listed(&decoded),
        [
            ("/count", REPEATED, &json!(2), "/count"),
            ("/count", REPEATED, &json!(3), "/count"),
        ]
    );
}

#[test]
fn the_first_counts_even_where_a_later_one_would_fit() {
    let decoded = order(r#"{"count":"x","count":2}"#);
    assert_eq!(decoded.value.count, None);
    let wrong = "invalid type: string, expected an integer";
    assert_eq!(
        listed(&decoded),
        [
            ("/count", REPEATED, &json!(2), "/count"),
            ("/count", wrong, &json!("x"), "/count"),
        ]
    );
}

#[test]
fn a_required_member_given_twice_keeps_its_object() {
    let body = r#"{"customer":{"id":"a","address":{"city":"c","geo":{"lat":1,"lon":2,"lat":3}},"id":"b"}}"#;
    let decoded = order(body);
    let customer = decoded.value.customer.as_ref().unwrap();
    assert_eq!((customer.id.as_str(), customer.address.geo.lat), ("a", 1.0));
    assert_eq!(
        pointers(&decoded),
        ["/customer/address/geo/lat", "/customer/id"]
    );
}

#[test]
fn a_union_and_its_variant_agree_on_the_first() {
    let decoded = order(
        r#"{"payment":{"method":"cash","method":"check","clerk":7},"payments":[{"method":"check","method":"cash"}]}"#,
    );
    assert_eq!(
        pointers(&decoded),
        ["/payment/method", "/payments/0/method"]
    );
    assert!(matches!(decoded.value.payment, Some(Payment::Cash(cash)) if cash.clerk == Some(7)));
    assert!(matches!(
        decoded.value.payments.as_deref(),
        Some([Payment::Other(_)])
    ));
}

#[test]
fn a_member_whose_name_is_written_in_two_ways_is_given_twice() {
    let decoded = order(r#"{"count":1,"c\u006funt":2}"#);
    assert_eq!(decoded.value.count, Some(1));
    assert_eq!(pointers(&decoded), ["/count"]);
}

#[test]
fn repeated_members_that_the_type_does_not_mind_are_no_defects() {
    let decoded = order(r#"{"prices":{"a":1,"a":2},"unheard":1,"unheard":2}"#);
    assert_eq!(decoded.defects, []);
    assert_eq!(decoded.value.prices.unwrap()["a"].to_string(), "2");
}
