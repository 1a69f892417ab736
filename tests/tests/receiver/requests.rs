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
    for media_type in [
        "",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/+json",
    ] {
        let answer = door.post(typed(media_type)).await;
        assert_eq!(answer.status, 415, "{media_type}");
        assert_eq!(answer.header("accept"), ["application/json"]);
        assert_eq!(answer.problem("code"), "unsupported-media-type");
    }
    let packed = plain().with_key().header("content-encoding", "gzip");
    assert_eq!(door.post(packed).await.status, 415);
    assert_eq!(door.inbox.count(), 0);
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
