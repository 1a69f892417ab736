//! Bearer tokens that the team verifies itself.
#![cfg(feature = "security")]

use std::time::{Duration, SystemTime};

use crate::support::{at, headers};
use serde_json::{Value, json};
use webhook_runtime::security::{BearerToken, BearerVerifier, Presented, Refusal, VerifyToken};

async fn shown(verifier: &BearerVerifier, value: &str) -> Result<Value, Refusal> {
    let headers = headers(&[("authorization", value)]);
    let presented = Presented::new(&headers, None, b"{}", at(1_000));
    verifier.verify(&presented).await
}

/// Asks somebody else, as an introspection endpoint would be asked.
struct Introspection;

impl VerifyToken for Introspection {
    async fn verify_token(&self, token: &str, now: SystemTime) -> Result<Value, Refusal> {
        tokio::time::sleep(Duration::from_millis(1)).await;
        match token {
            "active" if now == at(1_000) => Ok(json!({ "sub": "sender" })),
            "unreachable" => Err(Refusal::Unavailable),
            _ => Err(Refusal::Rejected),
        }
    }
}

#[tokio::test]
async fn a_verifier_may_wait_for_its_answer() {
    let verifier = BearerVerifier::new(Introspection);
    assert_eq!(
        shown(&verifier, "Bearer active").await,
        Ok(json!({ "sub": "sender" }))
    );
    assert_eq!(
        shown(&verifier, "bearer other").await,
        Err(Refusal::Rejected)
    );
    assert_eq!(
        shown(&verifier, "Bearer unreachable").await,
        Err(Refusal::Unavailable)
    );
}

#[tokio::test]
async fn a_function_is_a_verifier() {
    let verifier = BearerVerifier::from_fn(|token| match token {
        "abc" => Ok(json!(1)),
        _ => Err(Refusal::Expired),
    });
    assert_eq!(shown(&verifier, "Bearer abc").await, Ok(json!(1)));
    assert_eq!(shown(&verifier, "Bearer abd").await, Err(Refusal::Expired));
}

#[tokio::test]
async fn tokens_that_stay_the_same_are_compared() {
    let verifier = BearerVerifier::new(BearerToken::new("new").or("old").or(""));
    assert_eq!(shown(&verifier, "Bearer new").await, Ok(Value::Null));
    assert_eq!(shown(&verifier, "Bearer old").await, Ok(Value::Null));
    assert_eq!(shown(&verifier, "Bearer ol").await, Err(Refusal::Mismatch));
}

#[tokio::test]
async fn what_is_no_token_never_reaches_the_verifier() {
    let verifier = BearerVerifier::from_fn(|_| Ok(Value::Null));
    for value in [
        "Bearer",
        "Bearer ",
        "Bearer =",
        "Bearer a b",
        "Bearer a,b",
        "Bearer a=b",
    ] {
        assert_eq!(
            shown(&verifier, value).await,
            Err(Refusal::Malformed),
            "{value}"
        );
    }
    for value in ["", "Basic abc", "abc", "Bearerabc"] {
        assert_eq!(
            shown(&verifier, value).await,
            Err(Refusal::Missing),
            "{value}"
        );
    }
}

#[tokio::test]
async fn two_headers_are_refused() {
    let verifier = BearerVerifier::from_fn(|_| Ok(Value::Null));
    let headers = headers(&[("authorization", "Bearer a"), ("authorization", "Bearer a")]);
    let presented = Presented::new(&headers, None, b"{}", at(0));
    assert_eq!(verifier.verify(&presented).await, Err(Refusal::Repeated));
}

#[test]
fn the_challenge_says_that_a_token_is_invalid_only_where_one_was_shown() {
    let plain = r#"Bearer realm="webhooks""#;
    let invalid = r#"Bearer realm="webhooks", error="invalid_token""#;
    assert_eq!(BearerVerifier::challenge(Refusal::Missing), plain);
    assert_eq!(BearerVerifier::challenge(Refusal::Unavailable), plain);
    for refusal in [
        Refusal::Malformed,
        Refusal::Expired,
        Refusal::Mismatch,
        Refusal::MissingClaim("exp"),
    ] {
        assert_eq!(BearerVerifier::challenge(refusal), invalid);
    }
}

#[test]
fn a_verification_can_move_between_threads() {
    fn assert_send<T: Send>(_: T) {}
    let verifier = BearerVerifier::new(Introspection);
    let headers = headers(&[("authorization", "Bearer a")]);
    assert_send(verifier.verify(&Presented::new(&headers, None, b"{}", at(0))));
}

#[tokio::test]
async fn a_token_without_end_is_shown_to_nobody() {
    let verifier = BearerVerifier::from_fn(|_| Ok(Value::Null));
    let shown_of_length = async |length: usize| {
        let value = format!("Bearer {}", "a".repeat(length));
        shown(&verifier, &value).await
    };
    assert_eq!(shown_of_length(8192).await, Ok(Value::Null));
    assert_eq!(shown_of_length(8193).await, Err(Refusal::Malformed));
    assert_eq!(shown_of_length(400_000).await, Err(Refusal::Malformed));
}
