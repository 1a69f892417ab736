//! Verifiers of the team's own, and what a handler sees of the request that they let in.

use std::sync::{Arc, Mutex};

use http::header::RETRY_AFTER;
use http::{HeaderValue, Method, StatusCode};
use rebilly_kyc_webhooks::runtime::receiver::Reply;
use rebilly_kyc_webhooks::runtime::security::{
    ApiKey, ApiKeyPlace, BasicCredentials, CheckResult, ExchangeableVerifier, JwtVerifier,
    Presented, Proof, Refusal, Secret, VerifyRequest,
};
use rebilly_kyc_webhooks::security::SecurityScheme;
use rebilly_kyc_webhooks::{Arrival, Event, FallbackHandler, HandlerError, RawDelivery};

use crate::client::Post;
use crate::credentials::{BASIC, JWT, PASSWORD, TOKEN_SECRET, USER, basic, plain, right_basic};
use crate::door::Door;
use crate::tokens::right_token;

/// Keeps how the last delivery arrived, and answers what it is told to.
#[derive(Default)]
struct Seen {
    arrival: Mutex<Option<Arrival>>,
    reply: Option<Reply>,
}

impl FallbackHandler<Event> for Seen {
    async fn unknown_event(&self, delivery: RawDelivery) -> Result<(), HandlerError> {
        if let Some(reply) = &self.reply {
            delivery.arrival.reply_with(reply.clone());
        }
        *self.arrival.lock().unwrap() = Some(delivery.arrival);
        Ok(())
    }
}

/// A key for each tenant, which the query names.
struct Tenants;

impl VerifyRequest for Tenants {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        // Whoever keeps the keys may have to be asked.
        tokio::task::yield_now().await;
        let key = match presented.query_parameter("tenant")?.as_slice() {
            b"seven" => Secret::named("seven-2026", "key of seven"),
            b"eight" => Secret::named("eight-2026", "key of eight"),
            _ => return Err(Refusal::UnknownKey),
        };
        let place = ApiKeyPlace::Header("x-tenant-key");
        ApiKey::new(key).verify(place, presented).map(Proof::from)
    }
}

fn unknown(path: &str, key: &str) -> Post {
    let mut post = plain().to(path).header("x-tenant-key", key);
    post.body = br#"{"eventType":"not-listed"}"#.to_vec();
    post
}

#[tokio::test]
async fn a_key_for_each_tenant_is_looked_up_and_named_to_the_handler() {
    let seen = Arc::new(Seen::default());
    let handler = Arc::clone(&seen);
    let door = Door::with(|builder| {
        builder
            .fallback(handler)
            .verify_by(SecurityScheme::SecretApiKey, Tenants)
    })
    .await;
    for (path, key, status) in [
        ("/webhooks?tenant=seven", "key of seven", 204),
        ("/webhooks?tenant=eight", "key of seven", 401),
        ("/webhooks?tenant=nine", "key of seven", 401),
        ("/webhooks", "key of seven", 401),
        ("/webhooks?tenant=eight&more=a%20b", "key of eight", 204),
    ] {
        let answer = door.over_socket(&unknown(path, key)).await;
        assert_eq!(answer.status, status, "{path}");
    }
    let arrival = seen.arrival.lock().unwrap().take().unwrap();
    assert_eq!(arrival.schemes, [SecurityScheme::SecretApiKey]);
    let key = (SecurityScheme::SecretApiKey, "eight-2026".to_owned());
    assert_eq!(arrival.keys, [key]);
    assert_eq!(arrival.method, Method::POST);
    // The whole target, also below the path where the router is nested.
    assert_eq!(arrival.uri.path(), "/webhooks");
    assert_eq!(arrival.query("more").as_deref(), Some("a b"));
    assert!(!format!("{arrival:?}").contains("tenant"));
}

#[tokio::test]
async fn the_names_of_passwords_and_of_keys_of_tokens_reach_the_handler() {
    let seen = Arc::new(Seen::default());
    let handler = Arc::clone(&seen);
    let door = Door::with(|builder| {
        let spring = Secret::named("spring", "old password");
        let secret = Secret::named("signing-2026", TOKEN_SECRET);
        builder
            .fallback(handler)
            .service_credential(BasicCredentials::new(USER, spring).or(USER, PASSWORD))
            .jwt(JwtVerifier::hs256(secret).unwrap())
    })
    .await;
    for (value, expected) in [
        (
            basic(format!("{USER}:old password")),
            vec![(BASIC, "spring")],
        ),
        (right_basic(), vec![]),
        (
            format!("Bearer {}", right_token()),
            vec![(JWT, "signing-2026")],
        ),
    ] {
        let answer = door
            .over_socket(&unknown("/webhooks", "").authorized(value))
            .await;
        assert_eq!(answer.status, 204);
        let arrival = seen.arrival.lock().unwrap().take().unwrap();
        let keys = arrival.keys.iter();
        let keys: Vec<_> = keys
            .map(|(scheme, key)| (scheme.as_str(), &**key))
            .collect();
        assert_eq!(keys, expected);
    }
}

#[tokio::test]
async fn keys_are_exchanged_while_the_receiver_runs() {
    struct Only(ApiKey);
    impl VerifyRequest for Only {
        async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
            let place = ApiKeyPlace::Header("x-tenant-key");
            self.0.verify(place, presented).map(Proof::from)
        }
    }
    let keys = ExchangeableVerifier::new(Only(ApiKey::new("old")));
    let given = keys.clone();
    let door = Door::with(|builder| builder.verify_by(SecurityScheme::SecretApiKey, given)).await;
    let statuses = async || {
        let old = door.over_socket(&unknown("/webhooks", "old")).await.status;
        let new = door.over_socket(&unknown("/webhooks", "new")).await.status;
        [old, new]
    };
    assert_eq!(statuses().await, [204, 401]);
    keys.exchange(Only(ApiKey::new("new")));
    assert_eq!(statuses().await, [401, 204]);
}

#[tokio::test]
async fn a_handler_answers_with_any_status_and_headers() {
    let reply = Reply::new(StatusCode::GONE)
        .with_header(RETRY_AFTER, HeaderValue::from_static("7"))
        .with_content(HeaderValue::from_static("text/plain"), "no more");
    let handler = Arc::new(Seen {
        reply: Some(reply),
        ..Seen::default()
    });
    let door =
        Door::with(|builder| builder.fallback(handler).secret_api_key(ApiKey::new("key"))).await;
    let mut post = unknown("/webhooks", "");
    post = post.header("reb-apikey", "key");
    let answer = door.over_socket(&post).await;
    assert_eq!((answer.status, answer.body.as_str()), (410, "no more"));
    assert_eq!(answer.header("retry-after"), ["7"]);
    assert_eq!(answer.header("content-type"), ["text/plain"]);
}
