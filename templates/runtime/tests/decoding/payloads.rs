//! Payloads: what fits is decoded, what does not is told with its place and without its value.

use std::collections::BTreeMap;

use crate::stand_in::Severity;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use webhook_runtime::{DecodeError, Strictness};

/// Decodes a body that must fit as a whole.
fn strictly<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    webhook_runtime::decode_payload(body, Strictness::Strict).map(|decoded| decoded.value)
}

fn error_of<T: DeserializeOwned>(body: &str) -> DecodeError {
    strictly::<T>(body.as_bytes()).err().expect(body)
}

/// The place and the reason of a payload that does not fit.
fn mismatch<T: DeserializeOwned>(body: &str) -> (String, String) {
    match error_of::<T>(body) {
        DecodeError::Payload { pointer, reason } => (pointer, reason),
        other => panic!("{other}"),
    }
}

fn reason<T: DeserializeOwned>(body: &str) -> String {
    mismatch::<T>(body).1
}

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    name: String,
    #[serde(default)]
    ages: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Closed {
    Red,
    Green,
    Nested(u8),
}

#[test]
fn a_body_that_fits_is_decoded() {
    let customer: Customer = strictly(br#" {"name":"Jane","extra":[1],"ages":[1]} "#).unwrap();
    assert_eq!((customer.name.as_str(), customer.ages), ("Jane", vec![1]));
}

#[test]
fn the_pointer_names_members_and_elements() {
    type Customers = BTreeMap<String, Vec<Customer>>;
    let body = r#"{"ok":[],"vip":[{"name":"a"},{"name":"b","ages":[1,2,"x"]}]}"#;
    assert_eq!(mismatch::<Customers>(body).0, "/vip/1/ages/2");
}

#[test]
fn the_pointer_is_escaped_as_rfc_6901_asks() {
    type Nested = BTreeMap<String, BTreeMap<String, u8>>;
    let body = r#"{"a/b~c":{"\"ключ\"":"x"}}"#;
    assert_eq!(mismatch::<Nested>(body).0, "/a~1b~0c/\"ключ\"");
}

#[test]
fn a_missing_member_is_told_at_its_object() {
    let (pointer, reason) = mismatch::<Vec<Customer>>(r#"[{"ages":[]}]"#);
    assert_eq!(
        (pointer.as_str(), reason.as_str()),
        ("/0", "missing field `name`")
    );
}

#[test]
fn the_member_of_a_derived_enum_is_a_step_of_the_pointer() {
    assert_eq!(
        mismatch::<Vec<Closed>>(r#"[{"nested":"x"}]"#).0,
        "/0/nested"
    );
}

#[test]
fn the_whole_body_has_the_empty_pointer() {
    let error = error_of::<Customer>("true");
    assert_eq!(
        error.to_string(),
        "unexpected payload: the body does not fit: invalid type: boolean, expected an object"
    );
}

#[test]
fn the_sentence_has_place_and_reason() {
    let error = error_of::<Customer>(r#"{"name":7}"#);
    assert_eq!(
        error.to_string(),
        "unexpected payload: `/name` does not fit: invalid type: integer, expected a string"
    );
}

#[test]
fn control_characters_of_a_name_do_not_break_the_sentence() {
    let error = error_of::<BTreeMap<String, u8>>(r#"{"a\nb":null}"#);
    assert!(error.to_string().contains(r"`/a\nb`"), "{error}");
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_its_kind_alone() {
    let kinds = [
        (r#""Jane""#, "string"),
        (r#""\", expected a lie""#, "string"),
        (r#""`, expected a lie""#, "string"),
        ("true", "boolean"),
        ("2.75", "number"),
        ("null", "null"),
        (r#"["Jane"]"#, "array"),
        (r#"{"Jane":1}"#, "object"),
    ];
    for (json, kind) in kinds {
        assert_eq!(
            reason::<i64>(json),
            format!("invalid type: {kind}, expected an integer"),
            "{json}"
        );
    }
}

#[test]
fn a_value_out_of_range_is_not_quoted() {
    assert_eq!(
        reason::<u8>("4711"),
        "out of range: integer, expected an integer that is not negative"
    );
    assert_eq!(
        reason::<u8>("-4711"),
        "out of range: integer, expected an integer that is not negative"
    );
    assert_eq!(
        reason::<char>(r#""Jane""#),
        "invalid value: string, expected a character"
    );
}

#[test]
fn an_unknown_variant_of_a_closed_enum_is_not_quoted() {
    for value in ["Jane", "Jane`, expected `x"] {
        let body = format!(r#""{value}""#);
        let reason = reason::<Closed>(&body);
        assert_eq!(
            reason,
            "unknown variant, expected one of `red`, `green`, `nested`"
        );
    }
    assert!(matches!(strictly(b"\"red\""), Ok(Closed::Red)));
    assert!(matches!(strictly(b"\"green\""), Ok(Closed::Green)));
    assert!(matches!(
        strictly(br#"{"nested":1}"#),
        Ok(Closed::Nested(1))
    ));
}

#[test]
fn an_unknown_variant_of_an_empty_enum_is_not_quoted() {
    #[derive(Deserialize)]
    enum Never {}
    assert_eq!(reason::<Never>(r#""Jane""#), "unknown variant");
}

#[test]
fn an_unknown_field_is_not_quoted() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(rename = "a")]
        _a: Option<u8>,
    }
    assert_eq!(
        reason::<Strict>(r#"{"Jane":1}"#),
        "unknown field, expected `a`"
    );
}

#[test]
fn a_value_in_a_visitor_of_its_own_is_not_quoted() {
    #[derive(Debug)]
    struct Picky;
    impl<'de> Deserialize<'de> for Picky {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            let found = format!("the name {text}");
            Err(D::Error::invalid_value(
                serde::de::Unexpected::Other(&found),
                &"a better one",
            ))
        }
    }
    assert_eq!(
        reason::<Picky>(r#""Jane""#),
        "invalid value: value, expected a better one"
    );
}

#[test]
fn a_message_of_a_type_itself_passes() {
    #[derive(Debug)]
    struct Refusing;
    impl<'de> Deserialize<'de> for Refusing {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?;
            Err(D::Error::custom("at least twice, expected once"))
        }
    }
    assert_eq!(
        mismatch::<Vec<Refusing>>(r#"["x"]"#),
        ("/0".into(), "at least twice, expected once".into())
    );
}

#[test]
fn an_open_integer_enum_is_told_like_any_value() {
    let expected = "invalid type: string, expected a JSON number";
    assert_eq!(reason::<Severity>(r#""Jane""#), expected);
}

#[test]
fn a_broken_body_is_not_json_even_after_a_value_that_does_not_fit() {
    let error = error_of::<Customer>("{\"name\":7,\n");
    assert_eq!(
        error.to_string(),
        "not JSON: EOF while parsing an object at line 2 column 0"
    );
}

#[test]
fn text_after_the_body_is_an_error() {
    let error = error_of::<Customer>(r#"{"name":"Jane"} {}"#);
    assert_eq!(
        error.to_string(),
        "not JSON: trailing characters at line 1 column 17"
    );
}

#[test]
fn a_body_that_is_not_utf_8_is_told_with_the_offset() {
    let error = strictly::<Value>(b"[\"\xc3\x28\"]").unwrap_err();
    assert_eq!(error, DecodeError::NotUtf8 { offset: 2 });
}

#[test]
fn nesting_beyond_what_is_read_is_an_error_with_a_place() {
    let body = "[".repeat(100_000) + &"]".repeat(100_000);
    let (pointer, reason) = mismatch::<Value>(&body);
    assert_eq!(reason, "recursion limit exceeded");
    assert!(pointer.len() < 300, "{pointer}");
}

#[test]
fn nesting_in_what_is_skipped_is_no_error() {
    let body = format!(
        r#"{{"name":"x","deep":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(strictly::<Customer>(body.as_bytes()).is_ok());
}

#[test]
fn a_number_beyond_f64_is_an_error_with_a_place() {
    let (pointer, reason) = mismatch::<BTreeMap<String, f64>>(r#"{"a":1e999}"#);
    assert_eq!(
        (pointer.as_str(), reason.as_str()),
        ("/a", "number out of range")
    );
}
