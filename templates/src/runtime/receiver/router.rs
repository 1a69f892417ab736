//! The receiver as an axum router.

use axum::Router;

use crate::runtime::receiver::{Endpoint, ReceiverService};

impl<E: Endpoint> ReceiverService<E> {
    /// A router that receives at `/` and at `/{name}`, with or without a slash behind the name.
    ///
    /// It has no fallback and no state, so it can be merged into or nested in any other:
    /// `Router::new().nest("/webhooks", receiver.into_router())` receives at `/webhooks` and `/webhooks/{name}`. A name with
    /// slashes in it is found here only with its slashes percent-encoded. `nest_service("/webhooks", receiver)` does without
    /// the router: it takes every path below, and `/webhooks/` too.
    pub fn into_router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        Router::new()
            .route_service("/", self.clone())
            .route_service("/{name}", self.clone())
            .route_service("/{name}/", self)
    }
}
