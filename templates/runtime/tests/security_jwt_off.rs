//! A build that leaves algorithms out: their keys are refused with the feature that takes them.
#![cfg(all(
    feature = "jwt",
    not(any(feature = "jwt-rsa", feature = "jwt-ecdsa", feature = "jwt-eddsa"))
))]

use webhook_runtime::security::{JwtVerifier, KeyError};

const RSA: &str = include_str!("security/keys/rsa.public.pem");
const P256: &str = include_str!("security/keys/p-256.public.pem");
const ED25519: &str = include_str!("security/keys/ed25519.public.pem");

#[track_caller]
fn assert_off(verifier: Result<JwtVerifier, KeyError>, feature: &'static str) {
    let error = verifier.unwrap_err();
    assert_eq!(error, KeyError::FeatureOff { feature });
    let advice = format!("add its feature `{feature}`");
    assert!(error.to_string().contains(&advice), "{error}");
}

#[test]
fn keys_in_pem_are_refused() {
    assert_off(JwtVerifier::rs256_pem(RSA), "jwt-rsa");
    assert_off(JwtVerifier::es256_pem(P256), "jwt-ecdsa");
    assert_off(JwtVerifier::eddsa_pem(ED25519), "jwt-eddsa");
}

#[test]
fn a_set_without_another_key_is_refused() {
    for (key, feature) in [
        (r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#, "jwt-rsa"),
        (
            r#"{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}"#,
            "jwt-ecdsa",
        ),
        (r#"{"kty":"OKP","crv":"Ed25519","x":"AQ"}"#, "jwt-eddsa"),
    ] {
        let set = format!(r#"{{"keys":[{{"kty":"oct","k":"AQ"}},{key}]}}"#);
        assert_off(JwtVerifier::jwks(&set), feature);
    }
    let none = JwtVerifier::jwks(r#"{"keys":[{"kty":"oct","k":"AQ"}]}"#);
    assert_eq!(none.unwrap_err(), KeyError::NoUsableKey);
}

#[test]
fn shared_secrets_need_no_more() {
    for verifier in [
        JwtVerifier::hs256("secret"),
        JwtVerifier::hs384("secret"),
        JwtVerifier::hs512("secret"),
    ] {
        assert!(verifier.is_ok());
    }
}
