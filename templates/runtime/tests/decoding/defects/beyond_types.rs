//! Values that no type can hold: too large, not Unicode, too deep.

use serde_json::json;

use crate::defects::order::{order, pointers};

#[test]
fn a_number_beyond_what_a_type_holds_is_left_out_and_kept_as_text() {
    let decoded = order(
        r#"{"count":99999999999999999999,"prices":{"a":1e999,"b":1},"fields":{"x":[1,-1e999]}}"#,
    );
    let mut places = pointers(&decoded);
    places.sort_unstable();
    assert_eq!(places, ["/count", "/fields/x/1", "/prices/a"]);
    let of = |pointer| {
        let mut defects = decoded.defects.iter();
        &defects
            .find(|defect| defect.pointer == pointer)
            .unwrap()
            .value
    };
    assert_eq!(*of("/prices/a"), json!("1e999"));
    assert_eq!(*of("/fields/x/1"), json!("-1e999"));
    assert_eq!(decoded.value.fields.as_ref().unwrap()["x"], json!([1]));
}

#[test]
fn half_of_a_surrogate_pair_is_left_out_and_kept_as_text() {
    let decoded = order(
        r#"{"customer":{"id":"c","nick":"\ud800","address":{"city":"x","geo":{"lat":1,"lon":2}}}}"#,
    );
    assert_eq!(pointers(&decoded), ["/customer/nick"]);
    assert_eq!(decoded.defects[0].value, json!(r#""\ud800""#));
    assert!(decoded.value.customer.is_some());
}

#[test]
fn what_nests_too_deeply_is_cut_off() {
    let deep = format!("{}{}", "[".repeat(400), "]".repeat(400));
    let body = format!(r#"{{"count":1,"fields":{{"ok":1,"deep":{deep}}},"unheard":{deep}}}"#);
    let decoded = order(&body);
    assert_eq!(decoded.value.count, Some(1));
    assert_eq!(decoded.value.fields.as_ref().unwrap()["ok"], 1);
    assert!(!decoded.defects.is_empty());
    assert!(
        decoded
            .defects
            .iter()
            .all(|defect| defect.pointer.to_string().starts_with("/fields/deep"))
    );
}
