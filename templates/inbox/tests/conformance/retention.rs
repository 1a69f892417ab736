//! What is removed, and when.

use std::time::Duration;

use webhook_inbox::{DeadKind, OnDead, Order, Retention, State, Stored, Verdict};

use super::{LONG, SHORT, Subject, dead, receipt};

pub async fn bodies_go_before_keys(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, Verdict::Done).await;
    let bodies = Retention::default().with_bodies(SHORT);
    let purged = subject.store.purge(bodies, 10).await.unwrap();
    assert_eq!((purged.bodies, purged.deliveries), (0, 0));
    subject.pass_short().await;
    let purged = subject.store.purge(bodies, 10).await.unwrap();
    assert_eq!(
        (purged.bodies, purged.deliveries, purged.more),
        (1, 0, false)
    );
    let purged = subject.store.purge(bodies, 10).await.unwrap();
    assert_eq!((purged.bodies, purged.deliveries), (0, 0));
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!((details.head, details.body), (None, None));
    assert_eq!(details.summary.state, State::Done);
    assert_eq!(subject.receive(receipt(1)).await, Stored::Duplicate(id));
    let purged = subject
        .store
        .purge(bodies.with_keys(SHORT), 10)
        .await
        .unwrap();
    assert_eq!((purged.bodies, purged.deliveries), (0, 1));
    assert_eq!(subject.store.get(id).await.unwrap(), None);
    let Stored::New(again) = subject.receive(receipt(1)).await else {
        panic!("its key is gone");
    };
    assert!(again > id);
}

pub async fn what_is_open_stays(subject: &Subject) {
    let order = Order::PerKey(OnDead::Pass);
    for number in 0..2 {
        subject
            .receive_new(receipt(number).with_order(order, "a"))
            .await;
    }
    subject.receive_new(receipt(2)).await;
    subject.claim(1).await;
    subject.pass_short().await;
    let nothing = Duration::ZERO;
    let all = Retention::default()
        .with_bodies(nothing)
        .with_keys(nothing)
        .with_dead(nothing);
    let purged = subject.store.purge(all, 10).await.unwrap();
    assert_eq!(
        (purged.bodies, purged.deliveries, purged.more),
        (0, 0, false)
    );
    assert_eq!(
        subject.states().await,
        [State::Leased, State::Waiting, State::Ready]
    );
}

pub async fn a_purge_is_bounded(subject: &Subject) {
    let batch = (0..5).map(receipt).collect();
    subject.store.receive(batch).await.unwrap();
    for claimed in subject.claim(5).await {
        subject.finish(&claimed, Verdict::Done).await;
    }
    subject.pass_short().await;
    let keys = Retention::default().with_keys(Duration::ZERO);
    let mut counts = Vec::new();
    loop {
        let purged = subject.store.purge(keys, 2).await.unwrap();
        counts.push(purged.deliveries);
        if !purged.more {
            break;
        }
    }
    assert_eq!(counts, [2, 2, 1]);
    assert!(subject.states().await.is_empty());
}

pub async fn a_dead_one_that_is_purged_holds_nothing(subject: &Subject) {
    let order = Order::PerKey(OnDead::Hold);
    for number in 0..2 {
        subject
            .receive_new(receipt(number).with_order(order, "a"))
            .await;
    }
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, dead(DeadKind::Never)).await;
    subject.pass_short().await;
    let kept = Retention::default().with_dead(LONG);
    assert_eq!(subject.store.purge(kept, 10).await.unwrap().deliveries, 0);
    let dead = Retention::default().with_dead(SHORT);
    assert_eq!(subject.store.purge(dead, 10).await.unwrap().deliveries, 1);
    assert_eq!(subject.claim_one().await.receipt.body, receipt(1).body);
}
