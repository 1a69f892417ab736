//! Receipts and their keys.

use bytes::Bytes;
use webhook_inbox::{DedupKey, Filter, Head, Header, Page, Receipt, State, Stored, Verdict};

use super::{SOURCE, Subject, receipt};

pub async fn a_delivery_comes_back_as_it_was_stored(subject: &Subject) {
    let stored = receipt(1).with_revision("7");
    let id = subject.receive_new(stored.clone()).await;
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.body, Some(stored.body.clone()));
    assert_eq!(details.head, Some(stored.head.clone()));
    assert_eq!(details.summary.key, stored.key);
    assert_eq!(details.summary.revision.as_deref(), Some("7"));
    assert_eq!(details.summary.state, State::Ready);
    let claimed = subject.claim_one().await;
    assert_eq!(claimed.receipt, stored);
    assert_eq!(claimed.first_arrival, details.summary.first_arrival);
    assert_eq!((claimed.repeats, claimed.others), (0, 0));
}

pub async fn a_batch_is_answered_in_its_order(subject: &Subject) {
    let first = subject.receive_new(receipt(2)).await;
    let batch = (1..=3).map(receipt).collect();
    let stored = subject.store.receive(batch).await.unwrap();
    assert!(matches!(stored[0], Stored::New(id) if id > first));
    assert_eq!(stored[1], Stored::Duplicate(first));
    assert!(matches!(stored[2], Stored::New(id) if id > stored[0].id()));
    assert!(subject.store.receive(Vec::new()).await.unwrap().is_empty());
}

pub async fn copies_at_once_are_one_delivery(subject: &Subject) {
    let copies = (0..50).map(|_| {
        let store = subject.store.clone();
        tokio::spawn(async move { store.receive(vec![receipt(1)]).await.unwrap()[0] })
    });
    let copies: Vec<_> = copies.collect();
    let mut new = 0;
    for copy in copies {
        match copy.await.unwrap() {
            Stored::New(_) => new += 1,
            Stored::Duplicate(_) => {}
            Stored::OtherBody(id) => panic!("{id}"),
        }
    }
    assert_eq!(new, 1);
    let claimed = subject.claim_one().await;
    assert_eq!(claimed.repeats, 49);
}

pub async fn a_copy_within_a_batch_is_a_copy(subject: &Subject) {
    let batch = vec![receipt(1), receipt(1)];
    let stored = subject.store.receive(batch).await.unwrap();
    let [Stored::New(id), Stored::Duplicate(copy)] = stored[..] else {
        panic!("{stored:?}");
    };
    assert_eq!(id, copy);
}

pub async fn another_body_of_a_key_is_kept_beside(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let mut other = receipt(1);
    other.body = Bytes::from_static(b"{\"n\":null}");
    for _ in 0..3 {
        assert_eq!(subject.receive(other.clone()).await, Stored::OtherBody(id));
    }
    assert_eq!(subject.receive(receipt(1)).await, Stored::Duplicate(id));
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!((details.summary.repeats, details.summary.others), (1, 3));
    assert_eq!(details.others.len(), 1);
    assert_eq!(details.others[0].count, 3);
    assert_eq!(details.others[0].body, other.body);
    let claimed = subject.claim_one().await;
    assert_eq!(claimed.receipt.body, receipt(1).body);
    assert_eq!((claimed.repeats, claimed.others), (1, 3));
}

pub async fn a_key_outlives_the_end(subject: &Subject) {
    let id = subject.receive_new(receipt(1)).await;
    let claimed = subject.claim_one().await;
    subject.finish(&claimed, Verdict::Done).await;
    assert_eq!(subject.receive(receipt(1)).await, Stored::Duplicate(id));
    assert!(subject.claim(10).await.is_empty());
    assert_eq!(subject.state(id).await, State::Done);
}

pub async fn everything_that_a_request_can_hold_is_kept(subject: &Subject) {
    let mut head = Head::default();
    head.method = String::from("POST");
    head.target = "/a%00b?ü='\"\\".into();
    head.headers = vec![
        Header {
            name: "x-bytes".to_owned(),
            value: vec![0xff, 0xfe],
        },
        Header {
            name: "x-text".to_owned(),
            value: "é".into(),
        },
    ];
    head.schemes = vec!["JWT".to_owned()];
    head.keys = vec![("JWT".to_owned(), "2026".to_owned())];
    head.received_at = 1_700_000_000_123;
    head.delivery_id = Some("[\"a\",\"b\"]".to_owned());
    head.limit = 1 << 20;
    let body: Vec<u8> = (0..=255).collect();
    let key = DedupKey::of_body(SOURCE, None, &body);
    let mut stored = Receipt::new(SOURCE, "1.0.0", None, key, body).with_head(head);
    stored.trace_parent =
        Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned());
    stored.order_key = Some("a resource".to_owned());
    subject.receive_new(stored.clone()).await;
    assert_eq!(subject.claim_one().await.receipt, stored);
    let mut empty = receipt(1);
    empty.body = Bytes::new();
    let id = subject.receive_new(empty.clone()).await;
    assert_eq!(subject.claim_one().await.receipt, empty);
    let details = subject.store.get(id).await.unwrap().unwrap();
    assert_eq!(details.body, Some(Bytes::new()));
    let listed = subject.store.list(Filter::of(id), Page::first(10)).await;
    assert_eq!(listed.unwrap(), [details.summary]);
}
