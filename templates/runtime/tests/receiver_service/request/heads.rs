//! Senders whom the head of a request tells enough about: their bodies are not read.

use std::sync::atomic::Ordering;

use http::request::Parts;
use tower::ServiceExt;
use webhook_runtime::receiver::{Admitted, Denied, Endpoint};

use crate::request::bodies::{Piece, Pieces, padded};
use crate::stand_in::{PLAIN, SECRET, SIGNED, delivery_to, full, receiver, send};

/// The answer's text, and how much of the body was asked for.
async fn refused(key: &str, body: Vec<Piece>) -> (String, usize) {
    let (service, endpoint) = receiver();
    let (body, polled) = Pieces::new(body);
    let mut request = delivery_to("/").body(body).unwrap();
    request.headers_mut().insert("x-key", key.parse().unwrap());
    let answer = send(&service, request).await;
    assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()));
    assert_eq!(endpoint.calls(), 0);
    let headers = format!("{:?}", answer.headers);
    (headers + &answer.body, polled.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_sender_without_a_credential_is_refused_before_the_body() {
    for body in [padded(500), vec![Piece::Never], vec![Piece::Break], vec![]] {
        assert_eq!(refused("wrong", body).await.1, 0);
    }
}

#[tokio::test]
async fn a_refusal_does_not_tell_what_was_looked_at() {
    let (by_head, polled) = refused("wrong", padded(500)).await;
    assert_eq!(polled, 0);
    let (by_body, polled) = refused("signed", padded(500)).await;
    assert_eq!(polled, 500);
    assert_eq!(by_head, by_body);
}

#[tokio::test]
async fn a_signature_takes_the_body_to_tell() {
    let (service, endpoint) = receiver();
    let mut request = delivery_to("/").body(full(SIGNED)).unwrap();
    let key = "signed".parse().unwrap();
    request.headers_mut().insert("x-key", key);
    assert_eq!(send(&service, request).await.status, 204);
    let received = endpoint.received.lock().unwrap();
    assert_eq!(received[0].admitted.schemes, ["signature"]);
}

#[tokio::test]
async fn whoever_is_let_in_by_the_head_is_not_asked_again() {
    let (service, endpoint) = receiver();
    let request = delivery_to("/").body(full(PLAIN)).unwrap();
    assert_eq!(
        service.clone().oneshot(request).await.unwrap().status(),
        204
    );
    assert_eq!(endpoint.authentications.load(Ordering::SeqCst), 1);
    assert_eq!(endpoint.body_authentications.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn both_steps_can_be_taken_at_once() {
    let (service, endpoint) = receiver();
    let parts = |key: &'static str| -> Parts {
        let mut request = delivery_to("/").body(()).unwrap();
        request.headers_mut().insert("x-key", key.parse().unwrap());
        request.into_parts().0
    };
    let ask = async |key, body: &'static str| {
        let parts = parts(key);
        service
            .endpoint()
            .authenticate(&parts, &body.into(), None)
            .await
    };
    assert_eq!(ask(SECRET, PLAIN).await, Ok(Admitted::by(["key"])));
    assert_eq!(ask("signed", SIGNED).await, Ok(Admitted::by(["signature"])));
    for (key, body) in [("signed", PLAIN), ("wrong", SIGNED)] {
        let denied = ask(key, body).await.unwrap_err();
        assert!(matches!(denied, Denied::Unauthenticated { .. }), "{key}");
    }
    assert_eq!(endpoint.body_authentications.load(Ordering::SeqCst), 2);
}
