//! Tools that read stored deliveries: their command lines, and what they say.

#![cfg(feature = "inspect")]

use std::path::Path;

use serde_json::{Value, json};
use webhook_runtime::inspect::{Arguments, Comparison, Inspection};
use webhook_runtime::{DecodeError, Strictness, decode_payload};

const USAGE: &str = "usage: inspect [--event NAME] [--header 'NAME: VALUE']… [--roundtrip] FILE…";

fn parse(arguments: &[&str]) -> Result<Option<Arguments>, String> {
    Arguments::parse(USAGE, arguments.iter().map(Into::into))
}

#[test]
fn flags_and_files_may_stand_in_any_order() {
    let arguments = [
        "a.json",
        "--event=paid",
        "--header",
        "X-Sent : now",
        "--",
        "--method",
    ];
    let arguments = parse(&arguments).unwrap().unwrap();
    assert_eq!(arguments.event(), Some("paid"));
    assert_eq!(arguments.header("x-sent"), Some("now"));
    assert_eq!(arguments.method(), None);
    assert!(!arguments.roundtrip());
}

#[test]
fn what_is_wrong_with_arguments_is_said() {
    for (arguments, fault) in [
        (&["--event"][..], "--event needs a text behind it"),
        (
            &["--header", "X", "a"],
            "`X` is no header: write 'NAME: VALUE'",
        ),
        // Not in the usage line.
        (&["--method", "PUT", "a"], "`--method` is no flag"),
        (&["--strict", "a"], "`--strict` is no flag"),
        (&[], "there is no file to inspect"),
    ] {
        assert_eq!(parse(arguments), Err(fault.to_owned()));
    }
    assert_eq!(parse(&["a", "--help"]), Ok(None));
}

fn line(inspection: &Inspection) -> Value {
    serde_json::from_str(&inspection.line(Path::new("a.json"))).unwrap()
}

#[test]
fn a_line_says_what_became_of_a_delivery() {
    let body = br#"[1, "two", 3]"#;
    let decoded = decode_payload::<Vec<u8>>(body, Strictness::Tolerant).unwrap();
    let inspection = Inspection::decoded("paid", &decoded).compared(body, &decoded.value);
    assert!(inspection.is_decoded());
    assert_eq!(
        line(&inspection),
        json!({
            "file": "a.json",
            "event": "paid",
            "outcome": "defects",
            "defects": [{ "pointer": "/1", "reason": "invalid type: string, expected an integer that is not negative" }],
            "roundtrip": false,
            "differs_at": "/1",
        })
    );
    let error = DecodeError::NotUtf8 { offset: 3 };
    let inspection = Inspection::undecodable(None, &error);
    assert!(!inspection.is_decoded());
    let line = line(&inspection);
    assert_eq!(line["outcome"], "undecodable");
    assert_eq!(line["event"], Value::Null);
    assert_eq!(line["error"], error.to_string());
}

#[test]
fn a_body_that_is_not_json_has_nothing_to_compare() {
    let inspection = Inspection::unknown_event("paid").compared(b"a=1", &json!({ "a": "1" }));
    assert_eq!(line(&inspection)["roundtrip"], Value::Null);
    assert_eq!(
        line(&inspection),
        line(&Inspection::unknown_event("paid").without_json())
    );
}

#[test]
fn numbers_are_compared_by_value_and_null_is_as_good_as_absent() {
    for (sent, written, differs_at) in [
        ("1.0", json!(1), None),
        ("-0.0", json!(0), None),
        ("9007199254740993", json!(9_007_199_254_740_992.0), Some("")),
        (r#"{"a": null}"#, json!({ "b": null }), None),
        (r#"{"a/b": [1]}"#, json!({ "a/b": [1, 2] }), Some("/a~1b/1")),
        (r#"{"a": 1}"#, json!({}), Some("/a")),
    ] {
        let comparison = Comparison::of_body(sent.as_bytes(), &written).unwrap();
        assert_eq!(comparison.differs_at.as_deref(), differs_at, "{sent}");
    }
    let comparison = Comparison::of_body(br#"{"a": null}"#, &json!({ "b": null })).unwrap();
    assert_eq!(comparison.null_or_absent, Some(2));
}
