//! An endpoint that says, event by event, by which methods and in which media it is delivered to.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, StatusCode};
use webhook_runtime::receiver::{
    Admitted, Denied, Endpoint, Failure, HeadCheck, Media, Received, ReceiverService, Reply,
    ReplySlot,
};
use webhook_runtime::security::Checks;

use crate::stand_in::{full, send};

/// Answers with the length of the body that it was given.
struct Awaiting;

impl Endpoint for Awaiting {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        ["ping", "form", "any", "both"].into_iter()
    }

    fn methods(&self) -> &[Method] {
        &[Method::GET, Method::HEAD, Method::POST]
    }

    fn methods_of(&self, event: &'static str) -> &[Method] {
        match event {
            "ping" => &[Method::GET, Method::HEAD],
            _ => &[Method::POST],
        }
    }

    fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
        match path_event {
            Some("ping") if method == Method::GET || method == Method::HEAD => &[Media::Nothing],
            Some("form") => &[Media::Form, Media::Multipart],
            Some("any") => &[Media::Any],
            _ => &[Media::Json, Media::Nothing],
        }
    }

    async fn authenticate_head(
        &self,
        _: &Parts,
        _: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        Ok(HeadCheck::Admitted(Admitted::unauthenticated()))
    }

    async fn authenticate_body(
        &self,
        _: &Parts,
        _: &Bytes,
        _: Option<&'static str>,
        _: Checks,
    ) -> Result<Admitted, Denied> {
        Ok(Admitted::unauthenticated())
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        let slot = ReplySlot::default();
        Ok(match delivery.body.len() {
            0 => slot.take_or(StatusCode::OK),
            _ => slot.take(),
        })
    }
}

async fn status(method: Method, path: &str, media_type: &str, body: &'static str) -> u16 {
    let service = ReceiverService::new(Awaiting);
    let mut request = Request::builder().method(method).uri(path);
    if !media_type.is_empty() {
        request = request.header("content-type", media_type);
    }
    let answer = send(&service, request.body(full(body)).unwrap()).await;
    match answer.status.as_u16() {
        405 => assert_ne!(answer.header("allow"), Vec::<&str>::new()),
        415 if path == "/form" => assert_eq!(
            answer.header("accept"),
            ["application/x-www-form-urlencoded, multipart/form-data"]
        ),
        415 => assert_eq!(answer.header("accept"), ["application/json"]),
        _ => {}
    }
    answer.status.as_u16()
}

#[tokio::test]
async fn a_path_is_asked_for_by_its_events_methods_alone() {
    for (method, path, expected) in [
        (Method::GET, "/ping", 200),
        (Method::HEAD, "/ping", 200),
        (Method::POST, "/ping", 405),
        (Method::GET, "/any", 405),
        (Method::POST, "/any", 200),
        // Which event it is stands elsewhere, so any method will do.
        (Method::GET, "/", 200),
        (Method::PUT, "/", 405),
    ] {
        assert_eq!(
            status(method.clone(), path, "", "").await,
            expected,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_body_is_taken_in_its_events_media_alone() {
    let parts = "multipart/form-data; boundary=b";
    for (path, media_type, body, expected) in [
        ("/form", "application/x-www-form-urlencoded", "a=b", 204),
        (
            "/form",
            "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
            "a=b",
            204,
        ),
        ("/form", parts, "--b--", 204),
        ("/form", "application/json", "{}", 415),
        ("/form", "", "a=b", 415),
        (
            "/form",
            "application/x-www-form-urlencoded; charset=latin1",
            "a=b",
            204,
        ),
        ("/any", "text/xml; charset=latin1", "<a/>", 204),
        ("/any", "", "anything", 204),
        ("/both", "application/json", "{}", 204),
        ("/both", "", "", 200),
        ("/both", "text/xml", "<a/>", 415),
    ] {
        assert_eq!(
            status(Method::POST, path, media_type, body).await,
            expected,
            "{path} {media_type}"
        );
    }
    // Where no body is awaited, what is said of it means nothing.
    assert_eq!(status(Method::GET, "/ping", "text/plain", "").await, 200);
}
