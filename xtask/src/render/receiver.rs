//! The receiver: the endpoint that generated code puts behind the runtime's service, and its builder.
//!
//! In: groups, authenticators and where the event's name stands. Out: the module `receiver`.

use proc_macro2::TokenStream;
use quote::quote;

use super::endpoint::{
    is_by_method, render_acceptance, render_by_method, render_expectations, render_named_by_path,
    speaks_of_media,
};
use super::gates::{gate, is_gated};
use super::security::verifier;
use super::tokens::{doc_text, ident, inner_doc};
use crate::model::{
    AuthenticatorKind, EventNamePlace, EventNameSource, KeyPlace, Model, Signature,
};

/// Renders the module `receiver`.
pub(super) fn render_receiver(model: &Model) -> TokenStream {
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
    let mut verifiers: Vec<_> = model
        .authenticators
        .iter()
        .map(|one| verifier(&one.kind))
        .collect();
    verifiers.sort();
    verifiers.dedup();
    let event_imports = matches!(
        model.event_name,
        EventNamePlace::Body(_) | EventNamePlace::HeaderAndBody { .. }
    )
    .then(|| quote!(, event_name));
    let header_value = quote!(
        use http::{HeaderValue, Method};
    );
    let by_method = render_by_method(model);
    let acceptance = render_acceptance(model);
    let names_method = model.methods != ["POST"] || by_method.is_some() || speaks_of_media(model);
    let header_value = match (names_method, acceptance.is_some()) {
        (false, false) => quote!(
            use http::HeaderValue;
        ),
        (false, true) => quote!(
            use http::{HeaderValue, StatusCode};
        ),
        (true, false) => header_value,
        (true, true) => quote!(
            use http::{HeaderValue, Method, StatusCode};
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
    let unused_keys = model.authenticators.is_empty();
    let scheme_import =
        (!unused_keys).then(|| quote!(use crate::runtime::security::{#(#verifiers),*};));
    quote!(
        #module
        use std::sync::Arc;
        use std::time::SystemTime;

        use bytes::Bytes;
        #header_value
        use http::request::Parts;

        use crate::dispatcher::Dispatcher;
        use crate::event::{EventName #event_imports};
        #handlers
        use crate::runtime::{Arrival, DecodeError, Strictness};
        use crate::runtime::receiver::{
            Admitted, BuildError, Denied, Endpoint, Failure, Limits, #media OnPanic, Received, ReceiverService, Reply, ReplySlot, RetryLater,
        };
        use crate::runtime::security::{Presented, Scheme, Unauthenticated};
        #scheme_import
        use crate::security::{Keys, SecurityScheme, alternatives};

        /// Receives deliveries over HTTP, authenticates them and calls the handlers.
        ///
        /// It holds no state, so any number of them may stand behind a balancer. The module
        /// [`receiver`](crate::runtime::receiver) lists every answer and what senders make of it.
        pub type Receiver = ReceiverService<Deliveries>;

        impl Receiver {
            /// Starts a receiver that has no handlers and no credentials.
            pub fn builder() -> ReceiverBuilder {
                ReceiverBuilder::default()
            }
        }

        /// What is behind a [`Receiver`]: who may deliver, and where deliveries go.
        #[derive(Debug)]
        pub struct Deliveries {
            dispatcher: Dispatcher,
            keys: Keys,
            unauthenticated: bool,
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

/// The call of the function that finds an event's name in a request, with as much of the request as it looks at.
fn name_of(
    model: &Model,
    parts: &TokenStream,
    body: &TokenStream,
    path_event: &TokenStream,
) -> TokenStream {
    match &model.event_name {
        EventNamePlace::Body(_) => quote!(named(#body, #path_event)),
        EventNamePlace::Header(_) => quote!(named(#parts, #path_event)),
        EventNamePlace::HeaderAndBody { .. } => quote!(named(#parts, #body, #path_event)),
        EventNamePlace::Path => quote!(named(#path_event)),
    }
}

/// The function that finds an event's name in a request.
fn render_named(model: &Model) -> TokenStream {
    let (parts, body) = (quote!(parts: &Parts,), quote!(body: &Bytes,));
    let looked_at = match &model.event_name {
        EventNamePlace::Body(_) => body,
        EventNamePlace::Header(_) => parts,
        EventNamePlace::HeaderAndBody { .. } => quote!(#parts #body),
        EventNamePlace::Path => quote!(),
    };
    let signature = quote!(fn named(
        #looked_at
        path_event: Option<&'static str>,
    ) -> Result<Result<EventName, DecodeError>, Failure>);
    let body = match &model.event_name {
        EventNamePlace::Body(_) => quote!(
            let found = event_name(body);
        ),
        EventNamePlace::Header(header) => {
            let place = format!("the header `{header}`");
            quote!(
                let found = parts.headers.get(#header).and_then(|value| value.to_str().ok());
                let found = match (found, path_event) {
                    (Some(name), _) | (None, Some(name)) => Ok(EventName::from(name)),
                    (None, None) => return Err(Failure::NoEventName { place: #place.to_owned() }),
                };
            )
        }
        EventNamePlace::HeaderAndBody { header, .. } => {
            let place = format!("the header `{header}`");
            quote!(
                let found = match (parts.headers.get(#header).and_then(|value| value.to_str().ok()), path_event) {
                    (Some(first), _) => event_name(first, body),
                    (None, Some(name)) => Ok(EventName::from(name)),
                    (None, None) => return Err(Failure::NoEventName { place: #place.to_owned() }),
                };
            )
        }
        EventNamePlace::Path => {
            return quote!(
                /// The event's name, which the path ends with.
                #signature {
                    let name = path_event.ok_or(Failure::UnknownPath)?;
                    Ok(Ok(EventName::from(name)))
                }
            );
        }
    };
    // What was inferred may be a member that grows other values: where the path names the event, they contradict nothing.
    let silent = if model.event_name_source == EventNameSource::Inferred {
        quote!(Ok(EventName::Unknown(_)) | Err(DecodeError::NoEventName { .. }))
    } else {
        quote!(Err(DecodeError::NoEventName { .. }))
    };
    quote!(
        /// The event's name, or why the body that should tell it does not.
        #signature {
            #body
            match (found, path_event) {
                (#silent, Some(path_event)) => Ok(Ok(EventName::from(path_event))),
                (Ok(name), Some(path_event)) if name.as_str() != path_event => {
                    Err(Failure::EventMismatch { path_event })
                }
                (found, _) => Ok(found),
            }
        }
    )
}

/// The headers that credentials come in, where the specification says so.
fn render_credential_headers(model: &Model) -> TokenStream {
    let mut headers: Vec<&str> = Vec::new();
    for authenticator in &model.authenticators {
        let header = match &authenticator.kind {
            AuthenticatorKind::ApiKey(KeyPlace::Header(header))
            | AuthenticatorKind::Signature(Signature::Hmac { header, .. }) => header,
            AuthenticatorKind::Signature(Signature::StandardWebhooks) => "webhook-signature",
            _ => continue,
        };
        if !headers
            .iter()
            .any(|known| known.eq_ignore_ascii_case(header))
        {
            headers.push(header);
        }
    }
    if headers.is_empty() {
        return quote!();
    }
    quote!(
        fn credential_headers(&self) -> &[&'static str] {
            &[#(#headers),*]
        }
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

/// The check of credentials. Where events ask for different ones, the body is looked into for its event only after somebody's
/// credentials held. A body that names no event has to meet what unlisted events ask for, or else an event that is open to anybody
/// would let such bodies in.
fn render_authenticate(model: &Model) -> TokenStream {
    let waits = model
        .authenticators
        .iter()
        .any(|one| one.kind == AuthenticatorKind::Bearer);
    let wait = waits.then(|| quote!(.await));
    let uniform = super::security::is_uniform(model);
    let told_apart =
        is_by_method(model).then(|| quote!(let name = by_method(name, &parts.method);));
    let again = (!uniform).then(|| {
        let name = name_of(model, &quote!(parts), &quote!(body), &quote!(None));
        quote!(
            if path_event.is_none() {
                let name = #name.ok().and_then(Result::ok);
                let name = name.unwrap_or_else(|| EventName::Unknown(String::new()));
                #told_apart
                authenticated = self.keys.verify(&presented, Some(&name)) #wait .map_err(|refused| denied(&refused))?;
            }
        )
    });
    let mutable = again.is_some().then(|| quote!(mut));
    let (path_event, named_by_path, by_path) = if uniform {
        (quote!(_), None, None)
    } else {
        (
            quote!(path_event),
            Some({
                let by_path = render_named_by_path(model, &quote!(&parts.method));
                quote!(let named_by_path = #by_path;)
            }),
            Some(quote!(, named_by_path.as_ref())),
        )
    };
    quote!(
        async fn authenticate(
            &self,
            parts: &Parts,
            body: &Bytes,
            #path_event: Option<&'static str>,
        ) -> Result<Admitted, Denied> {
            if self.unauthenticated {
                return Ok(Admitted::unauthenticated());
            }
            let presented = Presented::new(&parts.headers, parts.uri.query(), body, SystemTime::now());
            #named_by_path
            let #mutable authenticated = self.keys.verify(&presented #by_path) #wait .map_err(|refused| denied(&refused))?;
            #again
            Ok(Admitted::by(authenticated.schemes))
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

fn render_builder(model: &Model) -> TokenStream {
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
        let docs = doc_text(&super::tokens::paragraphs([
            format!("Admits deliveries by the scheme `{}`.", one.name.wire).as_str(),
            &one.docs.text,
        ]));
        quote!(
            #docs
            pub fn #method(mut self, keys: #keys) -> Self {
                self.keys.#method = Some(keys);
                self
            }
        )
    });
    let all = model
        .authenticators
        .iter()
        .map(super::security::scheme_variant);
    let all: Vec<_> = all.collect();
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
            /// [`BuildError`] if an event has no alternative whose credentials were given, and
            /// [`unauthenticated`](Self::unauthenticated) was not said; or if both were.
            pub fn build(self) -> Result<Receiver, BuildError> {
                let schemes: &[SecurityScheme] = &[#(SecurityScheme::#all),*];
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

        /// The answer to a request that nobody's credentials hold for.
        fn denied(refused: &Unauthenticated) -> Denied {
            if refused.is_temporary() {
                return Denied::Unavailable(RetryLater::default());
            }
            let challenges = refused.challenges().map(HeaderValue::from_static);
            Denied::unauthenticated(challenges, refused.to_string())
        }
    )
}
