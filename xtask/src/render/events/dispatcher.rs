//! The dispatcher.
//!
//! In: groups. Out: the module `dispatcher`: which group an event belongs to, how it is decoded, and a method for the handler of each
//! group. What a dispatcher does with them is the runtime's.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::event::ignored;
use super::sent::is_by_content_type;
use crate::model::Model;
use crate::render::syntax::{doc_text, gate, gate_all, ident, inner_doc, is_gated};

/// Renders the module `dispatcher`.
pub(crate) fn render_dispatcher(model: &Model) -> TokenStream {
    // Where every group may be left out, so may the use of the module's own name.
    let handlers_path = if is_gated(model) {
        quote!(crate::handlers)
    } else {
        quote!(handlers)
    };
    let groups = model.groups.iter().map(|group| {
        let (method, handler, gate) = (ident(&group.name.ident), ident(&group.handler), gate(group));
        let name = &group.name.ident;
        let docs = doc_text(&format!(
            "Hands the events of the group \"{}\" to this handler.",
            group.title
        ));
        quote!(
            #docs
            #gate
            #[must_use]
            pub fn #method<H: #handler + 'static>(self, handler: Arc<H>) -> Self {
                let handle = move |delivery| #handlers_path::#method::route(Arc::clone(&handler), delivery);
                Self(self.0.group(#name, handle))
            }
        )
    });
    let by_body = model.event_name.is_in_body();
    let named = by_body.then(|| quote!(, event_name));
    let decode = ident(if is_by_content_type(model) {
        "decode_sent"
    } else {
        "decode_as"
    });
    let handlers = render_handler_imports(model);
    // Handlers of groups alone are shared here.
    let shared = gate_all(model);
    let events = render_event_set(model);
    let module = inner_doc("From raw bytes to the handler's method.");
    quote!(
        #module
        #shared
        use std::sync::Arc;

        use crate::delivery::Arrival;
        use crate::event::{Event, EventName, #decode #named};
        #handlers
        use crate::runtime::{DecodeError, Decoded, Strictness};
        use crate::runtime::generated::{EventSet, Standing, Switch, dispatcher_methods};
        use crate::scheme::SecurityScheme;

        /// Takes raw bodies and calls the handler that belongs to each.
        ///
        /// Cloning is cheap, and clones share their handlers. Without a fallback handler an event
        /// whose group has no handler, or that the spec does not list, is accepted and dropped (the
        /// latter with a warning, if the feature `tracing` is on), and a body that cannot be decoded is
        /// an error.
        #[derive(Clone)]
        pub struct Dispatcher(Switch<Event>);

        dispatcher_methods!(Dispatcher, Event, EventName, Arrival #named);

        impl Dispatcher {
            #(#groups)*
        }

        #events
    )
}

/// What the events of the spec are to a dispatcher.
fn render_event_set(model: &Model) -> TokenStream {
    let names = model.groups.iter().map(|group| {
        let (name, gate) = (&group.name.ident, gate(group));
        quote!(#gate #name)
    });
    let slots = model.groups.iter().map(|group| {
        let (name, gate) = (&group.name.ident, gate(group));
        let patterns = group.events.iter().map(|event| {
            let (variant, ignored) = (ident(&event.name.ident), ignored(event));
            quote!(Self::#variant(#ignored))
        });
        quote!(#gate #(#patterns)|* => Some(#name),)
    });
    let left_out =
        is_gated(model).then(|| quote!(name if !name.is_enabled() => Standing::LeftOut,));
    let (arrival, decoded) = if is_by_content_type(model) {
        (
            quote!(arrival),
            quote!(decode_sent(name, arrival.content_type(), body, strictness)),
        )
    } else {
        (quote!(_), quote!(decode_as(name, body, strictness)))
    };
    quote!(
        impl EventSet for Event {
            type Name = EventName;
            type Scheme = SecurityScheme;

            const GROUPS: &'static [&'static str] = &[#(#names),*];

            fn standing(name: &EventName) -> Standing {
                match name {
                    EventName::Unknown(_) => Standing::Unknown,
                    #left_out
                    _ => Standing::Listed,
                }
            }

            fn decode(
                name: EventName,
                #arrival: &Arrival,
                body: &[u8],
                strictness: Strictness,
            ) -> Result<Decoded<Self>, DecodeError> {
                #decoded
            }

            fn group(&self) -> Option<&'static str> {
                match self {
                    #(#slots)*
                    Self::Unknown { .. } => None,
                }
            }
        }
    )
}

/// The imports of the handler traits.
fn render_handler_imports(model: &Model) -> TokenStream {
    let mut handlers: Vec<(Ident, Option<TokenStream>)> = model
        .groups
        .iter()
        .map(|group| (ident(&group.handler), gate(group)))
        .collect();
    handlers.sort_by(|one, other| one.0.cmp(&other.0));
    let (handlers, gates): (Vec<_>, Vec<_>) = handlers.into_iter().unzip();
    if is_gated(model) {
        quote!(#(#gates use crate::handlers::#handlers;)*)
    } else {
        quote!(use crate::handlers::{self, #(#handlers),*};)
    }
}
