//! JSON at the edge of what is allowed, and what is no JSON at all.

use rebilly_kyc_webhooks::{
    DecodeError, Decoded, Event, Strictness, decode, decode_with, event_name,
};
use serde_json::Value;

use super::{in_order, refused};

/// The text of what is wrong with a body, which naming the event says as well unless the name
/// stands before it.
fn complaint(body: &[u8]) -> String {
    let error = decode(body).expect_err("an error");
    if let Err(unnamed) = event_name(body) {
        assert_eq!(unnamed, error);
    }
    assert_eq!(
        decode_with(body, Strictness::Strict),
        Err(error.clone()),
        "strictness changes what is wrong"
    );
    error.to_string()
}

#[test]
fn a_body_that_is_no_json_says_what_is_wrong_and_where() {
    for (body, text) in [
        ("", "not JSON: EOF while parsing a value at line 1 column 0"),
        (
            " \n\t ",
            "not JSON: EOF while parsing a value at line 2 column 2",
        ),
        (
            r#"{"eventType":"kyc-document-rejected""#,
            "not JSON: EOF while parsing an object at line 1 column 36",
        ),
        (
            r#"{"eventType":"kyc-doc"#,
            "not JSON: EOF while parsing a string at line 1 column 21",
        ),
        (
            r#"{"eventType":"kyc-document-rejected",}"#,
            "not JSON: key must be a string at line 1 column 38",
        ),
        (
            "{\"eventType\":\"kyc-document-rejected\"}\nx",
            "not JSON: trailing characters at line 2 column 1",
        ),
        (
            r#"{"eventType":"a"}{"eventType":"a"}"#,
            "not JSON: trailing characters at line 1 column 18",
        ),
        (
            "\u{feff}\u{feff}{\"eventType\":\"a\"}",
            "not JSON: expected value at line 1 column 1",
        ),
        (
            "eventType=kyc-document-rejected",
            "not JSON: expected value at line 1 column 1",
        ),
        (
            "{'eventType':'a'}",
            "not JSON: key must be a string at line 1 column 2",
        ),
        (
            "{\"eventType\":\"a\",\"x\":NaN}",
            "not JSON: expected value at line 1 column 22",
        ),
        (
            "{\"eventType\":\"a\",\"x\":01}",
            "not JSON: invalid number at line 1 column 23",
        ),
    ] {
        assert_eq!(complaint(body.as_bytes()), text, "{body:?}");
    }
}

#[test]
fn a_break_far_behind_the_name_is_found_by_both() {
    let text = format!(
        "{{\"eventType\":\"kyc-document-created\",\"x\":[{}1",
        "1,\n".repeat(500)
    );
    assert_eq!(
        complaint(text.as_bytes()),
        "not JSON: EOF while parsing a list at line 501 column 1"
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_counted() {
    for (body, text) in [
        (
            &b"{\"eventType\":\"kyc-\xffdocument\"}"[..],
            "not UTF-8: no character starts at byte 18",
        ),
        (
            b"\xff\xfe{\0}\0",
            "not UTF-8: no character starts at byte 0",
        ),
        (
            b"{\"eventType\":\"a\"}\xc3",
            "not UTF-8: no character starts at byte 17",
        ),
    ] {
        assert_eq!(complaint(body), text);
    }
}

#[test]
fn a_body_that_is_no_object_says_what_it_is() {
    for (body, kind) in [
        ("[]", "an array"),
        (r#"[{"eventType":"kyc-document-created"}]"#, "an array"),
        (r#""kyc-document-created""#, "a string"),
        ("1", "an integer"),
        ("-1.5", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
    ] {
        assert_eq!(
            complaint(body.as_bytes()),
            format!("not an event: the body is {kind}, expected an object")
        );
    }
}

#[test]
fn a_body_without_a_name_says_what_stands_there_instead() {
    for (body, text) in [
        ("{}", "no event name: `/eventType` is missing"),
        (
            r#"{"EventType":"kyc-document-created"}"#,
            "no event name: `/eventType` is missing",
        ),
        (
            r#"{"eventType":null}"#,
            "no event name: `/eventType` is null, expected a string or an integer",
        ),
        (
            r#"{"eventType":""}"#,
            "no event name: `/eventType` is an empty string",
        ),
        (
            r#"{"eventType":7.5}"#,
            "no event name: `/eventType` is a number, expected a string or an integer",
        ),
        (
            r#"{"eventType":true}"#,
            "no event name: `/eventType` is a boolean, expected a string or an integer",
        ),
        (
            r#"{"eventType":["kyc-document-created"]}"#,
            "no event name: `/eventType` is an array, expected a string or an integer",
        ),
        (
            r#"{"eventType":{"name":"kyc-document-created"}}"#,
            "no event name: `/eventType` is an object, expected a string or an integer",
        ),
    ] {
        assert_eq!(complaint(body.as_bytes()), text);
    }
}

#[test]
fn escapes_in_keys_and_names_are_read() {
    let text = r#"{"\u0065ventType":"kyc-document-cr\u0065ated","customer\u0049d":"\ud83d\ude00\u0000\/"}"#;
    let Event::KycDocumentCreated(payload) = in_order(text.as_bytes()) else {
        panic!("another event");
    };
    assert_eq!(payload.customer_id.as_deref(), Some("\u{1f600}\0/"));
}

#[test]
fn half_of_a_surrogate_pair_is_refused_where_it_stands_and_only_where_it_is_read() {
    for (body, place) in [
        (
            r#"{"eventType":"kyc-document-created","customerId":"\ud800"}"#,
            "/customerId",
        ),
        (r#"{"eventType":"\ud800x"}"#, "/eventType"),
        (
            r#"{"eventType":"kyc-document-created","_embedded":{"kycDocument":
               {"documentType":"identity-proof","fileIds":["a","\udc00"],"customerId":""}}}"#,
            "/_embedded/kycDocument/fileIds/1",
        ),
    ] {
        assert_eq!(refused(body.as_bytes()).0, place);
    }
    in_order(br#"{"eventType":"kyc-document-created","later":"\ud800"}"#);
}

#[test]
fn the_first_of_several_names_counts() {
    let body = br#"{"eventType":"kyc-document-created","eventType":"kyc-later"}"#;
    assert_eq!(event_name(body).unwrap().as_str(), "kyc-document-created");
    let Decoded { value, defects, .. } = decode(body).unwrap();
    let Event::KycDocumentCreated(payload) = value else {
        panic!("{value:?}");
    };
    // What the payload says of itself is what it was taken for.
    let name = payload.event_type.map(|name| name.to_string());
    assert_eq!(name.as_deref(), Some("kyc-document-created"));
    assert_eq!(defects.len(), 1);
    assert_eq!(defects[0].pointer, "/eventType");
    assert_eq!(defects[0].value, "kyc-later");
}

#[test]
fn a_member_given_twice_arrives_typed_with_a_defect() {
    let body = br#"{"eventType":"kyc-document-created","customerId":"a","customerId":"b"}"#;
    let Decoded { value, defects, .. } = decode(body).unwrap();
    let Event::KycDocumentCreated(payload) = value else {
        panic!("{value:?}");
    };
    assert_eq!(payload.customer_id.as_deref(), Some("a"));
    assert_eq!(
        defects.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["`/customerId`: given more than once"]
    );
}

#[test]
fn a_byte_order_mark_in_front_is_passed_over() {
    let body = "\u{feff}{\"eventType\":\"kyc-document-created\"}";
    assert!(matches!(
        in_order(body.as_bytes()),
        Event::KycDocumentCreated(_)
    ));
}

#[test]
fn whole_numbers_are_integers_however_they_are_written() {
    for number in ["12.0", "1.2e1", "1200e-2"] {
        let body = customer(&format!(r#""revision":{number}"#));
        let sent = serde_json::to_value(in_order(&body)).unwrap();
        assert_eq!(sent["_embedded"]["customer"]["revision"], 12, "{number}");
        let strictly = decode_with(&body, Strictness::Strict).unwrap();
        assert_eq!(strictly.defects, [], "{number}");
    }
}

#[test]
fn a_field_given_twice_is_refused_and_an_unknown_one_is_not() {
    let body = br#"{"eventType":"kyc-document-created","customerId":"a","customerId":"b"}"#;
    assert_eq!(
        refused(body),
        ("/customerId".to_owned(), "given more than once".to_owned())
    );
    let body = br#"{"eventType":"kyc-document-created","_embedded":{"kycDocument":
        {"documentType":"funds-proof","documentType":"funds-proof","fileIds":[],"customerId":""}}}"#;
    assert_eq!(
        refused(body),
        (
            "/_embedded/kycDocument/documentType".to_owned(),
            "given more than once".to_owned()
        )
    );
    in_order(br#"{"eventType":"kyc-document-created","later":1,"later":2}"#);
}

#[test]
fn free_form_values_nest_up_to_a_bound_and_are_refused_beyond_it() {
    let event = |depth: usize| {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        format!(
            r#"{{"eventType":"kyc-document-created","_embedded":{{"customer":{{"customFields":{{"a":{nested}}}}}}}}}"#
        )
    };
    in_order(event(100).as_bytes());
    for depth in [128, 100_000] {
        let (pointer, reason) = refused(event(depth).as_bytes());
        assert!(
            pointer.starts_with("/_embedded/customer/customFields/a/0/0/"),
            "{pointer}"
        );
        assert_eq!(reason, "recursion limit exceeded");
    }
}

#[test]
fn unions_nest_up_to_a_bound_and_are_refused_beyond_it() {
    for depth in [127, 100_000] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let text = format!(
            r#"{{"eventType":"kyc-document-created","_embedded":{{"kycDocument":{{"x":{nested}}}}}}}"#
        );
        assert_eq!(
            refused(text.as_bytes()),
            (
                "/_embedded/kycDocument".to_owned(),
                "nested more than 127 levels deep".to_owned()
            )
        );
    }
}

/// A document event whose customer has this member.
fn customer(member: &str) -> Vec<u8> {
    format!(r#"{{"eventType":"kyc-document-created","_embedded":{{"customer":{{{member}}}}}}}"#)
        .into_bytes()
}

#[test]
fn numbers_beyond_a_type_are_refused_at_their_place() {
    for number in [
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "1e400",
        "0.5",
    ] {
        let (pointer, _) = refused(&customer(&format!(r#""revision":{number}"#)));
        assert_eq!(pointer, "/_embedded/customer/revision", "{number}");
    }
    let (pointer, reason) = refused(&customer(r#""customFields":{"big~/":[1e400]}"#));
    assert_eq!(pointer, "/_embedded/customer/customFields/big~0~1/0");
    assert_eq!(reason, "number out of range");
}

#[test]
fn numbers_within_a_type_are_kept_to_the_digit() {
    for (member, place) in [
        (r#""revision":9223372036854775807"#, "revision"),
        (r#""revision":-9223372036854775808"#, "revision"),
        (
            r#""customFields":{"n":18446744073709551615}"#,
            "customFields/n",
        ),
        (
            r#""averageValue":{"amount":0.30000000000000004}"#,
            "averageValue/amount",
        ),
        (
            r#""averageValue":{"amount":1.7976931348623157e308}"#,
            "averageValue/amount",
        ),
        (r#""averageValue":{"amount":5e-324}"#, "averageValue/amount"),
    ] {
        let body = customer(member);
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let kept = serde_json::to_value(in_order(&body)).unwrap();
        let place = format!("/_embedded/customer/{place}");
        assert_eq!(kept.pointer(&place), sent.pointer(&place), "{member}");
    }
}

#[test]
fn a_control_character_in_a_place_is_shown_escaped() {
    let body = customer(r#""customFields":{"line\nbreak":1e400}"#);
    let error: DecodeError = decode_with(&body, Strictness::Strict).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected payload: `/_embedded/customer/customFields/line\\nbreak` does not fit: number out of range"
    );
    assert_eq!(
        decode(&body).unwrap().defects[0].to_string(),
        "`/_embedded/customer/customFields/line\\nbreak`: number out of range"
    );
}
