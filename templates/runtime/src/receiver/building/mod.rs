//! Building a receiver: what every builder can do besides taking handlers and credentials, and what
//! must hold before it is done.

pub(crate) mod error;

use crate::runtime::handling::dispatch::Switch;
#[cfg(feature = "handshakes")]
use crate::runtime::handshake::Handshake;
use crate::runtime::receiver::building::error::BuildError;
use crate::runtime::receiver::clock::Clock;
use crate::runtime::receiver::deliveries::Deliveries;
use crate::runtime::receiver::endpoint::Endpoint;
use crate::runtime::receiver::http_events::HttpEvents;
use crate::runtime::receiver::limits::{Limits, OnPanic};
use crate::runtime::receiver::service::ReceiverService;
#[cfg(feature = "handshakes")]
use crate::runtime::security::Secret;
use crate::runtime::security::keys::{Credentials, Keyring, KeysBy, SchemeKeys};
use crate::runtime::security::{Refusal, RequestHead, RequestVerifier, Scheme, VerifyRequest};

/// What builds a receiver: the builder of every generated crate. It is for what stands around the
/// receivers of several crates, such as an inbox.
pub trait BuildReceiver {
    /// What is behind the receiver.
    type Endpoint: Endpoint;

    /// The receiver.
    ///
    /// # Errors
    ///
    /// [`BuildError`], as each of its variants says.
    fn build_receiver(self) -> Result<ReceiverService<Self::Endpoint>, BuildError>;
}

/// A receiver that is being put together, of a dispatcher and the keys of all schemes.
#[derive(Debug, Default)]
pub struct Building<D, K: SchemeKeys> {
    /// The handlers so far.
    pub dispatcher: D,
    /// The keys so far.
    pub keyring: Keyring<K>,
    /// Whether anybody may come.
    pub unauthenticated: bool,
    /// Whether deliveries may be accepted that no handler is called with.
    pub accept_unhandled: bool,
    /// What a request may ask of the receiver.
    pub limits: Limits,
    /// What happens when a handler panics.
    pub on_panic: OnPanic,
    /// Where the time is taken from.
    pub clock: Clock,
    /// The tokens by which senders of handshakes are known.
    #[cfg(feature = "handshakes")]
    pub handshake_tokens: Vec<Secret>,
}

impl<D, K: SchemeKeys> Building<D, K> {
    /// Lets a verifier of the team's own decide for a scheme.
    #[must_use]
    pub fn verify_by(mut self, scheme: K::Scheme, verifier: impl VerifyRequest + 'static) -> Self {
        self.keyring
            .verify_by(scheme, RequestVerifier::new(verifier));
        self
    }

    /// Lets an async function find the keys of a scheme for each request.
    #[must_use]
    pub fn keys_by<F, V>(
        self,
        scheme: K::Scheme,
        find: impl Fn(RequestHead) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<V, Refusal>> + Send,
        V: VerifyRequest,
    {
        self.verify_by(scheme, KeysBy(find))
    }

    /// The receiver.
    ///
    /// # Errors
    ///
    /// [`BuildError`], as each of its variants says.
    pub fn build<E>(self) -> Result<ReceiverService<Deliveries<E>>, BuildError>
    where
        E: HttpEvents<Keys = K, Name = K::Event, Scheme = K::Scheme>,
        D: Into<Switch<E>>,
    {
        self.check_credentials(E::listed())?;
        #[cfg(feature = "handshakes")]
        self.check_handshakes(E::handshakes())?;
        let dispatcher = self.dispatcher.into();
        if !dispatcher.has_handlers() && !self.accept_unhandled {
            return Err(BuildError::NoHandlers);
        }
        let keys = (!self.unauthenticated).then_some(self.keyring);
        #[cfg(feature = "handshakes")]
        let keys = keys.map(|keys| {
            let handshakes = E::handshakes().iter();
            keys.answering_with(handshakes.filter_map(|one| one.key))
        });
        let deliveries = Deliveries::new(dispatcher, keys).with_clock(self.clock.clone());
        #[cfg(feature = "handshakes")]
        let deliveries = deliveries.with_handshake_tokens(self.handshake_tokens);
        Ok(ReceiverService::new(deliveries)
            .with_limits(self.limits)
            .with_on_panic(self.on_panic)
            .with_clock(self.clock))
    }

    /// Checks that every handshake can be answered.
    #[cfg(feature = "handshakes")]
    fn check_handshakes(&self, handshakes: &[Handshake]) -> Result<(), BuildError> {
        let is_empty = self.handshake_tokens.iter().any(Secret::is_empty);
        let has_none = is_empty || self.handshake_tokens.is_empty();
        for handshake in handshakes {
            if handshake.token.is_some() && has_none {
                return Err(BuildError::NoHandshakeToken {
                    handshake: handshake.name,
                });
            }
            let Some(key) = handshake.key else { continue };
            let scheme = K::SCHEMES.iter().copied().find(|one| one.name() == key);
            let given = scheme.and_then(|one| self.keyring.keys.credentials(one));
            if given.is_none() {
                return Err(BuildError::NoHandshakeKey {
                    handshake: handshake.name,
                    scheme: key,
                });
            }
        }
        Ok(())
    }

    /// Checks that the credentials let somebody in to every event, or that it was said aloud that
    /// anybody may come.
    fn check_credentials(&self, events: &[(K::Event, &'static str)]) -> Result<(), BuildError> {
        let given = |scheme: &K::Scheme| self.keyring.credentials(*scheme);
        for scheme in K::SCHEMES {
            if let Some(error) = given(scheme).and_then(Credentials::fault) {
                return Err(BuildError::UnusableKey {
                    scheme: scheme.name(),
                    error,
                });
            }
        }
        if self.unauthenticated {
            let is_contradicted = K::SCHEMES.iter().any(|scheme| given(scheme).is_some());
            return is_contradicted
                .then_some(BuildError::Contradiction)
                .map_or(Ok(()), Err);
        }
        let admits = |name: &K::Event| {
            let mut alternatives = K::alternatives(name).iter();
            alternatives.any(|all| all.iter().all(|scheme| given(scheme).is_some()))
        };
        let closed = events.iter().filter(|(name, _)| !admits(name));
        let events: Vec<&'static str> = closed.map(|(_, text)| *text).collect();
        if events.is_empty() {
            return Ok(());
        }
        Err(BuildError::NoCredentials {
            events,
            schemes: K::SCHEMES.iter().map(|scheme| scheme.name()).collect(),
        })
    }
}

/// The schemes of a specification, by its events.
pub type SchemeOf<E> = <<E as HttpEvents>::Keys as SchemeKeys>::Scheme;

/// Gives a struct around a [`Building`] what every builder can do besides taking the handlers of
/// groups and the keys of schemes.
#[doc(hidden)]
#[macro_export]
macro_rules! receiver_builder_methods {
    ($name:ident, $event:ident, $receiver:ident) => {
        impl $name {
            /// Hands what no other handler takes to this handler.
            pub fn fallback<H: $crate::runtime::FallbackHandler<$event> + 'static>(
                mut self,
                handler: ::std::sync::Arc<H>,
            ) -> Self {
                self.0.dispatcher = self.0.dispatcher.fallback(handler);
                self
            }

            /// Lets a verifier of the team's own decide for a scheme of the spec, in place of what
            /// the spec says of it: for certificates and keys that have to be fetched, and for a
            /// key for each tenant. It sees the whole request.
            pub fn verify_by(
                mut self,
                scheme: $crate::runtime::generated::SchemeOf<$event>,
                verifier: impl $crate::runtime::security::VerifyRequest + 'static,
            ) -> Self {
                self.0 = self.0.verify_by(scheme, verifier);
                self
            }

            /// Lets an async function find the keys of a scheme for each request, such as those of
            /// a tenant: by its path, its query or a header. What it goes by must be covered by the
            /// signature, or be checked after: anybody can write a header.
            ///
            /// It gives the keys as the scheme has them, such as a `SignatureVerifier` of the
            /// scheme's description, or a [`Refusal`]($crate::runtime::security::Refusal):
            /// `UnknownKey` for a tenant that nobody knows, `Unavailable` where whoever keeps the
            /// keys does not answer. It is asked with the head, before a body is read, and for a
            /// signature of the body once more with it; so keep what takes long.
            pub fn keys_by<F, V>(
                mut self,
                scheme: $crate::runtime::generated::SchemeOf<$event>,
                find: impl ::core::ops::Fn($crate::runtime::security::RequestHead) -> F
                + Send
                + Sync
                + 'static,
            ) -> Self
            where
                F: ::core::future::Future<
                        Output = ::core::result::Result<V, $crate::runtime::security::Refusal>,
                    > + Send,
                V: $crate::runtime::security::VerifyRequest,
            {
                self.0 = self.0.keys_by(scheme, find);
                self
            }

            /// Takes deliveries from anybody, without credentials.
            pub fn unauthenticated(mut self) -> Self {
                self.0.unauthenticated = true;
                self
            }

            /// Accepts deliveries without any handler: every one is answered with success and
            /// dropped.
            pub fn accept_unhandled(mut self) -> Self {
                self.0.accept_unhandled = true;
                self
            }

            /// How a body is taken that differs from the spec.
            pub fn strictness(mut self, strictness: $crate::runtime::Strictness) -> Self {
                self.0.dispatcher = self.0.dispatcher.strictness(strictness);
                self
            }

            /// How large a body may be, and how long its parts may take.
            pub fn limits(mut self, limits: $crate::runtime::receiver::Limits) -> Self {
                self.0.limits = limits;
                self
            }

            /// Where the receiver takes the time from, by which it judges the age of signatures and
            /// tokens, and says when a delivery came. For tests; by default it is the system's
            /// clock.
            pub fn clock(mut self, clock: $crate::runtime::receiver::Clock) -> Self {
                self.0.clock = clock;
                self
            }

            /// What happens when a handler panics.
            pub fn on_panic(mut self, on_panic: $crate::runtime::receiver::OnPanic) -> Self {
                self.0.on_panic = on_panic;
                self
            }

            /// The receiver.
            ///
            /// # Errors
            ///
            /// [`BuildError`](crate::BuildError) if a key that was given cannot be one, such as an
            /// empty one; if an event has no alternative whose credentials were given, and
            /// [`unauthenticated`](Self::unauthenticated) was not said; if both were; or if no
            /// handler was given, and [`accept_unhandled`](Self::accept_unhandled) was not said.
            pub fn build(
                self,
            ) -> ::std::result::Result<$receiver, $crate::runtime::receiver::BuildError> {
                self.0.build()
            }
        }

        impl $crate::runtime::receiver::BuildReceiver for $name {
            type Endpoint = $crate::runtime::receiver::Deliveries<$event>;

            fn build_receiver(
                self,
            ) -> ::std::result::Result<$receiver, $crate::runtime::receiver::BuildError> {
                self.build()
            }
        }
    };
}

pub use receiver_builder_methods;
