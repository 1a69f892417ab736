//! Sizes and times at their edges.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Limited;
use tokio::time::Instant;
use tower::ServiceExt;
use webhook_runtime::receiver::{Limits, ReceiverService};

use crate::request::bodies::{Piece, Pieces, padded};
use crate::stand_in::{
    PLAIN, SECRET, StandIn, asking, delivery, delivery_to, full, receiver, send,
};

const LIMIT: usize = 1000;

fn limited() -> (ReceiverService<StandIn>, Arc<StandIn>) {
    let (service, endpoint) = receiver();
    let limits = Limits::default().with_body(LIMIT);
    (service.with_limits(limits), endpoint)
}

#[test]
fn the_defaults_are_as_documented() {
    let limits = Limits::default();
    assert_eq!(limits.body, 1_048_576);
    assert_eq!(limits.in_flight, 256);
    assert_eq!(limits.read, Duration::from_secs(10));
    assert_eq!(limits.handle, Duration::from_secs(30));
    assert_eq!(limits.retry_after, Duration::from_secs(60));
}

#[tokio::test]
async fn a_body_at_the_limit_is_taken_however_it_is_sent() {
    let (service, endpoint) = limited();
    let chunked = delivery_to("/").body(Pieces::new(padded(LIMIT)).0).unwrap();
    assert_eq!(send(&service, chunked).await.status, 204);
    let announced = delivery_to("/").header("content-length", LIMIT);
    let body = Pieces::new(padded(LIMIT)).0.announcing(LIMIT as u64);
    assert_eq!(
        send(&service, announced.body(body).unwrap()).await.status,
        204
    );
    let received = endpoint.received.lock().unwrap();
    assert!(received.iter().all(|delivery| delivery.body.len() == LIMIT));
}

#[tokio::test]
async fn a_body_that_is_announced_too_long_is_not_read_at_all() {
    let (service, _) = limited();
    let by_head = delivery_to("/").header("content-length", LIMIT + 1);
    let (body, polled) = Pieces::new(padded(LIMIT + 1));
    let answer = send(&service, by_head.body(body).unwrap()).await;
    assert_eq!(answer.refusal(), (413, "content-too-large".to_owned()));
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(polled.load(Ordering::SeqCst), 0);

    let (body, polled) = Pieces::new(padded(LIMIT + 1));
    let by_server = delivery_to("/").body(body.announcing(LIMIT as u64 + 1));
    assert_eq!(send(&service, by_server.unwrap()).await.status, 413);
    assert_eq!(polled.load(Ordering::SeqCst), 0);

    let (body, polled) = Pieces::new(padded(LIMIT + 1));
    let absurd = delivery_to("/").header("content-length", u64::MAX);
    assert_eq!(send(&service, absurd.body(body).unwrap()).await.status, 413);
    assert_eq!(polled.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_body_that_turns_out_too_long_is_cut_off() {
    let (service, endpoint) = limited();
    let (body, polled) = Pieces::new(padded(LIMIT + 1));
    let answer = send(&service, delivery_to("/").body(body).unwrap()).await;
    assert_eq!(answer.refusal(), (413, "content-too-large".to_owned()));
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(polled.load(Ordering::SeqCst), LIMIT + 1);

    let (body, polled) = Pieces::new(padded(LIMIT * 100));
    let answer = send(&service, delivery_to("/").body(body).unwrap()).await;
    assert_eq!(answer.status, 413);
    assert_eq!(polled.load(Ordering::SeqCst), LIMIT + 100);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn a_lower_limit_of_a_layer_before_is_the_same_answer() {
    let (service, _) = limited();
    let body = Limited::new(Pieces::new(padded(LIMIT)).0, LIMIT - 1);
    let answer = send(&service, delivery_to("/").body(body).unwrap()).await;
    assert_eq!(answer.refusal(), (413, "content-too-large".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_given_up_when_its_time_is_over() {
    let (service, endpoint) = receiver();
    let drip = |pieces: usize| {
        let mut all = vec![Piece::Data(Bytes::from(PLAIN))];
        for _ in 0..pieces {
            all.push(Piece::Wait(Duration::from_secs(3)));
            all.push(Piece::Data(Bytes::from_static(b" ")));
        }
        delivery_to("/").body(Pieces::new(all).0).unwrap()
    };
    assert_eq!(send(&service, drip(3)).await.status, 204);
    let start = Instant::now();
    let answer = send(&service, drip(100)).await;
    assert_eq!(answer.refusal(), (408, "request-timeout".to_owned()));
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(start.elapsed().as_secs(), 10);
    assert_eq!(endpoint.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_is_given_up_too() {
    let (service, _) = receiver();
    let pieces = vec![Piece::Data(Bytes::from_static(b"{")), Piece::Never];
    let request = delivery_to("/").body(Pieces::new(pieces).0).unwrap();
    assert_eq!(send(&service, request).await.status, 408);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_overruns_is_dropped_and_the_sender_told_to_repeat() {
    let (service, endpoint) = receiver();
    let start = Instant::now();
    let answer = send(&service, delivery(asking("hang"))).await;
    assert_eq!(answer.refusal(), (503, "unavailable".to_owned()));
    assert_eq!(answer.header("retry-after"), ["60"]);
    assert_eq!(start.elapsed().as_secs(), 30);
    assert_eq!(endpoint.dropped.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn an_authentication_that_overruns_lets_nobody_in() {
    let (service, endpoint) = receiver();
    let request = delivery_to("/").header("x-key", SECRET).body(full(PLAIN));
    let mut request = request.unwrap();
    request
        .headers_mut()
        .insert("x-key", "hang".parse().unwrap());
    assert_eq!(send(&service, request).await.status, 503);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_the_head_took_is_taken_from_the_handlers_time() {
    let (service, endpoint) = receiver();
    let mut request = delivery(asking("hang"));
    let slow = "slow".parse().unwrap();
    request.headers_mut().insert("x-key", slow);
    let start = Instant::now();
    assert_eq!(send(&service, request).await.status, 503);
    assert_eq!(endpoint.dropped.load(Ordering::SeqCst), 1);
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn a_request_that_is_given_up_by_its_client_drops_the_handler() {
    let (service, endpoint) = receiver();
    let mut answering = Box::pin(service.oneshot(delivery(asking("hang"))));
    let polled = poll_once(answering.as_mut()).await;
    assert!(polled.is_none());
    assert_eq!(endpoint.calls(), 1);
    drop(answering);
    assert_eq!(endpoint.dropped.load(Ordering::SeqCst), 1);
}

/// Polls a future once.
async fn poll_once<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
    poll_fn(|context| {
        Poll::Ready(match Pin::new(&mut future).poll(context) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        })
    })
    .await
}
