//! The receiver's builder.
//!
//! In: groups and authenticators. Out: the type `ReceiverBuilder` with a method for each of them. Its other methods, and the check that a
//! receiver says how deliveries are authenticated, are the runtime's. It knows nothing of requests.

use proc_macro2::TokenStream;
use quote::quote;

use super::handshakes::has_tokens;
use crate::model::{AuthenticatorKind, Docs, Model};
use crate::render::security::{scheme_variant, verifier};
use crate::render::syntax::{doc_text, gate, ident, paragraphs};

/// Which tokens a receiver takes. The spec does not say by which algorithm they are signed, so the least is compiled.
const ALGORITHMS: &str = "Tokens signed with a shared secret are taken as the crate is; those signed with RSA, ECDSA or\n\
                          Ed25519 keys with its feature `jwt-rsa`, `jwt-ecdsa` or `jwt-eddsa`.";

/// What a team gives for a scheme that nothing describes.
const CUSTOM: &str = "What its senders show is described nowhere, so a verifier of your own decides. It sees the whole request, and may\n\
                      wait for a key.";

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
                self.0.dispatcher = self.0.dispatcher.#method(handler);
                self
            }
        )
    });
    let schemes = model.authenticators.iter().map(|one| {
        let (method, keys) = (ident(&one.name.ident), verifier(&one.kind));
        let scheme = scheme_variant(one);
        let is_custom = one.kind == AuthenticatorKind::Custom;
        let docs = doc_text(&paragraphs([
            format!(
                "Admits deliveries by the scheme {}.",
                Docs::code(&one.name.wire)
            )
            .as_str(),
            &one.docs.text,
            match one.kind {
                AuthenticatorKind::Jwt => ALGORITHMS,
                AuthenticatorKind::Custom => CUSTOM,
                _ => "",
            },
        ]));
        if is_custom {
            return quote!(
                #docs
                pub fn #method(mut self, verifier: impl #keys + 'static) -> Self {
                    self.0 = self.0.verify_by(SecurityScheme::#scheme, verifier);
                    self
                }
            );
        }
        quote!(
            #docs
            pub fn #method(mut self, keys: #keys) -> Self {
                self.0.keyring.keys.#method = Some(keys);
                self
            }
        )
    });
    let handshake_token = has_tokens(model).then(|| {
        let names = model.handshakes.iter().filter(|one| one.token.is_some());
        let names: Vec<String> = names.map(|one| Docs::code(one.name)).collect();
        let docs = doc_text(&format!(
            "Answers the handshake {} where it shows this token, which the team chose and told its sender. Say it again for another \
             one: each of them is enough.",
            names.join(" and ")
        ));
        quote!(
            #docs
            pub fn handshake_token(mut self, token: impl Into<Secret>) -> Self {
                self.0.handshake_tokens.push(token.into());
                self
            }
        )
    });
    quote!(
        /// Builds a [`Receiver`].
        #[derive(Debug, Default)]
        #[must_use = "a builder receives nothing"]
        pub struct ReceiverBuilder(Building<Dispatcher, Keys>);

        impl ReceiverBuilder {
            #(#groups)*

            #(#schemes)*

            #handshake_token
        }

        receiver_builder_methods!(ReceiverBuilder, Event, Receiver);
    )
}
