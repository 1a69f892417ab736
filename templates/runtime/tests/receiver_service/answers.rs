//! Which answer a request gets, and in which order the checks are made.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Version};
use http_body_util::Empty;
use webhook_runtime::receiver::Limits;

use crate::request::bodies::{Piece, Pieces};
use crate::stand_in::{
    PLAIN, SECRET, StandIn, asking, delivery, delivery_to, full, receiver, receiver_of, send,
};

#[tokio::test]
async fn a_handled_delivery_is_answered_with_204() {
    let (service, endpoint) = receiver();
    let answer = send(&service, delivery(PLAIN)).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""));
    let received = endpoint.received.lock().unwrap();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].body, PLAIN);
    assert_eq!(received[0].admitted.schemes, ["key"]);
}

#[tokio::test]
async fn a_handler_may_choose_another_success() {
    let (service, _) = receiver();
    let answer = send(&service, delivery(asking("store"))).await;
    assert_eq!(answer.status, 202);
    let answer = send(&service, delivery(asking("echo"))).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), ["application/json"]);
    assert_eq!(answer.body, asking("echo"));
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let (service, endpoint) = receiver();
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "QUERY"] {
        let request = delivery_to("/").method(method).body(Empty::<Bytes>::new());
        let answer = send(&service, request.unwrap()).await;
        let expected = (405, "method-not-allowed".to_owned());
        assert_eq!(answer.refusal(), expected, "{method}");
        assert_eq!(answer.header("allow"), ["POST"], "{method}");
    }
    assert_eq!(endpoint.authentications.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn head_is_refused_without_a_body() {
    let (service, _) = receiver();
    let request = Request::head("/").body(Empty::<Bytes>::new()).unwrap();
    let answer = send(&service, request).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (405, ""));
    assert_eq!(answer.header("allow"), ["POST"]);
}

#[tokio::test]
async fn an_endpoint_may_name_other_methods() {
    let (service, _) = receiver_of(StandIn {
        methods: Some(vec![Method::PUT, Method::PATCH]),
        ..StandIn::default()
    });
    let put = delivery_to("/").method("PUT").body(full(PLAIN));
    assert_eq!(send(&service, put.unwrap()).await.status, 204);
    let answer = send(&service, delivery(PLAIN)).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), ["PUT, PATCH"]);
}

#[tokio::test]
async fn a_broken_body_is_refused() {
    let (service, endpoint) = receiver();
    let pieces = vec![Piece::Data(Bytes::from(PLAIN)), Piece::Break];
    let request = delivery_to("/").body(Pieces::new(pieces).0).unwrap();
    let answer = send(&service, request).await;
    assert_eq!(answer.refusal(), (400, "incomplete-body".to_owned()));
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn wrong_credentials_are_answered_with_every_challenge() {
    let (service, endpoint) = receiver();
    let mut request = delivery(PLAIN);
    request.headers_mut().remove("x-key");
    let answer = send(&service, request).await;
    assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()));
    let challenges = [r#"Basic realm="hooks""#, "Bearer"];
    assert_eq!(answer.header("www-authenticate"), challenges);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn a_401_is_never_without_a_challenge() {
    let (service, _) = receiver();
    let mut request = delivery(PLAIN);
    let key = "nameless".parse().unwrap();
    request.headers_mut().insert("x-key", key);
    let answer = send(&service, request).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), ["Webhook"]);
}

#[tokio::test]
async fn credentials_that_cannot_be_checked_are_not_the_senders_fault() {
    let (service, endpoint) = receiver();
    let mut request = delivery(PLAIN);
    let key = "unreachable".parse().unwrap();
    request.headers_mut().insert("x-key", key);
    let answer = send(&service, request).await;
    assert_eq!(answer.refusal(), (503, "unavailable".to_owned()));
    assert_eq!(answer.header("retry-after"), ["60"]);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_its_place() {
    let (service, _) = receiver();
    for (body, status, code, place) in [
        ("{\"event\":", 400, "not-json", None),
        ("", 400, "not-json", None),
        ("[]", 422, "undecodable", None),
        ("{}", 422, "no-event-name", Some("/event")),
        ("{\"event\":3.5}", 422, "no-event-name", Some("/event")),
        ("{\"event\":\"\"}", 422, "no-event-name", Some("/event")),
        (asking("misfit").as_str(), 422, "undecodable", Some("/age")),
        (asking("nameless").as_str(), 422, "no-event-name", None),
        (asking("deep").as_str(), 422, "undecodable", None),
    ] {
        let answer = send(&service, delivery(body.to_owned())).await;
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{body}");
        assert_eq!(answer.problem()["pointer"].as_str(), place, "{body}");
    }
    let answer = send(&service, delivery(b"\"\xff\"".as_slice())).await;
    assert_eq!(answer.refusal(), (400, "not-json".to_owned()));
}

#[tokio::test]
async fn a_long_member_name_makes_no_long_answer() {
    let (service, _) = receiver();
    let answer = send(&service, delivery(asking("long"))).await;
    assert_eq!(answer.refusal(), (422, "undecodable".to_owned()));
    assert_eq!(answer.problem().get("pointer"), None);
    assert!(answer.body.len() < 2000, "{}", answer.body.len());
}

#[tokio::test]
async fn a_failing_handler_is_a_500_that_says_nothing() {
    let (service, _) = receiver();
    let answer = send(&service, delivery(asking("fail"))).await;
    assert_eq!(answer.refusal(), (500, "handler-failed".to_owned()));
}

#[tokio::test]
async fn a_handler_may_ask_for_a_pause() {
    let (service, _) = receiver();
    let limits = Limits::default().with_retry_after(Duration::from_secs(7));
    let service = service.with_limits(limits);
    for (what, pause) in [("later", "2"), ("busy", "7")] {
        let answer = send(&service, delivery(asking(what))).await;
        assert_eq!(answer.refusal(), (503, "unavailable".to_owned()));
        assert_eq!(answer.header("retry-after"), [pause], "{what}");
    }
}

#[tokio::test]
async fn later_versions_of_http_know_no_connection_field() {
    let (service, _) = receiver();
    for (version, expected) in [
        (Version::HTTP_10, vec!["close"]),
        (Version::HTTP_11, vec!["close"]),
        (Version::HTTP_2, vec![]),
    ] {
        let request = delivery_to("/").version(version);
        let request = request.header("content-length", "9999999");
        let answer = send(&service, request.body(full(PLAIN)).unwrap()).await;
        assert_eq!(answer.status, 413);
        assert_eq!(answer.header("connection"), expected, "{version:?}");
    }
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_the_one_that_is_told() {
    let (service, endpoint) = receiver();
    let limits = Limits::default().with_body(50);
    let service = service.with_limits(limits);
    let long = "x".repeat(51);
    for (method, media_type, body, key, status) in [
        ("GET", "text/plain", long.as_str(), "wrong", 405),
        ("POST", "text/xml", long.as_str(), "wrong", 401),
        ("POST", "text/xml", long.as_str(), "open", 415),
        ("POST", "text/xml", long.as_str(), SECRET, 413),
        ("POST", "application/json", long.as_str(), "wrong", 401),
        ("POST", "application/json", long.as_str(), "signed", 413),
        ("POST", "application/json", "no json", "signed", 401),
        ("POST", "application/json", long.as_str(), SECRET, 413),
        ("POST", "application/json", "no json", SECRET, 400),
    ] {
        let request = Request::builder().method(method).uri("/nowhere");
        let request = request
            .header("content-type", media_type)
            .header("x-key", key);
        let request = request.body(full(Bytes::from(body.to_owned()))).unwrap();
        assert_eq!(send(&service, request).await.status, status);
    }
    assert_eq!(endpoint.authentications.load(Ordering::SeqCst), 8);
    assert_eq!(endpoint.body_authentications.load(Ordering::SeqCst), 1);
}
