//! Examples with one thing changed, in every place and every way: each ends as typed, with defects,
//! unknown or undecodable; the body comes along as it was sent; and defects lead to what is wrong.

use std::sync::Arc;

use rebilly_kyc_webhooks::{DecodeError, Strictness, decode, decode_with};
use serde_json::{Value, json};
use tests::receiving::json::pointers;
use tests::receiving::{Recorder, samples};

use crate::compat::name_and_decode_agree;
use crate::dispatch::{only_call, recording};

/// What stands in a value's place until the text is made.
const VALUE: &str = "@value";

/// What stands in the place of a member's name.
const NAME: &str = "@name";

/// What a value is replaced by: its text, and a value of the same places.
fn replacements() -> Vec<(String, Value)> {
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let places = (0..200).fold(json!([]), |inner, _| json!([inner]));
    let texts = [
        "null",
        "true",
        "-0",
        "0.5",
        "1e400",
        "-1E+999",
        "1e-400",
        "1E+2",
        "12.0",
        "1e999999999999",
        "9223372036854775808",
        "123456789012345678901234567890",
        r#""""#,
        r#""2026""#,
        r#""\ud800""#,
        r#""a\udfff\u0041""#,
        r#""{\"a\":1}""#,
        r#""\u0000""#,
    ];
    let scalars = texts.map(|text| (text.to_owned(), json!(0)));
    let nested = [
        ("[]".to_owned(), json!([])),
        ("{}".to_owned(), json!({})),
        (deep(200), places.clone()),
        (deep(100), places),
        (r#"[1e999,"\ud800",{}]"#.to_owned(), json!([0, 0, {}])),
        (
            r#"{"\ud800":1e999,"":[0]}"#.to_owned(),
            json!({ "\\ud800": 0, "": [0] }),
        ),
        (
            r#"{"a":{},"a":{},"\ud800":1,"\udbff":2}"#.to_owned(),
            json!({ "a": {}, "\\ud800": 1, "\\udbff": 2 }),
        ),
        (format!("{}1", "1".repeat(400)), json!(0)),
    ];
    scalars.into_iter().chain(nested).collect()
}

/// The texts that become of a body by changing what is at a place, each with a value of the same
/// places.
fn mutated(body: &Value, place: &str) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let text = |body: &Value| body.to_string();
    for (json, same) in replacements() {
        let (mut written, mut value) = (body.clone(), body.clone());
        *written.pointer_mut(place).unwrap() = json!(VALUE);
        *value.pointer_mut(place).unwrap() = same;
        all.push((
            text(&written).replace(&format!("\"{VALUE}\""), &json),
            value,
        ));
    }
    let Some((above, token)) = place.rsplit_once('/') else {
        return all;
    };
    let name = token.replace("~1", "/").replace("~0", "~");
    let own = body.pointer(place).unwrap();
    let mut without = body.clone();
    match without.pointer_mut(above).unwrap() {
        Value::Object(members) => drop(members.remove(&name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        other => panic!("{other}"),
    }
    all.push((text(&without), without.clone()));
    let Some(Value::Object(_)) = without.pointer(above) else {
        return all;
    };
    // Under another name, under one more, and the same name in escapes.
    let escaped: String = name
        .encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect();
    for (written, token) in [
        (r"\ud800", r"\ud800"),
        (r"a\udfff", r"a\udfff"),
        ("", ""),
        (escaped.as_str(), name.as_str()),
        (r"\ufeff", "\u{feff}"),
    ] {
        let with = |body: &Value, name: &str| {
            let mut body = body.clone();
            let object = body
                .pointer_mut(above)
                .and_then(Value::as_object_mut)
                .unwrap();
            object.insert(name.to_owned(), own.clone());
            body
        };
        for other in [body, &without] {
            let named = text(&with(other, NAME)).replace(NAME, written);
            all.push((named, with(other, token)));
        }
    }
    all
}

/// Whether a pointer leads to a value, or to where one is missing.
fn resolves(body: &Value, pointer: &str, reason: &str) -> bool {
    let above = || {
        pointer
            .rsplit_once('/')
            .and_then(|(above, _)| body.pointer(above))
    };
    body.pointer(pointer).is_some()
        || reason.starts_with("missing field") && above().is_some_and(Value::is_object)
}

#[test]
fn any_one_change_ends_in_one_of_four_ways_and_loses_nothing() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    // One of each kind of body is changed everywhere.
    let mut longest = samples().to_vec();
    longest.sort_by_key(|sample| (sample.webhook.clone(), sample.body.len()));
    longest.reverse();
    longest.dedup_by_key(|sample| sample.webhook.split('-').nth(1).map(str::to_owned));
    let (mut typed, mut flawed, mut other) = (0, 0, 0);
    for sample in &longest {
        let whole = sample.json();
        for place in pointers(&whole) {
            for (text, same) in mutated(&whole, &place) {
                let body = text.as_bytes();
                name_and_decode_agree(body);
                let call = only_call(&dispatcher, &recorder, body);
                match decode(body) {
                    Ok(decoded) => {
                        assert!(call.error.is_none(), "{text}");
                        // An unknown event is handed over raw.
                        if call.method != "unknown_event" {
                            assert_eq!(call.defects.len(), decoded.defects.len(), "{text}");
                        }
                        for defect in &decoded.defects {
                            let pointer = defect.pointer.to_string();
                            let is_there = resolves(&same, &pointer, &defect.reason);
                            assert!(is_there, "{defect} of {text}");
                            assert!(defect.pointer.is_within(&defect.removed), "{defect}");
                        }
                        typed += usize::from(decoded.defects.is_empty());
                        flawed += usize::from(!decoded.defects.is_empty());
                    }
                    Err(error) => {
                        assert_eq!(call.method, "undecodable", "{text}");
                        if let DecodeError::Payload { pointer, reason } = error {
                            assert!(resolves(&same, &pointer, &reason), "{pointer} of {text}");
                        }
                        other += 1;
                    }
                }
                if let Err(DecodeError::Payload { pointer, reason }) =
                    decode_with(body, Strictness::Strict)
                {
                    assert!(resolves(&same, &pointer, &reason), "{pointer} of {text}");
                }
            }
        }
    }
    assert!(
        typed > 1_000 && flawed > 1_000 && other > 10,
        "{typed} {flawed} {other}"
    );
}
