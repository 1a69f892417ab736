//! Methods, media types and sizes.

use rebilly_kyc_webhooks::runtime::receiver::Limits;

use crate::client::Connection;
use crate::client::Post;
use crate::credentials::{PLAIN, plain};
use crate::door::{Door, WAYS};

#[tokio::test]
async fn other_methods_are_refused_with_the_right_one() {
    let door = Door::open().await;
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post"] {
        for path in ["/webhooks", "/webhooks/kyc-request-attempted"] {
            let answer = door.post(plain().with_key().by(method).to(path)).await;
            assert_eq!(answer.status, 405, "{method}");
            assert_eq!(answer.header("allow"), ["POST"], "{method}");
            assert_eq!(answer.problem("code"), "method-not-allowed");
        }
    }
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn json_by_any_name_is_taken_and_nothing_else() {
    let door = Door::open().await;
    let typed = |media_type: &str| {
        let post = plain().with_key().without("content-type");
        post.header("content-type", media_type)
    };
    let right = [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; charset=latin1",
        "application/vnd.rebilly.event+json",
        "text/json",
    ];
    for media_type in right {
        assert_eq!(
            door.post(typed(media_type)).await.status,
            204,
            "{media_type}"
        );
    }
    let untyped = plain().with_key().without("content-type");
    assert_eq!(door.post(untyped).await.status, 204);
    assert_eq!(door.inbox.take().len(), (right.len() + 1) * WAYS);
}

#[tokio::test]
async fn json_that_is_called_something_else_is_decoded_all_the_same() {
    let door = Door::open().await;
    let names = [
        "",
        "text/plain",
        "application/octet-stream",
        "json",
        "a/b, c",
    ];
    for name in names {
        let post = plain().with_key().without("content-type");
        let answer = door.post(post.header("content-type", name)).await;
        assert_eq!(answer.status, 204, "{name}");
    }
    let coded = plain().with_key().header("content-encoding", "gzip");
    assert_eq!(door.post(coded).await.status, 204);
    let notes = door.inbox.take();
    assert_eq!(notes.len(), (names.len() + 1) * WAYS);
    assert!(notes.iter().all(|note| note.method == notes[0].method));
}

#[tokio::test]
async fn what_is_authenticated_and_cannot_be_read_reaches_the_fallback_with_the_reason() {
    let door = Door::open().await;
    door.inbox.store();
    let xml = (
        "application/xml; charset=latin1",
        "<a/>",
        "NotDecoded { media_type: \"application/xml\" }",
    );
    let form = (
        "application/x-www-form-urlencoded",
        "eventType=kyc-request-failed",
        "NotDecoded { media_type: \"application/x-www-form-urlencoded\" }",
    );
    for path in ["/webhooks", "/webhooks/kyc-request-attempted"] {
        for (media_type, body, reason) in [xml, form] {
            let post = Post::new(body).with_key().without("content-type");
            let post = post.header("content-type", media_type).to(path);
            assert_eq!(door.post(post).await.status, 204, "{media_type}");
            for note in door.inbox.take() {
                assert_eq!(note.method, "undecodable");
                assert_eq!(note.body, body);
                assert!(note.debug.contains(reason), "{}", note.debug);
                assert_eq!(note.event.is_some(), path != "/webhooks");
            }
        }
        let packed = Post::new(&b"\x1f\x8b\x08"[..]).with_key().to(path);
        let packed = packed.header("content-encoding", "GZIP");
        assert_eq!(door.post(packed).await.status, 204);
        for note in door.inbox.take() {
            let reason = "Encoded { coding: \"gzip\", ";
            assert!(note.debug.contains(reason), "{}", note.debug);
        }
    }
}

#[tokio::test]
async fn what_the_fallback_does_not_take_either_is_refused() {
    let door = Door::open().await;
    let post = Post::new("<a/>").with_key().without("content-type");
    let answer = door.post(post.header("content-type", "text/xml")).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.problem("code"), "undecodable");
    assert!(answer.problem("detail").contains("`text/xml`"));
}

#[tokio::test]
async fn a_body_of_the_limit_is_taken_and_one_byte_more_is_not() {
    let door = Door::limited(Limits::default().with_body(1000)).await;
    let padded = |length: usize| Post::new(format!("{PLAIN:<length$}")).with_key();
    assert_eq!(door.post(padded(1000)).await.status, 204);
    assert_eq!(door.inbox.take().len(), WAYS);
    let answer = door.post(padded(1001)).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.problem("code"), "content-too-large");
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn a_body_that_is_announced_too_large_is_refused_before_it_is_sent() {
    let door = Door::open().await;
    let mut connection = Connection::open(door.address).await.unwrap();
    let mut post = plain().with_key();
    post.body.clear();
    let head = String::from_utf8(post.bytes()).unwrap();
    let head = head.replace("content-length: 0", "content-length: 1048577");
    connection.write(head.as_bytes()).await.unwrap();
    let answer = connection.answer().await.unwrap();
    assert_eq!(answer.status, 413);
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(door.inbox.count(), 0);
}
