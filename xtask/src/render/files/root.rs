//! The root of the crate.
//!
//! In: the model, and how the crate comes to its runtime. Out: `lib.rs`, which declares the modules
//! and exports what teams need. It knows what each module holds, and nothing of what is written
//! there.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::needs::Needs;
use super::recursion_limit::recursion_limit;
use super::runtime::Runtime;
use crate::model::{AuthenticatorKind, Model, ParameterPlace, Required};
use crate::render::events::{is_by_content_type, parameter_module};
use crate::render::security::verifier;
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, ident, inner_doc};

/// Renders `lib.rs`.
pub(crate) fn render_lib(model: &Model, stack: &Stack, runtime: &Runtime) -> TokenStream {
    let needs = Needs::of(model, stack);
    let runtime = match runtime {
        Runtime::Copy => quote!(
            /// What this crate stands on: reading, authenticating and handling deliveries.
            pub mod runtime;
        ),
        Runtime::Crate(_) => quote!(
            /// What this crate stands on: reading, authenticating and handling deliveries.
            pub use webhook_runtime as runtime;
        ),
    };
    let ungated = model.groups.iter().filter(|group| group.feature.is_none());
    let mut handlers: Vec<&str> = ungated.map(|group| group.handler.as_str()).collect();
    handlers.sort_unstable();
    let handlers: Vec<_> = handlers.into_iter().map(ident).collect();
    let handlers = (!handlers.is_empty()).then(|| {
        quote!(
            #[cfg(feature = "dispatcher")]
            pub use handlers::{#(#handlers),*};
        )
    });
    let gated = model.groups.iter().filter_map(|group| {
        let (feature, handler) = (group.feature.as_ref()?, ident(&group.handler));
        Some(quote!(
            #[cfg(all(feature = "dispatcher", feature = #feature))]
            pub use handlers::#handler;
        ))
    });
    let mut imports = Imports::default();
    for name in ["Event", "EventName", "decode_as"] {
        imports.add(&format!("event::{name}"));
    }
    if is_by_content_type(model) {
        imports.add("event::decode_sent");
    }
    if model.event_name.is_in_body() {
        imports.add("event::decode");
        imports.add("event::decode_with");
    }
    if model.event_name.reads_body() {
        imports.add("event::event_name");
    }
    let events = imports.exported();
    let mut events_of_model = model.events();
    let has_headers = events_of_model.any(|event| event.acceptance.headers.is_some());
    let answers = has_headers.then(|| {
        quote!(
            #[cfg(feature = "dispatcher")]
            pub mod answers;
        )
    });
    let parameters: BTreeSet<ParameterPlace> =
        model.parameter_sets.iter().map(|set| set.place).collect();
    let parameters = parameters
        .into_iter()
        .map(|place| ident(parameter_module(place)));
    let parameters: Vec<_> = parameters.collect();
    let loose = (model.required == Required::Optional).then(|| {
        inner_doc(
            "\nEvery member of a payload is optional, whatever the document requires, but for the tags that tell the variants of a \
             union apart.",
        )
    });
    let mut of_runtime = needs.exported();
    of_runtime.extend([
        "DecodeError",
        "Decoded",
        "Defect",
        "Defects",
        "Pointer",
        "Strictness",
    ]);
    of_runtime.sort_unstable();
    let of_runtime = of_runtime.into_iter().map(ident);
    let verifiers = render_verifiers(model);
    let limit = recursion_limit(model).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    quote!(
        #![doc = include_str!("../README.md")]
        #loose
        #limit
        #![forbid(unsafe_code)]

        #answers
        #[cfg(feature = "dispatcher")]
        mod delivery;
        #[cfg(feature = "dispatcher")]
        mod dispatcher;
        mod event;
        #[cfg(feature = "dispatcher")]
        mod handlers;
        #(
            #[cfg(feature = "receiver")]
                pub mod #parameters;
        )*
        #[cfg(feature = "receiver")]
        mod receiver;
        #runtime
        #[cfg(feature = "dispatcher")]
        mod scheme;
        #[cfg(feature = "receiver")]
        pub mod security;
        #[cfg(feature = "testing")]
        pub mod testing;
        pub mod types;

        #[cfg(feature = "dispatcher")]
        pub use delivery::{Arrival, Delivery, RawDelivery, Undecodable};
        #[cfg(feature = "dispatcher")]
        pub use dispatcher::Dispatcher;
        #events
        #handlers
        #(#gated)*
        #[cfg(feature = "receiver")]
        pub use receiver::{Deliveries, Receiver, ReceiverBuilder};
        #[cfg(feature = "receiver")]
        pub use runtime::receiver::{BuildError, Limits, OnPanic, Reply, RetryLater};
        #verifiers
        pub use runtime::{#(#of_runtime),*};
        #[cfg(feature = "dispatcher")]
        pub use runtime::{DispatchError, FallbackHandler, HandlerError};
        #[cfg(feature = "dispatcher")]
        pub use scheme::SecurityScheme;
    )
}

/// The export of what a team gives the receiver's builder: the verifiers of the spec's schemes, and
/// what they are made of.
fn render_verifiers(model: &Model) -> Option<TokenStream> {
    let mut names = BTreeSet::new();
    for authenticator in &model.authenticators {
        let further: &[&str] = match authenticator.kind {
            AuthenticatorKind::ApiKey(_) | AuthenticatorKind::Basic => &[],
            AuthenticatorKind::Jwt => &["JwtKeys", "KeyError"],
            AuthenticatorKind::Bearer => &["BearerToken", "Refusal", "VerifyToken"],
            AuthenticatorKind::Signature(_) => &["KeyError"],
            AuthenticatorKind::Custom => &["CheckResult", "Presented", "Proof", "Refusal"],
        };
        names.insert(verifier(&authenticator.kind));
        names.extend(further.iter().map(|name| ident(name)));
    }
    let names = names.into_iter();
    (names.len() > 0).then(|| {
        quote!(
            #[cfg(feature = "receiver")]
            pub use runtime::security::{#(#names),*};
        )
    })
}
