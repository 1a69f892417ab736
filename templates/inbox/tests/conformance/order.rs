//! Queues.

use std::collections::HashMap;
use std::time::Duration;

use webhook_inbox::{
    DeadKind, DedupKey, Filter, OnDead, Order, Page, Receipt, State, Verdict, Wanted,
};

use super::{LONG, SHORT, SOURCE, Subject, again, at_once, dead, receipt};

const PASS: Order = Order::PerKey(OnDead::Pass);
const HOLD: Order = Order::PerKey(OnDead::Hold);

/// Deliveries with these numbers about one resource.
async fn queue(subject: &Subject, order: Order, resource: &str, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let receipt = receipt(number).with_order(order, resource);
        subject.receive_new(receipt).await;
    }
}

pub async fn a_queue_is_handled_in_its_order(subject: &Subject) {
    queue(subject, PASS, "a", 0..5).await;
    for number in 0..5 {
        let claimed = subject.claim_one().await;
        assert_eq!(claimed.receipt.body, receipt(number).body);
        subject.finish(&claimed, Verdict::Done).await;
    }
    queue(subject, PASS, "a", 5..6).await;
    subject.claim_one().await;
}

pub async fn a_failure_holds_its_queue_alone(subject: &Subject) {
    queue(subject, PASS, "a", 0..2).await;
    queue(subject, PASS, "b", 2..4).await;
    let claimed = subject.claim(10).await;
    assert_eq!(claimed.len(), 2);
    subject.finish(&claimed[0], again(LONG)).await;
    subject.finish(&claimed[1], Verdict::Done).await;
    let claimed = subject.claim_one().await;
    assert_eq!(claimed.receipt.body, receipt(3).body);
    assert_eq!(
        subject.states().await,
        [State::Ready, State::Waiting, State::Done, State::Leased]
    );
}

pub async fn a_dead_one_lets_the_next_pass(subject: &Subject) {
    queue(subject, PASS, "a", 0..2).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, dead(DeadKind::Never)).await;
    assert_eq!(subject.claim_one().await.receipt.body, receipt(1).body);
}

pub async fn a_dead_one_holds_the_next(subject: &Subject) {
    queue(subject, HOLD, "a", 0..2).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, dead(DeadKind::Never)).await;
    assert!(subject.claim(10).await.is_empty());
    queue(subject, HOLD, "a", 2..3).await;
    assert_eq!(
        subject.states().await,
        [State::Dead, State::Waiting, State::Waiting]
    );
    let page = Page::first(10);
    subject
        .store
        .discard(Filter::of(claimed.lease.id), page)
        .await
        .unwrap();
    assert_eq!(subject.claim_one().await.receipt.body, receipt(1).body);
}

pub async fn a_discarded_one_lets_the_next_pass(subject: &Subject) {
    queue(subject, HOLD, "a", 0..2).await;
    let claimed = subject.claim_one().await;
    let page = Page::first(10);
    subject
        .store
        .discard(Filter::of(claimed.lease.id), page)
        .await
        .unwrap();
    assert_eq!(subject.claim_one().await.receipt.body, receipt(1).body);
}

pub async fn a_replayed_one_waits_its_turn(subject: &Subject) {
    queue(subject, PASS, "a", 0..3).await;
    let first = subject.claim_one().await;
    subject.finish(&first, dead(DeadKind::Never)).await;
    let second = subject.claim_one().await;
    let page = Page::first(10);
    let pass = subject
        .store
        .replay(Filter::of(first.lease.id), page)
        .await
        .unwrap();
    assert_eq!(pass.changed, 1);
    assert_eq!(
        subject.states().await,
        [State::Waiting, State::Leased, State::Waiting]
    );
    subject.finish(&second, Verdict::Done).await;
    assert_eq!(
        subject.states().await,
        [State::Ready, State::Done, State::Waiting]
    );
    let first = subject.claim_one().await;
    assert_eq!((first.attempt, first.lease.lease_no), (1, 2));
    subject.finish(&first, Verdict::Done).await;
    assert_eq!(subject.claim_one().await.receipt.body, receipt(2).body);
}

pub async fn a_replayed_one_that_holds_goes_first(subject: &Subject) {
    queue(subject, HOLD, "a", 0..2).await;
    let first = subject.claim_one().await;
    subject.finish(&first, dead(DeadKind::Never)).await;
    let page = Page::first(10);
    subject
        .store
        .replay(Filter::of(first.lease.id), page)
        .await
        .unwrap();
    assert_eq!(subject.states().await, [State::Ready, State::Waiting]);
    let first = subject.claim_one().await;
    subject.finish(&first, Verdict::Done).await;
    assert_eq!(subject.claim_one().await.receipt.body, receipt(1).body);
}

pub async fn a_rescued_one_keeps_its_place(subject: &Subject) {
    queue(subject, PASS, "a", 0..2).await;
    subject.claim_for(10, SHORT).await;
    subject.pass_short().await;
    subject.store.rescue(at_once(2), 10).await.unwrap();
    assert_eq!(subject.states().await, [State::Ready, State::Waiting]);
    subject.claim_for(10, SHORT).await;
    subject.pass_short().await;
    subject.store.rescue(at_once(2), 10).await.unwrap();
    assert_eq!(subject.states().await, [State::Dead, State::Ready]);
}

pub async fn without_order_nothing_waits(subject: &Subject) {
    queue(subject, Order::Off, "a", 0..3).await;
    assert_eq!(subject.claim(10).await.len(), 3);
}

pub async fn sources_have_queues_of_their_own(subject: &Subject) {
    queue(subject, PASS, "a", 0..1).await;
    let key = DedupKey::of_id("other", None, "1");
    let other = Receipt::new("other", "1.0.0", None, key, "{}").with_order(PASS, "a");
    subject.receive_new(other).await;
    let wanted = Wanted {
        sources: vec![SOURCE.to_owned(), "other".to_owned()],
        limit: 10,
        lease: LONG,
    };
    assert_eq!(subject.store.claim(wanted).await.unwrap().len(), 2);
}

pub async fn a_waiting_one_can_be_discarded(subject: &Subject) {
    queue(subject, PASS, "a", 0..3).await;
    let listed = subject
        .store
        .list(Filter::default(), Page::first(10))
        .await
        .unwrap();
    subject
        .store
        .discard(Filter::of(listed[1].id), Page::first(10))
        .await
        .unwrap();
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, Verdict::Done).await;
    assert_eq!(subject.claim_one().await.receipt.body, receipt(2).body);
}

/// Many workers, some of which fail, on three queues: each in its order, none left over.
pub async fn no_queue_is_stranded_when_many_work(subject: &Subject) {
    const ALL: u32 = 60;
    let received = (0..ALL).map(|number| {
        let store = subject.store.clone();
        async move {
            let resource = (number % 3).to_string();
            let receipt = receipt(number).with_order(PASS, resource);
            store.receive(vec![receipt]).await.unwrap();
        }
    });
    let feed = async {
        for one in received {
            one.await;
        }
    };
    let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
    let workers = (0..4).map(|_| {
        let (store, sender) = (subject.store.clone(), sender.clone());
        tokio::spawn(async move {
            let mut idle = 0;
            while idle < 40 {
                let wanted = Wanted {
                    sources: vec![SOURCE.to_owned()],
                    limit: 2,
                    lease: LONG,
                };
                let claimed = store.claim(wanted).await.unwrap();
                idle = if claimed.is_empty() { idle + 1 } else { 0 };
                for one in claimed {
                    let verdict = if one.attempt == 1 && one.lease.id.0 % 4 == 0 {
                        again(Duration::ZERO)
                    } else {
                        let done = (one.receipt.order_key.clone(), one.lease.id);
                        sender.send(done).unwrap();
                        Verdict::Done
                    };
                    let held = store.finish(one.lease, verdict).await.unwrap();
                    assert_eq!(held, webhook_inbox::Held::Yes);
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
    });
    let workers: Vec<_> = workers.collect();
    drop(sender);
    feed.await;
    for worker in workers {
        worker.await.unwrap();
    }
    let mut last = HashMap::new();
    let mut count = 0;
    while let Some((resource, id)) = order.recv().await {
        let before = last.insert(resource, id);
        assert!(before < Some(id), "{before:?} before {id}");
        count += 1;
    }
    assert_eq!(count, ALL);
}

pub async fn a_newer_revision_is_known(subject: &Subject) {
    for (number, revision) in [(1, "9"), (2, "10"), (3, "2")] {
        let mut receipt = receipt(number).with_revision(revision);
        receipt.order_key = Some("a".to_owned());
        subject.receive_new(receipt).await;
    }
    let mut known = Vec::new();
    for _ in 0..3 {
        let claimed = subject.claim(1).await.remove(0);
        known.push(claimed.handled_revision.clone());
        subject.finish(&claimed, Verdict::Done).await;
    }
    assert_eq!(known, [None, Some("9".to_owned()), Some("10".to_owned())]);
    let mut other = receipt(4).with_revision("1");
    other.order_key = Some("b".to_owned());
    subject.receive_new(other).await;
    assert_eq!(subject.claim_one().await.handled_revision, None);
}
