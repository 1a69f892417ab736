//! The receiver's builder.
//!
//! In: groups and authenticators. Out: the type `ReceiverBuilder` with a method for each of them, and the check that a receiver says
//! how deliveries are authenticated. It knows nothing of requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::gates::gate;
use super::security::{can_have_faults, scheme_variant, verifier};
use super::tokens::{doc_text, ident, paragraphs};
use crate::model::{AuthenticatorKind, Docs, Model};

/// Which tokens a receiver takes. The spec does not say by which algorithm they are signed, so the least is compiled.
const ALGORITHMS: &str = "Tokens signed with a shared secret are taken as the crate is; those signed with RSA, ECDSA or\n\
                          Ed25519 keys with its feature `jwt-rsa`, `jwt-ecdsa` or `jwt-eddsa`.";

/// Renders the builder.
pub(super) fn render_builder(model: &Model) -> TokenStream {
    let groups = model.groups.iter().map(|group| {
        let (method, handler) = (ident(&group.name.ident), ident(&group.handler));
        let gate = gate(group);
        let docs = doc_text(&format!(
            "Hands the events of the group \"{}\" to this handler.",
            group.title
        ));
        quote!(
            #docs
            #gate
            pub fn #method<H: #handler + 'static>(mut self, handler: Arc<H>) -> Self {
                self.dispatcher = self.dispatcher.#method(handler);
                self
            }
        )
    });
    let schemes = model.authenticators.iter().map(|one| {
        let (method, keys) = (ident(&one.name.ident), verifier(&one.kind));
        let docs = doc_text(&paragraphs([
            format!(
                "Admits deliveries by the scheme {}.",
                Docs::code(&one.name.wire)
            )
            .as_str(),
            &one.docs.text,
            if one.kind == AuthenticatorKind::Jwt {
                ALGORITHMS
            } else {
                ""
            },
        ]));
        quote!(
            #docs
            pub fn #method(mut self, keys: #keys) -> Self {
                self.keys.#method = Some(keys);
                self
            }
        )
    });
    let all = model.authenticators.iter().map(scheme_variant);
    let all: Vec<_> = all.collect();
    let fault = can_have_faults(model).then(|| {
        quote!(for scheme in schemes {
            if let Some(error) = self.keys.fault(*scheme) {
                return Err(BuildError::UnusableKey {
                    scheme: scheme.name(),
                    error,
                });
            }
        })
    });
    quote!(
        /// Builds a [`Receiver`].
        #[derive(Debug, Default)]
        #[must_use = "a builder receives nothing"]
        pub struct ReceiverBuilder {
            dispatcher: Dispatcher,
            keys: Keys,
            unauthenticated: bool,
            limits: Limits,
            on_panic: OnPanic,
        }

        impl ReceiverBuilder {
            #(#groups)*

            /// Hands what no other handler takes to this handler.
            pub fn fallback<H: FallbackHandler + 'static>(mut self, handler: Arc<H>) -> Self {
                self.dispatcher = self.dispatcher.fallback(handler);
                self
            }

            #(#schemes)*

            /// Takes deliveries from anybody, without credentials.
            pub fn unauthenticated(mut self) -> Self {
                self.unauthenticated = true;
                self
            }

            /// How a body is taken that differs from the spec.
            pub fn strictness(mut self, strictness: Strictness) -> Self {
                self.dispatcher = self.dispatcher.strictness(strictness);
                self
            }

            /// How large a body may be, and how long its parts may take.
            pub fn limits(mut self, limits: Limits) -> Self {
                self.limits = limits;
                self
            }

            /// What happens when a handler panics.
            pub fn on_panic(mut self, on_panic: OnPanic) -> Self {
                self.on_panic = on_panic;
                self
            }

            /// The receiver.
            ///
            /// # Errors
            ///
            /// [`BuildError`] if a key that was given is none, such as an empty one; if an event has no alternative
            /// whose credentials were given, and [`unauthenticated`](Self::unauthenticated) was not said; or if both were.
            pub fn build(self) -> Result<Receiver, BuildError> {
                let schemes: &[SecurityScheme] = &[#(SecurityScheme::#all),*];
                #fault
                if self.unauthenticated {
                    if schemes.iter().any(|scheme| self.keys.has(*scheme)) {
                        return Err(BuildError::Contradiction);
                    }
                } else {
                    let admits = |name: &EventName| {
                        alternatives(name).iter().any(|all| all.iter().all(|scheme| self.keys.has(*scheme)))
                    };
                    let closed = EventName::KNOWN.iter().filter(|(name, _)| !admits(name));
                    let events: Vec<&'static str> = closed.map(|(_, text)| *text).collect();
                    if !events.is_empty() {
                        let schemes = schemes.iter().map(|scheme| scheme.name()).collect();
                        return Err(BuildError::NoCredentials { events, schemes });
                    }
                }
                let deliveries = Deliveries {
                    dispatcher: self.dispatcher,
                    keys: self.keys,
                    unauthenticated: self.unauthenticated,
                };
                Ok(ReceiverService::new(deliveries).with_limits(self.limits).with_on_panic(self.on_panic))
            }
        }
    )
}
