//! What handlers are given: every event in its method, with everything that came along.

use std::time::SystemTime;

use serde_json::json;
use tests::receiving::{json, samples};

use crate::client::Post;
use crate::credentials::{API_KEY, BASIC, JWT, right_basic};
use crate::door::{Door, WAYS};
use crate::tokens::right_token;

#[tokio::test]
async fn every_event_reaches_its_method_with_all_that_came_along() {
    let door = Door::open().await;
    let token = format!("Bearer {}", right_token());
    for sample in samples() {
        // Space that a decoder would not keep.
        let body = [b" \r\n", sample.body.as_slice(), b"\n\t "].concat();
        let post = Post::new(body.clone()).header("x-trace", "a b");
        for (post, scheme) in [
            (post.clone().with_key(), API_KEY),
            (post.clone().authorized(&token), JWT),
            (post.clone().authorized(right_basic()), BASIC),
        ] {
            let before = SystemTime::now();
            assert_eq!(door.post(post).await.status, 204, "{}", sample.name());
            let after = SystemTime::now();
            let notes = door.inbox.take();
            assert_eq!(notes.len(), WAYS);
            for note in notes {
                assert_eq!(note.method, sample.webhook.replace('-', "_"));
                assert_eq!(note.event.as_deref(), Some(sample.webhook.as_str()));
                assert_eq!(note.schemes, [scheme]);
                assert_eq!(note.headers["x-trace"], "a b");
                assert_eq!(note.headers["content-type"], "application/json");
                assert_eq!(note.body, body);
                assert_eq!(note.defects, Vec::<String>::new(), "{}", sample.name());
                assert!(before <= note.received_at && note.received_at <= after);
            }
        }
    }
}

/// A delivery that differs from the spec in two places, and the places.
fn defective() -> (Vec<u8>, [&'static str; 2]) {
    let sample = tests::receiving::sample("kyc-document-rejected.full").json();
    let places = [
        "/_embedded/customer/customFields",
        "/_embedded/kycDocument/documentMatches/score",
    ];
    let body = json::with(&sample, places[0], json!([]));
    (
        json::body(&json::with(&body, places[1], json!("68"))),
        places,
    )
}

#[tokio::test]
async fn defects_are_delivered_beside_the_rest_and_the_raw_body() {
    let door = Door::open().await;
    let (body, places) = defective();
    let answer = door.post(Post::new(body.clone()).with_key()).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    let notes = door.inbox.take();
    assert_eq!(notes.len(), WAYS);
    for note in notes {
        assert_eq!(note.method, "kyc_document_rejected");
        assert_eq!(note.defects, places);
        assert_eq!(note.body, body);
    }
}

#[tokio::test]
async fn a_strict_receiver_takes_a_defect_for_undecodable() {
    let door = Door::strict().await;
    let (body, places) = defective();
    let answer = door.post(Post::new(body.clone()).with_key()).await;
    assert_eq!(answer.status, 422, "{answer:?}");
    assert_eq!(answer.problem("code"), "undecodable");
    assert!(
        places.contains(&answer.problem("pointer").as_str()),
        "{answer:?}"
    );
    for note in door.inbox.take() {
        assert_eq!(note.method, "undecodable");
        assert_eq!(note.event.as_deref(), Some("kyc-document-rejected"));
        assert_eq!(note.body, body);
    }
    door.inbox.store();
    assert_eq!(door.post(Post::new(body).with_key()).await.status, 204);
}

#[tokio::test]
async fn an_unknown_event_is_accepted_raw() {
    let door = Door::open().await;
    let body = br#" {"eventType": "something-new", "a": [1, {}]}"#;
    assert_eq!(door.post(Post::new(body).with_key()).await.status, 204);
    let notes = door.inbox.take();
    assert_eq!(notes.len(), WAYS);
    for note in notes {
        assert_eq!(note.method, "unknown_event");
        assert_eq!(note.event.as_deref(), Some("something-new"));
        assert_eq!(note.body, body.as_slice());
    }
}

#[tokio::test]
async fn what_cannot_be_decoded_is_refused_or_stored() {
    let cases: [(&[u8], u16, &str); 8] = [
        (b"", 400, "not-json"),
        (b"{\"eventType\":\"kyc-request-failed\"", 400, "not-json"),
        (b"eventType=kyc-request-failed", 400, "not-json"),
        (b"{\"eventType\":\"\xff\"}", 400, "not-json"),
        (b"{}", 422, "no-event-name"),
        (b"{\"eventType\":true}", 422, "no-event-name"),
        (b"[]", 422, "undecodable"),
        (b"\"kyc-request-failed\"", 422, "undecodable"),
    ];
    for stores in [false, true] {
        let door = Door::open().await;
        if stores {
            door.inbox.store();
        }
        for (body, status, code) in cases {
            let answer = door.post(Post::new(body).with_key()).await;
            if stores {
                assert_eq!(answer.status, 204, "{body:?}");
            } else {
                assert_eq!(answer.status, status, "{body:?}");
                assert_eq!(answer.problem("code"), code, "{body:?}");
            }
            let notes = door.inbox.take();
            assert_eq!(notes.len(), WAYS);
            for note in notes {
                assert_eq!((note.method, note.body.as_ref()), ("undecodable", body));
                assert_eq!(note.schemes, [API_KEY]);
            }
        }
    }
}
