//! Fields that the spec does not have are passed over, at every level.

use serde_json::{Value, json, to_value};
use tests::receiving::json::{below, dropped, pointers, with};
use tests::receiving::samples;

use super::decoded;

/// Objects of the examples whose members the spec leaves open.
const FREE_FORM: [&str; 5] = [
    "/_embedded/customer/customFields",
    "/_embedded/customer/_embedded/website",
    "/_embedded/customer/_embedded/leadSource",
    "/_embedded/kycDocument/_embedded/customer",
    "/_embedded/kycDocument/_embedded/files/0",
];

/// Values of every JSON type, none of which any field could take for its own.
fn strange_values() -> [Value; 7] {
    [
        Value::Null,
        json!(true),
        json!(-1.5e300),
        json!("text"),
        json!([[], {}, [1, "a", null]]),
        json!({"documentType": 1, "method": {}, "eventType": []}),
        json!({"": {"~/": [{}]}}),
    ]
}

#[test]
fn one_more_field_in_any_object_of_any_example_is_passed_over_or_kept() {
    for sample in samples() {
        let value = sample.json();
        let plain = decoded(&value);
        for pointer in pointers(&value) {
            if !value.pointer(&pointer).unwrap().is_object() {
                continue;
            }
            let place = below(&pointer, "x-of-a-later-spec");
            for strange in strange_values() {
                let sent = with(&value, &place, strange);
                let event = decoded(&sent);
                if event != plain {
                    let kept = to_value(&event).unwrap();
                    let dropped = dropped(&sent, &kept);
                    assert!(dropped.is_empty(), "{}: {dropped:?}", sample.name());
                    assert_eq!(
                        kept.pointer(&place),
                        sent.pointer(&place),
                        "{}",
                        sample.name()
                    );
                }
            }
        }
    }
}

#[test]
fn one_more_field_in_a_free_form_object_is_kept() {
    for sample in samples() {
        let value = sample.json();
        for owner in FREE_FORM {
            if value.pointer(owner).is_some() {
                let place = below(owner, "x-of-a-later-spec");
                let edited = with(&value, &place, json!({"a": [1, null, "ü"]}));
                let kept = to_value(decoded(&edited)).unwrap();
                assert_eq!(
                    kept.pointer(&place),
                    edited.pointer(&place),
                    "{}",
                    sample.name()
                );
            }
        }
    }
}

#[test]
fn an_unknown_field_may_be_as_deep_as_it_likes() {
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let text = format!("{{\"eventType\":\"kyc-document-created\",\"later\":{nested}}}");
    super::in_order(text.as_bytes());
}
