//! The event's name: found wherever the pointer leads, and a body without one is told apart from a
//! broken one.

use webhook_runtime::generated::member_text;
use webhook_runtime::{DecodeError, JsonKind};

fn name(body: &str, tokens: &[&str]) -> Result<String, DecodeError> {
    member_text(body.as_bytes(), tokens)
}

fn message(body: &str, tokens: &[&str]) -> String {
    name(body, tokens).unwrap_err().to_string()
}

fn no_name(pointer: &str, found: Option<JsonKind>) -> Result<String, DecodeError> {
    Err(DecodeError::NoEventName {
        pointer: pointer.to_owned(),
        found,
    })
}

#[test]
fn a_member_is_found_among_others() {
    let body = r#" {"a":[{"eventType":"no"}],"b":{"eventType":1},"eventType":"yes","c":1e999} "#;
    assert_eq!(name(body, &["eventType"]).unwrap(), "yes");
}

#[test]
fn a_pointer_leads_through_objects_and_arrays() {
    let body = r#"[0,{"meta/x":{"~":["a","b"]}}]"#;
    assert_eq!(name(body, &["1", "meta/x", "~", "1"]).unwrap(), "b");
}

#[test]
fn digits_name_a_member_of_an_object() {
    assert_eq!(name(r#"{"0":"zero"}"#, &["0"]).unwrap(), "zero");
}

#[test]
fn the_empty_pointer_is_the_whole_body() {
    assert_eq!(name(r#" "ping" "#, &[]).unwrap(), "ping");
    assert_eq!(
        message("{}", &[]),
        "no event name: the body is an object, expected a string or an integer"
    );
}

#[test]
fn escapes_are_decoded_in_names_and_values() {
    let body = r#"{"\u0065vent\/Type":"d\u00e9j\u00e0 \ud83d\ude00"}"#;
    assert_eq!(name(body, &["event/Type"]).unwrap(), "déjà 😀");
}

#[test]
fn the_first_of_two_members_counts() {
    for body in [
        r#"{"e":"a","e":"b"}"#,
        r#"{"e":"a","\u0065":"b"}"#,
        r#"{"\u0065":"a","e":"b"}"#,
    ] {
        assert_eq!(name(body, &["e"]).unwrap(), "a");
    }
    for body in [
        r#"{"m":{},"m":{"e":"a"}}"#,
        r#"{"m":1,"m":{"e":"a"}}"#,
        r#"{"m":null,"m":{"e":"a"}}"#,
    ] {
        assert_eq!(name(body, &["m", "e"]), no_name("/m/e", None));
    }
    assert_eq!(
        name(r#"{"e":1.5,"e":"b"}"#, &["e"]),
        no_name("/e", Some(JsonKind::Number))
    );
}

#[test]
fn an_absent_name_is_missing() {
    assert_eq!(
        message("{}", &["eventType"]),
        "no event name: `/eventType` is missing"
    );
    for body in [
        r#"{"meta":[]}"#,
        r#"{"meta":1}"#,
        r#"{"meta":null}"#,
        r#"{"meta":"e"}"#,
        r#"{"meta":{}}"#,
    ] {
        assert_eq!(
            name(body, &["meta", "e/t"]),
            no_name("/meta/e~1t", None),
            "{body}"
        );
    }
}

#[test]
fn an_index_beyond_the_array_is_missing() {
    assert_eq!(name(r#"["a"]"#, &["1"]), no_name("/1", None));
    assert_eq!(name("[]", &["0"]), no_name("/0", None));
}

#[test]
fn an_index_with_leading_zeros_or_a_sign_is_none() {
    for token in ["00", "+0", "-0", ""] {
        let expected = Err(DecodeError::NotAnObject {
            found: JsonKind::Array,
        });
        assert_eq!(name(r#"["a"]"#, &[token]), expected, "{token}");
    }
}

#[test]
fn a_name_that_is_neither_string_nor_integer_is_named_by_its_kind() {
    let kinds = [
        ("null", "null"),
        ("false", "a boolean"),
        ("1.5", "a number"),
        ("1e999", "a number"),
        ("[\"x\"]", "an array"),
        ("{\"x\":\"y\"}", "an object"),
    ];
    for (json, kind) in kinds {
        let expected =
            format!("no event name: `/eventType` is {kind}, expected a string or an integer");
        assert_eq!(
            message(&format!(r#"{{"eventType":{json}}}"#), &["eventType"]),
            expected
        );
    }
}

#[test]
fn an_integer_is_a_name_in_its_digits() {
    for (json, digits) in [
        ("12", "12"),
        ("-3", "-3"),
        ("0", "0"),
        ("12.0", "12"),
        ("1.2e1", "12"),
        ("18446744073709551616", "18446744073709551616"),
    ] {
        let body = format!(r#"{{"m":{{"e": {json} }}}}"#);
        assert_eq!(name(&body, &["m", "e"]).unwrap(), digits);
    }
    assert_eq!(name("12", &[]).unwrap(), "12");
}

#[test]
fn an_empty_string_is_no_name() {
    let body = r#"{"m":{"e":""}}"#;
    let expected = "no event name: `/m/e` is an empty string";
    assert_eq!(message(body, &["m", "e"]), expected);
    let expected = "no event name: the body is an empty string";
    assert_eq!(message(r#""""#, &[]), expected);
    assert_eq!(name(r#"{"e":" "}"#, &["e"]).unwrap(), " ");
}

#[test]
fn a_body_that_is_no_object_is_named_by_its_kind() {
    let kinds = [
        ("[{}]", "an array"),
        ("null", "null"),
        ("true", "a boolean"),
        ("-3", "an integer"),
        ("2.5", "a number"),
        ("1e999", "a number"),
        (r#""secret""#, "a string"),
    ];
    for (body, kind) in kinds {
        let expected = format!("not an event: the body is {kind}, expected an object");
        assert_eq!(message(body, &["eventType"]), expected);
    }
}

#[test]
fn nothing_behind_the_name_is_looked_at() {
    for body in [
        r#"{"e":"x","a":"#,
        r#"{"e":"x"} x"#,
        r#"{"e":"x",}"#,
        r#"{"e":"x""#,
        r#"{"a":{},"e":"x" garbage"#,
    ] {
        assert_eq!(name(body, &["e"]).unwrap(), "x", "{body}");
    }
    assert_eq!(name(r#"{"m":[0,"x"],"#, &["m", "1"]).unwrap(), "x");
}

#[test]
fn a_broken_body_without_the_name_is_not_json() {
    let body = "{\"eventtype\":\"x\",\n \"a\":";
    let expected = "not JSON: EOF while parsing a value at line 2 column 5";
    assert_eq!(message(body, &["eventType"]), expected);
    let body = r#"{"m":{"e":true},"a":"#;
    let expected = "not JSON: EOF while parsing a value at line 1 column 20";
    assert_eq!(message(body, &["m", "e"]), expected);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(name("\u{feff}{\"e\":\"x\"}", &["e"]).unwrap(), "x");
    assert_eq!(name("\u{feff}{}", &["e"]), no_name("/e", None));
}

#[test]
fn bodies_that_are_no_json_are_told_with_their_place() {
    for body in [
        "",
        "  ",
        "{",
        r#"{"f":"x"} x"#,
        r#"{"f":"x"}{}"#,
        r#"{"e":true,}"#,
        "{'e':1}",
        "\u{feff}\u{feff}{}",
    ] {
        let error = name(body, &["e"]).unwrap_err();
        assert!(
            matches!(error, DecodeError::NotJson { line: 0..=1, .. }),
            "{body}: {error}"
        );
    }
}

#[test]
fn a_body_that_is_not_utf_8_is_told_with_the_offset() {
    let error = member_text(b"{\"e\":\"\xff\"}", &["e"]).unwrap_err();
    assert_eq!(error, DecodeError::NotUtf8 { offset: 6 });
    assert_eq!(
        error.to_string(),
        "not UTF-8: no character starts at byte 6"
    );
}

#[test]
fn deep_nesting_beside_the_name_is_skipped() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body = format!(r#"{{"deep":{deep},"e":"x"}}"#);
    assert_eq!(name(&body, &["e"]).unwrap(), "x");
}

#[test]
fn a_name_that_is_half_a_surrogate_pair_is_told_with_its_place() {
    let body = r#"{"m":{"e":"\ud800"}}"#;
    let expected = "unexpected payload: `/m/e` does not fit: unexpected end of hex escape";
    assert_eq!(message(body, &["m", "e"]), expected);
}

#[test]
fn numbers_beyond_f64_on_the_way_are_no_break() {
    assert_eq!(name(r#"{"m":1e999}"#, &["m", "e"]), no_name("/m/e", None));
}
