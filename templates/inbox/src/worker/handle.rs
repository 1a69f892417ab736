//! A stored delivery in, what its handler made of it out.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Request};
use webhook_runtime::Outcome;
use webhook_runtime::receiver::{Admitted, Endpoint, Failure, Received, path_event};

use crate::attempt::Attempt;
use crate::lease::Claimed;
use crate::never::Never;
use crate::receipt::{Receipt, time_of_millis};
use crate::retry::Retry;
use crate::state::{DeadKind, Death, Verdict};

/// What a handler does with one delivery.
pub(crate) type Handling = Pin<Box<dyn Future<Output = Handled> + Send>>;

/// What a handler made of a delivery.
#[derive(Debug)]
pub(crate) enum Handled {
    /// It took it.
    Done,
    /// It did not, and may later; after this pause where it says so.
    Failed(String, Option<std::time::Duration>),
    /// It cannot.
    Dead(Death),
}

impl Handled {
    /// What becomes of the delivery after this attempt.
    pub(super) fn verdict(self, attempt: u32, retry: &Retry, version: &str) -> Verdict {
        match self {
            Self::Done => Verdict::Done,
            Self::Dead(death) => Verdict::Dead(death),
            Self::Failed(error, asked) => match retry.random_pause(attempt) {
                Some(pause) => Verdict::Again {
                    after: asked.unwrap_or(pause),
                    error,
                },
                None => Verdict::Dead(Death::new(DeadKind::Exhausted, error, version)),
            },
        }
    }
}

/// Handlers behind a pointer, so that one worker serves those of several vendors.
pub(crate) trait Handles: Send + Sync {
    /// Whose deliveries they handle.
    fn source(&self) -> &str;

    /// The version of their crate.
    fn version(&self) -> &str;

    /// Hands a delivery over.
    fn handle(self: Arc<Self>, claimed: Claimed) -> Handling;
}

/// An endpoint whose deliveries are in the inbox.
#[derive(Debug)]
pub(crate) struct Connected<E> {
    pub(crate) endpoint: Arc<E>,
    pub(crate) source: String,
    pub(crate) version: String,
}

impl<E: Endpoint> Handles for Connected<E> {
    fn source(&self) -> &str {
        &self.source
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn handle(self: Arc<Self>, claimed: Claimed) -> Handling {
        Box::pin(async move {
            let dead =
                |kind, reason: String| Handled::Dead(Death::new(kind, reason, &*self.version));
            let endpoint = &self.endpoint;
            let attempt = Attempt::from(&claimed);
            let mut received = match restored(claimed.receipt) {
                Ok(received) => received,
                Err(error) => {
                    return dead(DeadKind::Undecodable, format!("the stored head: {error}"));
                }
            };
            received.path_event = path_event(received.parts.uri.path(), endpoint.events());
            received.parts.extensions.insert(attempt);
            let trace = received.trace.clone();
            match endpoint.receive(received).await {
                Ok(_)
                    if trace.outcome() == Some(Outcome::UnknownEvent)
                        && !endpoint.takes_unknown_events() =>
                {
                    let reason = "the specification of this version does not list the event";
                    dead(DeadKind::UnknownEvent, reason.to_owned())
                }
                // An answer that is no success was chosen by the handler.
                Ok(_) => Handled::Done,
                Err(Failure::Unavailable(later)) => Handled::Failed(later.to_string(), later.after),
                Err(Failure::Handler(error)) => match error.downcast::<Never>() {
                    Ok(never) => dead(DeadKind::Never, never.to_string()),
                    Err(error) => Handled::Failed(error.to_string(), None),
                },
                Err(error) => dead(DeadKind::Undecodable, error.to_string()),
            }
        })
    }
}

/// The delivery as the receiver had it.
fn restored(receipt: Receipt) -> Result<Received, http::Error> {
    let Receipt { head, body, .. } = receipt;
    let request = Request::builder().method(&*head.method).uri(&*head.target);
    let (mut parts, ()) = request.body(())?.into_parts();
    for header in head.headers {
        let name = HeaderName::try_from(header.name)?;
        parts
            .headers
            .append(name, HeaderValue::try_from(header.value)?);
    }
    let mut admitted = Admitted::by(head.schemes);
    admitted.keys = head.keys;
    let received_at = time_of_millis(head.received_at);
    let mut received = Received::new(parts, body, None, admitted, received_at);
    received.limit = usize::try_from(head.limit).unwrap_or(usize::MAX);
    Ok(received)
}
