//! A server that shuts down while it is busy: what senders were told is what was done.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use rebilly_kyc_webhooks::runtime::security::ApiKey;
use rebilly_kyc_webhooks::types::KycRequestEvent;
use rebilly_kyc_webhooks::{Delivery, HandlerError, KycRequestsHandler, Receiver};
use tokio::net::TcpListener;
use tokio::sync::{Barrier, Notify};
use tokio::task::{self, JoinSet};

use crate::client::{Connection, Post};
use crate::credentials::KEY;

const DELIVERIES: usize = 1000;
const CONNECTIONS: usize = 64;
const BEFORE_STOP: usize = 300;

/// Counts how often each delivery was handled, and stops the server in the middle of the load.
#[derive(Default)]
struct Ledger {
    handled: Mutex<BTreeMap<usize, usize>>,
    stop: Notify,
}

impl KycRequestsHandler for Ledger {
    async fn kyc_request_attempted(
        &self,
        delivery: Delivery<KycRequestEvent>,
    ) -> Result<(), HandlerError> {
        let id = delivery.payload.kyc_request_id.ok_or("no id")?.parse()?;
        // Others get their turn, so that many are in flight at once.
        task::yield_now().await;
        let mut handled = self.handled.lock().unwrap();
        *handled.entry(id).or_default() += 1;
        if handled.len() == BEFORE_STOP {
            self.stop.notify_one();
        }
        Ok(())
    }
}

/// Every 64th delivery over one connection, and how each ended: its status, or `None` for a closed
/// connection.
async fn deliver(
    address: SocketAddr,
    first: usize,
    ready: Arc<Barrier>,
) -> Vec<(usize, Option<u16>)> {
    let mut connection = Connection::open(address).await.unwrap();
    ready.wait().await;
    let mut ends = Vec::new();
    for id in (first..DELIVERIES).step_by(CONNECTIONS) {
        let body = format!(r#"{{"eventType":"kyc-request-attempted","kycRequestId":"{id}"}}"#);
        let answer = connection.post(&Post::new(body).with_key()).await;
        ends.push((id, answer.ok().map(|answer| answer.status)));
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_2xx_was_handled_once_and_none_vanished() {
    let ledger = Arc::new(Ledger::default());
    let receiver = Receiver::builder()
        .kyc_requests(Arc::clone(&ledger))
        .secret_api_key(ApiKey::new(KEY))
        .build()
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().nest("/webhooks", receiver.into_router());
    let stopping = Arc::clone(&ledger);
    let serving = task::spawn(async move {
        axum::serve(listener, app)
            .with_graceful_shutdown(async move { stopping.stop.notified().await })
            .await
    });

    let ready = Arc::new(Barrier::new(CONNECTIONS));
    let mut senders = JoinSet::new();
    for first in 0..CONNECTIONS {
        senders.spawn(deliver(address, first, Arc::clone(&ready)));
    }
    let ends: BTreeMap<usize, Option<u16>> =
        senders.join_all().await.into_iter().flatten().collect();
    serving.await.unwrap().unwrap();

    let handled = ledger.handled.lock().unwrap();
    assert_eq!(ends.len(), DELIVERIES);
    assert!(handled.len() >= BEFORE_STOP);
    for (id, end) in &ends {
        match end {
            Some(status) => {
                assert_eq!(*status, 204, "{id}");
                assert_eq!(handled.get(id), Some(&1), "{id} was answered with success");
            }
            // Nobody told its sender anything, and it sends it again.
            None => assert!(handled.get(id).is_none_or(|times| *times == 1), "{id}"),
        }
    }
    assert!(handled.keys().all(|id| ends.contains_key(id)));
}
