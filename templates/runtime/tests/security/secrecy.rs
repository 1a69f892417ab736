//! Nothing that can be printed contains a part of a credential.
#![cfg(feature = "security")]

use std::fmt::{Debug, Display};

use crate::support::{at, headers};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use webhook_runtime::security::{
    ApiKey, ApiKeyPlace, BasicCredentials, BearerToken, BearerVerifier, Presented, Refusal, Scheme,
    Secret, authenticate,
};

const MARKER: &str = "MARKER";

/// Looks for the marker as it is, in base64, in hexadecimal and as the numbers of its bytes.
#[track_caller]
fn assert_silent(text: &str) {
    let numbers = MARKER
        .bytes()
        .map(|byte| byte.to_string())
        .collect::<Vec<_>>();
    let hex: Vec<String> = MARKER.bytes().map(|byte| format!("{byte:02x}")).collect();
    for trace in [
        MARKER.to_owned(),
        STANDARD.encode(MARKER),
        URL_SAFE_NO_PAD.encode(MARKER),
        hex.concat(),
        numbers.join(", "),
        numbers.join(",\n"),
    ] {
        assert!(
            !text.to_lowercase().contains(&trace.to_lowercase()),
            "{text}"
        );
    }
}

#[track_caller]
fn assert_silent_debug(value: &impl Debug) {
    assert_silent(&format!("{value:?}"));
    // Pretty-printing puts one element on a line; without spaces the numbers stand as they would on
    // one.
    assert_silent(&format!("{value:#?}").replace(' ', ""));
}

#[track_caller]
fn assert_silent_error(error: &(impl Debug + Display)) {
    assert_silent_debug(error);
    assert_silent(&error.to_string());
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let shown = std::panic::catch_unwind(|| assert_silent_debug(&MARKER.as_bytes()));
    assert!(shown.is_err());
    assert!(std::panic::catch_unwind(|| assert_silent(&STANDARD.encode(MARKER))).is_err());
    assert!(std::panic::catch_unwind(|| assert_silent("a marker")).is_err());
}

#[test]
fn verifiers_do_not_show_their_keys() {
    assert_silent_debug(&Secret::from(MARKER));
    assert_silent_debug(&ApiKey::new(MARKER).or(MARKER));
    assert_silent_debug(&BasicCredentials::new(MARKER, MARKER));
    assert_silent_debug(&BearerToken::new(MARKER));
    assert_silent_debug(&BearerVerifier::new(BearerToken::new(MARKER)));
}

#[test]
fn requests_and_refusals_do_not_show_what_was_shown() {
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Key;
    impl Scheme for Key {
        fn name(self) -> &'static str {
            "key"
        }
    }

    let headers = headers(&[
        ("x-key", MARKER),
        ("authorization", MARKER),
        ("cookie", MARKER),
    ]);
    let presented = Presented::new(&headers, Some(MARKER), MARKER.as_bytes(), at(0));
    assert_silent_debug(&presented);
    let key = ApiKey::new("other");
    let place = ApiKeyPlace::Header("x-key");
    let check = |_| key.verify(place, &presented).map(Into::into);
    let refused = authenticate(&[&[Key]], check).unwrap_err();
    assert_eq!(refused.refusals[0].refusal, Refusal::Mismatch);
    assert_silent_error(&refused);
    assert_silent_error(&refused.refusals[0].refusal);
}

#[test]
fn who_is_authenticated_is_shown_without_claims() {
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Token;
    impl Scheme for Token {
        fn name(self) -> &'static str {
            "token"
        }
    }

    let claims: Value = json!({ "sub": MARKER });
    let authenticated = authenticate(&[&[Token]], |_| Ok(claims.clone().into())).unwrap();
    assert_eq!(authenticated.claims("token"), Some(&claims));
    assert_silent_debug(&authenticated);
}

#[cfg(feature = "hmac")]
#[test]
fn signature_verifiers_do_not_show_their_secrets() {
    use webhook_runtime::security::SignatureVerifier;

    let secret = format!("whsec_{}", STANDARD.encode(MARKER));
    assert_silent_debug(&SignatureVerifier::standard_webhooks(secret).unwrap());
    assert_silent_error(&SignatureVerifier::standard_webhooks("!MARKER").unwrap_err());
}

#[cfg(feature = "jwt")]
#[test]
fn token_verifiers_do_not_show_their_keys() {
    use webhook_runtime::security::{JwtKeys, JwtVerifier};

    let verifier = JwtVerifier::hs256(MARKER).unwrap();
    assert_silent_debug(&verifier.or(JwtKeys::hs512(MARKER).unwrap()));
    assert_silent_error(&JwtVerifier::rs256_pem(MARKER).unwrap_err());
    assert_silent_error(&JwtVerifier::es256_pem(MARKER).unwrap_err());
    assert_silent_error(&JwtVerifier::eddsa_pem(MARKER).unwrap_err());
    assert_silent_error(&JwtVerifier::jwks(MARKER).unwrap_err());
}

#[test]
fn verifiers_can_be_shared_between_threads() {
    fn assert_shared<T: Clone + Send + Sync + Debug + 'static>() {}
    assert_shared::<Secret>();
    assert_shared::<ApiKey>();
    assert_shared::<BasicCredentials>();
    assert_shared::<BearerToken>();
    assert_shared::<BearerVerifier>();
    #[cfg(feature = "hmac")]
    assert_shared::<webhook_runtime::security::SignatureVerifier>();
    #[cfg(feature = "jwt")]
    assert_shared::<webhook_runtime::security::JwtVerifier>();
}
