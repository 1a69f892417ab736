//! Building a receiver: what every builder can do beside taking handlers and credentials, and what must hold before it is done.

use crate::runtime::receiver::build_error::BuildError;
use crate::runtime::security::KeyError;
use crate::runtime::security::Scheme;

/// Gives a builder with the fields `dispatcher`, `unauthenticated`, `limits` and `on_panic` a method for each but the handlers of groups.
#[doc(hidden)]
#[macro_export]
macro_rules! receiver_builder_methods {
    ($name:ident, $handler:ident) => {
        impl $name {
            /// Hands what no other handler takes to this handler.
            pub fn fallback<H: $handler + 'static>(mut self, handler: ::std::sync::Arc<H>) -> Self {
                self.dispatcher = self.dispatcher.fallback(handler);
                self
            }

            /// Takes deliveries from anybody, without credentials.
            pub fn unauthenticated(mut self) -> Self {
                self.unauthenticated = true;
                self
            }

            /// How a body is taken that differs from the spec.
            pub fn strictness(mut self, strictness: $crate::runtime::Strictness) -> Self {
                self.dispatcher = self.dispatcher.strictness(strictness);
                self
            }

            /// How large a body may be, and how long its parts may take.
            pub fn limits(mut self, limits: $crate::runtime::receiver::Limits) -> Self {
                self.limits = limits;
                self
            }

            /// What happens when a handler panics.
            pub fn on_panic(mut self, on_panic: $crate::runtime::receiver::OnPanic) -> Self {
                self.on_panic = on_panic;
                self
            }
        }
    };
}

/// Checks that a receiver's credentials let somebody in to every event, or that it was said aloud that anybody may come.
///
/// `events` are all of the specification, each beside its name, and `alternatives` says which schemes each asks for: one of the lists
/// must hold, and of it every scheme. `has` says whether a scheme was given keys, and `fault` what is wrong with them.
///
/// # Errors
///
/// [`BuildError`], as each of its variants says.
#[doc(hidden)]
pub fn check_credentials<N, S: Scheme + 'static>(
    events: &[(N, &'static str)],
    alternatives: impl Fn(&N) -> &'static [&'static [S]],
    schemes: &[S],
    has: impl Fn(S) -> bool,
    fault: impl Fn(S) -> Option<KeyError>,
    is_unauthenticated: bool,
) -> Result<(), BuildError> {
    for scheme in schemes {
        if let Some(error) = fault(*scheme) {
            return Err(BuildError::UnusableKey {
                scheme: scheme.name(),
                error,
            });
        }
    }
    if is_unauthenticated {
        let is_contradicted = schemes.iter().any(|scheme| has(*scheme));
        return is_contradicted
            .then_some(BuildError::Contradiction)
            .map_or(Ok(()), Err);
    }
    let admits = |name: &N| {
        let mut alternatives = alternatives(name).iter();
        alternatives.any(|all| all.iter().all(|scheme| has(*scheme)))
    };
    let closed = events.iter().filter(|(name, _)| !admits(name));
    let events: Vec<&'static str> = closed.map(|(_, text)| *text).collect();
    if events.is_empty() {
        return Ok(());
    }
    Err(BuildError::NoCredentials {
        events,
        schemes: schemes.iter().map(|scheme| scheme.name()).collect(),
    })
}
