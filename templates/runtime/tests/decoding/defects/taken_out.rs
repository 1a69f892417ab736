//! What does not fit is taken out alone, or with the nearest that cannot be without it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::defects::order::{Line, Order, listed, order, pointers};

#[test]
fn a_body_in_order_has_no_defects() {
    let decoded = order(r#"{"count":1,"payment":{"method":"cash"},"unheard":[1]}"#);
    assert_eq!(decoded.defects, []);
    assert_eq!(decoded.value.count, Some(1));
}

#[test]
fn a_string_where_an_integer_belongs_is_left_out() {
    let decoded = order(r#"{"count":"12","lines":[{"sku":"a"}]}"#);
    assert_eq!(
        listed(&decoded),
        [(
            "/count",
            "invalid type: string, expected an integer",
            &json!("12"),
            "/count"
        )]
    );
    assert_eq!(decoded.value.count, None);
    assert_eq!(decoded.value.lines.unwrap().len(), 1);
}

#[test]
fn an_empty_list_where_a_map_or_an_object_belongs_is_left_out() {
    let decoded = order(r#"{"fields":[],"prices":[],"customer":[],"count":1}"#);
    let mut places = pointers(&decoded);
    places.sort_unstable();
    assert_eq!(places, ["/customer", "/fields", "/prices"]);
    assert!(
        decoded
            .defects
            .iter()
            .all(|defect| defect.value == json!([]))
    );
    assert_eq!(
        decoded.value,
        Order {
            count: Some(1),
            ..Order::default()
        }
    );
}

#[test]
fn null_where_an_optional_object_belongs_is_no_defect() {
    let decoded = order(r#"{"customer":null}"#);
    assert_eq!(decoded.defects, []);
    assert_eq!(decoded.value.customer, None);
}

#[test]
fn null_where_a_required_object_belongs_takes_what_requires_it() {
    let decoded = order(r#"{"customer":{"id":"c","address":null},"count":1}"#);
    assert_eq!(
        listed(&decoded),
        [(
            "/customer/address",
            "invalid type: null, expected an object",
            &Value::Null,
            "/customer"
        )]
    );
    assert_eq!(decoded.value.customer, None);
    assert_eq!(decoded.value.count, Some(1));
}

#[test]
fn an_object_where_a_list_belongs_is_left_out() {
    let decoded = order(r#"{"lines":{"0":{"sku":"a"}},"count":1}"#);
    assert_eq!(
        listed(&decoded),
        [(
            "/lines",
            "invalid type: object, expected an array",
            &json!({"0":{"sku":"a"}}),
            "/lines"
        )]
    );
}

#[test]
fn a_time_without_a_zone_is_left_out() {
    let decoded = order(r#"{"createdTime":"2026-01-01T00:00:00","count":1}"#);
    assert_eq!(pointers(&decoded), ["/createdTime"]);
    assert_eq!(decoded.defects[0].value, json!("2026-01-01T00:00:00"));
    assert!(
        decoded.defects[0]
            .reason
            .starts_with("not an RFC 3339 date-time")
    );
    assert_eq!(decoded.value.count, Some(1));
}

#[test]
fn a_required_member_missing_three_levels_down_is_one_defect() {
    let body = r#"{"customer":{"id":"c","address":{"city":"x","geo":{"lat":1.5}}},"count":1}"#;
    let decoded = order(body);
    assert_eq!(
        listed(&decoded),
        [(
            "/customer/address/geo/lon",
            "missing field `lon`",
            &Value::Null,
            "/customer"
        )]
    );
    assert_eq!(decoded.value.count, Some(1));
}

#[test]
fn what_is_taken_with_its_object_is_said_of_every_defect_inside() {
    let body = r#"{"customer":{"nick":7,"id":"c"}}"#;
    let decoded = order(body);
    assert_eq!(pointers(&decoded), ["/customer/nick", "/customer/address"]);
    assert!(
        decoded
            .defects
            .iter()
            .all(|defect| defect.removed == "/customer")
    );
}

#[test]
fn three_defects_at_once_are_all_listed() {
    let body =
        r#"{"count":true,"lines":[{"sku":1},{"sku":"b","amount":"2"}],"prices":{"a":1,"b":"c"}}"#;
    let decoded = order(body);
    assert_eq!(
        pointers(&decoded),
        ["/count", "/lines/0/sku", "/lines/1/amount", "/prices/b"]
    );
    assert_eq!(decoded.defects[1].removed, "/lines/0");
    let lines = decoded.value.lines.unwrap();
    assert_eq!(
        lines,
        [Line {
            sku: "b".into(),
            amount: None
        }]
    );
    assert_eq!(
        decoded.value.prices.unwrap(),
        BTreeMap::from([("a".into(), 1.0)])
    );
}

#[test]
fn two_bad_elements_have_their_original_pointers() {
    let body = r#"{"lines":[{"sku":"0"},5,{"sku":"2"},"x",{"sku":"4","amount":[]}]}"#;
    let decoded = order(body);
    assert_eq!(
        pointers(&decoded),
        ["/lines/1", "/lines/3", "/lines/4/amount"]
    );
    let kept: Vec<String> = decoded
        .value
        .lines
        .unwrap()
        .into_iter()
        .map(|line| line.sku)
        .collect();
    assert_eq!(kept, ["0", "2", "4"]);
}

#[test]
fn a_map_entry_is_named_by_its_escaped_key() {
    let decoded = order(r#"{"prices":{"a/b~c\n":"x","~1":2,"plain":3}}"#);
    assert_eq!(pointers(&decoded), ["/prices/a~1b~0c\n"]);
    assert_eq!(decoded.value.prices.unwrap().len(), 2);
    assert!(
        decoded.defects[0]
            .to_string()
            .starts_with(r"`/prices/a~1b~0c\n`: ")
    );
}

#[test]
fn a_key_with_escapes_is_found() {
    let decoded = order(r#"{"prices":{"\u0061":"x","b":2}}"#);
    assert_eq!(pointers(&decoded), ["/prices/a"]);
}
