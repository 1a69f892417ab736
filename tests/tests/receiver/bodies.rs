//! Bodies of nobody: whatever they are, they are answered alike and reach no handler.

use std::collections::BTreeSet;

use rebilly_kyc_webhooks::runtime::receiver::Limits;
use serde_json::json;
use tests::receiving::{json, sample, samples};

use crate::client::Post;
use crate::credentials::{PLAIN, TOKEN_SECRET, USER, basic};
use crate::door::Door;
use crate::tokens::expired_token;

/// Bodies in order, and broken in many ways.
fn bodies() -> Vec<Vec<u8>> {
    let full = sample("kyc-document-rejected.full");
    let value = full.json();
    let mut bodies: Vec<Vec<u8>> = samples().iter().map(|sample| sample.body.clone()).collect();
    bodies.extend(
        (0..full.body.len())
            .step_by(997)
            .map(|length| full.body[..length].to_vec()),
    );
    for pointer in json::pointers(&value).iter().skip(1).step_by(17) {
        for wrong in [
            json!(null),
            json!([]),
            json!({}),
            json!("text"),
            json!(1e300),
        ] {
            bodies.push(json::body(&json::with(&value, pointer, wrong)));
        }
    }
    for text in [
        r#"{"eventType":"something-new"}"#,
        r#"{"z":1,"eventType":"kyc-request-failed"}"#,
        r#"{"eventType":"kyc-request-failed","z":1}"#,
        r#"{"eventType":"kyc-request-failed","eventType":"kyc-document-created"}"#,
        r#"{"eventType":["kyc-request-failed"]}"#,
        "{}",
        "[]",
        "null",
        "\u{feff}{}",
        "{\"eventType\":\"\\ud800\"}",
        "----",
    ] {
        bodies.push(text.as_bytes().to_vec());
    }
    bodies.push(b"\xff\xfe\x00".to_vec());
    bodies.push(b"[".repeat(100_000));
    bodies.push((PLAIN.to_owned() + &" ".repeat(1_048_576 - PLAIN.len())).into_bytes());
    bodies.push(
        format!(
            r#"{{"a":"{}","eventType":"kyc-request-failed"}}"#,
            "x".repeat(500_000)
        )
        .into(),
    );
    bodies
}

#[tokio::test]
async fn no_unauthenticated_body_reaches_a_handler_or_a_decoder() {
    let door = Door::open().await;
    door.inbox.store();
    let expired = format!("Bearer {}", expired_token());
    let mut answers = BTreeSet::new();
    let bodies = bodies();
    assert!(bodies.len() > 50);
    for (index, body) in bodies.iter().enumerate() {
        let post = Post::new(body.as_slice());
        let path = [
            "/webhooks",
            "/webhooks/kyc-request-failed",
            "/webhooks/something-new",
        ][index % 3];
        let posts = [
            post.clone(),
            post.clone().header("reb-apikey", TOKEN_SECRET),
            post.clone().authorized(&expired),
            post.clone().authorized(basic(format!("{USER}:"))),
        ];
        for post in posts {
            let answer = door.post(post.to(path)).await;
            assert_eq!(answer.status, 401, "body {index}");
            // One text for all: nothing of the body was looked at, or told.
            answers.insert(answer.body);
        }
        assert_eq!(door.inbox.count(), 0, "body {index}");
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    // The same receiver does take what is in order.
    assert_eq!(door.post(Post::new(PLAIN).with_key()).await.status, 204);
}

#[tokio::test]
async fn no_other_fault_of_a_request_lets_a_body_through() {
    let door = Door::limited(Limits::default().with_body(1000)).await;
    let too_large = Post::new(format!("{PLAIN:<1001}"));
    let plain = Post::new(PLAIN);
    for (post, status) in [
        // Whose it is comes first, and costs a sender nothing to hear.
        (too_large.clone(), 401),
        (too_large.with_key(), 413),
        (plain.clone().by("PUT"), 405),
        (plain.clone().without("content-type"), 401),
        (plain.clone().header("content-encoding", "gzip"), 401),
        (plain.clone().to("/webhooks/kyc-document-created"), 401),
        (plain.to("/webhooks/"), 401),
    ] {
        // The service alone, since axum does not serve `/webhooks/` below its nest.
        assert_eq!(door.as_service(&post).await.status, status);
        let over_socket = door.over_socket(&post).await.status;
        assert!([status, 404].contains(&over_socket), "{over_socket}");
    }
    assert_eq!(door.inbox.count(), 0);
}
