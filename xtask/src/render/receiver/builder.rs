//! The receiver's builder.
//!
//! In: groups and authenticators. Out: the type `ReceiverBuilder` with a method for each of them. Its other methods, and the check that a
//! receiver says how deliveries are authenticated, are the runtime's. It knows nothing of requests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{AuthenticatorKind, Docs, Model};
use crate::render::security::{can_have_faults, scheme_variant, verifier};
use crate::render::syntax::{doc_text, gate, ident, paragraphs};

/// Which tokens a receiver takes. The spec does not say by which algorithm they are signed, so the least is compiled.
const ALGORITHMS: &str = "Tokens signed with a shared secret are taken as the crate is; those signed with RSA, ECDSA or\n\
                          Ed25519 keys with its feature `jwt-rsa`, `jwt-ecdsa` or `jwt-eddsa`.";

/// Renders the builder.
pub(crate) fn render_builder(model: &Model) -> TokenStream {
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
    let fault = if can_have_faults(model) {
        quote!(|scheme| self.keys.fault(scheme))
    } else {
        quote!(|_| None)
    };
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

            #(#schemes)*

            /// The receiver.
            ///
            /// # Errors
            ///
            /// [`BuildError`] if a key that was given is none, such as an empty one; if an event has no alternative
            /// whose credentials were given, and [`unauthenticated`](Self::unauthenticated) was not said; or if both were.
            pub fn build(self) -> Result<Receiver, BuildError> {
                check_credentials::<EventName, SecurityScheme>(
                    EventName::KNOWN,
                    alternatives,
                    &[#(SecurityScheme::#all),*],
                    |scheme| self.keys.has(scheme),
                    #fault,
                    self.unauthenticated,
                )?;
                let deliveries = Deliveries {
                    dispatcher: self.dispatcher,
                    keys: self.keys,
                    unauthenticated: self.unauthenticated,
                };
                Ok(ReceiverService::new(deliveries).with_limits(self.limits).with_on_panic(self.on_panic))
            }
        }

        receiver_builder_methods!(ReceiverBuilder, FallbackHandler);
    )
}
