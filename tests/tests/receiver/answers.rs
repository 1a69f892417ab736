//! What is answered when a handler succeeds, fails, panics or takes too long.

use std::time::Duration;

use rebilly_kyc_webhooks::runtime::receiver::{Limits, Reply};

use crate::credentials::plain;
use crate::door::{Door, WAYS};
use crate::inbox::{End, INTERNAL};

#[tokio::test]
async fn a_handler_may_choose_its_success() {
    let door = Door::open().await;
    door.inbox.end_with(End::Reply(Reply::accepted()));
    let answer = door.post(plain().with_key()).await;
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    door.inbox.end_with(End::Accept);
    let answer = door.post(plain().with_key()).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
}

#[tokio::test]
async fn a_handler_that_fails_is_a_500_that_does_not_say_why() {
    let door = Door::open().await;
    door.inbox.end_with(End::Fail);
    let answer = door.post(plain().with_key()).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.problem("code"), "handler-failed");
    assert!(!answer.body.contains(INTERNAL), "{}", answer.body);
    assert_eq!(door.inbox.count(), WAYS);
}

#[tokio::test]
async fn a_handler_that_panics_is_a_500_and_the_next_delivery_is_served() {
    let door = Door::open().await;
    let mut connection = crate::client::Connection::open(door.address).await.unwrap();
    for round in 1..=30 {
        let panics = round % 10 == 0;
        door.inbox
            .end_with(if panics { End::Panic } else { End::Accept });
        let answer = connection.post(&plain().with_key()).await.unwrap();
        if panics {
            assert_eq!(answer.status, 500);
            assert_eq!(answer.problem("code"), "handler-panicked");
            assert!(!answer.body.contains(INTERNAL), "{}", answer.body);
        } else {
            assert_eq!(answer.status, 204, "{round}");
        }
    }
    assert_eq!(door.inbox.count(), 30);
}

#[tokio::test]
async fn a_handler_over_its_time_is_a_503() {
    let door = Door::limited(Limits::default().with_handle(Duration::from_millis(20))).await;
    door.inbox.end_with(End::Hang);
    let answer = door.post(plain().with_key()).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.problem("code"), "unavailable");
    assert_eq!(answer.header("retry-after"), ["60"]);
    assert_eq!(door.inbox.count(), WAYS);
}
