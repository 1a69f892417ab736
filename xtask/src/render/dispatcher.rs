//! The dispatcher.
//!
//! In: groups. Out: the module `dispatcher`, which takes raw bytes and calls the handler that belongs to them.

use proc_macro2::TokenStream;
use quote::quote;

use super::handlers::route_ident;
use super::tokens::{doc_text, ident, inner_doc};
use crate::model::{EventNamePlace, Model};

/// Renders the module `dispatcher`.
pub(super) fn render_dispatcher(model: &Model) -> TokenStream {
    let fields: Vec<_> = model
        .groups
        .iter()
        .map(|group| ident(&group.name.ident))
        .collect();
    let builders = model.groups.iter().map(|group| {
        let (field, handler, route) = (
            ident(&group.name.ident),
            ident(&group.handler),
            route_ident(group),
        );
        let docs = doc_text(&format!(
            "Hands the events of the group \"{}\" to this handler.",
            group.title
        ));
        quote!(
            #docs
            #[must_use]
            pub fn #field<H: #handler + 'static>(mut self, handler: Arc<H>) -> Self {
                self.#field = Some(Arc::new(#route(handler)));
                self
            }
        )
    });
    let routes = model.groups.iter().map(|group| {
        let (module, handler, route) = (
            ident(&group.name.ident),
            ident(&group.handler),
            route_ident(group),
        );
        quote!(
            struct #route<H>(Arc<H>);

            impl<H: #handler> Route for #route<H> {
                fn route(&self, delivery: Delivery<Event>) -> Handling<'_> {
                    Box::pin(handlers::#module::route(&*self.0, delivery))
                }
            }
        )
    });
    let slots = model.groups.iter().map(|group| {
        let (field, variants) = (
            ident(&group.name.ident),
            group.events.iter().map(|event| ident(&event.name.ident)),
        );
        quote!(#(Event::#variants(_))|* => self.#field.as_ref(),)
    });
    let mut handlers: Vec<_> = model
        .groups
        .iter()
        .map(|group| ident(&group.handler))
        .chain([ident("FallbackHandler")])
        .collect();
    handlers.sort();
    let names = model.groups.iter().map(|group| &group.name.ident);
    let (imports, dispatch) = match &model.event_name {
        EventNamePlace::Body(_) => (
            quote!(
                use crate::event::{Event, EventName, decode_as, event_name};
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
                use crate::event::{Event, EventName, decode_as};
            ),
            quote!(),
        ),
    };
    let module = inner_doc("From raw bytes to the handler's method.");
    quote!(
        #module
        use std::fmt;
        use std::pin::Pin;
        use std::sync::Arc;

        use bytes::Bytes;

        #imports
        use crate::handlers::{self, #(#handlers),*};
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
            #(#fields: Option<Arc<dyn Route>>,)*
            fallback: Arc<dyn Fallback>,
            strictness: Strictness,
        }

        impl Dispatcher {
            /// A dispatcher without handlers.
            #[must_use]
            pub fn new() -> Self {
                Self {
                    #(#fields: None,)*
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
                    Ok(name) => name,
                    Err(error) => {
                        let delivery = Undecodable::new(None, error, body).with_arrival(arrival);
                        return Ok(self.fallback.undecodable(delivery).await?);
                    }
                };
                let text = name.to_string();
                match decode_as(name, &body, self.strictness) {
                    Ok(decoded) => {
                        let delivery = Delivery::new(text, decoded.value, body)
                            .with_arrival(arrival)
                            .with_defects(decoded.defects);
                        match self.route(&delivery.payload) {
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

            fn route(&self, event: &Event) -> Option<&Arc<dyn Route>> {
                match event {
                    #(#slots)*
                    Event::Unknown { .. } => None,
                }
            }
        }

        impl Default for Dispatcher {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Debug for Dispatcher {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct("Dispatcher")#(.field(#names, &self.#fields.is_some()))*.field("strictness", &self.strictness).finish_non_exhaustive()
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
