//! Decode with defects: what does not fit is listed and taken out, and everything else is decoded.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use templates::runtime::union::{additional_members, members, text, variant, variant_by};
use templates::runtime::{DecodeError, Decoded, Strictness, Timestamp, decode_payload};
use templates::stand_in::{PaymentMethod, Severity};

/// An object as a generated crate has it, in which everything may be absent.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    count: Option<i64>,
    created_time: Option<Timestamp>,
    severity: Option<Severity>,
    customer: Option<Customer>,
    lines: Option<Vec<Line>>,
    prices: Option<BTreeMap<String, f64>>,
    fields: Option<Map<String, Value>>,
    payment: Option<Payment>,
    payments: Option<Vec<Payment>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    id: String,
    address: Address,
    nick: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Address {
    city: String,
    geo: Geo,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Geo {
    lat: f64,
    lon: f64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    sku: String,
    amount: Option<i64>,
}

/// A union told by a tag and, for one tag, by a member that is there.
#[derive(Debug, PartialEq)]
enum Payment {
    Vaulted(Box<Vaulted>),
    Cash(Box<Cash>),
    Other(Box<Other>),
    Unknown(Value),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Vaulted {
    method: PaymentMethod,
    token: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Cash {
    method: PaymentMethod,
    clerk: Option<i64>,
    office: Option<Box<Payment>>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Other {
    method: PaymentMethod,
    token: Option<String>,
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let [method, token] = members(&json, ["method", "token"]);
        let decoded = match text(method).as_deref() {
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

fn decode<T: DeserializeOwned>(body: &str) -> Decoded<T> {
    decode_payload(body.as_bytes(), Strictness::Tolerant).expect(body)
}

fn order(body: &str) -> Decoded<Order> {
    decode(body)
}

/// Pointer, reason, value and what was removed, of every defect.
fn listed<T>(decoded: &Decoded<T>) -> Vec<(&str, &str, &Value, &str)> {
    decoded
        .defects
        .iter()
        .map(|defect| {
            (
                defect.pointer.as_str(),
                defect.reason.as_str(),
                &defect.value,
                defect.removed.as_str(),
            )
        })
        .collect()
}

fn pointers<T>(decoded: &Decoded<T>) -> Vec<&str> {
    decoded
        .defects
        .iter()
        .map(|defect| defect.pointer.as_str())
        .collect()
}

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
            "invalid type: string, expected i64",
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
            "invalid type: null, expected struct Address",
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
            "invalid type: map, expected a sequence",
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
            "invalid type: map, expected a string",
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

/// A struct whose members beyond the named ones are integers.
#[derive(Debug, PartialEq, Deserialize)]
struct Scores {
    name: Option<String>,
    #[serde(flatten, deserialize_with = "additional_members")]
    scores: BTreeMap<String, i64>,
}

#[test]
fn an_additional_member_is_left_out_alone() {
    let decoded: Decoded<Vec<Scores>> = decode(r#"[{"name":"n","a/b":1,"c/d":"x"}]"#);
    assert_eq!(pointers(&decoded), ["/0/c~1d"]);
    assert_eq!(decoded.value[0].scores, BTreeMap::from([("a/b".into(), 1)]));
}

#[test]
fn of_repeated_members_the_last_counts() {
    let decoded = order(r#"{"count":1,"lines":[],"count":2,"count":3}"#);
    assert_eq!(decoded.value.count, Some(3));
    assert_eq!(
        listed(&decoded),
        [
            ("/count", "duplicate field `count`", &json!(1), "/count"),
            ("/count", "duplicate field `count`", &json!(2), "/count"),
        ]
    );
}

#[test]
fn a_repeated_member_whose_last_value_fits_is_kept() {
    let decoded = order(r#"{"count":"x","count":2}"#);
    assert_eq!(decoded.value.count, Some(2));
    assert_eq!(pointers(&decoded), ["/count"]);
}

#[test]
fn repeated_members_that_the_type_does_not_mind_are_no_defects() {
    let decoded = order(r#"{"prices":{"a":1,"a":2},"unheard":1,"unheard":2}"#);
    assert_eq!(decoded.defects, []);
    assert_eq!(decoded.value.prices.unwrap()["a"].to_string(), "2");
}

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
            .all(|defect| defect.pointer.starts_with("/fields/deep"))
    );
}

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
        payload(
            "",
            "invalid length 0, expected struct Customer with 3 elements"
        )
    );
    assert_eq!(
        error("7"),
        payload("", "invalid type: integer, expected struct Customer")
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
            reason: "invalid type: string, expected i64".into()
        }
    );
    assert_eq!(Strictness::default(), Strictness::Tolerant);
}

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
            "`/count`: invalid type: string, expected i64",
            "`/customer/address`: invalid type: integer, expected struct Address (`/customer` is left out)",
        ]
    );
}

#[test]
fn map_keeps_the_defects() {
    let decoded = order(r#"{"count":"x"}"#).map(|order| order.count.is_none());
    assert!(decoded.value);
    assert_eq!(decoded.defects.len(), 1);
}
