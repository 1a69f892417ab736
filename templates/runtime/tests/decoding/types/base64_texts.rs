//! JSON in Base64 that stands in strings of JSON.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use webhook_runtime::generated::member_text;
use webhook_runtime::{
    Base64Json, Base64UrlJson, DecodeError, Decoded, Strictness, decode_payload,
};

/// A message as Pub/Sub pushes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Push {
    message: Message,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Base64Json<Order>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Base64UrlJson<Value>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Order {
    number: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inner: Option<Base64Json<Box<Order>>>,
}

/// Of a `data` that is this text.
fn push(data: &str) -> Decoded<Push> {
    let body = json!({ "message": { "data": data } }).to_string();
    decode_payload(body.as_bytes(), Strictness::Tolerant).unwrap()
}

fn shown(decoded: &Decoded<Push>) -> Vec<String> {
    decoded.defects.iter().map(ToString::to_string).collect()
}

/// As serde writes it, with the members in their order.
fn coded(json: &str) -> String {
    let value: Box<RawValue> = serde_json::from_str(json).unwrap();
    let text = serde_json::to_value(Base64Json::<Box<RawValue>>::from(value)).unwrap();
    text.as_str().unwrap().to_owned()
}

#[test]
fn a_text_in_base64_is_the_value_that_it_stands_for() {
    // The text of RFC 4648's alphabet, both ways, padded or not, and in lines.
    for data in [
        "eyJudW1iZXIiOjEsIm5vdGUiOiI/Pz8+fn4ifQ==",
        "eyJudW1iZXIiOjEsIm5vdGUiOiI_Pz8-fn4ifQ",
        " eyJudW1iZXIiOjEs\r\nIm5vdGUiOiI/Pz8+fn4ifQ=\r\n",
    ] {
        let decoded = push(data);
        assert_eq!(shown(&decoded), [""; 0], "{data}");
        let order = decoded.value.message.data.clone().unwrap().into_inner();
        assert_eq!(order.note.as_deref(), Some("???>~~"));
        assert_eq!(json!(order.number), json!(1.0));
    }
    let value = json!({ "a": "???>~~" });
    let usual = serde_json::to_value(Base64Json::<Value>::from(value.clone())).unwrap();
    assert_eq!(usual, "eyJhIjoiPz8/Pn5+In0=");
    let for_urls = serde_json::to_value(Base64UrlJson::<Value>::from(value.clone())).unwrap();
    assert_eq!(for_urls, "eyJhIjoiPz8_Pn5-In0=");
    for length in 0..5 {
        let text = json!("x".repeat(length));
        let written = serde_json::to_value(Base64UrlJson::<Value>::from(text.clone())).unwrap();
        let read: Base64UrlJson<Value> = serde_json::from_value(written).unwrap();
        assert_eq!(*read, text);
    }
}

#[test]
fn defects_lead_through_it() {
    let inner = coded(r#"{"number":2,"note":["b"]}"#);
    let decoded = push(&coded(&format!(
        r#"{{"number":1,"note":7,"inner":"{inner}"}}"#
    )));
    assert_eq!(
        shown(&decoded),
        [
            "`/message/data/note`: invalid type: integer, expected a string",
            "`/message/data/inner/note`: invalid type: array, expected a string",
        ]
    );
    let order = decoded.value.message.data.unwrap();
    assert_eq!(json!(order.inner.as_ref().unwrap().number), json!(2.0));
    // What no type holds, and what cannot be without it.
    let decoded = push("eyJudW1iZXIiOjFlOTk5fQ");
    assert_eq!(decoded.defects[0].pointer, "/message/data/number");
    assert_eq!(
        json!(decoded.value.message.data.unwrap().number),
        json!(f64::MAX)
    );
    let decoded = push(&coded("{}"));
    assert_eq!(
        shown(&decoded),
        ["`/message/data/number`: missing field `number` (`/message/data` is left out)"]
    );
}

#[test]
fn what_is_not_json_in_base64_is_a_defect() {
    for (data, reason) in [
        ("a.b", "not Base64"),
        ("abcde", "not Base64"),
        (r#"{"number":1}"#, "not Base64"),
        ("gICA", "not UTF-8 in its Base64"),
        ("bm90IEpTT04=", "not JSON"),
        ("", "not JSON"),
        (
            "Nw==",
            "in its JSON: invalid type: integer, expected an object",
        ),
    ] {
        let decoded = push(data);
        let told = format!("`/message/data`: {reason}");
        assert_eq!(shown(&decoded), [told], "{data}");
        assert_eq!(decoded.value, Push::default());
    }
    let body = r#"{"message":{"data":7}}"#;
    let error = decode_payload::<Push>(body.as_bytes(), Strictness::Strict).unwrap_err();
    let DecodeError::Payload { pointer, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(pointer, "/message/data");
}

#[test]
fn the_name_of_an_event_is_found_in_it() {
    let data = coded(r#"{"event":{"type":"placed"}}"#);
    let body = json!({ "message": { "data": data } }).to_string();
    let name = |tokens: &[&str]| member_text(body.as_bytes(), tokens);
    assert_eq!(
        name(&["message", "data", "event", "type"]).unwrap(),
        "placed"
    );
    assert_eq!(name(&["message", "data"]).unwrap(), data);
    assert!(name(&["message", "data", "type"]).is_err());
}
