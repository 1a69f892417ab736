//! What is behind the receiver of a generated crate: who may deliver, and where deliveries go.

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::StatusCode;
use http::request::Parts;

use crate::runtime::handling::arrival::{Arrival, ArrivedRequest};
use crate::runtime::handling::dispatch::Switch;
use crate::runtime::handling::reply::{Reply, ReplySlot};
#[cfg(feature = "handshakes")]
use crate::runtime::handshake::Handshake;
use crate::runtime::receiver::about::About;
use crate::runtime::receiver::admission::{Admitted, Denied, HeadCheck};
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::clock::Clock;
use crate::runtime::receiver::endpoint::{Built, Endpoint};
#[cfg(feature = "handshakes")]
use crate::runtime::receiver::handshakes;
use crate::runtime::receiver::http_events::{HttpEvents, named};
use crate::runtime::receiver::received::Received;
use crate::runtime::receiver::request::content_coding;
use crate::runtime::receiver::request::media_type::{self, Media};
#[cfg(feature = "handshakes")]
use crate::runtime::security::Secret;
use crate::runtime::security::keys::{Keyring, SchemeKeys, verify};
use crate::runtime::security::presented::target;
use crate::runtime::security::{Authenticated, Checks, Presented, Unauthenticated};

/// The endpoint of a generated crate: who may deliver its events `E`, and where deliveries go.
pub struct Deliveries<E: HttpEvents> {
    dispatcher: Switch<E>,
    /// `None` where deliveries are taken from anybody.
    keys: Option<Keyring<E::Keys>>,
    clock: Clock,
    /// The tokens by which senders of handshakes are known.
    #[cfg(feature = "handshakes")]
    handshake_tokens: Vec<Secret>,
}

impl<E: HttpEvents> Deliveries<E> {
    /// Deliveries to these handlers, from senders who have these credentials; from anybody without.
    pub(crate) fn new(dispatcher: Switch<E>, keys: Option<Keyring<E::Keys>>) -> Self {
        Self {
            dispatcher,
            keys,
            clock: Clock::default(),
            #[cfg(feature = "handshakes")]
            handshake_tokens: Vec::new(),
        }
    }

    /// The same by this clock, which credentials are judged by.
    pub(crate) fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same with these tokens of handshakes.
    #[cfg(feature = "handshakes")]
    pub(crate) fn with_handshake_tokens(mut self, tokens: Vec<Secret>) -> Self {
        self.handshake_tokens = tokens;
        self
    }
}

/// Who sent a request, as far as is known: the keys that decide, and the request.
struct Asked<'a, E: HttpEvents> {
    keys: &'a Keyring<E::Keys>,
    parts: &'a Parts,
    presented: Presented<'a>,
    path_event: Option<&'static str>,
    checks: Checks,
}

impl<E: HttpEvents> Asked<'_, E> {
    /// Decides by the event that the path names; without one, whether any event would take the
    /// request.
    async fn by_path(&mut self) -> Result<Authenticated, Unauthenticated> {
        let event = if E::Keys::DIFFER {
            on_path::<E>(&self.parts.method, self.path_event)
        } else {
            None
        };
        verify(self.keys, event.as_ref(), &self.presented, &mut self.checks).await
    }

    /// Decides by the event that the request names elsewhere than in its path. One that names none
    /// has to meet what unlisted events ask for, or else an event that is open to anybody would let
    /// such requests in.
    async fn by_name(&mut self, body: &[u8]) -> Result<Authenticated, Unauthenticated> {
        let name = named::<E>(self.parts, body, None).ok().and_then(Result::ok);
        let name = E::by_method(name.unwrap_or_else(E::unlisted), &self.parts.method);
        verify(self.keys, Some(&name), &self.presented, &mut self.checks).await
    }

    /// Whether the event that is asked for decides, and the path does not name it.
    fn is_open(&self) -> bool {
        E::Keys::DIFFER && self.path_event.is_none()
    }
}

/// The scheme of this name.
fn scheme<E: HttpEvents>(name: &String) -> Option<E::Scheme> {
    let mut schemes = E::Keys::SCHEMES.iter().copied();
    schemes.find(|scheme| scheme.as_ref() == name)
}

/// The event that a path names, for a request by this method.
fn on_path<E: HttpEvents>(method: &Method, path_event: Option<&'static str>) -> Option<E::Name> {
    path_event.map(|name| E::by_method(name.into(), method))
}

impl<E: HttpEvents> Endpoint for Deliveries<E> {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        E::listed().iter().map(|(_, name)| *name)
    }

    fn methods(&self) -> &[Method] {
        E::METHODS
    }

    fn credential_headers(&self) -> &[&'static str] {
        E::CREDENTIAL_HEADERS
    }

    fn methods_of(&self, event: &'static str) -> &[Method] {
        E::methods_of(event)
    }

    fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
        E::accepts(on_path::<E>(method, path_event))
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        path_event: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        let Some(keys) = &self.keys else {
            return Ok(HeadCheck::Admitted(Admitted::unauthenticated()));
        };
        let mut asked = Asked::<E> {
            keys,
            parts,
            presented: Presented::of(parts, self.clock.now()),
            path_event,
            checks: Checks::default(),
        };
        let mut decision = asked.by_path().await;
        if asked.is_open() {
            if !E::PLACE.is_in_head() {
                return HeadCheck::of_any_event(decision, asked.checks);
            }
            if decision
                .as_ref()
                .map_or_else(|refused| refused.awaits_body, |_| true)
            {
                decision = asked.by_name(&[]).await;
            }
        }
        HeadCheck::of(decision, asked.checks)
    }

    async fn authenticate_body(
        &self,
        parts: &Parts,
        body: &Bytes,
        path_event: Option<&'static str>,
        known: Checks,
    ) -> Result<Admitted, Denied> {
        let Some(keys) = &self.keys else {
            return Ok(Admitted::unauthenticated());
        };
        let now = self.clock.now();
        let mut asked = Asked::<E> {
            keys,
            parts,
            presented: Presented::of(parts, now).with_body(body),
            path_event,
            checks: known,
        };
        let mut decision = asked.by_path().await;
        // The body is looked into for its event only after somebody's credentials held.
        if asked.is_open() && decision.is_ok() {
            decision = asked.by_name(body).await;
        }
        Ok(decision?.into())
    }

    #[cfg(feature = "handshakes")]
    fn handshakes(&self) -> &'static [Handshake] {
        E::handshakes()
    }

    #[cfg(feature = "handshakes")]
    async fn answer_handshake(
        &self,
        handshake: &'static Handshake,
        parts: &Parts,
        body: &Bytes,
    ) -> Result<Reply, Denied> {
        let presented = Presented::of(parts, self.clock.now()).with_body(body);
        if let Some(keys) = self.keys.as_ref().filter(|_| handshake.signed) {
            // It is no event, so what any event asks for is enough.
            verify(keys, None, &presented, &mut Checks::default()).await?;
        }
        let scheme = E::Keys::SCHEMES.iter();
        let scheme = scheme
            .copied()
            .find(|one| Some(one.as_ref()) == handshake.key);
        let keyed = |text: &[u8]| {
            let keys = self.keys.as_ref()?;
            keys.keys.credentials(scheme?)?.hmac(&presented, text)
        };
        let tokens = &self.handshake_tokens;
        Ok(handshakes::reply(handshake, &presented, tokens, &keyed))
    }

    fn package(&self) -> (&'static str, &'static str) {
        E::PACKAGE
    }

    fn about(&self, delivery: &Received) -> Result<About, Failure> {
        let mut parts = delivery.parts.clone();
        let mut body = delivery.body.clone();
        // What stays coded has no name to tell, and is told so when it is decoded.
        let _ = content_coding::undo(&mut parts.headers, &mut body, delivery.limit);
        let name = named::<E>(&parts, &body, delivery.path_event)?.ok();
        let name = name.map(|name| E::by_method(name, &parts.method));
        let mut about = About {
            event: name.as_ref().map(ToString::to_string),
            delivery_id: E::delivery_id(&parts, &body),
            order_key: E::order_key(&parts, &body),
            revision: E::revision(&parts, &body),
            ..About::default()
        };
        if let Some(name) = &name {
            about.is_answered = E::is_answered(name);
            about.status = E::status(name);
        }
        Ok(about)
    }

    fn takes_unknown_events(&self) -> bool {
        self.dispatcher.has_fallback()
    }

    async fn receive(&self, mut received: Received) -> Result<Reply, Failure> {
        let headers = &mut received.parts.headers;
        let undone = if E::Keys::DIFFER && received.path_event.is_none() && !E::PLACE.is_in_head() {
            // What the body says decided who may deliver it, and it was read as it came.
            content_coding::said_coding(headers)
                .map_or(Ok(()), |coding| Err(content_coding::not_undone(coding)))
        } else {
            content_coding::undo(headers, &mut received.body, received.limit)
        };
        let method = &received.parts.method;
        let name = named::<E>(&received.parts, &received.body, received.path_event)?;
        let accepted = match &name {
            Ok(name) => E::accepts(Some(E::by_method(name.as_ref().into(), method))),
            Err(_) => self.accepts(method, received.path_event),
        };
        let headers = &received.parts.headers;
        let unexpected = media_type::check(headers, accepted).err().or_else(|| {
            let reason = undone.err()?;
            Some(media_type::encoded(reason, headers, accepted))
        });
        let name = match (name, received.path_event) {
            // What cannot be read does not contradict the path.
            (Err(_), Some(event)) if unexpected.is_some() => Ok(event.into()),
            (name, _) => name,
        };
        let name = name.map(|name| E::by_method(name, method));
        if let Ok(name) = &name {
            received.trace.note_event(name.as_ref());
        }
        let status = name.as_ref().map_or(StatusCode::NO_CONTENT, E::status);
        let id = E::delivery_id(&received.parts, &received.body);
        let reply = ReplySlot::default();
        let Received {
            parts,
            body,
            admitted,
            received_at,
            trace,
            ..
        } = received;
        let request = ArrivedRequest {
            uri: target(&parts).clone(),
            method: parts.method,
            version: parts.version,
            headers: parts.headers,
            schemes: admitted.schemes.iter().filter_map(scheme::<E>).collect(),
            keys: admitted
                .keys
                .into_iter()
                .filter_map(|(name, key)| Some((scheme::<E>(&name)?, key)))
                .collect(),
        };
        let arrival = Arrival::by_request(received_at, request, reply.clone(), trace)
            .with_extensions(parts.extensions);
        let arrival = match id {
            Some(id) => arrival.with_delivery_id(id),
            None => arrival,
        };
        self.dispatcher
            .dispatch_sent(name, body, arrival, unexpected)
            .await?;
        Ok(reply.take_or(status))
    }
}

impl<E: HttpEvents> Built for Deliveries<E> {
    type Builder = E::Builder;
}

impl<E: HttpEvents> fmt::Debug for Deliveries<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Deliveries");
        shown.field("dispatcher", &self.dispatcher);
        shown.field("keys", &self.keys);
        shown.field("clock", &self.clock);
        #[cfg(feature = "handshakes")]
        shown.field("handshake_tokens", &self.handshake_tokens);
        shown.finish()
    }
}
