//! Secrets: old and new ones during a rotation, and those that cannot be used.

use webhook_runtime::security::{KeyError, Refusal, SignatureVerifier};

use crate::signatures::signing::{HEADER, PLAIN, hex, plain, sha256, verify};

#[test]
fn during_a_rotation_old_and_new_secrets_are_accepted() {
    let verifier = plain("new").or("old").unwrap();
    for (secret, expected) in [
        ("new", Ok(())),
        ("old", Ok(())),
        ("older", Err(Refusal::Mismatch)),
    ] {
        let text = format!("sha256={}", hex(&sha256(secret, "body")));
        assert_eq!(
            verify(&verifier, &[(HEADER, &text)], b"body"),
            expected,
            "{secret}"
        );
    }
}

#[test]
fn secrets_that_cannot_be_used_are_refused_when_given() {
    assert_eq!(
        SignatureVerifier::new(PLAIN, "").unwrap_err(),
        KeyError::Empty
    );
    assert_eq!(plain("a").or("").unwrap_err(), KeyError::Empty);
    for (secret, error) in [
        ("", KeyError::Empty),
        ("whsec_", KeyError::Empty),
        ("whsec_!", KeyError::NotBase64),
    ] {
        assert_eq!(
            SignatureVerifier::standard_webhooks(secret).unwrap_err(),
            error,
            "{secret}"
        );
    }
}
