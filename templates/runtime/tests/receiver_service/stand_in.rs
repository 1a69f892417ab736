//! An endpoint that does what the body tells it, and requests for it.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::request::{Builder, Parts};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use serde_json::Value;
use tokio::time::sleep;
use tower::ServiceExt;
use webhook_runtime::generated::{check_nesting, member_text};
use webhook_runtime::receiver::{
    Admitted, BodyError, Denied, Endpoint, Failure, HeadCheck, Received, ReceiverService, Reply,
    RetryLater,
};
use webhook_runtime::security::Checks;
use webhook_runtime::{DecodeError, HandlerError};

/// The key that the endpoint asks for; must never come back.
pub const SECRET: &str = "sEcReT-marker";

/// The one body that is taken for signed, where `x-key` says that it is.
pub const SIGNED: &str = r#"{"event":"kyc","signed":true}"#;

/// A text that bodies and handlers' errors contain; must never come back.
pub const VALUE: &str = "vAlUe-marker";

const EVENTS: [&str; 9] = [
    "kyc",
    "user.created",
    "orders/create",
    "/carts/create",
    "carts/create",
    "ä b/{c}/d%",
    ":a/*b",
    "{id}/moved",
    "{key}/gone/{part}",
];

/// Events are named by `/event` in the body, and by the path as well if it does.
#[derive(Default)]
pub struct StandIn {
    pub is_named_by_path: bool,
    pub methods: Option<Vec<Method>>,
    /// How often a head was looked at.
    pub authentications: AtomicUsize,
    /// How often it took the body.
    pub body_authentications: AtomicUsize,
    pub received: Mutex<Vec<Received>>,
    /// How often each `/id` was handled to the end.
    pub handled: Mutex<BTreeMap<u64, usize>>,
    /// Handlings that were started and dropped.
    pub dropped: Arc<AtomicUsize>,
}

impl StandIn {
    pub fn calls(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// How many deliveries were handled to the end.
    pub fn handled_count(&self) -> usize {
        self.handled.lock().unwrap().values().sum()
    }

    fn check_name(&self, delivery: &Received) -> Result<(), Failure> {
        if self.is_named_by_path {
            return delivery.path_event.map(|_| ()).ok_or(Failure::UnknownPath);
        }
        let name = member_text(&delivery.body, &["event"])?;
        match delivery.path_event {
            Some(path_event) if path_event != name => Err(Failure::EventMismatch { path_event }),
            _ => Ok(()),
        }
    }

    async fn handle(&self, delivery: Received) -> Result<Reply, Failure> {
        let body: Value =
            serde_json::from_slice(&delivery.body).map_err(|error| DecodeError::from(&error))?;
        let reply = match body["do"].as_str() {
            None => Reply::default(),
            Some("store") => Reply::accepted(),
            Some("echo") => Reply::default().with_content(
                HeaderValue::from_static("application/json"),
                delivery.body.clone(),
            ),
            Some("fail") => return Err(HandlerError::from(VALUE).into()),
            Some("later") => return Err(RetryLater::after(Duration::from_millis(1500)).into()),
            Some("busy") => {
                return Err(HandlerError::from(RetryLater::default()).into());
            }
            Some("nameless") => {
                return Err(Failure::NoEventName {
                    place: "the header `X-Event`".to_owned(),
                });
            }
            Some("misfit") => {
                let error = DecodeError::Payload {
                    pointer: "/age".to_owned(),
                    reason: "not a number".to_owned(),
                };
                return Err(HandlerError::from(error).into());
            }
            Some("deep") => check_nesting(&delivery.body, 0).map(|()| Reply::default())?,
            Some("long") => {
                return Err(Failure::Undecodable(DecodeError::Payload {
                    pointer: format!("/{}", "ä".repeat(100_000)),
                    reason: "not a number".to_owned(),
                }));
            }
            Some("panic") => panic!("{VALUE}"),
            Some("hang") => {
                let _guard = CountsDrop(Arc::clone(&self.dropped));
                pending().await
            }
            Some(other) => panic!("the test asks for {other}"),
        };
        if let Some(id) = body["id"].as_u64() {
            tokio::task::yield_now().await;
            *self.handled.lock().unwrap().entry(id).or_default() += 1;
        }
        Ok(reply)
    }
}

struct CountsDrop(Arc<AtomicUsize>);

impl Drop for CountsDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Endpoint for StandIn {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        EVENTS.into_iter()
    }

    fn methods(&self) -> &[Method] {
        static POST: [Method; 1] = [Method::POST];
        self.methods.as_deref().unwrap_or(&POST)
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        _: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        self.authentications.fetch_add(1, Ordering::SeqCst);
        match parts.headers.get("x-key").map(HeaderValue::as_bytes) {
            Some(key) if key == SECRET.as_bytes() => Ok(HeadCheck::Admitted(Admitted::by(["key"]))),
            Some(b"open") => Ok(HeadCheck::Admitted(Admitted::unauthenticated())),
            Some(b"signed") => Ok(HeadCheck::AwaitsBody(Checks::default())),
            Some(b"unreachable") => Err(Denied::Unavailable(RetryLater::default())),
            Some(b"panic") => panic!("{SECRET}"),
            Some(b"hang") => pending().await,
            Some(b"slow") => {
                sleep(Duration::from_secs(20)).await;
                Ok(HeadCheck::Admitted(Admitted::by(["key"])))
            }
            Some(b"nameless") => Err(Denied::unauthenticated([], "no challenge")),
            _ => Err(wrong_key()),
        }
    }

    async fn authenticate_body(
        &self,
        _: &Parts,
        body: &Bytes,
        _: Option<&'static str>,
        _: Checks,
    ) -> Result<Admitted, Denied> {
        self.body_authentications.fetch_add(1, Ordering::SeqCst);
        if body.as_ref() == SIGNED.as_bytes() {
            Ok(Admitted::by(["signature"]))
        } else {
            Err(wrong_key())
        }
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        self.received.lock().unwrap().push(delivery.clone());
        self.check_name(&delivery)?;
        self.handle(delivery).await
    }
}

fn wrong_key() -> Denied {
    Denied::unauthenticated(
        [
            HeaderValue::from_static(r#"Basic realm="hooks""#),
            HeaderValue::from_static("Bearer"),
        ],
        "wrong key",
    )
}

/// A receiver with default settings, and its endpoint.
pub fn receiver() -> (ReceiverService<StandIn>, Arc<StandIn>) {
    receiver_of(StandIn::default())
}

pub fn receiver_of(endpoint: StandIn) -> (ReceiverService<StandIn>, Arc<StandIn>) {
    let endpoint = Arc::new(endpoint);
    (ReceiverService::shared(Arc::clone(&endpoint)), endpoint)
}

/// The head of a delivery in order.
pub fn delivery_to(path: &str) -> Builder {
    Request::post(path)
        .header("content-type", "application/json")
        .header("x-key", SECRET)
}

/// A delivery in order with this body.
pub fn delivery(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    delivery_to("/").body(Full::new(body.into())).unwrap()
}

/// A body that asks the handler to do this.
pub fn asking(what: &str) -> String {
    format!(r#"{{"event":"kyc","note":"{VALUE}","do":"{what}"}}"#)
}

pub const PLAIN: &str = r#"{"event":"kyc"}"#;

/// A response, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The problem that the body is; checks what all problems have in common.
    pub fn problem(&self) -> Value {
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem: Value = serde_json::from_str(&self.body).unwrap();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], self.status.as_u16());
        assert!(
            problem["title"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        problem
    }

    /// The status and the problem's code.
    pub fn refusal(&self) -> (u16, String) {
        let code = self.problem()["code"].as_str().unwrap().to_owned();
        (self.status.as_u16(), code)
    }

    pub fn header(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap()).collect()
    }
}

/// Sends one request to a clone of the service.
pub async fn send<E, B>(service: &ReceiverService<E>, request: Request<B>) -> Answer
where
    E: Endpoint,
    B: Body<Data: Send, Error: Into<BodyError>> + Send + 'static,
{
    let response = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// A body in one piece.
pub fn full(body: impl Into<Bytes>) -> Full<Bytes> {
    Full::new(body.into())
}
