//! The span and the event of a request.

#![cfg(all(feature = "handshakes", feature = "receiver", feature = "tracing"))]

use std::collections::BTreeMap;
use std::fmt;
use std::future::pending;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::Full;
use tower::ServiceExt;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use webhook_runtime::handshake::{Handshake, HandshakeAnswer, HandshakeBody};
use webhook_runtime::receiver::{
    Admitted, Denied, Endpoint, Failure, HeadCheck, Received, ReceiverService, Reply, RetryLater,
};
use webhook_runtime::security::Checks;
use webhook_runtime::{HandlerError, Outcome, RawDelivery};

const SECRET: &str = "sEcReT-marker";

/// Does what the body says.
struct StandIn;

impl Endpoint for StandIn {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        ["paid"].into_iter()
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        _: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        if parts.headers.contains_key("authorization") {
            return Ok(HeadCheck::AwaitsBody(Checks::default()));
        }
        let challenge = HeaderValue::from_static("Bearer");
        Err(Denied::unauthenticated([challenge], "no token"))
    }

    async fn authenticate_body(
        &self,
        _: &Parts,
        _: &Bytes,
        _: Option<&'static str>,
        _: Checks,
    ) -> Result<Admitted, Denied> {
        Ok(Admitted::by(["token", "signature"]))
    }

    fn handshakes(&self) -> &'static [Handshake] {
        &[Handshake {
            name: "probe",
            method: Method::OPTIONS,
            when: &[],
            signed: false,
            token: None,
            key: None,
            answer: HandshakeAnswer {
                status: 200,
                media_type: None,
                headers: &[],
                body: HandshakeBody::Nothing,
            },
        }]
    }

    async fn answer_handshake(
        &self,
        _: &'static Handshake,
        parts: &Parts,
        _: &Bytes,
    ) -> Result<Reply, Denied> {
        let is_known = parts.headers.contains_key("authorization");
        Ok(Reply::new(if is_known {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        }))
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        if delivery.body.as_ref() == b"odd" {
            delivery.trace.note_event("re\u{202e}\u{1b}\nfunded");
            return Err(HandlerError::from("no \u{9b}disk").into());
        }
        delivery.trace.note_event("refunded");
        delivery.trace.note_defects(2);
        match delivery.body.as_ref() {
            b"fail" => Err(HandlerError::from("the disk is full").into()),
            b"hang" => pending().await,
            b"later" => Err(RetryLater::default().into()),
            b"unknown" => {
                delivery.trace.note_outcome(Outcome::Handled);
                delivery.trace.note_outcome(Outcome::UnknownEvent);
                Ok(Reply::default())
            }
            _ => Ok(Reply::default()),
        }
    }
}

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of all spans and of all events.
#[derive(Clone, Default)]
struct Recorder {
    spans: Arc<Mutex<BTreeMap<u64, Fields>>>,
    events: Arc<Mutex<Vec<(Level, Fields)>>>,
    next: Arc<AtomicU64>,
}

struct Into<'f>(&'f mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("webhook_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        let mut fields = Fields::from([("span", attributes.metadata().name().to_owned())]);
        attributes.record(&mut Into(&mut fields));
        self.spans.lock().unwrap().insert(id, fields);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.spans.lock().unwrap();
        values.record(&mut Into(spans.get_mut(&span.into_u64()).unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Into(&mut fields));
        let level = *event.metadata().level();
        self.events.lock().unwrap().push((level, fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn request(path: &str, body: &'static str) -> Request<Full<Bytes>> {
    Request::post(format!("{path}?key={SECRET}"))
        .header("content-type", "application/json")
        .header("authorization", SECRET)
        .body(Full::from(body))
        .unwrap()
}

/// The one span and the one event of this request; checks that neither holds a secret.
fn traced(request: Request<Full<Bytes>>, is_given_up: bool) -> (Fields, Level, Fields) {
    let recorder = Recorder::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    tracing::subscriber::with_default(recorder.clone(), || {
        runtime.block_on(async {
            let answering = ReceiverService::new(StandIn).oneshot(request);
            if is_given_up {
                let second = std::time::Duration::from_secs(1);
                assert!(tokio::time::timeout(second, answering).await.is_err());
            } else {
                answering.await.unwrap();
            }
        });
    });
    let spans: Vec<Fields> = recorder.spans.lock().unwrap().values().cloned().collect();
    let events = recorder.events.lock().unwrap().clone();
    assert!(!format!("{spans:?} {events:?}").contains(SECRET));
    let ([span], [(level, event)]) = (spans.as_slice(), events.as_slice()) else {
        panic!("{spans:?} {events:?}");
    };
    (span.clone(), *level, event.clone())
}

fn text<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name).map(String::as_str)
}

#[test]
fn a_handled_delivery_has_one_span_and_one_event() {
    let (span, level, event) = traced(request("/", SECRET), false);
    assert_eq!(level, Level::INFO);
    for fields in [&span, &event] {
        assert_eq!(text(fields, "event"), Some("refunded"));
        assert_eq!(text(fields, "outcome"), Some("accepted"));
        assert_eq!(text(fields, "scheme"), Some("token+signature"));
        assert_eq!(text(fields, "defects"), Some("2"));
    }
    assert_eq!(text(&span, "span"), Some("webhook_delivery"));
    assert_eq!(text(&event, "status"), Some("204"));
    let latency: f64 = event["latency_ms"].parse().unwrap();
    assert!(latency >= 0.0);
}

#[test]
fn a_path_that_names_the_event_does_so_before_anybody_is_let_in() {
    let mut request = request("/paid", SECRET);
    request.headers_mut().remove("authorization");
    let (_, level, event) = traced(request, false);
    assert_eq!(level, Level::WARN);
    assert_eq!(text(&event, "event"), Some("paid"));
    assert_eq!(text(&event, "outcome"), Some("unauthenticated"));
    assert_eq!(text(&event, "reason"), Some("no token"));
    assert_eq!(text(&event, "scheme"), None);
}

#[test]
fn a_failed_handler_tells_the_log_why() {
    let (_, level, event) = traced(request("/", "fail"), false);
    assert_eq!(level, Level::ERROR);
    assert_eq!(text(&event, "outcome"), Some("handler-failed"));
    assert_eq!(text(&event, "event"), Some("refunded"));
    let reason = "the handler failed: the disk is full";
    assert_eq!(text(&event, "reason"), Some(reason));
}

#[test]
fn what_a_handler_wants_to_have_again_is_no_error() {
    let (_, level, event) = traced(request("/", "later"), false);
    assert_eq!(level, Level::INFO);
    assert_eq!(text(&event, "outcome"), Some("later"));
    assert_eq!(text(&event, "status"), Some("503"));
}

#[test]
fn the_last_note_says_what_became_of_an_accepted_delivery() {
    let (span, level, event) = traced(request("/", "unknown"), false);
    assert_eq!(level, Level::INFO);
    for fields in [&span, &event] {
        assert_eq!(text(fields, "outcome"), Some("unknown-event"));
    }
}

#[test]
fn what_is_not_seen_in_a_name_is_shown_as_its_escape() {
    let (span, _, event) = traced(request("/", "odd"), false);
    for fields in [&span, &event] {
        let name = text(fields, "event");
        assert_eq!(name, Some("re\\u{202e}\\u{1b}\\nfunded"));
    }
    let reason = text(&event, "reason");
    assert_eq!(reason, Some("the handler failed: no \\u{9b}disk"));
}

#[test]
fn an_overrun_keeps_what_was_noted_before() {
    let (_, level, event) = traced(request("/", "hang"), false);
    assert_eq!(level, Level::ERROR);
    assert_eq!(text(&event, "outcome"), Some("unavailable"));
    assert_eq!(text(&event, "event"), Some("refunded"));
}

#[test]
fn a_request_that_is_given_up_is_told_of() {
    let (_, level, event) = traced(request("/", "hang"), true);
    assert_eq!(level, Level::WARN);
    assert_eq!(text(&event, "outcome"), Some("abandoned"));
    assert_eq!(text(&event, "event"), Some("refunded"));
}

#[test]
fn a_request_that_is_no_delivery_is_told_of() {
    let mut request = request("/", SECRET);
    *request.method_mut() = http::Method::GET;
    let (_, level, event) = traced(request, false);
    assert_eq!(level, Level::WARN);
    assert_eq!(text(&event, "outcome"), Some("method-not-allowed"));
    assert_eq!(text(&event, "event"), None);
}

#[test]
fn a_handshake_is_told_of_by_its_name_and_is_no_error() {
    for (is_known, expected) in [
        (true, (Level::INFO, "handshake", "200")),
        (false, (Level::WARN, "declined", "403")),
    ] {
        let mut request = request("/", SECRET);
        *request.method_mut() = Method::OPTIONS;
        if !is_known {
            request.headers_mut().remove("authorization");
        }
        let (_, level, event) = traced(request, false);
        let (outcome, status) = (&event["outcome"], &event["status"]);
        assert_eq!((level, outcome.as_str(), status.as_str()), expected);
        assert_eq!(text(&event, "reason"), Some("probe"));
        assert_eq!(text(&event, "event"), None);
    }
}

#[test]
fn an_unknown_event_is_a_warning_with_its_name_alone() {
    let recorder = Recorder::default();
    tracing::subscriber::with_default(recorder.clone(), || {
        RawDelivery::<String>::new("line\nbreak", (), Bytes::from_static(SECRET.as_bytes()))
            .log_unknown_event();
    });
    let expected = Fields::from([
        ("event", "line\\nbreak".to_owned()),
        (
            "message",
            "webhook event that the specification does not list".to_owned(),
        ),
    ]);
    assert_eq!(*recorder.events.lock().unwrap(), [(Level::WARN, expected)]);
}
