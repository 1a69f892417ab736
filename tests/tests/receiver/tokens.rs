//! JSON Web Tokens, right and wrong.

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rebilly_kyc_webhooks::runtime::security::JwtVerifier;
use serde_json::{Value, json};

use crate::credentials::{JWT, TOKEN_SECRET, plain};
use crate::door::{Door, WAYS};

const RSA_PRIVATE: &str =
    include_str!("../../../templates/runtime/tests/security/keys/rsa.private.pem");
const RSA_PUBLIC: &str =
    include_str!("../../../templates/runtime/tests/security/keys/rsa.public.pem");

const HOUR: u64 = 3600;

fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap().as_secs()
}

fn claims() -> Value {
    json!({ "sub": "sender", "exp": now() + HOUR })
}

fn hs256(secret: &[u8], claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret);
    encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}

fn rs256(claims: &Value) -> String {
    let key = EncodingKey::from_rsa_pem(RSA_PRIVATE.as_bytes()).unwrap();
    encode(&Header::new(Algorithm::RS256), claims, &key).unwrap()
}

/// A token that is right for every receiver of these tests.
pub fn right_token() -> String {
    hs256(TOKEN_SECRET.as_bytes(), &claims())
}

/// A token whose time is over, otherwise right.
pub fn expired_token() -> String {
    hs256(TOKEN_SECRET.as_bytes(), &json!({ "exp": now() - HOUR }))
}

/// The token's parts, with another header or none of its signature.
fn unsigned(header: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(header), part(&claims()))
}

#[tokio::test]
async fn a_token_signed_with_the_secret_is_let_in() {
    let door = Door::open().await;
    for token in [
        right_token(),
        hs256(
            TOKEN_SECRET.as_bytes(),
            &json!({ "exp": now() + HOUR, "nbf": now() - HOUR }),
        ),
    ] {
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let answer = door
                .post(plain().authorized(format!("{scheme} {token}")))
                .await;
            assert_eq!(answer.status, 204, "{answer:?}");
        }
    }
    let notes = door.inbox.take();
    assert_eq!(notes.len(), 6 * WAYS);
    assert!(notes.iter().all(|note| note.schemes == [JWT]));
}

#[tokio::test]
async fn every_other_token_is_refused() {
    let door = Door::open().await;
    let right = right_token();
    let (message, signature) = right.rsplit_once('.').unwrap();
    let (header, payload) = message.split_once('.').unwrap();
    let mut wrong = vec![
        ("expired", expired_token()),
        (
            "not yet valid",
            hs256(
                TOKEN_SECRET.as_bytes(),
                &json!({ "exp": now() + 2 * HOUR, "nbf": now() + HOUR }),
            ),
        ),
        (
            "without an end",
            hs256(TOKEN_SECRET.as_bytes(), &json!({ "sub": "sender" })),
        ),
        (
            "wrong key",
            hs256(b"another secret of thirty-two bytes", &claims()),
        ),
        ("empty key", hs256(b"", &claims())),
        ("wrong algorithm", rs256(&claims())),
        ("no dots", format!("{header}{payload}{signature}")),
        ("one dot", format!("{header}.{payload}")),
        ("three dots", format!("{right}.{signature}")),
        ("no signature", format!("{message}.")),
        ("another payload", {
            let other = URL_SAFE_NO_PAD.encode(json!({ "exp": now() + 9 * HOUR }).to_string());
            format!("{header}.{other}.{signature}")
        }),
        ("nothing", String::new()),
        ("the secret", TOKEN_SECRET.to_owned()),
    ];
    for none in ["none", "None", "NONE", "nOnE", ""] {
        wrong.push(("alg none", unsigned(&json!({ "alg": none, "typ": "JWT" }))));
        let bare = unsigned(&json!({ "alg": none }));
        wrong.push(("alg none, signed", format!("{bare}{signature}")));
    }
    wrong.push(("no alg", unsigned(&json!({ "typ": "JWT" }))));
    for (what, token) in wrong {
        let answer = door
            .post(plain().authorized(format!("Bearer {token}")))
            .await;
        assert_eq!(answer.status, 401, "{what}");
        assert_eq!(
            answer.header("www-authenticate").len(),
            2,
            "{what}: {answer:?}"
        );
        assert_eq!(door.inbox.count(), 0, "{what}");
    }
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    let verifier = JwtVerifier::rs256_pem(RSA_PUBLIC).unwrap();
    let door = Door::with(|builder| builder.jwt(verifier)).await;
    let body = RSA_PUBLIC
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect::<String>();
    for secret in [RSA_PUBLIC, RSA_PUBLIC.trim_end(), &body] {
        let token = hs256(secret.as_bytes(), &claims());
        let answer = door
            .post(plain().authorized(format!("Bearer {token}")))
            .await;
        assert_eq!(answer.status, 401);
    }
    assert_eq!(door.inbox.count(), 0);
    let token = rs256(&claims());
    let answer = door
        .post(plain().authorized(format!("Bearer {token}")))
        .await;
    assert_eq!(answer.status, 204);
}
