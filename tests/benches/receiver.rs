//! Receiving: the generated receiver beside an axum handler that checks the key and decodes.
//!
//! The baseline has no bound on time, no defects and no account of what it refused: it compares the
//! key, reads the body into types by hand and answers 204. `in process` is a request to the service
//! without a socket; `loopback` sends requests over connections that stay open, some at once, to a
//! server of each kind, and tells the time of a request among all.

#[path = "by_hand/mod.rs"]
mod by_hand;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use http_body_util::BodyExt as _;
use rebilly_kyc_webhooks::types::{KycDocumentEvent, KycRequestEvent};
use rebilly_kyc_webhooks::{
    ApiKey, Delivery, HandlerError, KycDocumentsHandler, KycRequestsHandler, Receiver,
};
use serde::de::DeserializeOwned;
use tests::comparison::Bench;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

const REQUEST: &[u8] = include_bytes!("../../spec/examples/kyc-request-attempted.full.json");
const DOCUMENT: &[u8] = include_bytes!("../../spec/examples/kyc-document-rejected.full.json");

const KEY: &str = "a-key-of-the-bench";
const KEY_HEADER: &str = "REB-APIKEY";

/// How many requests one connection sends in a turn, how many connections there are, and how many
/// turns.
const REQUESTS: usize = 200;
const CONNECTIONS: usize = 8;
const TURNS: usize = 21;

struct Counted;

impl KycDocumentsHandler for Counted {
    async fn kyc_document_rejected(
        &self,
        delivery: Delivery<KycDocumentEvent>,
    ) -> Result<(), HandlerError> {
        drop(delivery);
        Ok(())
    }
}

impl KycRequestsHandler for Counted {
    async fn kyc_request_attempted(
        &self,
        delivery: Delivery<KycRequestEvent>,
    ) -> Result<(), HandlerError> {
        drop(delivery);
        Ok(())
    }
}

fn main() {
    let bench = Bench::new("receiver", "axum and types by hand");
    let runtime = Runtime::new().expect("a runtime");
    for (case, body, by_hand) in [
        (
            "request",
            REQUEST,
            bare::<by_hand::request::KycRequestEvent>(),
        ),
        (
            "document",
            DOCUMENT,
            bare::<by_hand::document::KycDocumentEvent>(),
        ),
    ] {
        in_process(&bench, &runtime, case, body, &by_hand);
        over_loopback(&bench, &runtime, case, body, by_hand);
    }
}

/// What a team would write without a generator.
fn bare<T: DeserializeOwned + 'static>() -> Router {
    async fn receive<T: DeserializeOwned>(headers: HeaderMap, body: Bytes) -> StatusCode {
        if headers
            .get(KEY_HEADER)
            .is_none_or(|key| key.as_bytes() != KEY.as_bytes())
        {
            return StatusCode::UNAUTHORIZED;
        }
        match serde_json::from_slice::<T>(&body) {
            Ok(payload) => {
                drop(payload);
                StatusCode::NO_CONTENT
            }
            Err(_) => StatusCode::BAD_REQUEST,
        }
    }
    Router::new().route("/webhooks", post(receive::<T>))
}

fn generated() -> Router {
    let receiver = Receiver::builder()
        .kyc_documents(Arc::new(Counted))
        .kyc_requests(Arc::new(Counted))
        .secret_api_key(ApiKey::new(KEY))
        .build()
        .expect("a receiver with a key");
    receiver.into_router_at("/webhooks")
}

fn in_process(bench: &Bench, runtime: &Runtime, case: &str, body: &'static [u8], bare: &Router) {
    let generated = generated();
    let ask = |router: &Router| {
        runtime.block_on(async {
            let request = Request::post("/webhooks")
                .header("content-type", "application/json")
                .header(KEY_HEADER, KEY)
                .body(Body::from(body))
                .expect("a request");
            let answer = router.clone().oneshot(request).await.expect("an answer");
            let status = answer.status();
            assert_eq!(status, StatusCode::NO_CONTENT);
            answer.into_body().collect().await.expect("its body")
        })
    };
    bench.compare(
        &format!("{case}, in process"),
        || ask(bare),
        || ask(&generated),
    );
}

/// Turns of requests over connections that stay open: the median and the 99th percentile.
fn over_loopback(bench: &Bench, runtime: &Runtime, case: &str, body: &'static [u8], bare: Router) {
    let (median, tail) = (
        format!("{case}, loopback"),
        format!("{case}, loopback, p99"),
    );
    if !bench.wants(&median) && !bench.wants(&tail) {
        return;
    }
    let (bare, generated) =
        runtime.block_on(async { (serve(bare).await, serve(generated()).await) });
    let (mut means, mut tails) = (Vec::new(), Vec::new());
    let turns = if bench.only_tries() { 1 } else { TURNS };
    for turn in 0..turns {
        let ask = |server| runtime.block_on(load(server, body));
        // Whoever comes first meets another machine: they take turns in that as well.
        let (bare, generated) = if turn % 2 == 0 {
            let bare = ask(bare);
            (bare, ask(generated))
        } else {
            let generated = ask(generated);
            (ask(bare), generated)
        };
        means.push((bare.mean, generated.mean));
        tails.push((bare.tail, generated.tail));
    }
    if !bench.only_tries() {
        bench.record(&median, means);
        bench.record(&tail, tails);
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// What a load took, in nanoseconds: the time of all divided by their number, and the time that 99
/// of a hundred requests did not pass.
struct Load {
    mean: f64,
    tail: f64,
}

async fn load(server: SocketAddr, body: &'static [u8]) -> Load {
    let request: Arc<[u8]> = request(body).into();
    let started = Instant::now();
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(connection(server, Arc::clone(&request))))
        .collect();
    let mut times = Vec::new();
    for connection in connections {
        times.extend(connection.await.expect("a connection"));
    }
    let whole = started.elapsed().as_secs_f64() * 1e9;
    times.sort_by(f64::total_cmp);
    let count = u32::try_from(times.len()).expect("some thousands");
    Load {
        mean: whole / f64::from(count),
        tail: times[times.len() * 99 / 100],
    }
}

async fn connection(server: SocketAddr, request: Arc<[u8]>) -> Vec<f64> {
    let mut stream = TcpStream::connect(server).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket");
    let mut answer = [0; 512];
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let started = Instant::now();
        stream.write_all(&request).await.expect("a request");
        // An answer of 204 has no body, and fits into one read.
        let read = stream.read(&mut answer).await.expect("an answer");
        times.push(started.elapsed().as_secs_f64() * 1e9);
        assert!(
            answer[..read].starts_with(b"HTTP/1.1 204 "),
            "{:?}",
            &answer[..read]
        );
    }
    times
}

fn request(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /webhooks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         {KEY_HEADER}: {KEY}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
