//! Names with brackets that nobody would write, and all that anybody could.

use std::fmt::Write as _;

use serde_json::{Value, json};
use webhook_runtime::generated::{decode_form, decode_form_by, nested_at_most};
use webhook_runtime::{DecodeError, Decoded, Defects, Strictness, decode_payload};

use crate::nested_forms::{FIELDS, form, tolerant};

#[test]
fn a_hostile_form_is_bounded() {
    let mut body = String::new();
    for index in 0..50_000 {
        let _ = write!(body, "&any[{index}][]=1");
    }
    let decoded: Decoded<Value> =
        decode_form(body.as_bytes(), FIELDS, Strictness::Tolerant).unwrap();
    assert_eq!(decoded.defects.len(), Defects::MOST);
    let kept = decoded.value["any"].as_array().unwrap().len();
    assert!(kept + decoded.defects.total() >= 50_000, "{kept}");
    // A list as it is usually written has no bound but that of the body.
    let body = "sizes=1&sizes[]=2&".repeat(50_000);
    assert_eq!(form(&body)["sizes"].as_array().unwrap().len(), 100_000);
    // JSON in a field nests no more deeply than the rest.
    let body = format!("any={}", "[".repeat(20) + &"]".repeat(20));
    let most = |most| {
        let decode = nested_at_most(most, decode_payload::<Value>);
        decode_form_by(body.as_bytes(), FIELDS, Strictness::Tolerant, decode)
    };
    assert!(most(21).is_ok());
    assert!(matches!(
        most(20),
        Err(DecodeError::TooDeep { levels: 21, .. })
    ));
    let deep = format!("any={}", "[".repeat(100_000));
    let (value, defects) = tolerant(&deep);
    assert_eq!((value["any"].is_string(), defects.len()), (true, 0));
}

#[test]
fn keys_of_any_kind_never_panic_and_never_lose_a_text() {
    let parts = [
        "any",
        "items",
        "metadata",
        "[",
        "]",
        "[]",
        "[0]",
        "[a]",
        "[18446744073709551615]",
        "[99999999999999999999]",
        "[-1]",
        "[+1]",
        "[01]",
        "%FF",
        "%5B",
        "%5D",
        "[name]",
        "sizes",
    ];
    let mut state = 7_u64;
    let mut next = |count: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % count
    };
    for _ in 0..4_000 {
        let mut body = String::new();
        let count = 1 + next(6);
        for number in 0..count {
            for _ in 0..=next(5) {
                body.push_str(parts[next(parts.len())]);
            }
            let _ = write!(body, "=v{number}v&");
        }
        let decoded: Decoded<Value> =
            decode_form(body.as_bytes(), FIELDS, Strictness::Tolerant).unwrap();
        let mut all = decoded.value.to_string();
        for defect in &decoded.defects {
            all.push_str(&defect.value.to_string());
        }
        // The last of several members of one name is the one that free-form JSON keeps.
        let plain = body.replace("%5B", "[").replace("%5D", "]");
        let names: Vec<&str> = plain
            .split('&')
            .filter_map(|pair| pair.split('=').next())
            .collect();
        for number in 0..count {
            let is_repeated = names[number + 1..].contains(&names[number]);
            let is_kept = all.contains(&format!("v{number}v"));
            assert!(is_kept || is_repeated, "{body} {number} {all}");
        }
    }
}

#[test]
fn what_is_written_with_brackets_is_read_as_it_was() {
    fn written(name: &str, value: &Value, body: &mut String) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    written(&format!("{name}[{key}]"), value, body);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    written(&format!("{name}[{index}]"), value, body);
                }
            }
            other => {
                let _ = write!(body, "{name}={}&", other.as_str().unwrap_or_default());
            }
        }
    }
    fn made(depth: usize, next: &mut impl FnMut(usize) -> usize) -> Value {
        let count = 1 + next(3);
        match next(if depth == 0 { 1 } else { 3 }) {
            0 => json!(format!("t{}", next(9))),
            1 => (0..count).map(|_| made(depth - 1, next)).collect(),
            _ => {
                let members = (0..count).map(|at| (format!("k{at}"), made(depth - 1, next)));
                Value::Object(members.collect())
            }
        }
    }
    let mut state = 3_u64;
    let mut next = |count: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % count
    };
    for _ in 0..500 {
        let value = json!({ "k": made(4, &mut next) });
        let mut body = String::new();
        written("any", &value, &mut body);
        assert_eq!(form(&body), json!({ "any": value }), "{body}");
    }
}
