//! API keys in headers, queries and cookies.
#![cfg(feature = "security")]

use crate::support::{at, headers};
use http::HeaderMap;
use webhook_runtime::security::{ApiKey, ApiKeyPlace, Presented, Refusal};

const HEADER: ApiKeyPlace = ApiKeyPlace::Header("X-Key");
const QUERY: ApiKeyPlace = ApiKeyPlace::Query("key");
const COOKIE: ApiKeyPlace = ApiKeyPlace::Cookie("key");

fn in_headers<V: AsRef<[u8]>>(
    key: &ApiKey,
    place: ApiKeyPlace,
    fields: &[(&str, V)],
) -> Result<(), Refusal> {
    let headers = headers(fields);
    let presented = Presented::new(&headers, None, b"{}", at(0));
    key.verify(place, &presented).map(|_| ())
}

fn in_query(key: &ApiKey, query: Option<&str>) -> Result<(), Refusal> {
    let headers = HeaderMap::new();
    let presented = Presented::new(&headers, query, b"{}", at(0));
    key.verify(QUERY, &presented).map(|_| ())
}

#[test]
fn the_right_key_in_a_header_is_accepted_and_others_are_not() {
    let key = ApiKey::new("k1");
    assert_eq!(in_headers(&key, HEADER, &[("x-key", "k1")]), Ok(()));
    for wrong in ["k2", "K1", "k", "k11", "k1 "] {
        assert_eq!(
            in_headers(&key, HEADER, &[("x-key", wrong)]),
            Err(Refusal::Mismatch),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_header_that_is_not_there_is_missing() {
    let key = ApiKey::new("k1");
    assert_eq!(
        in_headers(&key, HEADER, &[("x-other", "k1")]),
        Err(Refusal::Missing)
    );
}

#[test]
fn a_header_given_twice_is_refused_even_where_both_are_right() {
    let key = ApiKey::new("k1");
    for pair in [["k1", "k1"], ["k1", "k2"], ["k2", "k1"]] {
        let fields = pair.map(|value| ("x-key", value));
        assert_eq!(in_headers(&key, HEADER, &fields), Err(Refusal::Repeated));
    }
}

#[test]
fn an_empty_key_is_refused_whatever_is_expected() {
    for key in [ApiKey::new("k1"), ApiKey::new("")] {
        assert_eq!(
            in_headers(&key, HEADER, &[("x-key", "")]),
            Err(Refusal::Malformed)
        );
        assert_eq!(in_query(&key, Some("key=")), Err(Refusal::Malformed));
        assert_eq!(in_query(&key, Some("key")), Err(Refusal::Malformed));
        assert_eq!(
            in_headers(&key, COOKIE, &[("cookie", "key=")]),
            Err(Refusal::Malformed)
        );
    }
}

#[test]
fn an_empty_key_opens_to_no_one() {
    assert_eq!(
        in_headers(&ApiKey::new(""), HEADER, &[("x-key", "k1")]),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn a_key_with_bytes_beyond_ascii_is_compared_as_bytes() {
    let utf8 = ApiKey::new("clé");
    assert_eq!(
        in_headers(&utf8, HEADER, &[("x-key", "clé".as_bytes())]),
        Ok(())
    );
    assert_eq!(
        in_headers(&utf8, HEADER, &[("x-key", b"cl\xE9")]),
        Err(Refusal::Mismatch)
    );
    let latin = ApiKey::new(b"cl\xE9".to_vec());
    assert_eq!(in_headers(&latin, HEADER, &[("x-key", b"cl\xE9")]), Ok(()));
    assert_eq!(in_query(&latin, Some("key=cl%E9")), Ok(()));
    assert_eq!(
        in_query(&latin, Some("key=cl%C3%A9")),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn a_query_parameter_is_decoded() {
    let key = ApiKey::new("a b+c&d=é");
    assert_eq!(
        in_query(&key, Some("x=1&key=a%20b%2Bc%26d%3D%C3%A9&y")),
        Ok(())
    );
    assert_eq!(in_query(&key, Some("%6Bey=a+b%2Bc%26d=%C3%A9")), Ok(()));
    assert_eq!(
        in_query(&key, Some("key=a%20b+c%26d%3D%C3%A9")),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn a_query_without_the_parameter_is_missing_it() {
    let key = ApiKey::new("k1");
    for query in [
        None,
        Some(""),
        Some("Key=k1"),
        Some("k=key&xkey=k1"),
        Some("&&"),
    ] {
        assert_eq!(in_query(&key, query), Err(Refusal::Missing), "{query:?}");
    }
}

#[test]
fn a_query_parameter_given_twice_is_refused() {
    let key = ApiKey::new("k1");
    for query in ["key=k1&key=k1", "key=k2&%6bey=k1", "key&key=k1"] {
        assert_eq!(
            in_query(&key, Some(query)),
            Err(Refusal::Repeated),
            "{query}"
        );
    }
}

#[test]
fn a_cookie_is_found_among_others_and_over_several_headers() {
    let key = ApiKey::new("k=1");
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "a=b; key=k=1; c=d")]),
        Ok(())
    );
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "a=b"), ("cookie", "key=k=1")]),
        Ok(())
    );
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "a=b;key=k=1")]),
        Ok(())
    );
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "key=k=2")]),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn a_cookie_is_not_decoded() {
    let key = ApiKey::new("k1");
    for value in ["key=%6b1", "key=\"k1\""] {
        assert_eq!(
            in_headers(&key, COOKIE, &[("cookie", value)]),
            Err(Refusal::Mismatch),
            "{value}"
        );
    }
}

#[test]
fn a_cookie_that_is_not_there_is_missing() {
    let key = ApiKey::new("k1");
    for value in ["", "key", "Key=k1", "xkey=k1", "a=key=k1"] {
        assert_eq!(
            in_headers(&key, COOKIE, &[("cookie", value)]),
            Err(Refusal::Missing),
            "{value}"
        );
    }
    assert_eq!(
        in_headers(&key, COOKIE, &[("x", "key=k1")]),
        Err(Refusal::Missing)
    );
}

#[test]
fn a_cookie_given_twice_is_refused() {
    let key = ApiKey::new("k1");
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "key=k1; key=k1")]),
        Err(Refusal::Repeated)
    );
    assert_eq!(
        in_headers(&key, COOKIE, &[("cookie", "key=k2"), ("cookie", "key=k1")]),
        Err(Refusal::Repeated)
    );
}

#[test]
fn during_a_rotation_old_and_new_keys_are_accepted() {
    let key = ApiKey::new("new").or("old").or("");
    assert_eq!(in_headers(&key, HEADER, &[("x-key", "new")]), Ok(()));
    assert_eq!(in_headers(&key, HEADER, &[("x-key", "old")]), Ok(()));
    assert_eq!(
        in_headers(&key, HEADER, &[("x-key", "older")]),
        Err(Refusal::Mismatch)
    );
}
