//! How deeply a body may nest: what counts, and what a body that nests more deeply is called.

use webhook_runtime::generated::{check_nesting, is_deeper};
use webhook_runtime::{DecodeError, JsonKind};

/// What is wrong with a body that may nest so many levels.
fn fault(body: &str, most: usize) -> Option<DecodeError> {
    check_nesting(body.as_bytes(), most).err()
}

#[test]
fn arrays_and_objects_are_levels() {
    for (body, levels) in [
        ("7", 0),
        (r#""text""#, 0),
        ("[]", 1),
        (r#"{"a":{"b":1},"c":[2]}"#, 2),
        (r#"[[],[[]],{"a":[{}]}]"#, 4),
        ("\u{feff} [ [ ] ] ", 2),
    ] {
        assert_eq!(fault(body, levels), None, "{body}");
        let Some(most) = usize::checked_sub(levels, 1) else {
            continue;
        };
        assert_eq!(
            fault(body, most),
            Some(DecodeError::TooDeep { levels, most }),
            "{body}"
        );
    }
}

#[test]
fn brackets_in_strings_are_text() {
    let body = r#"["[[[","}{\"[[[","\\",{"[[":"\\\"[["}]"#;
    assert_eq!(fault(body, 2), None);
    assert!(is_deeper(body.as_bytes(), 1));
}

#[test]
fn what_was_closed_does_not_count() {
    let body = format!("[{}[]]", "[[]],".repeat(10_000));
    assert_eq!(fault(&body, 3), None);
    assert!(is_deeper(body.as_bytes(), 2));
}

#[test]
fn a_body_of_a_million_levels_is_told_from_one_that_is_no_json() {
    let body = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let levels = 1_000_000;
    assert_eq!(
        fault(&body, 127),
        Some(DecodeError::TooDeep { levels, most: 127 })
    );
    let cut_short = &body[..body.len() - 1];
    assert!(matches!(
        fault(cut_short, 127),
        Some(DecodeError::NotJson { .. })
    ));
    let mut bytes = body.into_bytes();
    bytes.push(0xff);
    assert!(matches!(
        check_nesting(&bytes, 127),
        Err(DecodeError::NotUtf8 { .. })
    ));
}

#[test]
fn a_text_that_breaks_off_counts_up_to_there() {
    assert!(is_deeper(b"[[[", 2));
    assert!(!is_deeper(b"[[[", 3));
    // Nobody reads on behind a bracket that closes nothing.
    assert!(!is_deeper(b"]]][", 1));
    assert!(!is_deeper(br#"["\"#, 1));
}

#[test]
fn the_error_says_how_deep_and_nothing_of_what_is_there() {
    let error = fault(r#"{"secret":["value"]}"#, 1).unwrap();
    assert_eq!(
        error.to_string(),
        "too deep: arrays and objects nest 2 levels, at most 1 are decoded"
    );
    assert_ne!(
        error,
        DecodeError::NotAnObject {
            found: JsonKind::Array
        }
    );
}
