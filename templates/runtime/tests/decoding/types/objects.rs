//! Structs are read from JSON objects and from nothing else.

use crate::stand_in::Link;
use serde_json::{from_str, json, to_value};

#[test]
fn an_object_is_read_and_written_member_by_member() {
    let link: Link =
        from_str(r#"{"relName":"self","href":"https://example.com","more":1}"#).unwrap();
    assert_eq!(link.rel_name.as_deref(), Some("self"));
    assert_eq!(
        to_value(&link).unwrap(),
        json!({"href": "https://example.com", "relName": "self"})
    );
}

#[test]
fn an_array_is_never_taken_for_an_object() {
    for text in [r#"["https://example.com","self"]"#, "[]", "[null,null]"] {
        let error = from_str::<Link>(text).unwrap_err().to_string();
        assert!(
            error.starts_with("invalid type: sequence"),
            "{text}: {error}"
        );
    }
}

#[test]
fn no_other_value_is_taken_for_an_object() {
    for text in ["1", "\"text\"", "true", "null"] {
        assert!(from_str::<Link>(text).is_err(), "{text}");
    }
}

#[test]
fn an_object_inside_a_list_or_an_option_is_asked_for_as_well() {
    assert!(from_str::<Vec<Link>>(r#"[["https://example.com","self"]]"#).is_err());
    assert!(from_str::<Option<Link>>("[]").is_err());
    assert_eq!(from_str::<Option<Link>>("null").unwrap(), None);
}
