//! Which of several keys a sender has shown, by the names that the team gave them.
#![cfg(feature = "security")]

use crate::support::{at, headers};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use webhook_runtime::security::{
    BasicCredentials, BearerToken, BearerVerifier, CheckResult, KeyId, Presented, Refusal, Secret,
};

/// The name of the key that held, if it has one.
fn name(checked: CheckResult) -> Result<Option<String>, Refusal> {
    checked.map(|proof| proof.key.map(|key| key.to_string()))
}

#[test]
fn a_pair_of_user_and_password_goes_by_the_name_of_its_password() {
    let credentials = BasicCredentials::new("user", Secret::named("spring", "old"))
        .or("user", Secret::named("summer", "new"))
        .or("other", "plain");
    let verify = |pair: &str| {
        let value = format!("Basic {}", STANDARD.encode(pair));
        let headers = headers(&[("authorization", value)]);
        credentials.verify(&Presented::new(&headers, None, b"{}", at(0)))
    };
    assert_eq!(verify("user:old"), Ok(Some(KeyId::new("spring"))));
    assert_eq!(verify("user:new"), Ok(Some(KeyId::new("summer"))));
    assert_eq!(verify("other:plain"), Ok(None));
    assert_eq!(verify("other:new"), Err(Refusal::Mismatch));
}

#[tokio::test]
async fn a_bearer_token_goes_by_its_name() {
    let tokens = BearerToken::new(Secret::named("spring", "old")).or("plain");
    let verifier = BearerVerifier::new(tokens);
    for (token, expected) in [
        ("old", Ok(Some("spring".to_owned()))),
        ("plain", Ok(None)),
        ("spring", Err(Refusal::Mismatch)),
    ] {
        let headers = headers(&[("authorization", format!("Bearer {token}"))]);
        let presented = Presented::new(&headers, None, b"{}", at(0));
        assert_eq!(name(verifier.prove(&presented).await), expected, "{token}");
    }
}

#[cfg(all(feature = "jwt-rsa", feature = "jwt-ecdsa", feature = "jwt-eddsa"))]
mod tokens {
    use jsonwebtoken::jwk::Jwk;
    use jsonwebtoken::{Algorithm, EncodingKey, Header};
    use serde_json::json;
    use webhook_runtime::security::{JwtKeys, JwtVerifier};

    use super::{Presented, Refusal, Secret, at, headers, name};

    const SECRET: &str = "a secret of at least thirty-two bytes";
    const NOW: u64 = 1_700_000_000;

    fn shown(
        verifier: &JwtVerifier,
        algorithm: Algorithm,
        key: &EncodingKey,
        kid: Option<&str>,
    ) -> Result<Option<String>, Refusal> {
        let mut header = Header::new(algorithm);
        header.kid = kid.map(str::to_owned);
        let claims = json!({ "exp": NOW + 10 });
        let token = jsonwebtoken::encode(&header, &claims, key).unwrap();
        let headers = headers(&[("authorization", format!("Bearer {token}"))]);
        let presented = Presented::new(&headers, None, b"{}", at(NOW));
        name(verifier.prove(&presented))
    }

    #[test]
    fn a_secret_goes_by_its_name_and_a_key_of_a_set_by_its_id() {
        let rsa = EncodingKey::from_rsa_pem(include_bytes!("keys/rsa.private.pem")).unwrap();
        let public = Jwk::from_encoding_key(&rsa, Algorithm::RS256).unwrap();
        let mut public = serde_json::to_value(public).unwrap();
        public["kid"] = json!("2026-04");
        let set = json!({ "keys": [public] }).to_string();
        let secret = JwtKeys::hs256(Secret::named("spring", SECRET)).unwrap();
        let verifier = JwtVerifier::jwks(&set).unwrap().or(secret);
        let shared = EncodingKey::from_secret(SECRET.as_bytes());
        let held = shown(&verifier, Algorithm::HS256, &shared, None);
        assert_eq!(held, Ok(Some("spring".to_owned())));
        // A name of the team's own is nothing that a token has to say.
        let held = shown(&verifier, Algorithm::HS256, &shared, Some("other"));
        assert_eq!(held, Ok(Some("spring".to_owned())));
        for kid in [None, Some("2026-04")] {
            let held = shown(&verifier, Algorithm::RS256, &rsa, kid);
            assert_eq!(held, Ok(Some("2026-04".to_owned())), "{kid:?}");
        }
    }

    #[test]
    fn a_key_without_an_id_goes_by_the_name_that_the_team_gives_it_and_not_by_what_a_token_says() {
        let ed25519 = EncodingKey::from_ed_pem(include_bytes!("keys/ed25519.private.pem"));
        let ed25519 = ed25519.unwrap();
        let public = JwtKeys::eddsa_pem(include_str!("keys/ed25519.public.pem")).unwrap();
        let nameless = JwtVerifier::new(public.clone());
        let held = shown(&nameless, Algorithm::EdDSA, &ed25519, Some("anything"));
        assert_eq!(held, Ok(None));
        let named = JwtVerifier::new(public.named("partner"));
        let held = shown(&named, Algorithm::EdDSA, &ed25519, Some("anything"));
        assert_eq!(held, Ok(Some("partner".to_owned())));
    }
}
