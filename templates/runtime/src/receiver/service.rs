//! The service: what is checked, in which order, and how long each step may take.

use std::convert::Infallible;
use std::fmt;
#[cfg(not(feature = "tracing"))]
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONNECTION;
use http::request::Parts;
use http::{Method, Request, Response, Version};
use http_body::Body;
use http_body_util::Full;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};
use tower_service::Service;

use crate::runtime::handling::dispatch::Unexpected;
use crate::runtime::handling::reply::Reply;
use crate::runtime::handling::trace::DeliveryTrace;
#[cfg(not(feature = "tracing"))]
use crate::runtime::log_text::log_text;
use crate::runtime::receiver::admission::{Admitted, HeadCheck};
#[cfg(not(feature = "tracing"))]
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::answer::refusal::Refusal;
use crate::runtime::receiver::clock::Clock;
use crate::runtime::receiver::endpoint::{Built, Endpoint};
#[cfg(feature = "handshakes")]
use crate::runtime::receiver::handshakes::{Asked, answer_handshake};
use crate::runtime::receiver::limits::{Limits, OnPanic};
use crate::runtime::receiver::received::Received;
use crate::runtime::receiver::request::body::BodyError;
use crate::runtime::receiver::request::credential_headers::mark_credentials;
use crate::runtime::receiver::request::own_head::own_head;
use crate::runtime::receiver::request::{body, media_type, path};
use crate::runtime::receiver::unwind::caught;
#[cfg(feature = "tracing")]
use crate::runtime::receiver::watch::Watch;

/// The future of an answer.
pub type Answering =
    Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

/// Receives deliveries over HTTP and hands them to an [`Endpoint`].
///
/// It is a [`tower_service::Service`] for requests with any body whose errors turn into a boxed
/// error, so it stands in axum (`nest_service`, `route_service`, `fallback_service`), in hyper
/// through `TowerToHyperService`, and behind any tower layer. Where it is mounted is of no
/// consequence: an event's name is looked for at the end of the path only.
///
/// Cloning is cheap, and clones share the endpoint and the places for deliveries in flight. The
/// module's documentation lists the answers.
pub struct ReceiverService<E> {
    endpoint: Arc<E>,
    limits: Limits,
    on_panic: OnPanic,
    clock: Clock,
    places: Arc<Semaphore>,
}

impl<E: Built> ReceiverService<E> {
    /// Starts a receiver that has no handlers and no credentials.
    #[must_use]
    pub fn builder() -> E::Builder {
        E::Builder::default()
    }
}

impl<E: Endpoint> ReceiverService<E> {
    /// A receiver with the default [`Limits`], which answers when the endpoint panics.
    #[must_use]
    pub fn new(endpoint: E) -> Self {
        Self::shared(Arc::new(endpoint))
    }

    /// The same for an endpoint that others hold as well.
    #[must_use]
    pub fn shared(endpoint: Arc<E>) -> Self {
        let limits = Limits::default();
        Self {
            endpoint,
            limits,
            on_panic: OnPanic::default(),
            clock: Clock::default(),
            places: places(limits),
        }
    }

    /// What is behind the receiver, for those who verify a delivery with
    /// [`authenticate`](Endpoint::authenticate) and queue it, and handle it later.
    #[must_use]
    pub fn endpoint(&self) -> &E {
        &self.endpoint
    }

    /// A receiver by the same limits and the same clock in front of another endpoint, made of this
    /// one's: an inbox that stores what the endpoint is given later.
    #[must_use]
    pub fn around<F: Endpoint>(self, wrap: impl FnOnce(Arc<E>) -> F) -> ReceiverService<F> {
        ReceiverService {
            endpoint: Arc::new(wrap(self.endpoint)),
            limits: self.limits,
            on_panic: self.on_panic,
            clock: self.clock,
            places: self.places,
        }
    }

    /// The same receiver with these limits. Clones that were made before count their deliveries in
    /// flight apart.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self {
            limits,
            places: places(limits),
            ..self
        }
    }

    /// The same receiver with this behaviour when the endpoint panics.
    #[must_use]
    pub fn with_on_panic(self, on_panic: OnPanic) -> Self {
        Self { on_panic, ..self }
    }

    /// The same receiver by this clock, which says when a delivery was received. An endpoint may go
    /// by another one.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Answers one request.
    async fn answer<B>(self, request: Request<B>) -> Response<Full<Bytes>>
    where
        B: Body<Error: Into<BodyError>>,
    {
        let (mut parts, body) = request.into_parts();
        mark_credentials(&mut parts.headers, self.endpoint.credential_headers());
        let is_head = parts.method == Method::HEAD;
        let is_multiplexed = parts.version >= Version::HTTP_2;
        let retry_after = self.limits.retry_after;
        let on_panic = self.on_panic;
        let trace = DeliveryTrace::start();
        #[cfg(feature = "tracing")]
        let watch = Watch::start(&trace);
        let deciding = self.decide(parts, body, trace.clone());
        #[cfg(feature = "tracing")]
        let deciding = watch.around(deciding);
        let decision = deciding.await;
        #[cfg(feature = "tracing")]
        watch.answered(&decision);
        #[cfg(not(feature = "tracing"))]
        report_failure(&trace, &decision);
        let mut response = match decision {
            Ok(reply) => reply.into_response(),
            Err(Refusal::Panicked(panic)) if on_panic == OnPanic::Resume => resume_unwind(panic),
            Err(refusal) => refusal.to_response(retry_after),
        };
        if is_head {
            *response.body_mut() = Full::default();
        }
        if is_multiplexed {
            // Later versions of HTTP end one stream and keep the connection; they know no such
            // field.
            response.headers_mut().remove(CONNECTION);
        }
        response
    }

    /// Takes one request through all steps.
    async fn decide<B>(
        self,
        mut parts: Parts,
        body: B,
        trace: DeliveryTrace,
    ) -> Result<Reply, Refusal>
    where
        B: Body<Error: Into<BodyError>>,
    {
        let received_at = self.clock.now();
        let Limits {
            body: limit,
            read,
            handle,
            ..
        } = self.limits;
        let path_event = path::path_event(parts.uri.path(), self.endpoint.events());
        #[cfg(feature = "handshakes")]
        let handshakes = Asked::of(self.endpoint.handshakes(), &parts);
        #[cfg(feature = "handshakes")]
        if let Some(handshake) = handshakes.by_head() {
            let body = Bytes::new();
            let answering = answer_handshake(&*self.endpoint, handshake, &parts, &body, &trace);
            return within(handle, answering).await?;
        }
        self.check_method(&parts.method, path_event)?;
        let accepted = self.endpoint.accepts(&parts.method, path_event);
        let unexpected = media_type::check(&parts.headers, accepted).err();
        // What an authenticated sender delivers is not lost, whatever it is written in.
        let check_media = |admitted: &Admitted| match &unexpected {
            Some(Unexpected { reason, .. }) if admitted.schemes.is_empty() => {
                let detail = media_type::detail(reason, accepted);
                Err(Refusal::MediaType { detail, accepted })
            }
            _ => Ok(()),
        };
        if let Some(name) = path_event {
            trace.note_event(name);
        }
        let started = Instant::now();
        let asking = self.endpoint.authenticate_head(&parts, path_event);
        #[cfg(feature = "handshakes")]
        let asking = handshakes.or_by_body(asking);
        let head = within(handle, asking).await?.map_err(Refusal::Denied)?;
        let asked = started.elapsed();
        if let HeadCheck::Admitted(admitted) = &head {
            check_media(admitted)?;
        }
        // Held to the end. Taken now, so that those who are refused by their heads keep nobody else
        // out.
        let places = Arc::clone(&self.places);
        let _place = places
            .try_acquire_owned()
            .map_err(|_| Refusal::Overloaded)?;
        own_head(&mut parts);
        let body = timeout(read, body::read(&parts.headers, body, limit))
            .await
            .map_err(|_| Refusal::ReadTimeout(read))?
            .map_err(|unread| Refusal::of_body(unread, limit))?;
        let endpoint = self.endpoint;
        let handling = async {
            #[cfg(feature = "handshakes")]
            if let Some(handshake) = handshakes.by_body(&parts, &body) {
                return answer_handshake(&*endpoint, handshake, &parts, &body, &trace).await;
            }
            let admitted = match head {
                HeadCheck::Admitted(admitted) => admitted,
                HeadCheck::AwaitsBody(known) => endpoint
                    .authenticate_body(&parts, &body, path_event, known)
                    .await
                    .map_err(Refusal::Denied)?,
            };
            check_media(&admitted)?;
            trace.note_admitted(&admitted.schemes);
            let delivery = Received {
                parts,
                body,
                path_event,
                admitted,
                received_at,
                trace,
                limit,
            };
            endpoint.receive(delivery).await.map_err(Refusal::Failed)
        };
        within(handle.saturating_sub(asked), handling).await?
    }

    fn check_method(
        &self,
        method: &Method,
        path_event: Option<&'static str>,
    ) -> Result<(), Refusal> {
        let allowed = match path_event {
            Some(event) => self.endpoint.methods_of(event),
            None => self.endpoint.methods(),
        };
        if allowed.contains(method) {
            return Ok(());
        }
        Err(Refusal::Method {
            allowed: allowed.to_vec(),
        })
    }
}

/// Without a trace, the error of a handler that failed goes to standard error, in one line: nobody
/// else gets to see it.
#[cfg(not(feature = "tracing"))]
fn report_failure(trace: &DeliveryTrace, decision: &Result<Reply, Refusal>) {
    if let Err(refusal @ Refusal::Failed(Failure::Handler(_))) = decision {
        let reason = refusal.reason();
        let (event, reason) = (trace.event().unwrap_or("?"), log_text(&reason));
        // Where nobody reads it, there is nobody else to tell.
        let _ = writeln!(io::stderr(), "webhook delivery of `{event}`: {reason}");
    }
}

/// As many places as deliveries may be in flight.
fn places(limits: Limits) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(limits.in_flight.min(Semaphore::MAX_PERMITS)))
}

/// Work of the endpoint, which may take so long and may panic.
async fn within<F: Future>(limit: Duration, work: F) -> Result<F::Output, Refusal> {
    // The timeout is inside, so that what a handler does when it is dropped cannot escape either.
    caught(async { timeout(limit, work).await })
        .await
        .map_err(Refusal::Panicked)?
        .map_err(|_| Refusal::HandleTimeout)
}

impl<E, B> Service<Request<B>> for ReceiverService<E>
where
    E: Endpoint,
    B: Body<Data: Send, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Answering;

    /// Always ready: a request that comes while too many are in flight is answered at once.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Answering {
        let receiver = self.clone();
        Box::pin(async move { Ok(receiver.answer(request).await) })
    }
}

impl<E> Clone for ReceiverService<E> {
    fn clone(&self) -> Self {
        Self {
            endpoint: Arc::clone(&self.endpoint),
            places: Arc::clone(&self.places),
            clock: self.clock.clone(),
            ..*self
        }
    }
}

impl<E> fmt::Debug for ReceiverService<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiverService")
            .field("limits", &self.limits)
            .field("on_panic", &self.on_panic)
            .finish_non_exhaustive()
    }
}
