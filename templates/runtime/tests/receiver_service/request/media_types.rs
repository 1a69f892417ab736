//! Which bodies are taken for JSON.

use std::sync::atomic::Ordering;

use http::Request;

use super::bodies::{Pieces, padded};
use crate::stand_in::{PLAIN, SECRET, SIGNED, full, receiver, send};

/// The status for a request that nobody is asked to authenticate.
async fn status_of(headers: &[(&str, &str)]) -> u16 {
    status_by("open", headers).await
}

async fn status_by(key: &str, headers: &[(&str, &str)]) -> u16 {
    let (service, _) = receiver();
    let mut request = Request::post("/").header("x-key", key);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(full(PLAIN)).unwrap();
    let answer = send(&service, request).await;
    if answer.status == 415 {
        assert_eq!(answer.problem()["code"], "unsupported-media-type");
        assert_eq!(answer.header("accept"), ["application/json"]);
    }
    answer.status.as_u16()
}

#[tokio::test]
async fn json_by_any_name_is_taken_whatever_its_charset() {
    for value in [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json ; Charset=\"Utf-8\"",
        "application/json; charset=us-ascii",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset",
        "application/json; charset=\"utf-8",
        "application/json;",
        "application/json; profile=\"a;charset=latin1\\\"\"; charset=utf-8",
        "application/vnd.rebilly+json",
        "application/cloudevents+JSON; v=1",
        "text/json",
        "text/plain; charset=UTF-8",
        "model/gltf+json",
        " application/json ",
    ] {
        assert_eq!(status_of(&[("content-type", value)]).await, 204, "{value}");
    }
    assert_eq!(status_of(&[]).await, 204);
}

#[tokio::test]
async fn a_body_that_is_not_utf8_is_not_json_whatever_its_charset() {
    let (service, endpoint) = receiver();
    let request = Request::post("/")
        .header("x-key", SECRET)
        .header("content-type", "application/json; charset=iso-8859-1");
    let body = full(&b"{\"event\":\"kyc\",\"name\":\"Garc\xeda\"}"[..]);
    let answer = send(&service, request.body(body).unwrap()).await;
    assert_eq!(answer.refusal(), (400, "not-json".to_owned()));
    assert_eq!(endpoint.calls(), 1);
}

#[tokio::test]
async fn everything_else_is_refused_where_nobody_is_authenticated() {
    for value in [
        "json",
        "/json",
        "application/",
        "application/xml",
        "application/jsonp",
        "application/+json",
        "application/x+json+xml",
        "application/a b+json",
        "application/x-www-form-urlencoded",
        "application/json, text/xml",
    ] {
        let said = [("content-type", value)];
        assert_eq!(status_of(&said).await, 415, "{value}");
        assert_eq!(status_by(SECRET, &said).await, 204, "{value}");
        assert_eq!(status_by("wrong", &said).await, 401, "{value}");
    }
    let json = ("content-type", "application/json");
    assert_eq!(status_of(&[json, json]).await, 415);
    assert_eq!(status_by(SECRET, &[json, json]).await, 204);
}

#[tokio::test]
async fn a_body_must_not_be_compressed_where_nobody_is_authenticated() {
    let json = ("content-type", "application/json");
    for (coding, status) in [
        ("identity", 204),
        ("", 204),
        ("UTF-8", 204),
        ("zstd", 415),
        ("identity, gzip, br", 415),
    ] {
        let headers = [json, ("content-encoding", coding)];
        assert_eq!(status_of(&headers).await, status, "{coding}");
        assert_eq!(status_by(SECRET, &headers).await, 204, "{coding}");
    }
}

#[tokio::test]
async fn whoever_is_refused_by_a_media_type_never_sends_the_body() {
    let (service, endpoint) = receiver();
    let (body, polled) = Pieces::new(padded(1000));
    let request = Request::post("/")
        .header("x-key", "open")
        .header("content-type", "text/xml");
    let answer = send(&service, request.body(body).unwrap()).await;
    assert_eq!(answer.status, 415);
    assert_eq!(polled.load(Ordering::SeqCst), 0);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn a_signature_over_the_body_authenticates_it_in_any_media_type() {
    for (body, status) in [(SIGNED, 204), (PLAIN, 401)] {
        let (service, _) = receiver();
        let request = Request::post("/")
            .header("x-key", "signed")
            .header("content-type", "application/octet-stream")
            .header("content-encoding", "gzip");
        let answer = send(&service, request.body(full(body)).unwrap()).await;
        assert_eq!(answer.status, status, "{body}");
    }
}
