//! What JSON may say and no type of Rust can hold: a required value is replaced, and the body is
//! never undecodable for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use webhook_runtime::generated::{json_tuple, whole_number};
use webhook_runtime::{DecodeError, Decoded, JsonText, Strictness, Timestamp, decode_payload};

use crate::defects::order::{Payment, decode, pointers};
use crate::stand_in::{Folder, PaymentMethod, Remarks, Severity};

/// An object whose members are all required.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Everything {
    pub text: String,
    pub method: PaymentMethod,
    pub severity: Severity,
    pub number: f64,
    #[serde(with = "whole_number")]
    pub integer: i64,
    pub pair: (f64, String),
    pub list: Vec<Item>,
    pub map: BTreeMap<String, Item>,
    pub payment: Payment,
    pub message: JsonText<Item>,
    pub folder: Folder,
    pub remarks: Remarks,
    pub any: Value,
    pub free: Map<String, Value>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub name: String,
    pub size: f64,
}

#[derive(Debug, Deserialize)]
struct At {
    #[serde(rename = "at")]
    _at: Timestamp,
}

const IN_ORDER: &str = r#"{"text":"a","method":"cash","severity":4,"number":1.5,
    "integer":7,"pair":[1.5,"b"],"list":[{"name":"c","size":1}],"map":{"k":{"name":"d","size":2}},
    "payment":{"method":"payment-card","token":"t"},"message":"{\"name\":\"e\",\"size\":3}",
    "folder":{"name":"inbox"},"remarks":{"author":"f"},"any":[1],"free":{"x":1}}"#;

/// The body in order, with one thing in the place of another.
fn with(from: &str, to: &str) -> (String, Decoded<Everything>) {
    assert!(IN_ORDER.contains(from), "{from}");
    let body = IN_ORDER.replacen(from, to, 1);
    let decoded = decode(&body);
    (body, decoded)
}

fn shown(decoded: &Decoded<Everything>) -> Vec<String> {
    decoded.defects.iter().map(ToString::to_string).collect()
}

/// What is replaced in the body in order, by what, and the places of the defects then.
type Case<'c> = (&'c str, &'c str, &'c [&'c str]);

fn as_told(cases: &[Case]) {
    for (from, to, places) in cases {
        let (_, decoded) = with(from, to);
        let short: String = to.chars().take(80).collect();
        assert_eq!(pointers(&decoded), *places, "{short}");
    }
}

#[test]
fn whatever_is_in_order_by_its_schema_is_decoded() {
    let large = "1".repeat(1_000_000);
    let tiny = format!("0.{}1", "0".repeat(1_000_000));
    let long = format!("1{}e-1000000", "0".repeat(1_000_000));
    let cases: &[Case] = &[
        // Text.
        (r#""text":"a""#, r#""text":"\ud83d""#, &["/text"]),
        (r#""text":"a""#, r#""text":"a\ud83d\u0041""#, &["/text"]),
        (
            r#""text":"a""#,
            r#""text":"\udc00\ud83d\ude00\ud83d""#,
            &["/text"],
        ),
        (r#""text":"a""#, r#""text":"\uDBFFa\n\\ud""#, &["/text"]),
        (r#""text":"a""#, r#""text":"\u0000\ud83d\ude00""#, &[]),
        (r#""method":"cash""#, r#""method":"c\ud800""#, &["/method"]),
        (r#"[1.5,"b"]"#, r#"[1.5,"\ud800"]"#, &["/pair/1"]),
        (
            r#"[1.5,"b"]"#,
            r#"[1e999,"\ud800"]"#,
            &["/pair/0", "/pair/1"],
        ),
        // Numbers.
        (r#""number":1.5"#, r#""number":1e400"#, &["/number"]),
        (
            r#""number":1.5"#,
            r#""number":-1E+999999999999999999999"#,
            &["/number"],
        ),
        (
            r#""number":1.5"#,
            &format!(r#""number":{large}"#),
            &["/number"],
        ),
        (r#""number":1.5"#, &format!(r#""number":{tiny}"#), &[]),
        (
            r#""number":1.5"#,
            &format!(r#""number":{large}.5e-999990"#),
            &[],
        ),
        (r#""number":1.5"#, r#""number":1e-400"#, &[]),
        (
            r#""number":1.5"#,
            r#""number":0e999999999999999999999"#,
            &[],
        ),
        (r#""number":1.5"#, r#""number":-0"#, &[]),
        (r#""severity":4"#, r#""severity":1e400"#, &["/severity"]),
        (r#""severity":4"#, r#""severity":4.0"#, &[]),
        (
            r#""severity":4"#,
            r#""severity":123456789012345678901234567890"#,
            &[],
        ),
        (r#""integer":7"#, r#""integer":-0"#, &[]),
        (r#""integer":7"#, r#""integer":-0.0e5"#, &[]),
        (r#""integer":7"#, r#""integer":1E+2"#, &[]),
        (r#""integer":7"#, r#""integer":1.0"#, &[]),
        (r#""integer":7"#, r#""integer":0e99999999999999999999"#, &[]),
        (r#""integer":7"#, &format!(r#""integer":{long}"#), &[]),
    ];
    as_told(cases);
}

#[test]
fn so_is_whatever_is_inside_others() {
    let cases: &[Case] = &[
        (r#""size":1"#, r#""size":1e309"#, &["/list/0/size"]),
        (r#""name":"d""#, r#""name":"\ud800""#, &["/map/k/name"]),
        (r#""token":"t""#, r#""token":"\ud800""#, &["/payment/token"]),
        (r#"\"size\":3"#, r#"\"size\":3e999"#, &["/message/size"]),
        (r#"\"e\""#, r#"\"\\ud800\""#, &["/message/name"]),
        (r#"\"e\""#, r#"\"\ud800\""#, &["/message"]),
        (r#""inbox""#, r#""\ud800""#, &["/folder/name"]),
        (r#""any":[1]"#, r#""any":1e400"#, &["/any"]),
        (r#""any":[1]"#, r#""any":"\ud800""#, &["/any"]),
        // Names.
        (r#"{"text""#, r#"{"\ud800":1,"text""#, &["/\\ud800"]),
        (r#"{"k":"#, r#"{"\ud800":"#, &["/map/\\ud800"]),
        (
            r#""payment":{"#,
            r#""payment":{"a\udfff":[],"#,
            &["/payment/a\\udfff"],
        ),
        (
            r#""folder":{"#,
            r#""folder":{"\ud800":{"name":"g"},"#,
            &["/folder/\\ud800"],
        ),
        (
            r#""remarks":{"#,
            r#""remarks":{"\ud800":[],"#,
            &["/remarks/\\ud800"],
        ),
        (
            r#""any":[1]"#,
            r#""any":[{"\ud800":1}]"#,
            &["/any/0/\\ud800"],
        ),
        (
            r#"{\"name\""#,
            r#"{\"\\ud800\":1,\"name\""#,
            &["/message/\\ud800"],
        ),
        (r#"{"text""#, r#"{"":1,"text""#, &[]),
        (r#""text""#, r#""t\u0065xt""#, &[]),
        (r#"{"text""#, r#"{"later":[1e400,"\ud800"],"text""#, &[]),
        // What types mind, and bodies can do without.
        (r#"{"text""#, r#"{"text":"z","text""#, &["/text"]),
        (r#"{"text""#, "\u{feff}{\"text\"", &[]),
    ];
    as_told(cases);
}

#[test]
fn what_is_replaced_is_the_nearest_that_a_type_holds() {
    let (body, decoded) = with(r#""number":1.5"#, r#""number":-1e400"#);
    assert_eq!(json!(decoded.value.number), json!(f64::MIN));
    assert_eq!(decoded.defects[0].value, json!("-1e400"));
    assert_eq!(decoded.defects[0].removed, "/number");
    assert_eq!(
        shown(&decoded),
        ["`/number`: number out of range; read as the nearest number that `f64` has"]
    );
    assert_eq!(
        decode_payload::<Everything>(body.as_bytes(), Strictness::Strict).unwrap_err(),
        DecodeError::Payload {
            pointer: "/number".to_owned(),
            reason: "number out of range".to_owned(),
        }
    );

    let (_, decoded) = with(r#""text":"a""#, r#""text":"a\ud83d\n\udc00""#);
    assert_eq!(decoded.value.text, "a\u{fffd}\n\u{fffd}");
    assert_eq!(decoded.defects[0].value, json!(r#""a\ud83d\n\udc00""#));
    assert_eq!(
        shown(&decoded),
        ["`/text`: unexpected end of hex escape; read with U+FFFD"]
    );

    let (_, decoded) = with(r#""method":"cash""#, r#""method":"c\ud800""#);
    assert_eq!(
        decoded.value.method,
        PaymentMethod::Unknown("c\u{fffd}".into())
    );
    let (_, decoded) = with(r#""severity":4"#, r#""severity":1e400"#);
    assert_eq!(decoded.value.severity.as_i64(), None);
    let (_, decoded) = with(r#"[1.5,"b"]"#, r#"[1e999,"\ud800"]"#);
    assert_eq!(json!(decoded.value.pair), json!([f64::MAX, "\u{fffd}"]));
    let (_, decoded) = with(r#"\"e\""#, r#"\"\ud800\""#);
    assert_eq!(decoded.value.message.name, "\u{fffd}");
    let (_, decoded) = with(r#""token":"t""#, r#""token":"\ud800""#);
    let Payment::Vaulted(vaulted) = decoded.value.payment else {
        panic!("another variant");
    };
    assert_eq!(vaulted.token, "\u{fffd}");
}

#[test]
fn names_that_become_one_are_told_apart() {
    let (_, decoded) = with(
        r#"{"x":1}"#,
        r#"{"\ud800":1,"\ufffd":2,"\udfff":{"\ud800":"\ud800"},"\ufffd2":4,"\ud800a":5}"#,
    );
    let free = Value::Object(decoded.value.free.clone());
    let expected = r#"{"�3":1,"�":2,"�4":{"�":"�"},"�2":4,"�a":5}"#;
    let mut expected: Value = serde_json::from_str(expected).unwrap();
    // An optional text is left out.
    expected["�4"].as_object_mut().unwrap().clear();
    assert_eq!(free, expected);
    let places: Vec<String> = decoded
        .defects
        .iter()
        .map(|one| one.pointer.to_string())
        .collect();
    assert_eq!(
        places,
        [
            "/free/\\ud800",
            "/free/\\udfff",
            "/free/\\ud800a",
            "/free/\\udfff/\\ud800",
            "/free/\\udfff/\\ud800"
        ]
    );
    assert_eq!(
        decoded.defects[0].to_string(),
        "`/free/\\ud800`: the name has half of a surrogate pair, and is read with U+FFFD"
    );
    assert_eq!(decoded.defects[0].value, json!(1));
}

#[test]
fn a_whole_body_is_replaced_too() {
    assert_eq!(json!(decode::<f64>(" 1e400 ").value), json!(f64::MAX));
    assert_eq!(decode::<String>(r#""\ud800""#).value, "\u{fffd}");
    assert_eq!(decode::<Value>("-1e400").value, json!(f64::MIN));
    let decoded = decode::<JsonText<f64>>(r#"" 1e400""#);
    assert_eq!(json!(*decoded.value), json!(f64::MAX));
    assert_eq!(decoded.defects.len(), 1);
    let decoded = decode::<JsonText<JsonText<String>>>(r#""\"\\\"\\\\ud800\\\"\"""#);
    assert_eq!(**decoded.value, "\u{fffd}");
    // A uuid or a point in time is still not one.
    let body = r#"{"at":"2026\ud800"}"#;
    let decoded =
        decode_payload::<BTreeMap<String, Timestamp>>(body.as_bytes(), Strictness::Tolerant);
    assert_eq!(pointers(&decoded.unwrap()), ["/at"]);
    assert!(decode_payload::<At>(body.as_bytes(), Strictness::Tolerant).is_err());
    let decoded: Decoded<Vec<At>> = decode(&format!("[{body}]"));
    assert_eq!(pointers(&decoded), ["/0/at"]);
    assert_eq!(decoded.defects[0].removed, "/0");
}

#[test]
fn so_is_any_number_of_such_values() {
    let item = r#"{"name":"\ud800","size":1e400}"#;
    let list = vec![item; 20_000].join(",");
    let decoded: Decoded<Vec<Item>> = decode(&format!("[{list}]"));
    assert_eq!(decoded.value.len(), 20_000);
    let expected = Item {
        name: "\u{fffd}".to_owned(),
        size: f64::MAX,
    };
    assert!(decoded.value.iter().all(|item| *item == expected));
    assert_eq!(decoded.defects.total(), 40_000);

    let members: Vec<String> = (0..20_000)
        .map(|_| r#""\ud800":[1e400]"#.to_owned())
        .collect();
    let decoded: Decoded<Map<String, Value>> = decode(&format!("{{{}}}", members.join(",")));
    assert_eq!(decoded.value.len(), 20_000);
    assert_eq!(decoded.defects.total(), 40_000);
}

/// An array whose elements differ by position.
#[derive(Debug, PartialEq)]
struct Position(f64, String, Option<f64>);

json_tuple!(Position {
    0: required,
    1: required,
    2: optional
});

#[test]
fn elements_of_a_tuple_are_replaced_where_they_are_required() {
    let decoded: Decoded<Position> = decode(r#"[1e999,"\ud800",1e999]"#);
    let expected = Position(f64::MAX, "\u{fffd}".to_owned(), None);
    assert_eq!(decoded.value, expected);
    assert_eq!(pointers(&decoded), ["/0", "/1", "/2"]);
    let list = vec![r#"[1e999,"\ud800",1]"#; 500].join(",");
    let decoded: Decoded<Vec<Position>> = decode(&format!("[{list}]"));
    let expected = Position(f64::MAX, "\u{fffd}".to_owned(), Some(1.0));
    assert!(decoded.value.iter().all(|one| *one == expected));
    assert_eq!((decoded.value.len(), decoded.defects.total()), (500, 1_000));
}
