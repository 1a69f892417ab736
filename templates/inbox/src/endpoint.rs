//! The receiving end: a verified delivery in, a receipt in the store, the acknowledgement out.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;
use webhook_runtime::generated::Handshake;
use webhook_runtime::receiver::{
    About, Admitted, Denied, Endpoint, Failure, HeadCheck, Media, Received, Reply, RetryLater,
};
use webhook_runtime::security::Checks;

use crate::inbox::{Inbox, Refused};
use crate::key::DedupKey;
use crate::receipt::{Head, Header, Receipt, millis};
use crate::worker::{Connected, Worker};

/// Headers whose values are credentials whatever the specification says.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// An endpoint that stores what another one will handle later. Who may deliver, and what a handshake
/// is answered, is the other one's to say. So are answers that carry content: those events are
/// handled at once.
#[derive(Debug)]
pub struct InboxEndpoint<E> {
    inbox: Inbox,
    inner: Arc<E>,
    source: String,
    version: String,
}

impl<E: Endpoint> InboxEndpoint<E> {
    /// Puts an inbox in front of an endpoint.
    #[must_use]
    pub fn new(inbox: Inbox, inner: Arc<E>) -> Self {
        let (source, version) = inner.package();
        Self {
            inbox,
            inner,
            source: source.to_owned(),
            version: version.to_owned(),
        }
    }

    /// The same under a name of its own in place of the crate's.
    #[must_use]
    pub fn with_source(self, source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            ..self
        }
    }

    /// A worker that hands deliveries to the endpoint behind the inbox.
    pub fn worker(&self) -> Worker {
        let connected = Connected {
            endpoint: Arc::clone(&self.inner),
            source: self.source.clone(),
            version: self.version.clone(),
        };
        Worker::new(self.inbox.clone(), Arc::new(connected))
    }

    /// What is stored of a delivery.
    fn receipt(&self, received: &Received, about: About) -> Receipt {
        let event = about.event;
        let key = match &about.delivery_id {
            Some(id) => DedupKey::of_id(&self.source, event.as_deref(), id),
            None => DedupKey::of_body(&self.source, event.as_deref(), &received.body),
        };
        let parts = &received.parts;
        let names = self.inner.credential_headers();
        let is_credential = |name: &str| {
            let mut all = CREDENTIALS.iter().chain(names);
            all.any(|one| one.eq_ignore_ascii_case(name))
        };
        let headers = parts.headers.iter();
        let headers =
            headers.filter(|(name, value)| !value.is_sensitive() && !is_credential(name.as_str()));
        let head = Head {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            headers: headers
                .map(|(name, value)| Header {
                    name: name.as_str().to_owned(),
                    value: value.as_bytes().to_vec(),
                })
                .collect(),
            schemes: received.admitted.schemes.clone(),
            keys: received.admitted.keys.clone(),
            received_at: millis(received.received_at),
            delivery_id: about.delivery_id,
            limit: u64::try_from(received.limit).unwrap_or(u64::MAX),
        };
        let trace_parent = parts.headers.get("traceparent");
        let trace_parent = trace_parent.and_then(|value| value.to_str().ok());
        let (source, version) = (self.source.clone(), self.version.clone());
        Receipt {
            order_key: about.order_key,
            order: self.inbox.settings().order,
            revision: about.revision,
            trace_parent: trace_parent.map(str::to_owned),
            head,
            ..Receipt::new(source, version, event, key, received.body.clone())
        }
    }
}

impl<E: Endpoint> Endpoint for InboxEndpoint<E> {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        self.inner.events()
    }

    fn methods(&self) -> &[Method] {
        self.inner.methods()
    }

    fn credential_headers(&self) -> &[&'static str] {
        self.inner.credential_headers()
    }

    fn methods_of(&self, event: &'static str) -> &[Method] {
        self.inner.methods_of(event)
    }

    fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
        self.inner.accepts(method, path_event)
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
        let inner = &self.inner;
        inner
            .authenticate_body(parts, body, path_event, known)
            .await
    }

    fn handshakes(&self) -> &'static [Handshake] {
        self.inner.handshakes()
    }

    async fn answer_handshake(
        &self,
        handshake: &'static Handshake,
        parts: &Parts,
        body: &Bytes,
    ) -> Result<Reply, Denied> {
        self.inner.answer_handshake(handshake, parts, body).await
    }

    fn package(&self) -> (&'static str, &'static str) {
        self.inner.package()
    }

    fn about(&self, delivery: &Received) -> Result<About, Failure> {
        self.inner.about(delivery)
    }

    fn takes_unknown_events(&self) -> bool {
        self.inner.takes_unknown_events()
    }

    /// Stores the delivery, and acknowledges it after the commit that holds it.
    async fn receive(&self, received: Received) -> Result<Reply, Failure> {
        let about = self.inner.about(&received)?;
        if about.is_answered {
            return self.inner.receive(received).await;
        }
        if let Some(event) = &about.event {
            received.trace.note_event(event);
        }
        let status = about.status;
        let receipt = self.receipt(&received, about);
        match self.inbox.receive(receipt).await {
            Ok(_) => Ok(Reply::with_status(status).unwrap_or_default()),
            // What is not stored is not acknowledged, and comes again.
            Err(Refused::Full | Refused::Failed(_)) => {
                let pause = self.inbox.settings().retry_after;
                Err(RetryLater::after(pause).into())
            }
        }
    }
}
