//! The receiver with an inbox: what is acknowledged is stored, and handled afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rebilly_kyc_webhooks::testing::KYC_REQUEST_ATTEMPTED;
use rebilly_kyc_webhooks::types::KycRequestEvent;
use rebilly_kyc_webhooks::{
    ApiKey, Delivery, HandlerError, KycRequestsHandler, Receiver, SecurityScheme,
};
use webhook_inbox::{Filter, Inbox, Page, Retry, SqliteStore, State, WithInbox as _};

/// Fails so many times, and then takes what it is given.
struct Failing {
    times: usize,
    calls: AtomicUsize,
}

impl KycRequestsHandler for Failing {
    async fn kyc_request_attempted(
        &self,
        _: Delivery<KycRequestEvent>,
    ) -> Result<(), HandlerError> {
        if self.calls.fetch_add(1, Ordering::SeqCst) < self.times {
            return Err("not now".into());
        }
        Ok(())
    }
}

/// How often a handler is called that fails so many times, for a delivery that is sent twice.
async fn calls(times: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).unwrap();
    let moment = Duration::from_millis(1);
    let retry = Retry::default().with_first(moment).with_longest(moment);
    let inbox = Inbox::builder(store).retry(retry).build();
    let handler = Arc::new(Failing {
        times,
        calls: AtomicUsize::new(0),
    });
    let builder = Receiver::builder().kyc_requests(Arc::clone(&handler));
    let builder = builder.secret_api_key(ApiKey::new("key"));
    let (receiver, worker) = builder.inbox(&inbox).unwrap();
    for _ in 0..2 {
        let request = KYC_REQUEST_ATTEMPTED.request();
        let request = request.with_credential(SecurityScheme::SecretApiKey, "key");
        let answer = request.send(&receiver).await.unwrap();
        assert_eq!(answer.status(), 204);
    }
    assert_eq!(handler.calls.load(Ordering::SeqCst), 0);
    let store = Arc::clone(inbox.store());
    let all = || store.list(Filter::default(), Page::first(10));
    let stored = all().await.unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].source, "rebilly-kyc-webhooks");
    assert_eq!(stored[0].event.as_deref(), Some("kyc-request-attempted"));
    let done = async {
        while store.backlog(1).await.unwrap() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let within = tokio::time::timeout(Duration::from_secs(20), done);
    let stop = async { within.await.unwrap() };
    worker
        .poll(Duration::from_millis(2))
        .run(stop)
        .await
        .unwrap();
    assert_eq!(all().await.unwrap()[0].state, State::Done);
    handler.calls.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_delivery_that_is_sent_twice_is_stored_and_handled_once() {
    assert_eq!(calls(0).await, 1);
}

#[tokio::test]
async fn a_handler_that_fails_is_called_again() {
    assert_eq!(calls(2).await, 3);
}
