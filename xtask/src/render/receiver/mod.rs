//! The receiver: what generated code says to the runtime's.
//!
//! In: groups, authenticators and where the event's name stands. Out: the module `receiver`: the events as requests, and the builder. How
//! a request is authenticated and answered is the runtime's.

mod builder;
mod handshakes;
mod http_events;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::builder::render_builder;
use self::handshakes::{has_tokens, render_handshakes};
use self::http_events::{render_http_events, speaks_of_media};
use crate::model::{Authenticator, AuthenticatorKind, Event, Model};
use crate::render::security::verifier;
use crate::render::syntax::{gate, gate_all, ident, inner_doc, is_gated};

/// Renders the module `receiver`.
pub(crate) fn render_receiver(model: &Model) -> TokenStream {
    let used = [
        "Building",
        "EventPlace",
        "HttpEvents",
        "receiver_builder_methods",
    ];
    let mut used: BTreeSet<Ident> = used.into_iter().map(ident).collect();
    let is_numbered = !model.delivery_id.is_empty();
    if is_numbered {
        used.extend(["DeliveryIdPlace", "delivery_id"].map(ident));
    }
    let (handshakes, shown) = render_handshakes(model, &mut used).unzip();
    let used = used.into_iter();
    let events = render_http_events(model, shown);
    let builder = render_builder(model);
    let handlers = render_handler_imports(model);
    // Handlers of groups alone are shared here.
    let shared = gate_all(model);
    let verifiers = model.authenticators.iter().map(|one| verifier(&one.kind));
    let secret = has_tokens(model).then(|| ident("Secret"));
    let verifiers: BTreeSet<Ident> = verifiers.chain(secret).collect();
    let verifiers = verifiers.into_iter();
    let verifiers =
        (verifiers.len() > 0).then(|| quote!(use crate::runtime::security::{#(#verifiers),*};));
    let mut of_security = vec![ident("Keys")];
    let is_custom = |one: &Authenticator| one.kind == AuthenticatorKind::Custom;
    of_security.extend(
        model
            .authenticators
            .iter()
            .any(is_custom)
            .then(|| ident("SecurityScheme")),
    );
    let of_security = match of_security.as_slice() {
        [one] => quote!(#one),
        several => quote!({#(#several),*}),
    };
    let event_imports = model.event_name.reads_body().then(|| quote!(, event_name));
    let has_status = model.events().any(|event| event.acceptance.status != 204);
    let shares = |event: &Event| model.is_shared(&event.name.wire);
    let has_methods =
        model.methods != ["POST"] || model.events().any(shares) || !model.handshakes.is_empty();
    let names = [("Method", has_methods), ("StatusCode", has_status)];
    let names = names.into_iter().filter(|(_, is_named)| *is_named);
    let names: Vec<Ident> = names.map(|(name, _)| ident(name)).collect();
    // As rustfmt sorts them.
    let parts = is_numbered.then(|| {
        quote!(
            use http::request::Parts;
        )
    });
    let of_http = match names.as_slice() {
        [] => quote!(#parts),
        [only] => quote!(use http::#only; #parts),
        several => quote!(#parts use http::{#(#several),*};),
    };
    let media = speaks_of_media(model).then(|| quote!(Media,));
    let module = inner_doc("Deliveries over HTTP: a `tower` service for any server.");
    quote!(
        #module
        #shared
        use std::sync::Arc;

        #of_http

        use crate::dispatcher::Dispatcher;
        use crate::event::{Event, EventName #event_imports};
        #handlers
        use crate::runtime::generated::{#(#used),*};
        use crate::runtime::receiver::{self, #media ReceiverService};
        #verifiers
        use crate::security::#of_security;

        /// Receives deliveries over HTTP, authenticates them and calls the handlers.
        ///
        /// `Receiver::builder()` starts with a [`ReceiverBuilder`]. A receiver holds no state, so any number
        /// of them may stand behind a balancer. The module [`receiver`](crate::runtime::receiver) lists every
        /// answer and what senders make of it.
        pub type Receiver = ReceiverService<Deliveries>;

        /// What is behind a [`Receiver`]: who may deliver, and where deliveries go.
        pub type Deliveries = receiver::Deliveries<Event>;

        #handshakes

        #events

        #builder
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
        quote!(#(#gates use crate::handlers::#handlers;)*)
    } else {
        quote!(use crate::handlers::{#(#handlers),*};)
    }
}
