//! Keys that admit nobody say so when they are given.
#![cfg(feature = "security")]

use webhook_runtime::security::{ApiKey, BasicCredentials, BearerToken, BearerVerifier, KeyError};

#[test]
fn an_empty_key_is_a_fault_among_others_too() {
    for (keys, expected) in [
        (ApiKey::new("key"), None),
        (ApiKey::new("key").or("the next key"), None),
        (ApiKey::new(""), Some(KeyError::Empty)),
        (ApiKey::new(Vec::new()).or("key"), Some(KeyError::Empty)),
        (ApiKey::new("key").or(""), Some(KeyError::Empty)),
    ] {
        assert_eq!(keys.fault(), expected);
    }
}

#[test]
fn a_pair_that_no_request_can_show_is_a_fault() {
    let right = || BasicCredentials::new("user", "password");
    for (pairs, expected) in [
        (right(), None),
        (BasicCredentials::new("", "password"), None),
        (right().or("user", "pass:word"), None),
        (BasicCredentials::new("", ""), Some(KeyError::Empty)),
        (BasicCredentials::new("user", ""), Some(KeyError::Empty)),
        (right().or("user", ""), Some(KeyError::Empty)),
        (right().or("us:er", "password"), Some(KeyError::ColonInUser)),
    ] {
        assert_eq!(pairs.fault(), expected);
    }
}

#[test]
fn a_bearer_verifier_has_the_faults_of_what_it_is_made_of() {
    let verifier = |token: BearerToken| BearerVerifier::new(token);
    assert_eq!(verifier(BearerToken::new("token")).fault(), None);
    let empty = Some(KeyError::Empty);
    assert_eq!(verifier(BearerToken::new("")).fault(), empty);
    assert_eq!(verifier(BearerToken::new("token").or("")).fault(), empty);
    let own = BearerVerifier::from_fn(|_| Ok(serde_json::Value::Null));
    assert_eq!(own.fault(), None);
}
