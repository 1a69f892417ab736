//! Something between what is verified and what is decoded: an endpoint around an endpoint.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::request::Parts;
use tower::ServiceExt;
use webhook_runtime::receiver::{
    Admitted, Denied, Endpoint, Failure, HeadCheck, Received, ReceiverService, Reply,
};
use webhook_runtime::security::Checks;

use crate::stand_in::{PLAIN, StandIn, delivery, delivery_to, full};

/// Stores what is verified, says so, and hands it on later.
struct Inbox {
    inner: StandIn,
    stored: Mutex<Vec<Received>>,
}

impl Endpoint for Inbox {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        self.inner.events()
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        path_event: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        self.inner.authenticate_head(parts, path_event).await
    }

    async fn authenticate_body(
        &self,
        parts: &Parts,
        body: &Bytes,
        path_event: Option<&'static str>,
        known: Checks,
    ) -> Result<Admitted, Denied> {
        self.inner
            .authenticate_body(parts, body, path_event, known)
            .await
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        self.stored.lock().unwrap().push(delivery);
        Ok(Reply::accepted())
    }
}

#[tokio::test]
async fn a_delivery_may_be_stored_first_and_handled_later() {
    let inbox = Arc::new(Inbox {
        inner: StandIn::default(),
        stored: Mutex::default(),
    });
    let service = ReceiverService::shared(Arc::clone(&inbox));
    let denied = delivery_to("/").body(full(PLAIN));
    let mut denied = denied.unwrap();
    denied.headers_mut().remove("x-key");
    let response = service.clone().oneshot(denied).await.unwrap();
    assert_eq!(response.status(), 401);
    let response = service.oneshot(delivery(PLAIN)).await.unwrap();
    assert_eq!(response.status(), 202);
    assert_eq!(inbox.inner.calls(), 0);

    // As a store that keeps the parts would give it back.
    let stored = inbox.stored.lock().unwrap().remove(0);
    let restored = Received::new(
        stored.parts,
        stored.body,
        stored.path_event,
        stored.admitted,
        stored.received_at,
    );
    let reply = inbox.inner.receive(restored).await.unwrap();
    assert_eq!(reply, Reply::default());
    assert_eq!(inbox.inner.calls(), 1);
    assert!(inbox.stored.lock().unwrap().is_empty());
}
