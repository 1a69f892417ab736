//! What a panic does, and does not.

use tokio::task;
use webhook_runtime::receiver::OnPanic;

use crate::stand_in::{PLAIN, SECRET, VALUE, asking, delivery, delivery_to, full, receiver, send};

#[tokio::test]
async fn a_panic_every_tenth_time_is_a_500_each_and_nothing_else() {
    let (service, endpoint) = receiver();
    for round in 1_u64..=100 {
        let body = if round % 10 == 0 {
            asking("panic")
        } else {
            format!(r#"{{"event":"kyc","id":{round}}}"#)
        };
        let answer = send(&service, delivery(body)).await;
        if round % 10 == 0 {
            assert_eq!(answer.refusal(), (500, "handler-panicked".to_owned()));
            assert!(!answer.body.contains(VALUE), "{}", answer.body);
        } else {
            assert_eq!(answer.status, 204, "{round}");
        }
    }
    assert_eq!(endpoint.handled_count(), 90);
}

#[tokio::test]
async fn a_panic_while_authenticating_lets_nobody_in() {
    let (service, endpoint) = receiver();
    let mut request = delivery_to("/").body(full(PLAIN)).unwrap();
    request
        .headers_mut()
        .insert("x-key", "panic".parse().unwrap());
    let answer = send(&service, request).await;
    assert_eq!(answer.status, 500);
    assert!(!answer.body.contains(SECRET), "{}", answer.body);
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn a_panic_goes_on_if_it_is_asked_to() {
    let (service, _) = receiver();
    let service = service.with_on_panic(OnPanic::Resume);
    let sending = task::spawn(async move { send(&service, delivery(asking("panic"))).await });
    let panic = sending.await.unwrap_err().into_panic();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), VALUE);
}
