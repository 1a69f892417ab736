//! What a delivery that is kept holds in memory: its own bytes, and nothing of the server's.

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Uri};

use crate::request::bodies::{Piece, Pieces};
use crate::stand_in::{PLAIN, delivery_to, full, receiver, send};

/// A body in so many pieces that are views of one larger buffer, as a server hands it over; and
/// that buffer.
fn views(body: &str, pieces: usize) -> (Vec<Piece>, Bytes) {
    let mut buffer = BytesMut::zeroed(64 * 1024);
    buffer.extend_from_slice(body.as_bytes());
    let buffer = buffer.freeze();
    let body = buffer.slice(64 * 1024..);
    let step = body.len().div_ceil(pieces);
    let views = (0..body.len())
        .step_by(step)
        .map(|start| Piece::Data(body.slice(start..body.len().min(start + step))));
    (views.collect(), buffer)
}

#[tokio::test]
async fn a_delivery_that_is_kept_holds_its_own_bytes_alone() {
    let long = PLAIN.replace('}', &format!("{}}}", " ".repeat(300_000)));
    for body in [PLAIN, &long] {
        for pieces in [1, 2, 19] {
            for announced in [false, true] {
                let (service, endpoint) = receiver();
                let (views, buffer) = views(body, pieces);
                let mut request = delivery_to("/");
                if announced {
                    request = request.header("content-length", body.len());
                }
                let request = request.body(Pieces::new(views).0).unwrap();
                assert_eq!(send(&service, request).await.status, 204);

                let kept = endpoint.received.lock().unwrap().remove(0).body;
                assert_eq!(kept, body);
                // Nobody else has a view of the server's buffer: it can be used for the next
                // request.
                assert!(buffer.is_unique());
                let own = kept.try_into_mut().unwrap();
                assert_eq!(own.capacity(), body.len());
            }
        }
    }
}

#[tokio::test]
async fn a_body_in_one_buffer_of_its_own_is_let_go_of_too() {
    let (service, endpoint) = receiver();
    let body = Bytes::from(PLAIN.to_owned());
    let request = delivery_to("/").body(full(body.clone())).unwrap();
    assert_eq!(send(&service, request).await.status, 204);
    assert!(body.is_unique());
    let kept = endpoint.received.lock().unwrap().remove(0).body;
    assert_ne!(kept.as_ptr(), body.as_ptr());
}

#[tokio::test]
async fn a_head_that_is_kept_holds_its_own_bytes_alone_too() {
    let (service, endpoint) = receiver();
    let buffer = Bytes::from(format!("/?a=%20b {}", "x".repeat(8000)));
    let mut secret = HeaderValue::from_maybe_shared(buffer.slice(9..19)).unwrap();
    secret.set_sensitive(true);
    let mut request = delivery_to("/")
        .header("x-first", secret)
        .header(
            "x-more",
            HeaderValue::from_maybe_shared(buffer.slice(9..12)).unwrap(),
        )
        .header(
            "x-more",
            HeaderValue::from_maybe_shared(buffer.slice(9..13)).unwrap(),
        )
        .body(full(PLAIN))
        .unwrap();
    *request.uri_mut() = Uri::from_maybe_shared(buffer.slice(..8)).unwrap();
    assert_eq!(send(&service, request).await.status, 204);

    let kept = endpoint.received.lock().unwrap().remove(0).parts;
    assert!(buffer.is_unique());
    assert_eq!(kept.uri, "/?a=%20b");
    assert_eq!(kept.headers["x-first"], "x".repeat(10));
    assert!(kept.headers["x-first"].is_sensitive());
    let more: Vec<_> = kept.headers.get_all("x-more").iter().collect();
    assert_eq!(more, ["xxx", "xxxx"]);
}
