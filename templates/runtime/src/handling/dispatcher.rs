//! The dispatcher of a generated crate: what each can do besides taking the handlers of its groups.

/// Gives a struct around a `Switch` what every dispatcher can do besides taking the handlers of its
/// groups: `new`, `fallback`, `strictness`, `dispatch_as`, `dispatch_arrived`, `Default`, `Debug`
/// and the switch itself; and `dispatch`, given the function that finds an event's name in a body.
#[doc(hidden)]
#[macro_export]
macro_rules! dispatcher_methods {
    ($name:ident, $event:ident, $event_name:ident, $arrival:ident $(, $named:ident)?) => {
        impl $name {
            /// A dispatcher without handlers.
            #[must_use]
            pub fn new() -> Self {
                Self($crate::runtime::generated::Switch::default())
            }

            /// Hands what no other handler takes to this handler.
            #[must_use]
            pub fn fallback<H: $crate::runtime::FallbackHandler<$event> + 'static>(
                self,
                handler: ::std::sync::Arc<H>,
            ) -> Self {
                Self(self.0.fallback(handler))
            }

            /// How a body is taken that differs from the spec; by default it is decoded without
            /// what differs, and the delivery lists the defects.
            #[must_use]
            pub fn strictness(self, strictness: $crate::runtime::Strictness) -> Self {
                Self(self.0.strictness(strictness))
            }

            $(
                /// Reads the event's name in a body, decodes the body and calls the event's method.
                ///
                /// # Errors
                ///
                /// [`DispatchError::Undecodable`](crate::DispatchError::Undecodable) if the body
                /// cannot be decoded and the fallback handler does not take it;
                /// [`DispatchError::Handler`](crate::DispatchError::Handler) with what a handler
                /// returned.
                pub async fn dispatch(
                    &self,
                    body: impl ::std::convert::Into<::bytes::Bytes> + Send,
                ) -> ::std::result::Result<(), $crate::runtime::DispatchError> {
                    let body = body.into();
                    let arrival = $arrival::now();
                    self.0.dispatch($named(&body), body, arrival).await
                }
            )?

            /// Decodes the body of an event whose name is known from elsewhere, and calls the
            /// event's method.
            ///
            /// # Errors
            ///
            /// [`DispatchError::Undecodable`](crate::DispatchError::Undecodable) if the body cannot
            /// be decoded and the fallback handler does not take it;
            /// [`DispatchError::Handler`](crate::DispatchError::Handler) with what a handler
            /// returned.
            pub async fn dispatch_as(
                &self,
                name: $event_name,
                body: impl ::std::convert::Into<::bytes::Bytes> + Send,
            ) -> ::std::result::Result<(), $crate::runtime::DispatchError> {
                let arrival = $arrival::now();
                self.0.dispatch(::std::result::Result::Ok(name), body.into(), arrival).await
            }

            /// The same for a delivery that came by request: `name` is the event's, or why the body
            /// does not tell it.
            ///
            /// # Errors
            ///
            /// Those of [`dispatch_as`](Self::dispatch_as).
            pub async fn dispatch_arrived(
                &self,
                name: ::std::result::Result<$event_name, $crate::runtime::DecodeError>,
                body: ::bytes::Bytes,
                arrival: $arrival,
            ) -> ::std::result::Result<(), $crate::runtime::DispatchError> {
                self.0.dispatch(name, body, arrival).await
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.show(stringify!($name), f)
            }
        }

        impl ::std::convert::From<$name> for $crate::runtime::generated::Switch<$event> {
            fn from(dispatcher: $name) -> Self {
                dispatcher.0
            }
        }
    };
}

pub use dispatcher_methods;
