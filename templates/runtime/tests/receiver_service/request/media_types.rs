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
async fn everything_else_is_refused() {
    for value in [
        "",
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
        assert_eq!(status_of(&[("content-type", value)]).await, 415, "{value}");
    }
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
