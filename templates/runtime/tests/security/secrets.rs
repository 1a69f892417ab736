//! Secrets: they match themselves only, and never show.
#![cfg(feature = "security")]

use webhook_runtime::security::Secret;

#[test]
fn a_secret_matches_its_own_bytes_only() {
    let secret = Secret::from("abcabc");
    assert!(secret.matches(b"abcabc"));
    // Among them every way in which a comparison that starts over could be fooled.
    for other in [
        "",
        "a",
        "abc",
        "abcab",
        "abcabcabc",
        "abcabcabcabc",
        "abcabd",
        "Abcabc",
        "abcabc\0",
    ] {
        assert!(!secret.matches(other.as_bytes()), "{other:?}");
    }
}

#[test]
fn a_longer_text_that_repeats_a_secret_does_not_match() {
    assert!(!Secret::from("aa").matches(b"aaa"));
    assert!(!Secret::from("a").matches(&[b'a'; 257]));
}

#[test]
fn an_empty_secret_matches_nothing() {
    for empty in [
        Secret::from(""),
        Secret::from(String::new()),
        Secret::from(Vec::new()),
    ] {
        assert!(empty.is_empty());
        assert!(!empty.matches(b""));
        assert!(!empty.matches(b"x"));
    }
}

#[test]
fn a_secret_may_be_any_bytes() {
    let bytes = vec![0, 0xFF, 0x80, b'\n'];
    assert!(Secret::from(bytes.clone()).matches(&bytes));
    assert!(Secret::from(bytes.as_slice()).matches(&bytes));
    assert!(Secret::from("clé").matches("clé".as_bytes()));
    assert!(!Secret::from("clé").matches(b"cl\xE9"));
}

#[test]
fn a_copy_is_the_same_secret() {
    let secret = Secret::from("abc");
    let copy = secret.clone();
    drop(secret);
    assert!(copy.matches(b"abc"));
}

#[test]
fn debug_shows_neither_bytes_nor_length() {
    assert_eq!(format!("{:?}", Secret::from("marker")), "Secret(..)");
    assert_eq!(format!("{:#?}", Secret::from("")), "Secret(..)");
}
