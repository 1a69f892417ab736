//! HTTP basic authentication.
#![cfg(feature = "security")]

use crate::support::{at, headers};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use webhook_runtime::security::{BasicCredentials, Presented, Refusal};

fn with_header(credentials: &BasicCredentials, value: &[u8]) -> Result<(), Refusal> {
    let headers = headers(&[("authorization", value)]);
    let presented = Presented::new(&headers, None, b"{}", at(0));
    credentials.verify(&presented).map(|_| ())
}

fn with_pair(credentials: &BasicCredentials, pair: impl AsRef<[u8]>) -> Result<(), Refusal> {
    with_header(
        credentials,
        format!("Basic {}", STANDARD.encode(pair)).as_bytes(),
    )
}

#[test]
fn the_example_of_rfc_7617_is_accepted() {
    let credentials = BasicCredentials::new("Aladdin", "open sesame");
    assert_eq!(
        with_header(&credentials, b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        Ok(())
    );
}

#[test]
fn the_utf_8_example_of_rfc_7617_is_accepted() {
    let credentials = BasicCredentials::new("test", "123£");
    assert_eq!(with_header(&credentials, b"Basic dGVzdDoxMjPCow=="), Ok(()));
}

#[test]
fn user_name_and_password_must_both_be_right() {
    let credentials = BasicCredentials::new("user", "pass");
    assert_eq!(with_pair(&credentials, "user:pass"), Ok(()));
    for wrong in [
        "user:Pass",
        "User:pass",
        "user:",
        ":pass",
        "userx:pass",
        "user:passx",
        "use:rpass",
        ":",
    ] {
        assert_eq!(
            with_pair(&credentials, wrong),
            Err(Refusal::Mismatch),
            "{wrong}"
        );
    }
}

#[test]
fn a_password_may_have_colons() {
    let credentials = BasicCredentials::new("user", "a:b::c");
    assert_eq!(with_pair(&credentials, "user:a:b::c"), Ok(()));
    assert_eq!(with_pair(&credentials, "user:a"), Err(Refusal::Mismatch));
}

#[test]
fn credentials_without_a_colon_are_malformed() {
    let credentials = BasicCredentials::new("user", "pass");
    assert_eq!(with_pair(&credentials, "userpass"), Err(Refusal::Malformed));
}

#[test]
fn what_is_not_base64_is_malformed() {
    let credentials = BasicCredentials::new("user", "pass");
    for value in [
        "Basic",
        "Basic ",
        "Basic =",
        "Basic user:pass",
        "Basic dXNlcjpwYXNz!",
        "Basic dXNlcjpwYXNz dXNlcjpwYXNz",
        "Basic dXNlcjpwYXN",
    ] {
        let refusal = with_header(&credentials, value.as_bytes());
        assert!(
            matches!(refusal, Err(Refusal::Malformed)),
            "{value}: {refusal:?}"
        );
    }
    assert_eq!(
        with_header(&credentials, b"Basic \xFF\xFE"),
        Err(Refusal::Malformed)
    );
}

#[test]
fn bytes_that_are_not_utf_8_and_control_characters_are_malformed() {
    let credentials = BasicCredentials::new("user", "pass");
    assert_eq!(
        with_pair(&credentials, b"user:pass\xA3"),
        Err(Refusal::Malformed)
    );
    assert_eq!(
        with_pair(&credentials, "user:pass\0"),
        Err(Refusal::Malformed)
    );
    assert_eq!(
        with_pair(&credentials, "user:pass\n"),
        Err(Refusal::Malformed)
    );
}

#[test]
fn the_scheme_is_read_in_either_case_and_padding_may_be_left_out() {
    let credentials = BasicCredentials::new("Aladdin", "open sesame");
    for value in [
        "basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        "BASIC  QWxhZGRpbjpvcGVuIHNlc2FtZQ",
    ] {
        assert_eq!(
            with_header(&credentials, value.as_bytes()),
            Ok(()),
            "{value}"
        );
    }
}

#[test]
fn another_scheme_is_none_of_this_one() {
    let credentials = BasicCredentials::new("user", "pass");
    for value in [
        "Bearer dXNlcjpwYXNz",
        "Basically dXNlcjpwYXNz",
        "dXNlcjpwYXNz",
        "",
    ] {
        assert_eq!(
            with_header(&credentials, value.as_bytes()),
            Err(Refusal::Missing),
            "{value}"
        );
    }
    let none = headers::<&str>(&[]);
    let presented = Presented::new(&none, None, b"{}", at(0));
    assert_eq!(credentials.verify(&presented), Err(Refusal::Missing));
}

#[test]
fn two_headers_are_refused_even_where_one_is_of_another_scheme() {
    let credentials = BasicCredentials::new("user", "pass");
    let right = "Basic dXNlcjpwYXNz";
    for other in [right, "Bearer abc"] {
        let headers = headers(&[("authorization", right), ("authorization", other)]);
        let presented = Presented::new(&headers, None, b"{}", at(0));
        assert_eq!(credentials.verify(&presented), Err(Refusal::Repeated));
    }
}

#[test]
fn an_empty_password_matches_nothing_and_an_empty_user_name_itself() {
    assert_eq!(
        with_pair(&BasicCredentials::new("user", ""), "user:"),
        Err(Refusal::Mismatch)
    );
    assert_eq!(
        with_pair(&BasicCredentials::new("", "pass"), ":pass"),
        Ok(())
    );
    assert_eq!(
        with_pair(&BasicCredentials::new("", "pass"), "user:pass"),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn during_a_rotation_old_and_new_pairs_are_accepted_and_not_mixed() {
    let credentials = BasicCredentials::new("u1", "p1").or("u2", "p2");
    assert_eq!(with_pair(&credentials, "u1:p1"), Ok(()));
    assert_eq!(with_pair(&credentials, "u2:p2"), Ok(()));
    assert_eq!(with_pair(&credentials, "u1:p2"), Err(Refusal::Mismatch));
    assert_eq!(with_pair(&credentials, "u2:p1"), Err(Refusal::Mismatch));
}

#[test]
fn the_challenge_names_realm_and_charset() {
    assert_eq!(
        BasicCredentials::CHALLENGE,
        r#"Basic realm="webhooks", charset="UTF-8""#
    );
}
