//! Open enums: every value is read, and written back as it came.

use std::collections::BTreeMap;

use crate::stand_in::{PaymentMethod, Severity};
use serde::de::DeserializeOwned;
use serde_json::json;

fn unknown_method(text: &str) -> PaymentMethod {
    PaymentMethod::Unknown(text.to_owned())
}

fn unknown_severity(text: &str) -> Severity {
    Severity::Unknown(text.to_owned())
}

/// Reads a text as every way into `serde_json` reads it, and holds that they agree.
fn read<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let from_str: T = serde_json::from_str(text).unwrap();
    let from_slice: T = serde_json::from_slice(text.as_bytes()).unwrap();
    let from_reader: T = serde_json::from_reader(text.as_bytes()).unwrap();
    let from_value: T = serde_json::from_value(serde_json::from_str(text).unwrap()).unwrap();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tracked: T = serde_path_to_error::deserialize(&mut deserializer).unwrap();
    for other in [from_slice, from_reader, from_value, tracked] {
        assert_eq!(other, from_str);
    }
    from_str
}

fn complaint<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    serde_json::from_str::<T>(text).unwrap_err().to_string()
}

#[test]
fn a_listed_string_is_its_variant() {
    assert_eq!(
        read::<PaymentMethod>(r#""payment-card""#),
        PaymentMethod::PaymentCard
    );
}

#[test]
fn an_escaped_string_is_the_string_it_stands_for() {
    assert_eq!(read::<PaymentMethod>(r#""\u0063ash""#), PaymentMethod::Cash);
}

#[test]
fn an_unlisted_string_is_kept_and_written_back() {
    for text in [r#""bank-draft""#, r#""""#, r#""Cash""#, r#""ключ \"x\"""#] {
        let value: PaymentMethod = read(text);
        assert_eq!(
            value,
            unknown_method(&serde_json::from_str::<String>(text).unwrap())
        );
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }
}

#[test]
fn what_is_no_string_is_named_in_the_error() {
    let found = [
        ("null", "null"),
        ("true", "boolean `true`"),
        ("7", "integer `7`"),
        ("[]", "sequence"),
        ("{}", "map"),
    ];
    for (text, name) in found {
        let message = complaint::<PaymentMethod>(text);
        let expected = format!("invalid type: {name}, expected a string");
        assert!(message.starts_with(&expected), "{text}: {message}");
    }
}

#[test]
fn a_string_enum_converts_from_and_to_text() {
    assert_eq!("cash".parse(), Ok(PaymentMethod::Cash));
    assert_eq!(PaymentMethod::from("cash".to_owned()), PaymentMethod::Cash);
    assert_eq!(PaymentMethod::PaymentCard.to_string(), "payment-card");
    assert_eq!(AsRef::<str>::as_ref(&unknown_method("x")), "x");
}

#[test]
fn a_display_width_is_kept() {
    assert_eq!(format!("{:>6}", PaymentMethod::Cash), "  cash");
    assert_eq!(format!("{:<3}|", Severity::Value4), "4  |");
}

#[test]
fn a_string_enum_can_be_a_member_name() {
    let text = r#"{"cash":1,"x":2}"#;
    let map: BTreeMap<PaymentMethod, u8> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&map).unwrap(), text);
}

#[test]
fn a_listed_integer_is_its_variant() {
    assert_eq!(read::<Severity>("-1"), Severity::Minus1);
    assert_eq!(read::<Severity>("4"), Severity::Value4);
}

#[test]
fn a_fraction_of_zero_does_not_make_a_listed_integer_unknown() {
    let value: Severity = read("4.0");
    assert_eq!(value, Severity::Value4);
    assert_eq!(serde_json::to_string(&value).unwrap(), "4");
}

#[test]
fn an_unlisted_number_is_kept_and_written_back() {
    for text in [
        "5",
        "9.0",
        "2.5",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
    ] {
        let value: Severity = read(text);
        assert_eq!(value, unknown_severity(text));
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
    }
}

#[test]
fn a_number_beyond_64_bits_keeps_its_magnitude() {
    let value: Severity = read("123456789012345678901234567890");
    let written = serde_json::to_string(&value).unwrap();
    let read_back: f64 = serde_json::from_str(&written).unwrap();
    assert!((read_back / 123_456_789_012_345_678_901_234_567_890.0 - 1.0).abs() < 1e-15);
}

#[test]
fn what_is_no_number_is_named_in_the_error() {
    let found = [
        ("null", "null"),
        (r#""4""#, r#"string "4""#),
        ("[]", "sequence"),
    ];
    for (text, name) in found {
        let message = complaint::<Severity>(text);
        let expected = format!("invalid type: {name}, expected a JSON number");
        assert!(message.starts_with(&expected), "{text}: {message}");
    }
}

#[test]
fn an_integer_enum_is_written_as_a_number() {
    let values = [Severity::Value4, Severity::Minus1, unknown_severity("5")];
    assert_eq!(serde_json::to_value(values).unwrap(), json!([4, -1, 5]));
}

#[test]
fn a_text_that_is_no_number_is_written_as_a_string() {
    for text in ["high", "", "007", " 4", "4 "] {
        let value: Severity = text.parse().unwrap();
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
    }
}

#[test]
fn an_integer_enum_converts_from_numbers_and_text() {
    assert_eq!(Severity::from(4), Severity::Value4);
    assert_eq!(Severity::from(5), unknown_severity("5"));
    assert_eq!("-1".parse(), Ok(Severity::Minus1));
    assert_eq!(Severity::from(i64::MIN).as_i64(), Some(i64::MIN));
}
