//! The dispatcher.
//!
//! In: groups. Out: the module `dispatcher`, which takes raw bytes and calls the handler that belongs to them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::events::ignored;
use super::gates::{gate, is_gated};
use super::handlers::route_ident;
use super::sent::is_by_content_type;
use super::tokens::{doc_text, ident, inner_doc};
use crate::model::{EventGroup, EventNamePlace, Model};

/// The field that holds a group's handler; one that began or ended like its struct would read twice.
fn field_ident(group: &EventGroup) -> Ident {
    let name = &group.name.ident;
    if name.starts_with("dispatcher") || name.ends_with("dispatcher") {
        ident(&format!("group_{name}_handler"))
    } else {
        ident(name)
    }
}

/// Renders the module `dispatcher`.
pub(super) fn render_dispatcher(model: &Model) -> TokenStream {
    let fields: Vec<_> = model.groups.iter().map(field_ident).collect();
    let gates: Vec<_> = model.groups.iter().map(gate).collect();
    let builders = model.groups.iter().map(|group| {
        let (method, field, handler, route) = (
            ident(&group.name.ident),
            field_ident(group),
            ident(&group.handler),
            route_ident(group),
        );
        let gate = gate(group);
        let docs = doc_text(&format!(
            "Hands the events of the group \"{}\" to this handler.",
            group.title
        ));
        quote!(
            #docs
            #gate
            #[must_use]
            pub fn #method<H: #handler + 'static>(mut self, handler: Arc<H>) -> Self {
                self.#field = Some(Arc::new(#route(handler)));
                self
            }
        )
    });
    // Where every group may be left out, so may the use of the module's own name.
    let handlers_path = if is_gated(model) {
        quote!(crate::handlers)
    } else {
        quote!(handlers)
    };
    let routes = model.groups.iter().map(|group| {
        let (module, handler, route) = (
            ident(&group.name.ident),
            ident(&group.handler),
            route_ident(group),
        );
        let gate = gate(group);
        quote!(
            #gate
            struct #route<H>(Arc<H>);

            #gate
            impl<H: #handler> Route for #route<H> {
                fn route(&self, delivery: Delivery<Event>) -> Handling<'_> {
                    Box::pin(#handlers_path::#module::route(&*self.0, delivery))
                }
            }
        )
    });
    let slots = model.groups.iter().map(|group| {
        let (field, gate) = (field_ident(group), gate(group));
        let patterns = group.events.iter().map(|event| {
            let (variant, ignored) = (ident(&event.name.ident), ignored(event));
            quote!(Event::#variant(#ignored))
        });
        quote!(#gate #(#patterns)|* => self.#field.as_ref(),)
    });
    let handlers = render_handler_imports(model);
    let shown = render_shown(model, &fields);
    let left_out = is_gated(model).then(|| {
        quote!(
            // Whoever leaves a group out wants none of its bodies looked into, and not all of them are JSON.
            Ok(name) if !name.is_enabled() => {
                let delivery = RawDelivery::new(name.to_string(), (), body).with_arrival(arrival);
                return Ok(self.fallback.unknown_event(delivery).await?);
            }
        )
    });
    let (decode, decoded) = if is_by_content_type(model) {
        let decoded = quote!(decode_sent(
            name,
            arrival.content_type(),
            &body,
            self.strictness
        ));
        (quote!(decode_sent), decoded)
    } else {
        let decoded = quote!(decode_as(name, &body, self.strictness));
        (quote!(decode_as), decoded)
    };
    let (imports, dispatch) = match &model.event_name {
        EventNamePlace::Body(_) => (
            quote!(
                use crate::event::{Event, EventName, #decode, event_name};
            ),
            quote!(
                /// Reads the event's name in a body, decodes the body and calls the event's method.
                ///
                /// # Errors
                ///
                /// [`DispatchError::Undecodable`] if the body cannot be decoded and the fallback handler does
                /// not take it; [`DispatchError::Handler`] with what a handler returned.
                pub async fn dispatch(
                    &self,
                    body: impl Into<Bytes> + Send,
                ) -> Result<(), DispatchError> {
                    let body = body.into();
                    self.dispatch_arrived(event_name(&body), body, Arrival::now())
                        .await
                }
            ),
        ),
        _ => (
            quote!(
                use crate::event::{Event, EventName, #decode};
            ),
            quote!(),
        ),
    };
    // A method that no group is compiled into would not look at its `self`.
    let (chosen, route, routing) = if is_gated(model) {
        let chosen = quote!(
            let route: Option<&Arc<dyn Route>> = match &delivery.payload {
                #(#slots)*
                Event::Unknown { .. } => None,
            };
        );
        (Some(chosen), quote!(route), None)
    } else {
        let routing = quote!(
            fn route(&self, event: &Event) -> Option<&Arc<dyn Route>> {
                match event {
                    #(#slots)*
                    Event::Unknown { .. } => None,
                }
            }
        );
        (None, quote!(self.route(&delivery.payload)), Some(routing))
    };
    let module = inner_doc("From raw bytes to the handler's method.");
    quote!(
        #module
        use std::fmt;
        use std::pin::Pin;
        use std::sync::Arc;

        use bytes::Bytes;

        #imports
        #handlers
        use crate::runtime::decode::check_json;
        use crate::runtime::{
            Arrival, DecodeError, Delivery, DispatchError, HandlerError, RawDelivery, Strictness, Undecodable,
        };

        /// Takes raw bodies and calls the handler that belongs to each.
        ///
        /// Cloning is cheap, and clones share their handlers. Without a fallback handler an event
        /// whose group has no handler, or that the spec does not list, is accepted and dropped (the
        /// latter with a warning, if the feature `tracing` is on), and a body that cannot be decoded is
        /// an error.
        #[derive(Clone)]
        pub struct Dispatcher {
            #(#gates #fields: Option<Arc<dyn Route>>,)*
            fallback: Arc<dyn Fallback>,
            strictness: Strictness,
        }

        impl Dispatcher {
            /// A dispatcher without handlers.
            #[must_use]
            pub fn new() -> Self {
                Self {
                    #(#gates #fields: None,)*
                    fallback: Arc::new(FallbackRoute(Arc::new(()))),
                    strictness: Strictness::Tolerant,
                }
            }

            #(#builders)*

            /// Hands what no other handler takes to this handler.
            #[must_use]
            pub fn fallback<H: FallbackHandler + 'static>(mut self, handler: Arc<H>) -> Self {
                self.fallback = Arc::new(FallbackRoute(handler));
                self
            }

            /// How a body is taken that differs from the spec; by default it is decoded without what
            /// differs, and the delivery lists the defects.
            #[must_use]
            pub fn strictness(mut self, strictness: Strictness) -> Self {
                self.strictness = strictness;
                self
            }

            #dispatch

            /// Decodes the body of an event whose name is known from elsewhere, and calls the event's
            /// method.
            ///
            /// # Errors
            ///
            /// [`DispatchError::Undecodable`] if the body cannot be decoded and the fallback handler does
            /// not take it; [`DispatchError::Handler`] with what a handler returned.
            pub async fn dispatch_as(&self, name: EventName, body: impl Into<Bytes> + Send) -> Result<(), DispatchError> {
                self.dispatch_arrived(Ok(name), body.into(), Arrival::now()).await
            }

            /// The same for a delivery that came by request: `name` is the event's, or why the body does
            /// not tell it.
            ///
            /// # Errors
            ///
            /// Those of [`dispatch_as`](Self::dispatch_as).
            pub async fn dispatch_arrived(
                &self,
                name: Result<EventName, DecodeError>,
                body: Bytes,
                arrival: Arrival,
            ) -> Result<(), DispatchError> {
                let name = match name {
                    Ok(EventName::Unknown(name)) => {
                        if let Err(error) = check_json(&body) {
                            let delivery = Undecodable::new(Some(name), error, body).with_arrival(arrival);
                            return Ok(self.fallback.undecodable(delivery).await?);
                        }
                        let delivery = RawDelivery::new(name, (), body).with_arrival(arrival);
                        return Ok(self.fallback.unknown_event(delivery).await?);
                    }
                    #left_out
                    Ok(name) => name,
                    Err(error) => {
                        let delivery = Undecodable::new(None, error, body).with_arrival(arrival);
                        return Ok(self.fallback.undecodable(delivery).await?);
                    }
                };
                let text = name.to_string();
                match #decoded {
                    Ok(decoded) => {
                        let delivery = Delivery::new(text, decoded.value, body)
                            .with_arrival(arrival)
                            .with_defects(decoded.defects);
                        #chosen
                        match #route {
                            Some(route) => Ok(route.route(delivery).await?),
                            None => Ok(self.fallback.unhandled(delivery).await?),
                        }
                    }
                    Err(error) => {
                        let delivery = Undecodable::new(Some(text), error, body).with_arrival(arrival);
                        Ok(self.fallback.undecodable(delivery).await?)
                    }
                }
            }

            #routing
        }

        impl Default for Dispatcher {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Debug for Dispatcher {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                #shown
            }
        }

        type Handling<'a> = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send + 'a>>;

        /// A handler of one group, whatever its type.
        trait Route: Send + Sync {
            fn route(&self, delivery: Delivery<Event>) -> Handling<'_>;
        }

        #(#routes)*

        /// A fallback handler, whatever its type.
        trait Fallback: Send + Sync {
            fn unhandled(&self, delivery: Delivery<Event>) -> Handling<'_>;
            fn unknown_event(&self, delivery: RawDelivery) -> Handling<'_>;
            fn undecodable(&self, delivery: Undecodable) -> Handling<'_>;
        }

        struct FallbackRoute<H>(Arc<H>);

        impl<H: FallbackHandler> Fallback for FallbackRoute<H> {
            fn unhandled(&self, delivery: Delivery<Event>) -> Handling<'_> {
                Box::pin(self.0.unhandled(delivery))
            }

            fn unknown_event(&self, delivery: RawDelivery) -> Handling<'_> {
                Box::pin(self.0.unknown_event(delivery))
            }

            fn undecodable(&self, delivery: Undecodable) -> Handling<'_> {
                Box::pin(self.0.undecodable(delivery))
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
        .chain([(ident("FallbackHandler"), None)])
        .collect();
    handlers.sort_by(|one, other| one.0.cmp(&other.0));
    let (handlers, gates): (Vec<_>, Vec<_>) = handlers.into_iter().unzip();
    if is_gated(model) {
        quote!(#(#gates use crate::handlers::#handlers;)*)
    } else {
        quote!(use crate::handlers::{self, #(#handlers),*};)
    }
}

/// What `Debug` shows: which groups have a handler.
fn render_shown(model: &Model, fields: &[Ident]) -> TokenStream {
    let names = model.groups.iter().map(|group| &group.name.ident);
    let rest = quote!(.field("strictness", &self.strictness).finish_non_exhaustive());
    if is_gated(model) {
        let gates = model.groups.iter().map(gate);
        quote!(
            let mut shown = formatter.debug_struct("Dispatcher");
            #(#gates shown.field(#names, &self.#fields.is_some());)*
            shown #rest
        )
    } else {
        quote!(formatter.debug_struct("Dispatcher")#(.field(#names, &self.#fields.is_some()))* #rest)
    }
}
