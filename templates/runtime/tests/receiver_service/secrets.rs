//! What answers and `Debug` texts never hold, and what unauthenticated bodies never reach.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use webhook_runtime::receiver::Limits;

use crate::request::bodies::{Piece, Pieces};
use crate::stand_in::{SECRET, VALUE, asking, delivery, delivery_to, full, receiver, send};

#[tokio::test(start_paused = true)]
async fn no_answer_holds_a_secret_or_a_value() {
    let (service, _) = receiver();
    let bodies = [
        asking("fail"),
        asking("panic"),
        asking("hang"),
        asking("later"),
        asking("misfit"),
        asking("nameless"),
        format!(r#"{{"event":"{VALUE}","do":"fail"}}"#),
        format!(r#"{{"event":["{VALUE}"]}}"#),
        format!(r#"["{VALUE}"]"#),
        format!(r#"{{"event":"{VALUE}"#),
        VALUE.to_owned(),
        format!(r#"{{"event":"kyc","do":"fail"}} {VALUE}"#),
    ];
    for body in bodies {
        for path in ["/", "/user.created", "/vAlUe-marker?key=sEcReT-marker"] {
            for wrong_key in [false, true] {
                let mut request = delivery_to(path).body(full(body.clone())).unwrap();
                if wrong_key {
                    let key = format!("{SECRET}-almost").parse().unwrap();
                    request.headers_mut().insert("x-key", key);
                }
                let answer = send(&service, request).await;
                assert!(!answer.status.is_success(), "{body} {path}");
                let text = format!("{answer:?}");
                assert!(!text.contains(VALUE), "{body} {path}: {text}");
                assert!(!text.contains(SECRET), "{body} {path}: {text}");
                answer.problem();
            }
        }
    }
}

#[tokio::test]
async fn debug_of_a_delivery_holds_neither() {
    let (service, endpoint) = receiver();
    let request = delivery_to("/?key=sEcReT-marker");
    let request = request.body(full(asking("store"))).unwrap();
    send(&service, request).await;
    let text = format!("{:?} {service:?}", endpoint.received.lock().unwrap());
    assert!(!text.contains(VALUE), "{text}");
    assert!(!text.contains(SECRET), "{text}");
}

#[tokio::test(start_paused = true)]
async fn an_unauthenticated_body_never_gets_through() {
    let (service, endpoint) = receiver();
    let service = service.with_limits(Limits::default().with_body(100));
    let mut sent = 0;
    for length in [0, 1, 15, 16, 99, 100, 101, 5000] {
        for pieces in [1, 2, 7, 100] {
            for end in [None, Some(Piece::Break), Some(Piece::Never)] {
                for key in [
                    None,
                    Some("wrong"),
                    Some("hang"),
                    Some("panic"),
                    Some("unreachable"),
                ] {
                    let text = format!("{:<length$.length$}", asking("store"));
                    let mut all: Vec<Piece> = text
                        .as_bytes()
                        .chunks(length.div_ceil(pieces).max(1))
                        .map(|piece| Piece::Data(Bytes::copy_from_slice(piece)))
                        .collect();
                    all.extend(end.clone());
                    let mut request = delivery_to("/kyc").body(Pieces::new(all).0).unwrap();
                    request.headers_mut().remove("x-key");
                    if let Some(key) = key {
                        let key = key.parse().unwrap();
                        request.headers_mut().insert("x-key", key);
                    }
                    let answer = send(&service, request).await;
                    assert!(!answer.status.is_success());
                    sent += 1;
                }
            }
        }
    }
    assert_eq!(sent, 8 * 4 * 3 * 5);
    assert!(endpoint.authentications.load(Ordering::SeqCst) > 0);
    assert_eq!(endpoint.calls(), 0);
    // The same endpoint does take what is in order.
    assert_eq!(send(&service, delivery(asking("store"))).await.status, 202);
}
