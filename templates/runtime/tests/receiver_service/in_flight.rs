//! How many deliveries there may be at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http_body_util::BodyExt;
use tokio::task::{self, JoinHandle};
use webhook_runtime::receiver::{Limits, ReceiverService};

use crate::request::bodies::{Piece, Pieces, padded};
use crate::stand_in::{Answer, PLAIN, StandIn, asking, delivery, delivery_to, receiver, send};

/// A receiver with so many places.
fn with_places(count: usize) -> (ReceiverService<StandIn>, Arc<StandIn>) {
    let (service, endpoint) = receiver();
    let limits = Limits::default()
        .with_in_flight(count)
        .with_retry_after(Duration::from_secs(7));
    (service.with_limits(limits), endpoint)
}

/// A delivery whose handler never ends, once it is there.
async fn hanging(service: &ReceiverService<StandIn>, endpoint: &StandIn) -> JoinHandle<Answer> {
    let before = endpoint.calls();
    let service = service.clone();
    let sending = task::spawn(async move { send(&service, delivery(asking("hang"))).await });
    while endpoint.calls() == before {
        task::yield_now().await;
    }
    sending
}

#[tokio::test]
async fn one_too_many_is_told_to_come_later_and_is_not_read() {
    let (service, endpoint) = with_places(2);
    let first = hanging(&service, &endpoint).await;
    let second = hanging(&service, &endpoint).await;
    let (body, polled) = Pieces::new(padded(500));
    let answer = send(&service, delivery_to("/").body(body).unwrap()).await;
    assert_eq!(answer.refusal(), (503, "overloaded".to_owned()));
    assert_eq!(answer.header("retry-after"), ["7"]);
    assert_eq!(polled.load(Ordering::SeqCst), 0);
    assert_eq!(endpoint.calls(), 2);

    // A client that goes away leaves its place.
    first.abort();
    assert!(first.await.is_err());
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 204);
    second.abort();
}

#[tokio::test]
async fn a_body_that_is_being_read_has_a_place() {
    let (service, _) = with_places(1);
    let reading = {
        let service = service.clone();
        let body = Pieces::new(vec![Piece::Never]).0;
        task::spawn(async move { send(&service, delivery_to("/").body(body).unwrap()).await })
    };
    task::yield_now().await;
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 503);
    reading.abort();
    assert!(reading.await.is_err());
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 204);
}

#[tokio::test]
async fn whoever_is_refused_by_the_head_takes_no_place() {
    let (service, endpoint) = with_places(1);
    let holding = hanging(&service, &endpoint).await;
    let mut request = delivery(PLAIN);
    let wrong = "wrong".parse().unwrap();
    request.headers_mut().insert("x-key", wrong);
    assert_eq!(send(&service, request).await.status, 401);
    holding.abort();
}

#[tokio::test(start_paused = true)]
async fn every_end_of_a_delivery_frees_its_place() {
    let (service, _) = with_places(1);
    for what in ["store", "fail", "later", "panic", "misfit", "hang", "store"] {
        let answer = send(&service, delivery(asking(what))).await;
        assert!(!answer.body.contains("overloaded"), "{what}: {answer:?}");
    }
    for body in [vec![Piece::Break], vec![Piece::Never], padded(5000)] {
        let request = delivery_to("/").body(Pieces::new(body).0.boxed()).unwrap();
        let answer = send(&service, request).await;
        assert!(!answer.body.contains("overloaded"), "{answer:?}");
    }
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 204);
}

#[tokio::test]
async fn as_many_as_there_can_be_is_no_limit_and_none_is_none() {
    let (service, _) = with_places(usize::MAX);
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 204);
    let (service, _) = with_places(0);
    assert_eq!(send(&service, delivery(PLAIN)).await.status, 503);
}
