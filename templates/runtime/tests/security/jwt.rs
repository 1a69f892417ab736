//! JSON Web Tokens: signatures, algorithms and claims.
#![cfg(all(feature = "jwt-rsa", feature = "jwt-ecdsa", feature = "jwt-eddsa"))]

use std::time::Duration;

use crate::support::{at, headers};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use webhook_runtime::security::{
    BearerVerifier, JwtKeys, JwtVerifier, KeyError, Presented, Refusal,
};

const SECRET: &str = "a secret of at least thirty-two bytes";
const NOW: u64 = 1_700_000_000;

const RSA_PRIVATE: &str = include_str!("keys/rsa.private.pem");
const RSA_OTHER: &str = include_str!("keys/rsa-other.private.pem");
const RSA_PUBLIC: &str = include_str!("keys/rsa.public.pem");
const RSA_PUBLIC_PKCS1: &str = include_str!("keys/rsa-pkcs1.public.pem");
const RSA_1024: &str = include_str!("keys/rsa-1024.public.pem");
const P256_PRIVATE: &str = include_str!("keys/p-256.private.pem");
const P256_PUBLIC: &str = include_str!("keys/p-256.public.pem");
const P384_PUBLIC: &str = include_str!("keys/p-384.public.pem");
const ED_PRIVATE: &str = include_str!("keys/ed25519.private.pem");
const ED_PUBLIC: &str = include_str!("keys/ed25519.public.pem");

fn hs256() -> JwtVerifier {
    JwtVerifier::hs256(SECRET).unwrap()
}

fn signed(algorithm: Algorithm, key: &EncodingKey, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, key).unwrap()
}

fn hs256_token(claims: &Value) -> String {
    signed(
        Algorithm::HS256,
        &EncodingKey::from_secret(SECRET.as_bytes()),
        claims,
    )
}

/// A token with any header, signed by HS256.
fn with_header(header: &Value, claims: &Value) -> String {
    let message = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

fn valid() -> Value {
    json!({ "sub": "sender", "exp": NOW + 10 })
}

#[track_caller]
fn assert_refused(verifier: &JwtVerifier, token: &str, refusal: Refusal) {
    assert_eq!(verifier.claims(token, at(NOW)), Err(refusal), "{token}");
}

#[test]
fn the_example_of_rfc_7515_a_1_is_accepted_until_it_expires() {
    let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let verifier = JwtVerifier::hs256(URL_SAFE_NO_PAD.decode(key).unwrap())
        .unwrap()
        .leeway(Duration::ZERO);
    let claims = verifier.claims(token, at(1_300_819_379)).unwrap();
    assert_eq!(claims["http://example.com/is_root"], json!(true));
    assert_eq!(
        verifier.claims(token, at(1_300_819_380)),
        Err(Refusal::Expired)
    );
}

#[test]
fn every_kind_of_key_verifies_its_own_signatures_and_no_others() {
    let rsa = EncodingKey::from_rsa_pem(RSA_PRIVATE.as_bytes()).unwrap();
    let rsa_other = EncodingKey::from_rsa_pem(RSA_OTHER.as_bytes()).unwrap();
    let ec = EncodingKey::from_ec_pem(P256_PRIVATE.as_bytes()).unwrap();
    let ed = EncodingKey::from_ed_pem(ED_PRIVATE.as_bytes()).unwrap();
    let secret = EncodingKey::from_secret(SECRET.as_bytes());
    let verifiers = [
        (hs256(), signed(Algorithm::HS256, &secret, &valid())),
        (
            JwtVerifier::hs384(SECRET).unwrap(),
            signed(Algorithm::HS384, &secret, &valid()),
        ),
        (
            JwtVerifier::hs512(SECRET).unwrap(),
            signed(Algorithm::HS512, &secret, &valid()),
        ),
        (
            JwtVerifier::rs256_pem(RSA_PUBLIC).unwrap(),
            signed(Algorithm::RS256, &rsa, &valid()),
        ),
        (
            JwtVerifier::es256_pem(P256_PUBLIC).unwrap(),
            signed(Algorithm::ES256, &ec, &valid()),
        ),
        (
            JwtVerifier::eddsa_pem(ED_PUBLIC).unwrap(),
            signed(Algorithm::EdDSA, &ed, &valid()),
        ),
    ];
    for (own, (verifier, _)) in verifiers.iter().enumerate() {
        for (index, (_, token)) in verifiers.iter().enumerate() {
            let expected = if own == index {
                Ok(valid())
            } else {
                Err(Refusal::WrongAlgorithm)
            };
            assert_eq!(verifier.claims(token, at(NOW)), expected, "{own} {index}");
        }
    }
    let verifier = JwtVerifier::rs256_pem(RSA_PUBLIC_PKCS1).unwrap();
    assert_eq!(verifier.claims(&verifiers[3].1, at(NOW)), Ok(valid()));
    assert_refused(
        &verifier,
        &signed(Algorithm::RS256, &rsa_other, &valid()),
        Refusal::Mismatch,
    );
}

#[test]
fn another_secret_is_a_mismatch() {
    let other = JwtVerifier::hs256("another secret of thirty-two bytes or more").unwrap();
    assert_refused(&other, &hs256_token(&valid()), Refusal::Mismatch);
}

#[test]
fn one_changed_byte_anywhere_is_refused() {
    let token = hs256_token(&valid());
    assert_eq!(hs256().claims(&token, at(NOW)), Ok(valid()));
    for index in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(hs256().claims(&changed, at(NOW)).is_err(), "{index}");
    }
}

#[test]
fn a_token_that_says_none_is_refused_signed_or_not() {
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let token = with_header(&json!({ "alg": alg }), &valid());
        assert_refused(&hs256(), &token, Refusal::WrongAlgorithm);
        let unsigned = &token[..=token.rfind('.').unwrap()];
        assert_refused(&hs256(), unsigned, Refusal::WrongAlgorithm);
    }
}

#[test]
fn a_public_key_is_never_taken_for_a_secret() {
    for pem in [RSA_PUBLIC, P256_PUBLIC, ED_PUBLIC] {
        let forged = signed(
            Algorithm::HS256,
            &EncodingKey::from_secret(pem.as_bytes()),
            &valid(),
        );
        for verifier in [
            JwtVerifier::rs256_pem(RSA_PUBLIC).unwrap(),
            JwtVerifier::es256_pem(P256_PUBLIC).unwrap(),
            JwtVerifier::eddsa_pem(ED_PUBLIC).unwrap(),
        ] {
            assert_refused(&verifier, &forged, Refusal::WrongAlgorithm);
            assert_refused(
                &verifier.or(JwtKeys::hs256(SECRET).unwrap()),
                &forged,
                Refusal::Mismatch,
            );
        }
    }
}

#[test]
fn a_key_is_for_one_algorithm_only() {
    let rsa = EncodingKey::from_rsa_pem(RSA_PRIVATE.as_bytes()).unwrap();
    let verifier = JwtVerifier::rs256_pem(RSA_PUBLIC).unwrap();
    for algorithm in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256] {
        assert_refused(
            &verifier,
            &signed(algorithm, &rsa, &valid()),
            Refusal::WrongAlgorithm,
        );
    }
    let secret = EncodingKey::from_secret(SECRET.as_bytes());
    assert_refused(
        &hs256(),
        &signed(Algorithm::HS512, &secret, &valid()),
        Refusal::WrongAlgorithm,
    );
}

#[test]
fn what_is_not_three_parts_of_base64url_is_malformed() {
    let token = hs256_token(&valid());
    let parts: Vec<&str> = token.split('.').collect();
    let (header, payload, signature) = (parts[0], parts[1], parts[2]);
    for text in [
        String::new(),
        "..".to_owned(),
        header.to_owned(),
        format!("{header}{payload}{signature}"),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{signature}."),
        format!("{token}.{header}.{payload}"),
        format!("{header}.{payload}.{signature}="),
        format!("{header}.{payload}.{signature}+"),
        format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode("[]")),
        format!("{}.{payload}.{signature}", URL_SAFE_NO_PAD.encode("{}")),
        format!(
            "{}.{payload}.{signature}",
            URL_SAFE_NO_PAD.encode(r#"{"alg":1}"#)
        ),
    ] {
        assert_refused(&hs256(), &text, Refusal::Malformed);
    }
    assert_refused(
        &hs256(),
        &with_header(&json!({ "alg": "HS256", "kid": 1 }), &valid()),
        Refusal::Malformed,
    );
    assert_refused(
        &hs256(),
        &with_header(&json!({ "alg": "HS256" }), &json!([])),
        Refusal::Malformed,
    );
}

#[test]
fn a_critical_extension_is_refused() {
    let header = json!({ "alg": "HS256", "crit": ["b64"], "b64": false });
    assert_refused(
        &hs256(),
        &with_header(&header, &valid()),
        Refusal::Malformed,
    );
}

#[test]
fn a_token_is_accepted_until_its_expiry_and_the_leeway_have_passed() {
    let strict = hs256().leeway(Duration::ZERO);
    let lenient = hs256().leeway(Duration::from_secs(5));
    let default = hs256();
    let token = hs256_token(&json!({ "exp": NOW }));
    for (verifier, last) in [
        (&strict, NOW - 1),
        (&lenient, NOW + 4),
        (&default, NOW + 59),
    ] {
        assert!(verifier.claims(&token, at(last)).is_ok());
        assert_eq!(verifier.claims(&token, at(last + 1)), Err(Refusal::Expired));
    }
}

#[test]
fn a_token_is_accepted_from_its_start_less_the_leeway() {
    let strict = hs256().leeway(Duration::ZERO);
    let lenient = hs256().leeway(Duration::from_secs(5));
    let token = hs256_token(&json!({ "nbf": NOW, "exp": NOW + 100 }));
    for (verifier, first) in [(&strict, NOW), (&lenient, NOW - 5)] {
        assert!(verifier.claims(&token, at(first)).is_ok());
        assert_eq!(
            verifier.claims(&token, at(first - 1)),
            Err(Refusal::NotYetValid)
        );
    }
}

#[test]
fn dates_may_have_fractions() {
    let verifier = hs256().leeway(Duration::ZERO);
    let token = hs256_token(&json!({ "exp": 1_700_000_000.5 }));
    assert!(
        verifier
            .claims(&token, at(NOW) + Duration::from_millis(400))
            .is_ok()
    );
    assert_eq!(
        verifier.claims(&token, at(NOW) + Duration::from_millis(600)),
        Err(Refusal::Expired)
    );
}

#[test]
fn a_token_must_say_when_it_expires_unless_that_is_waived() {
    let token = hs256_token(&json!({ "sub": "sender" }));
    assert_refused(&hs256(), &token, Refusal::MissingClaim("exp"));
    assert!(hs256().allow_no_expiry().claims(&token, at(NOW)).is_ok());
    let expired = hs256_token(&json!({ "exp": 1 }));
    assert_refused(&hs256().allow_no_expiry(), &expired, Refusal::Expired);
}

#[test]
fn dates_that_are_not_numbers_are_malformed() {
    for claims in [
        json!({ "exp": "1800000000" }),
        json!({ "exp": null }),
        json!({ "exp": NOW + 10, "nbf": "now" }),
        json!({ "exp": NOW + 10, "nbf": null }),
    ] {
        assert_refused(
            &hs256().allow_no_expiry(),
            &hs256_token(&claims),
            Refusal::Malformed,
        );
    }
}

#[test]
fn the_audience_must_be_one_of_the_receivers() {
    let verifier = hs256().audience("us").audience("us too");
    let with = |aud: Value| hs256_token(&json!({ "exp": NOW + 10, "aud": aud }));
    for aud in [json!("us"), json!("us too"), json!(["them", "us"])] {
        assert!(
            verifier.claims(&with(aud.clone()), at(NOW)).is_ok(),
            "{aud}"
        );
    }
    for aud in [json!("them"), json!("US"), json!([]), json!(["them"])] {
        assert_refused(&verifier, &with(aud), Refusal::WrongAudience);
    }
    for aud in [json!(1), json!(null), json!(["us", 1])] {
        assert_refused(&verifier, &with(aud), Refusal::Malformed);
    }
    assert_refused(
        &verifier,
        &hs256_token(&valid()),
        Refusal::MissingClaim("aud"),
    );
}

#[test]
fn a_token_for_an_audience_is_refused_by_a_receiver_that_names_none() {
    let token = hs256_token(&json!({ "exp": NOW + 10, "aud": "them" }));
    assert_refused(&hs256(), &token, Refusal::WrongAudience);
}

#[test]
fn the_issuer_must_be_one_that_is_known() {
    let verifier = hs256().issuer("https://a").issuer("https://b");
    let with = |iss: Value| hs256_token(&json!({ "exp": NOW + 10, "iss": iss }));
    assert!(verifier.claims(&with(json!("https://b")), at(NOW)).is_ok());
    assert_refused(&verifier, &with(json!("https://c")), Refusal::WrongIssuer);
    assert_refused(&verifier, &with(json!(["https://a"])), Refusal::Malformed);
    assert_refused(
        &verifier,
        &hs256_token(&valid()),
        Refusal::MissingClaim("iss"),
    );
    assert!(hs256().claims(&with(json!("https://c")), at(NOW)).is_ok());
}

#[test]
fn claims_are_judged_only_after_the_signature() {
    let other = JwtVerifier::hs256("another secret of thirty-two bytes or more").unwrap();
    assert_refused(
        &other,
        &hs256_token(&json!({ "exp": 1 })),
        Refusal::Mismatch,
    );
}

#[test]
fn during_a_rotation_old_and_new_keys_are_accepted() {
    let verifier = JwtVerifier::hs256("the new secret")
        .unwrap()
        .or(JwtKeys::hs256(SECRET).unwrap());
    let new = signed(
        Algorithm::HS256,
        &EncodingKey::from_secret(b"the new secret"),
        &valid(),
    );
    assert!(verifier.claims(&new, at(NOW)).is_ok());
    assert!(verifier.claims(&hs256_token(&valid()), at(NOW)).is_ok());
    let third = signed(
        Algorithm::HS256,
        &EncodingKey::from_secret(b"a third"),
        &valid(),
    );
    assert_refused(&verifier, &third, Refusal::Mismatch);
}

#[test]
fn keys_that_cannot_be_used_are_refused_when_given() {
    for error in [
        JwtVerifier::hs256("").unwrap_err(),
        JwtVerifier::hs384("").unwrap_err(),
        JwtVerifier::hs512("").unwrap_err(),
    ] {
        assert_eq!(error, KeyError::Empty);
    }
    for pem in ["", "not PEM", P256_PUBLIC, ED_PUBLIC, RSA_PRIVATE] {
        let error = JwtVerifier::rs256_pem(pem).unwrap_err();
        assert!(matches!(error, KeyError::NotPublicKey { .. }), "{error}");
    }
    for pem in ["", RSA_PUBLIC, ED_PUBLIC, P384_PUBLIC, P256_PRIVATE] {
        let error = JwtVerifier::es256_pem(pem).unwrap_err();
        assert!(matches!(error, KeyError::NotPublicKey { .. }), "{error}");
    }
    for pem in ["", RSA_PUBLIC, P256_PUBLIC, ED_PRIVATE] {
        let error = JwtVerifier::eddsa_pem(pem).unwrap_err();
        assert!(matches!(error, KeyError::NotPublicKey { .. }), "{error}");
    }
    assert_eq!(
        JwtVerifier::rs256_pem(RSA_1024).unwrap_err(),
        KeyError::RsaSize
    );
}

#[tokio::test]
async fn a_token_is_taken_from_the_request_and_judged_by_its_time() {
    let value = format!("Bearer {}", hs256_token(&valid()));
    let headers = headers(&[("authorization", value.as_str())]);
    let shown = |time| Presented::new(&headers, None, b"{}", at(time));
    assert_eq!(hs256().verify(&shown(NOW)), Ok(valid()));
    assert_eq!(hs256().verify(&shown(NOW + 1_000)), Err(Refusal::Expired));
    // The same verifier behind a scheme of no stated format, such as OpenID Connect.
    let bearer = BearerVerifier::new(hs256());
    assert_eq!(bearer.verify(&shown(NOW)).await, Ok(valid()));
    assert_eq!(
        bearer.verify(&shown(NOW + 1_000)).await,
        Err(Refusal::Expired)
    );
}
