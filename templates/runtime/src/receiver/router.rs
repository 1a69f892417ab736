//! The receiver as an axum router.

use axum::Router;

use crate::runtime::receiver::endpoint::Endpoint;
use crate::runtime::receiver::request::path::paths_of_segments;
use crate::runtime::receiver::service::ReceiverService;

impl<E: Endpoint> ReceiverService<E> {
    /// A router that receives at `/`, at `/{name}`, and at the path of each event whose name has
    /// slashes in it, with or without a slash behind the name.
    ///
    /// It has no fallback and no state, so it can be merged into or nested in any other:
    /// `Router::new().nest("/webhooks", receiver.into_router())` receives at `/webhooks` and
    /// `/webhooks/{name}`, and [`into_router_at`](Self::into_router_at) at `/webhooks/` too.
    /// `nest_service("/webhooks", receiver)` does without the router: it takes every path below.
    pub fn into_router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        let mut router = Router::new()
            .route_service("/", self.clone())
            .route_service("/{name}", self.clone())
            .route_service("/{name}/", self.clone());
        for path in paths_of_segments(self.endpoint().events()) {
            router = router
                .route_service(&path, self.clone())
                .route_service(&format!("{path}/"), self.clone());
        }
        router
    }

    /// The same at a path such as `/webhooks`, with or without a slash behind it: axum takes
    /// `/webhooks` and `/webhooks/` for two, and senders are told either.
    ///
    /// Routes of one's own stand beside it:
    ///
    /// ```
    /// # use axum::Router;
    /// # use axum::routing::get;
    /// # use webhook_runtime::receiver::{Endpoint, ReceiverService};
    /// fn app<E: Endpoint>(receiver: ReceiverService<E>) -> Router {
    ///     Router::new()
    ///         .route("/health", get(|| async { "ready" }))
    ///         .merge(receiver.into_router_at("/webhooks"))
    /// }
    /// ```
    pub fn into_router_at<S: Clone + Send + Sync + 'static>(self, path: &str) -> Router<S> {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            return self.into_router();
        }
        Router::new()
            .route_service(&format!("{path}/"), self.clone())
            .nest(path, self.into_router())
    }
}
