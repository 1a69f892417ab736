//! JSON that stands in strings of JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webhook_runtime::generated::{member_text, texts_nested_at_most};
use webhook_runtime::{DecodeError, Decoded, JsonText, Strictness, decode_payload};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Notification {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<JsonText<Order>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<JsonText<Order>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Order {
    number: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inner: Option<JsonText<Order>>,
}

fn notification(message: &str) -> Decoded<Notification> {
    let body = json!({ "id": 1, "message": message }).to_string();
    decode_payload(body.as_bytes(), Strictness::Tolerant).unwrap()
}

fn shown(decoded: &Decoded<Notification>) -> Vec<String> {
    decoded.defects.iter().map(ToString::to_string).collect()
}

#[test]
fn a_string_is_the_value_that_its_text_stands_for() {
    let inner = json!({ "number": 2, "note": "a \"b\"" }).to_string();
    let decoded = notification(&json!({ "number": 1, "inner": inner }).to_string());
    assert!(decoded.defects.is_empty(), "{:?}", decoded.defects);
    let message = decoded.value.message.clone().unwrap();
    assert_eq!(message.number, 1);
    let inner_order = message.inner.as_ref().unwrap();
    assert_eq!(inner_order.note.as_deref(), Some("a \"b\""));
    // It is written as a string again, and read from that.
    let written = serde_json::to_value(&decoded.value).unwrap();
    let text = written["message"].as_str().unwrap();
    let read: Value = serde_json::from_str(text).unwrap();
    let read: Value = serde_json::from_str(read["inner"].as_str().unwrap()).unwrap();
    assert_eq!(read, json!({ "number": 2, "note": "a \"b\"" }));
    assert_eq!(
        serde_json::from_value::<Notification>(written).unwrap(),
        decoded.value
    );
    assert_eq!(format!("{:?}", JsonText::from(5)), "5");
    assert_eq!(message.into_inner().number, 1);
}

#[test]
fn pointers_of_defects_lead_through_a_string() {
    // As text: whether `json!` keeps the order of members is up to other crates.
    let inner = json!(r#"{"lines":[1,"x",3],"note":5,"number":2}"#);
    let decoded = notification(&format!(r#"{{"inner":{inner},"note":[],"number":1}}"#));
    assert_eq!(
        shown(&decoded),
        [
            "`/message/inner/lines/1`: invalid type: string, expected an integer",
            "`/message/inner/note`: invalid type: integer, expected a string",
            "`/message/note`: invalid type: array, expected a string",
        ]
    );
    assert_eq!(decoded.defects[0].value, json!("x"));
    let message = decoded.value.message.unwrap();
    assert_eq!((message.number, &message.note), (1, &None));
    assert_eq!(message.inner.as_ref().unwrap().lines, [1, 3]);
    // What a value in a string cannot do without takes the string along.
    let inner = json!({ "note": "a" }).to_string();
    let decoded = notification(&json!({ "number": 1, "inner": inner }).to_string());
    assert_eq!(
        shown(&decoded),
        ["`/message/inner/number`: missing field `number` (`/message/inner` is left out)"]
    );
    let message = decoded.value.message.unwrap();
    assert_eq!((message.number, &message.inner), (1, &None));
    let strict = decode_payload::<Notification>(
        json!({ "id": 1, "message": "{\"number\":true}" })
            .to_string()
            .as_bytes(),
        Strictness::Strict,
    );
    let Err(DecodeError::Payload { pointer, .. }) = strict else {
        panic!("{strict:?}");
    };
    assert_eq!(pointer, "/message/number");
}

#[test]
fn a_text_that_is_not_json_is_a_defect_and_kept() {
    for (message, reason) in [
        ("Hello, this is plain.", "not JSON"),
        ("", "not JSON"),
        ("{\"number\":1", "not JSON"),
        ("{\"number\":1} and more", "not JSON"),
        (
            "[1]",
            "in its JSON: invalid type: array, expected struct Order",
        ),
        (
            "\"a\"",
            "in its JSON: invalid type: string, expected struct Order",
        ),
    ] {
        let decoded = notification(message);
        assert_eq!(decoded.value.message, None, "{message}");
        assert_eq!(decoded.defects.len(), 1, "{message}");
        assert_eq!(decoded.defects[0].pointer, "/message");
        assert_eq!(decoded.defects[0].value, json!(message));
        let found = &decoded.defects[0].reason;
        assert!(
            found == reason || found.starts_with("in its JSON"),
            "{found}"
        );
    }
    let body = br#"{"id":1,"message":{"number":1}}"#;
    let decoded: Decoded<Notification> = decode_payload(body, Strictness::Tolerant).unwrap();
    assert_eq!(
        shown(&decoded),
        ["`/message`: invalid type: object, expected a string"]
    );
}

#[test]
fn one_string_of_a_list_does_not_take_the_others_along() {
    let body = json!({ "id": 1, "others": [
        "{\"number\":1}", "\"a\"", "{\"number\":2,\"number\":3}", "no", 5, "{\"number\":4,\"lines\":{}}"
    ] });
    let decoded: Decoded<Notification> =
        decode_payload(body.to_string().as_bytes(), Strictness::Tolerant).unwrap();
    let orders: Vec<i64> = decoded.value.others.iter().map(|one| one.number).collect();
    assert_eq!(orders, [1, 2, 4]);
    let mut pointers: Vec<String> = decoded
        .defects
        .iter()
        .map(|one| one.pointer.to_string())
        .collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "/others/1",
            "/others/2/number",
            "/others/3",
            "/others/4",
            "/others/5/lines"
        ]
    );
}

#[test]
fn many_defects_in_a_string_are_found_within_the_bounds() {
    let lines: Vec<Value> = (0..3_000)
        .map(|at| if at % 3 == 0 { json!("x") } else { json!(at) })
        .collect();
    let decoded = notification(&json!({ "number": 1, "lines": lines }).to_string());
    assert_eq!(decoded.defects.total(), 1_000);
    assert_eq!(decoded.value.message.unwrap().lines.len(), 2_000);
}

/// Strings within strings, as deep as this; the innermost holds an order.
fn nested(levels: usize) -> String {
    let mut text = json!({ "number": 0, "note": 1 }).to_string();
    for level in 1..=levels {
        // Each backslash is written by its code, so that the text does not double at each level.
        let inner = text.replace('\\', "\\u005c").replace('"', "\\u0022");
        text = format!("{{\"number\":{level},\"inner\":\"{inner}\"}}");
    }
    text
}

#[test]
fn strings_within_strings_are_bounded() {
    let read = |levels: usize, most: usize| {
        let decode = texts_nested_at_most(most, decode_payload::<Order>);
        decode(nested(levels).as_bytes(), Strictness::Tolerant).unwrap()
    };
    let depth = |mut order: &Order| {
        let mut depth = 0;
        while let Some(inner) = &order.inner {
            (order, depth) = (inner, depth + 1);
        }
        depth
    };
    for levels in [1, 5, 9] {
        let decoded = read(levels, 10);
        assert_eq!(depth(&decoded.value), levels);
        let pointer = "/inner".repeat(levels) + "/note";
        assert_eq!(decoded.defects[0].pointer, pointer.as_str());
    }
    let decoded = read(10, 10);
    assert_eq!(depth(&decoded.value), 9);
    assert_eq!(decoded.defects[0].reason, "JSON that nests too deeply");
    // Without a bound of its own, all texts together nest as deeply as one.
    let decoded: Decoded<Order> =
        decode_payload(nested(16).as_bytes(), Strictness::Tolerant).unwrap();
    assert_eq!(depth(&decoded.value), 16);
    let deep = "[".repeat(5_000) + &"]".repeat(5_000);
    let decoded = notification(&deep);
    assert_eq!(shown(&decoded), ["`/message`: JSON that nests too deeply"]);
}

#[test]
fn an_event_is_named_in_the_json_of_a_string() {
    let named = |body: Value| member_text(body.to_string().as_bytes(), &["Message", "type"]);
    let found = named(json!({ "Message": "{\"a\":1,\"type\":\"number\"}" }));
    assert_eq!(found.as_deref(), Ok("number"));
    for (message, error) in [
        (json!("plain"), "no event name: `/Message/type` is missing"),
        (json!("[]"), "no event name: `/Message/type` is missing"),
        (json!("{}"), "no event name: `/Message/type` is missing"),
        (json!(5), "no event name: `/Message/type` is missing"),
        (
            json!("{\"type\":[]}"),
            "no event name: `/Message/type` is an array, expected a string or an integer",
        ),
    ] {
        let found = named(json!({ "Message": message }));
        assert_eq!(found.unwrap_err().to_string(), error, "{message}");
    }
}
