//! Which bodies are taken for JSON.

use http::Request;

use crate::stand_in::{PLAIN, SECRET, full, receiver, send};

async fn status_of(headers: &[(&str, &str)]) -> u16 {
    let (service, _) = receiver();
    let mut request = Request::post("/").header("x-key", SECRET);
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
async fn json_in_utf8_is_taken() {
    for value in [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json ; Charset=\"Utf-8\"",
        "application/json; charset=utf8",
        "application/json;",
        "application/json; ; charset=utf-8",
        "application/json; profile=\"a;charset=latin1\\\"\"; charset=utf-8",
        "application/vnd.rebilly+json",
        "application/cloudevents+JSON; v=1",
        " application/json ",
    ] {
        assert_eq!(status_of(&[("content-type", value)]).await, 204, "{value}");
    }
}

#[tokio::test]
async fn everything_else_is_refused() {
    for value in [
        "",
        "json",
        "/json",
        "application/",
        "text/json",
        "text/plain",
        "application/jsonp",
        "application/+json",
        "application/x+json+xml",
        "application/a b+json",
        "application/x-www-form-urlencoded",
        "application/json, text/plain",
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset=\"utf-8",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-8; charset=latin1",
        "application/json charset=utf-8",
        "application/json; =utf-8",
    ] {
        assert_eq!(status_of(&[("content-type", value)]).await, 415, "{value}");
    }
}

#[tokio::test]
async fn a_missing_or_repeated_media_type_is_refused() {
    assert_eq!(status_of(&[]).await, 415);
    let json = ("content-type", "application/json");
    assert_eq!(status_of(&[json, json]).await, 415);
}

#[tokio::test]
async fn a_body_must_not_be_compressed() {
    let json = ("content-type", "application/json");
    for (coding, status) in [
        ("identity", 204),
        ("", 204),
        ("gzip", 415),
        ("identity, br", 415),
    ] {
        let headers = [json, ("content-encoding", coding)];
        assert_eq!(status_of(&headers).await, status, "{coding}");
    }
}
