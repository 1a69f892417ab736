//! What people do: lists, replays, discards, erasure, numbers.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use webhook_inbox::{
    DeadKind, Death, DedupKey, Filter, Page, Receipt, State, Stored, Verdict, millis,
    time_of_millis,
};

use super::{LONG, SOURCE, Subject, again, dead, receipt};

pub async fn a_filter_means_what_it_says(subject: &Subject) {
    let one = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, dead(DeadKind::Never)).await;
    (subject.pass)(Duration::from_millis(20)).await;
    let key = DedupKey::of_id("other", None, "1");
    let mut other = Receipt::new("other", "1.0.0", Some("sent".to_owned()), key, "{}");
    other.order_key = Some("a".to_owned());
    let other = subject.receive_new(other).await;
    let store = &subject.store;
    let found = async |filter: Filter| {
        let found = store.list(filter, Page::first(10)).await.unwrap();
        found.iter().map(|summary| summary.id).collect::<Vec<_>>()
    };
    let with = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        filter
    };
    assert_eq!(found(Filter::default()).await, [one, other]);
    assert_eq!(found(Filter::of(one)).await, [one]);
    assert_eq!(found(Filter::in_state(State::Dead)).await, [one]);
    assert_eq!(found(with(|all| all.states = Some(vec![]))).await, []);
    assert_eq!(found(with(|all| all.ids = Some(vec![]))).await, []);
    assert_eq!(
        found(with(|all| all.source = Some("other".into()))).await,
        [other]
    );
    assert_eq!(
        found(with(|all| all.event = Some("sent".into()))).await,
        [other]
    );
    assert_eq!(
        found(with(|all| all.dead = Some(DeadKind::Never))).await,
        [one]
    );
    assert_eq!(
        found(with(|all| all.dead = Some(DeadKind::Exhausted))).await,
        []
    );
    assert_eq!(found(Filter::about("other", "a")).await, [other]);
    assert_eq!(found(Filter::about(SOURCE, "a")).await, []);
    let details = store.get(other).await.unwrap().unwrap();
    let arrived = details.summary.first_arrival;
    let mut since = Filter::default();
    since.since = Some(arrived);
    assert_eq!(found(since).await, [other]);
    let mut until = Filter::default();
    until.until = Some(arrived);
    assert_eq!(found(until).await, [one]);
}

pub async fn pages_follow_one_another(subject: &Subject) {
    let batch = (0..5).map(receipt).collect();
    subject.store.receive(batch).await.unwrap();
    for newest_first in [false, true] {
        let mut page = if newest_first {
            Page::newest(2)
        } else {
            Page::first(2)
        };
        let mut seen = Vec::new();
        loop {
            let found = subject.store.list(Filter::default(), page).await.unwrap();
            let Some(last) = found.last() else { break };
            page = page.behind(last.id);
            seen.extend(found.iter().map(|one| one.id));
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        if newest_first {
            sorted.reverse();
        }
        assert_eq!((seen.len(), &seen), (5, &sorted));
    }
}

pub async fn a_replay_starts_anew(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, again(Duration::ZERO)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, dead(DeadKind::Exhausted)).await;
    let pass = subject
        .store
        .replay(Filter::of(id), Page::first(10))
        .await
        .unwrap();
    assert_eq!((pass.changed, pass.next), (1, None));
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.summary.state, State::Ready);
    assert_eq!(
        (details.summary.death, details.summary.settled),
        (None, None)
    );
    let claimed = subject.claim_one().await;
    assert_eq!((claimed.attempt, claimed.lease.lease_no), (1, 3));
    subject.finish(&claimed, Verdict::Done).await;
    assert_eq!(subject.receive(receipt(1)).await, Stored::Duplicate(id));
}

pub async fn a_replay_passes_over_what_is_open(subject: &Subject) {
    for number in 0..4 {
        subject.receive_new(receipt(number)).await;
    }
    let claimed = subject.claim(3).await;
    subject.finish(&claimed[0], Verdict::Done).await;
    subject.finish(&claimed[1], dead(DeadKind::Never)).await;
    let first = subject
        .store
        .replay(Filter::default(), Page::first(1))
        .await
        .unwrap();
    assert_eq!((first.changed, first.next), (1, Some(claimed[0].lease.id)));
    let page = Page::first(10).behind(claimed[0].lease.id);
    let rest = subject.store.replay(Filter::default(), page).await.unwrap();
    assert_eq!((rest.changed, rest.next), (1, None));
    assert_eq!(
        subject.states().await,
        [State::Ready, State::Ready, State::Leased, State::Ready]
    );
}

pub async fn a_discard_passes_over_what_is_done(subject: &Subject) {
    for number in 0..3 {
        subject.receive_new(receipt(number)).await;
    }
    let claimed = subject.claim(2).await;
    subject.finish(&claimed[0], Verdict::Done).await;
    subject.finish(&claimed[1], dead(DeadKind::Never)).await;
    let pass = subject
        .store
        .discard(Filter::default(), Page::first(10))
        .await
        .unwrap();
    assert_eq!(pass.changed, 2);
    assert_eq!(
        subject.states().await,
        [State::Done, State::Discarded, State::Discarded]
    );
    let pass = subject
        .store
        .discard(Filter::default(), Page::first(10))
        .await
        .unwrap();
    assert_eq!(pass.changed, 0);
}

pub async fn erasure_leaves_the_key(subject: &Subject) {
    let mut about = receipt(1);
    about.order_key = Some("a".to_owned());
    let id = subject.receive_new(about.clone()).await;
    let mut other = about.clone();
    other.body = Bytes::from_static(b"{}");
    subject.receive(other.clone()).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, again(Duration::ZERO)).await;
    let filter = Filter::about(SOURCE, "a");
    let pass = subject
        .store
        .erase(filter.clone(), Page::first(10))
        .await
        .unwrap();
    assert_eq!(pass.changed, 1);
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.summary.state, State::Discarded);
    assert_eq!((details.head, details.body), (None, None));
    assert!(details.others.is_empty());
    assert!(details.attempts.iter().all(|one| one.error.is_none()));
    assert!(subject.claim(10).await.is_empty());
    let pass = subject.store.replay(filter, Page::first(10)).await.unwrap();
    assert_eq!(pass.changed, 0);
    for copy in [about, other] {
        assert_eq!(subject.receive(copy).await, Stored::Duplicate(id));
    }
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.body, None);
}

pub async fn another_version_reads_what_one_could_not(subject: &Subject) {
    for number in 0..4 {
        subject.receive_new(receipt(number)).await;
    }
    let claimed = subject.claim(10).await;
    for (one, (kind, version)) in claimed.iter().zip([
        (DeadKind::Undecodable, "1.0.0"),
        (DeadKind::UnknownEvent, "1.0.0"),
        (DeadKind::Never, "1.0.0"),
        (DeadKind::Undecodable, "2.0.0"),
    ]) {
        let death = Death::new(kind, "no reason", version);
        subject.finish(one, Verdict::Dead(death)).await;
    }
    let redecode = async |source: &str| {
        let version = "2.0.0".to_owned();
        let again = subject
            .store
            .redecode_on_upgrade(source.to_owned(), version);
        again.await.unwrap()
    };
    assert_eq!(redecode("other").await, 0);
    assert_eq!(redecode(SOURCE).await, 2);
    assert_eq!(redecode(SOURCE).await, 0);
    assert_eq!(
        subject.states().await,
        [State::Ready, State::Ready, State::Dead, State::Dead]
    );
}

pub async fn numbers_are_right(subject: &Subject) {
    let empty = subject.store.stats().await.unwrap();
    assert_eq!((empty.backlog(), empty.oldest_ready), (0, None));
    assert_eq!(empty.by_state.len(), State::ALL.len());
    for number in 0..5 {
        subject.receive_new(receipt(number)).await;
    }
    subject.receive(receipt(0)).await;
    let claimed = subject.claim(4).await;
    subject.finish(&claimed[0], Verdict::Done).await;
    subject.finish(&claimed[1], dead(DeadKind::Never)).await;
    subject.finish(&claimed[2], again(LONG)).await;
    (subject.pass)(Duration::from_millis(30)).await;
    let stats = subject.store.stats().await.unwrap();
    let count = |state| stats.count(state);
    assert_eq!((count(State::Ready), count(State::Leased)), (2, 1));
    assert_eq!((count(State::Done), count(State::Dead)), (1, 1));
    assert_eq!((stats.backlog(), stats.repeats), (3, 1));
    assert_eq!(stats.dead.get(&DeadKind::Never), Some(&1));
    let oldest = stats.oldest_ready.unwrap();
    assert!(
        (Duration::from_millis(30)..LONG).contains(&oldest),
        "{oldest:?}"
    );
}

pub async fn a_backlog_is_counted_up_to_a_limit(subject: &Subject) {
    for number in 0..4 {
        subject.receive_new(receipt(number)).await;
    }
    let claimed = subject.claim(2).await;
    subject.finish(&claimed[0], Verdict::Done).await;
    assert_eq!(subject.store.backlog(10).await.unwrap(), 3);
    assert_eq!(subject.store.backlog(2).await.unwrap(), 2);
    assert_eq!(subject.store.backlog(0).await.unwrap(), 0);
}

pub async fn the_examination_finds_nothing(subject: &Subject) {
    subject.receive_new(receipt(1)).await;
    let findings = subject.store.doctor().await.unwrap();
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|one| one.is_good), "{findings:?}");
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
    assert_eq!(time_of_millis(millis(moment)), moment);
}
