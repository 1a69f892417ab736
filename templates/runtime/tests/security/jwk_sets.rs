//! JSON Web Key Sets: which key a token is verified with.
#![cfg(all(feature = "jwt-rsa", feature = "jwt-ecdsa", feature = "jwt-eddsa"))]

use std::time::{Duration, SystemTime};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use webhook_runtime::security::{JwtKeys, JwtVerifier, KeyError, Refusal};

const NOW: u64 = 1_700_000_000;

fn rsa() -> EncodingKey {
    EncodingKey::from_rsa_pem(include_bytes!("keys/rsa.private.pem")).unwrap()
}

fn rsa_other() -> EncodingKey {
    EncodingKey::from_rsa_pem(include_bytes!("keys/rsa-other.private.pem")).unwrap()
}

fn p256() -> EncodingKey {
    EncodingKey::from_ec_pem(include_bytes!("keys/p-256.private.pem")).unwrap()
}

fn p384() -> EncodingKey {
    EncodingKey::from_ec_pem(include_bytes!("keys/p-384.private.pem")).unwrap()
}

fn ed25519() -> EncodingKey {
    EncodingKey::from_ed_pem(include_bytes!("keys/ed25519.private.pem")).unwrap()
}

/// The public half of a key as a JSON Web Key, with these members put over its own; `null` takes
/// one away.
fn jwk(key: &EncodingKey, algorithm: Algorithm, members: &Value) -> Value {
    let mut jwk = serde_json::to_value(Jwk::from_encoding_key(key, algorithm).unwrap()).unwrap();
    let own = jwk.as_object_mut().unwrap();
    for (name, value) in members.as_object().unwrap() {
        own.insert(name.clone(), value.clone());
    }
    own.retain(|_, value| !value.is_null());
    jwk
}

fn verifier(keys: &[Value]) -> JwtVerifier {
    JwtVerifier::jwks(&json!({ "keys": keys }).to_string()).unwrap()
}

fn error(keys: &Value) -> KeyError {
    JwtVerifier::jwks(&json!({ "keys": keys }).to_string()).unwrap_err()
}

fn token(key: &EncodingKey, algorithm: Algorithm, kid: Option<&str>) -> String {
    let mut header = Header::new(algorithm);
    header.kid = kid.map(str::to_owned);
    jsonwebtoken::encode(&header, &json!({ "exp": NOW + 10 }), key).unwrap()
}

fn decide(verifier: &JwtVerifier, token: &str) -> Result<(), Refusal> {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    verifier.claims(token, now).map(drop)
}

#[test]
fn the_key_is_picked_by_its_id() {
    let verifier = verifier(&[
        jwk(&rsa(), Algorithm::RS256, &json!({ "kid": "a" })),
        jwk(&rsa_other(), Algorithm::RS256, &json!({ "kid": "b" })),
        jwk(&p256(), Algorithm::ES256, &json!({ "kid": "c" })),
        jwk(&p384(), Algorithm::ES384, &json!({ "kid": "d" })),
        jwk(&ed25519(), Algorithm::EdDSA, &json!({ "kid": "e" })),
    ]);
    for (key, algorithm, kid) in [
        (rsa(), Algorithm::RS256, "a"),
        (rsa_other(), Algorithm::RS256, "b"),
        (p256(), Algorithm::ES256, "c"),
        (p384(), Algorithm::ES384, "d"),
        (ed25519(), Algorithm::EdDSA, "e"),
    ] {
        assert_eq!(
            decide(&verifier, &token(&key, algorithm, Some(kid))),
            Ok(()),
            "{kid}"
        );
        assert_eq!(
            decide(&verifier, &token(&key, algorithm, None)),
            Ok(()),
            "{kid}"
        );
        assert_eq!(
            decide(&verifier, &token(&key, algorithm, Some("z"))),
            Err(Refusal::UnknownKey)
        );
    }
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, Some("b"))),
        Err(Refusal::Mismatch)
    );
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, Some("c"))),
        Err(Refusal::WrongAlgorithm)
    );
}

#[test]
fn a_key_without_an_id_may_be_meant_by_any() {
    let verifier = verifier(&[jwk(&rsa(), Algorithm::RS256, &json!({ "kid": null }))]);
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, Some("a"))),
        Ok(())
    );
}

#[test]
fn keys_under_one_id_are_all_tried() {
    let verifier = verifier(&[
        jwk(&rsa(), Algorithm::RS256, &json!({ "kid": "a" })),
        jwk(&rsa_other(), Algorithm::RS256, &json!({ "kid": "a" })),
    ]);
    assert_eq!(
        decide(&verifier, &token(&rsa_other(), Algorithm::RS256, Some("a"))),
        Ok(())
    );
}

#[test]
fn a_key_is_for_the_algorithm_that_it_names() {
    let verifier = verifier(&[jwk(&rsa(), Algorithm::RS256, &json!({ "alg": "PS512" }))]);
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::PS512, None)),
        Ok(())
    );
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, None)),
        Err(Refusal::WrongAlgorithm)
    );
}

#[test]
fn a_key_that_names_no_algorithm_is_for_that_of_its_type() {
    let nameless = json!({ "alg": null });
    let verifier = verifier(&[
        jwk(&rsa(), Algorithm::RS256, &nameless),
        jwk(&p384(), Algorithm::ES384, &nameless),
        jwk(&ed25519(), Algorithm::EdDSA, &nameless),
    ]);
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, None)),
        Ok(())
    );
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS512, None)),
        Err(Refusal::WrongAlgorithm)
    );
    assert_eq!(
        decide(&verifier, &token(&p384(), Algorithm::ES384, None)),
        Ok(())
    );
    assert_eq!(
        decide(&verifier, &token(&ed25519(), Algorithm::EdDSA, None)),
        Ok(())
    );
}

#[test]
fn the_name_that_rfc_9864_gives_ed25519_is_known() {
    let verifier = verifier(&[jwk(
        &ed25519(),
        Algorithm::EdDSA,
        &json!({ "alg": "Ed25519" }),
    )]);
    assert_eq!(
        decide(&verifier, &token(&ed25519(), Algorithm::EdDSA, None)),
        Ok(())
    );
}

#[test]
fn keys_that_are_not_for_verifying_signatures_are_passed_over() {
    for members in [
        json!({ "use": "enc" }),
        json!({ "key_ops": ["encrypt"] }),
        json!({ "alg": "RSA-OAEP" }),
        json!({ "alg": "ES256" }),
        json!({ "alg": "HS256" }),
        json!({ "kty": "EC" }),
        json!({ "kty": "unheard of" }),
        json!({ "n": null }),
        json!({ "n": "!" }),
        json!({ "n": "AQAB" }),
    ] {
        let unusable = jwk(&rsa(), Algorithm::RS256, &members);
        assert_eq!(
            error(&json!([unusable])),
            KeyError::NoUsableKey,
            "{members}"
        );
        let usable = jwk(
            &p256(),
            Algorithm::ES256,
            &json!({ "use": "sig", "key_ops": ["verify"] }),
        );
        let verifier = verifier(&[unusable, usable]);
        assert_eq!(
            decide(&verifier, &token(&p256(), Algorithm::ES256, None)),
            Ok(()),
            "{members}"
        );
        assert!(decide(&verifier, &token(&rsa(), Algorithm::RS256, None)).is_err());
    }
}

#[test]
fn broken_points_are_passed_over() {
    for x in ["", "AAAA", "gggg", &"A".repeat(43), &"A".repeat(200)] {
        let ec = jwk(&p256(), Algorithm::ES256, &json!({ "x": x }));
        assert_eq!(error(&json!([ec])), KeyError::NoUsableKey, "{x}");
    }
    for x in [
        "",
        "AAAA",
        &"A".repeat(42),
        &"A".repeat(44),
        &"A".repeat(200),
    ] {
        let ed = jwk(&ed25519(), Algorithm::EdDSA, &json!({ "x": x }));
        assert_eq!(error(&json!([ed])), KeyError::NoUsableKey, "{x}");
    }
}

#[test]
fn a_secret_in_a_set_is_passed_over() {
    let secret = json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" });
    assert_eq!(error(&json!([secret])), KeyError::NoUsableKey);
}

#[test]
fn what_is_no_set_is_refused() {
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, "not JSON"] {
        assert_eq!(
            JwtVerifier::jwks(text).unwrap_err(),
            KeyError::NotKeySet,
            "{text}"
        );
    }
    for keys in [json!([]), json!([1, null, "x", {}])] {
        assert_eq!(error(&keys), KeyError::NoUsableKey);
    }
}

#[test]
fn during_a_rotation_the_keys_of_two_sets_are_accepted() {
    let set = |key: &EncodingKey, kid: &str| {
        let keys = json!({ "keys": [jwk(key, Algorithm::RS256, &json!({ "kid": kid }))] });
        JwtKeys::jwks(&keys.to_string()).unwrap()
    };
    let verifier = JwtVerifier::new(set(&rsa(), "new")).or(set(&rsa_other(), "old"));
    assert_eq!(
        decide(&verifier, &token(&rsa(), Algorithm::RS256, Some("new"))),
        Ok(())
    );
    assert_eq!(
        decide(
            &verifier,
            &token(&rsa_other(), Algorithm::RS256, Some("old"))
        ),
        Ok(())
    );
}

#[test]
fn a_token_that_names_no_key_is_tried_with_few() {
    let right = jwk(&rsa(), Algorithm::RS256, &json!({ "kid": "right" }));
    let others = |count: usize| -> Vec<Value> {
        let other = |index| {
            let kid = json!({ "kid": format!("other-{index}") });
            jwk(&rsa_other(), Algorithm::RS256, &kid)
        };
        (0..count).map(other).collect()
    };
    let nameless = token(&rsa(), Algorithm::RS256, None);
    let named = token(&rsa(), Algorithm::RS256, Some("right"));
    for (before, expected) in [(0, Ok(())), (3, Ok(())), (4, Err(Refusal::Mismatch))] {
        let mut keys = others(before);
        // Keys of another algorithm do not count.
        keys.splice(0..0, [jwk(&p256(), Algorithm::ES256, &json!({}))]);
        keys.push(right.clone());
        let verifier = verifier(&keys);
        assert_eq!(decide(&verifier, &nameless), expected, "{before}");
        assert_eq!(decide(&verifier, &named), Ok(()), "{before}");
    }
    // Of keys without a name, which any token may mean, no more are tried either; the one that is
    // meant goes first.
    let nameless_keys = |count| vec![jwk(&rsa_other(), Algorithm::RS256, &json!({})); count];
    let mut keys = nameless_keys(9);
    keys.push(right);
    let verifier = verifier(&keys);
    assert_eq!(decide(&verifier, &named), Ok(()));
    assert_eq!(decide(&verifier, &nameless), Err(Refusal::Mismatch));
}
