//! Claims, leases and verdicts.

use std::collections::HashSet;
use std::time::Duration;

use webhook_inbox::{DeadKind, DeliveryId, Filter, Held, Lease, Page, State, Verdict, Wanted};

use super::{LONG, SHORT, Subject, again, at_once, dead, receipt};

pub async fn a_claim_is_for_one_alone(subject: &Subject) {
    subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    assert!(subject.claim(10).await.is_empty());
    assert_eq!(subject.state(claimed.lease.id).await, State::Leased);
    subject.finish(&claimed, Verdict::Done).await;
    assert!(subject.claim(10).await.is_empty());
}

pub async fn claims_at_once_share_nothing(subject: &Subject) {
    let batch = (0..40).map(receipt).collect();
    subject.store.receive(batch).await.unwrap();
    let claims = (0..20).map(|_| {
        let store = subject.store.clone();
        let wanted = Wanted {
            sources: vec![super::SOURCE.to_owned()],
            limit: 3,
            lease: LONG,
        };
        tokio::spawn(async move { store.claim(wanted).await.unwrap() })
    });
    let claims: Vec<_> = claims.collect();
    let mut seen = HashSet::new();
    for claim in claims {
        for claimed in claim.await.unwrap() {
            assert!(seen.insert(claimed.lease.id), "{:?}", claimed.lease);
        }
    }
    assert_eq!(seen.len(), 40);
}

pub async fn a_claim_is_for_sources_that_are_wanted(subject: &Subject) {
    subject.receive_new(receipt(1)).await;
    for sources in [vec![], vec!["other".to_owned()]] {
        let wanted = Wanted {
            sources,
            limit: 10,
            lease: LONG,
        };
        assert!(subject.store.claim(wanted).await.unwrap().is_empty());
    }
    subject.claim_one().await;
}

pub async fn a_claim_takes_those_first_that_wait_longest(subject: &Subject) {
    for number in 1..=4 {
        subject.receive_new(receipt(number)).await;
    }
    let first = subject.claim(2).await;
    let bodies: Vec<_> = first.iter().map(|one| one.receipt.body.clone()).collect();
    assert_eq!(bodies, [receipt(1).body, receipt(2).body]);
    (subject.pass)(Duration::from_millis(5)).await;
    subject.finish(&first[0], again(Duration::ZERO)).await;
    let then = subject.claim(3).await;
    let bodies: Vec<_> = then.iter().map(|one| one.receipt.body.clone()).collect();
    assert_eq!(bodies, [receipt(3).body, receipt(4).body, receipt(1).body]);
}

pub async fn the_attempt_counts_at_the_claim(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    for attempt in 1..=3 {
        let claimed = subject.claim_one().await;
        assert_eq!(claimed.attempt, attempt);
        assert_eq!(claimed.lease.lease_no, i64::from(attempt));
        let details = subject.store.get(id).await.unwrap().unwrap();
        assert_eq!(details.summary.attempts, attempt);
        subject.finish(&claimed, again(Duration::ZERO)).await;
    }
}

pub async fn a_pause_is_kept(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, again(LONG)).await;
    assert!(subject.claim(10).await.is_empty());
    assert_eq!(subject.state(id).await, State::Ready);
    subject.receive_new(receipt(2)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, again(SHORT)).await;
    subject.pass_short().await;
    assert_eq!(subject.claim_one().await.attempt, 2);
}

pub async fn a_lease_is_lost_when_another_one_is_given(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let stale = subject.claim_for(1, SHORT).await.remove(0);
    assert!(
        subject
            .store
            .rescue(at_once(9), 10)
            .await
            .unwrap()
            .is_empty()
    );
    subject.pass_short().await;
    let rescued = subject.store.rescue(at_once(9), 10).await.unwrap();
    assert_eq!(rescued.len(), 1);
    assert_eq!((rescued[0].id, &rescued[0].death), (id, &None));
    // It is nobody's now.
    for verdict in [
        Verdict::Done,
        dead(DeadKind::Never),
        again(LONG),
        Verdict::Untried,
    ] {
        let held = subject.store.finish(stale.lease, verdict).await.unwrap();
        assert_eq!(held, Held::Lost);
    }
    let fresh = subject.claim_one().await;
    assert_eq!(fresh.lease.lease_no, stale.lease.lease_no + 1);
    assert_eq!(fresh.attempt, 2);
    // It is somebody else's now.
    let held = subject
        .store
        .finish(stale.lease, Verdict::Done)
        .await
        .unwrap();
    assert_eq!(held, Held::Lost);
    assert_eq!(
        subject.store.renew(stale.lease, LONG).await.unwrap(),
        Held::Lost
    );
    assert_eq!(subject.state(id).await, State::Leased);
    subject.finish(&fresh, Verdict::Done).await;
    assert_eq!(subject.state(id).await, State::Done);
}

pub async fn a_renewed_lease_does_not_run_out(subject: &Subject) {
    subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_for(1, SHORT).await.remove(0);
    assert_eq!(
        subject.store.renew(claimed.lease, LONG).await.unwrap(),
        Held::Yes
    );
    subject.pass_short().await;
    assert!(
        subject
            .store
            .rescue(at_once(9), 10)
            .await
            .unwrap()
            .is_empty()
    );
    subject.finish(&claimed, Verdict::Done).await;
}

pub async fn a_second_finish_is_lost(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, Verdict::Done).await;
    let held = subject
        .store
        .finish(claimed.lease, again(LONG))
        .await
        .unwrap();
    assert_eq!(held, Held::Lost);
    assert_eq!(subject.state(id).await, State::Done);
}

pub async fn what_was_not_tried_does_not_count(subject: &Subject) {
    subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, Verdict::Untried).await;
    let claimed = subject.claim_one().await;
    assert_eq!((claimed.attempt, claimed.lease.lease_no), (1, 2));
}

pub async fn the_last_attempt_that_is_lost_is_the_end(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    for attempt in 1..=3 {
        assert_eq!(subject.claim_for(1, SHORT).await.len(), 1, "{attempt}");
        subject.pass_short().await;
        let rescued = subject.store.rescue(at_once(3), 10).await.unwrap();
        assert_eq!(rescued[0].death.is_some(), attempt == 3);
    }
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.summary.state, State::Dead);
    let death = details.summary.death.unwrap();
    assert_eq!(
        (death.kind, &*death.version),
        (DeadKind::Abandoned, "1.0.0")
    );
    assert!(details.summary.settled.is_some());
    assert!(subject.claim(10).await.is_empty());
}

pub async fn a_rescue_is_bounded(subject: &Subject) {
    let batch = (0..5).map(receipt).collect();
    subject.store.receive(batch).await.unwrap();
    assert_eq!(subject.claim_for(5, SHORT).await.len(), 5);
    subject.pass_short().await;
    let mut counts = Vec::new();
    for _ in 0..4 {
        let rescued = subject.store.rescue(at_once(9), 2).await.unwrap();
        counts.push(rescued.len());
    }
    assert_eq!(counts, [2, 2, 1, 0]);
}

pub async fn attempts_are_recorded(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, again(Duration::ZERO)).await;
    subject.claim_for(1, SHORT).await;
    subject.pass_short().await;
    subject.store.rescue(at_once(9), 10).await.unwrap();
    let claimed = subject.claim_one().await;
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.attempts[2].outcome, None);
    assert_eq!(details.attempts[2].ended, None);
    subject.finish(&claimed, dead(DeadKind::Never)).await;
    let details = subject.store.get(id).await.unwrap().unwrap();
    let told = details.attempts.iter();
    let told: Vec<_> = told
        .map(|one| (one.lease_no, one.outcome.as_deref(), one.error.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (1, Some("again"), Some("not now")),
            (2, Some("expired"), None),
            (3, Some("dead"), Some("no reason")),
        ]
    );
    assert!(
        details
            .attempts
            .iter()
            .all(|one| one.ended.is_some_and(|end| end >= one.started))
    );
}

pub async fn a_lease_that_is_discarded_is_lost(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    let pass = subject
        .store
        .discard(Filter::of(id), Page::first(10))
        .await
        .unwrap();
    assert_eq!(pass.changed, 1);
    let held = subject
        .store
        .finish(claimed.lease, Verdict::Done)
        .await
        .unwrap();
    assert_eq!(held, Held::Lost);
    assert_eq!(
        subject.store.renew(claimed.lease, LONG).await.unwrap(),
        Held::Lost
    );
    assert_eq!(subject.state(id).await, State::Discarded);
}

pub async fn nothing_known_is_lost(subject: &Subject) {
    let lease = Lease {
        id: DeliveryId(77),
        lease_no: 1,
    };
    assert_eq!(
        subject.store.finish(lease, Verdict::Done).await.unwrap(),
        Held::Lost
    );
    assert_eq!(subject.store.renew(lease, LONG).await.unwrap(), Held::Lost);
    assert_eq!(subject.store.get(lease.id).await.unwrap(), None);
}
