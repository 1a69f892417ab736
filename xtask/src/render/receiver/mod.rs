//! The receiver: the endpoint that generated code puts behind the runtime's service.
//!
//! In: groups, authenticators and where the event's name stands. Out: the module `receiver`, put together from its parts: how an
//! event's name is found, how a request is authenticated, and the builder. It knows nothing of bodies.

mod authentication;
mod builder;
mod endpoint;
mod event_place;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::authentication::{render_authenticate, render_credential_headers};
use self::builder::render_builder;
use self::endpoint::{render_acceptance, render_by_method, render_expectations, speaks_of_media};
use self::event_place::{name_of, render_named};
use crate::model::{EventNamePlace, Model};
use crate::render::security::verifier;
use crate::render::syntax::{gate, gate_all, ident, inner_doc, is_gated};

/// Renders the module `receiver`.
pub(crate) fn render_receiver(model: &Model) -> TokenStream {
    let named = render_named(model);
    let name = name_of(
        model,
        &quote!(&received.parts),
        &quote!(&received.body),
        &quote!(received.path_event),
    );
    let credentials = render_credential_headers(model);
    let methods = render_methods(model);
    let authenticate = render_authenticate(model);
    let builder = render_builder(model);
    let handlers = render_handler_imports(model);
    // Handlers of groups alone are shared here.
    let shared = gate_all(model);
    let verifiers = model.authenticators.iter().map(|one| verifier(&one.kind));
    let always = ["Checks", "Presented"].map(ident);
    let of_security: BTreeSet<Ident> = verifiers.chain(always).collect();
    let of_security = of_security.into_iter();
    let event_imports = matches!(
        model.event_name,
        EventNamePlace::Body(_) | EventNamePlace::HeaderAndBody { .. }
    )
    .then(|| quote!(, event_name));
    let by_method = render_by_method(model);
    let acceptance = render_acceptance(model);
    let names_method = model.methods != ["POST"] || by_method.is_some() || speaks_of_media(model);
    let http_imports = match (names_method, acceptance.is_some()) {
        (false, false) => quote!(),
        (false, true) => quote!(
            use http::StatusCode;
        ),
        (true, false) => quote!(
            use http::Method;
        ),
        (true, true) => quote!(
            use http::{Method, StatusCode};
        ),
    };
    let media = speaks_of_media(model).then(|| quote!(Media,));
    let expectations = render_expectations(model);
    let told_apart = by_method
        .as_ref()
        .map(|_| quote!(let name = name.map(|name| by_method(name, &received.parts.method));));
    let (status, taken) = if acceptance.is_some() {
        (
            quote!(let status = name.as_ref().map_or(StatusCode::NO_CONTENT, accepted);),
            quote!(reply.take_or(status)),
        )
    } else {
        (quote!(), quote!(reply.take()))
    };
    let module = inner_doc("Deliveries over HTTP: a `tower` service for any server.");
    quote!(
        #module
        #shared
        use std::sync::Arc;
        use std::time::SystemTime;

        use bytes::Bytes;
        #http_imports
        use http::request::Parts;

        use crate::dispatcher::Dispatcher;
        use crate::event::{EventName #event_imports};
        #handlers
        use crate::runtime::{Arrival, DecodeError, receiver_builder_methods};
        use crate::runtime::receiver::{
            Admitted, BuildError, Built, Denied, Endpoint, Failure, HeadCheck, Limits, #media OnPanic, Received, ReceiverService, Reply, ReplySlot, check_credentials,
        };
        use crate::runtime::security::{#(#of_security),*};
        use crate::security::{Keys, SecurityScheme, alternatives};

        /// Receives deliveries over HTTP, authenticates them and calls the handlers.
        ///
        /// `Receiver::builder()` starts with a [`ReceiverBuilder`]. A receiver holds no state, so any number
        /// of them may stand behind a balancer. The module [`receiver`](crate::runtime::receiver) lists every
        /// answer and what senders make of it.
        pub type Receiver = ReceiverService<Deliveries>;

        /// What is behind a [`Receiver`]: who may deliver, and where deliveries go.
        #[derive(Debug)]
        pub struct Deliveries {
            dispatcher: Dispatcher,
            keys: Keys,
            unauthenticated: bool,
        }

        impl Built for Deliveries {
            type Builder = ReceiverBuilder;
        }

        #named

        #by_method

        #acceptance

        impl Endpoint for Deliveries {
            fn events(&self) -> impl Iterator<Item = &'static str> {
                EventName::KNOWN.iter().map(|(_, name)| *name)
            }

            #methods

            #credentials
            #expectations

            #authenticate

            async fn receive(&self, received: Received) -> Result<Reply, Failure> {
                let name = #name?;
                #told_apart
                if let Ok(name) = &name {
                    received.trace.note_event(name.as_str());
                }
                #status
                let reply = ReplySlot::default();
                let arrival = Arrival::by_request(
                    received.received_at,
                    received.admitted.schemes,
                    received.parts.headers,
                    reply.clone(),
                    received.trace,
                );
                self.dispatcher.dispatch_arrived(name, received.body, arrival).await?;
                Ok(#taken)
            }
        }

        #builder
    )
}

fn render_methods(model: &Model) -> TokenStream {
    if model.methods == ["POST"] {
        return quote!();
    }
    let methods = model.methods.iter().map(|method| ident(method));
    let count = model.methods.len();
    quote!(
        fn methods(&self) -> &[Method] {
            static METHODS: [Method; #count] = [#(Method::#methods),*];
            &METHODS
        }
    )
}

/// The imports of the handler traits.
fn render_handler_imports(model: &Model) -> TokenStream {
    let mut groups: Vec<_> = model
        .groups
        .iter()
        .map(|group| (ident(&group.handler), gate(group)))
        .collect();
    groups.sort_by(|one, other| one.0.cmp(&other.0));
    let (handlers, gates): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
    if is_gated(model) {
        quote!(use crate::handlers::FallbackHandler; #(#gates use crate::handlers::#handlers;)*)
    } else {
        quote!(use crate::handlers::{FallbackHandler, #(#handlers),*};)
    }
}
