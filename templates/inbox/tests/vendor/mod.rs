//! A vendor whose deliveries come with the key `good`, and are handled by a closure.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};
use http_body_util::Full;
use tower::ServiceExt;
use webhook_inbox::InboxEndpoint;
use webhook_runtime::HandlerError;
use webhook_runtime::receiver::{
    About, Admitted, Denied, Endpoint, Failure, HeadCheck, Received, ReceiverService, Reply,
};
use webhook_runtime::security::Checks;

type Handler = dyn Fn(Received) -> Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>
    + Send
    + Sync;

pub struct Vendor(Arc<Handler>);

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vendor")
    }
}

impl Vendor {
    pub fn receiver<F>(
        handler: impl Fn(Received) -> F + Send + Sync + 'static,
    ) -> ReceiverService<Self>
    where
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        ReceiverService::new(Self(Arc::new(move |received| Box::pin(handler(received)))))
    }
}

impl Endpoint for Vendor {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        ["paid", "asked"].into_iter()
    }

    fn credential_headers(&self) -> &[&'static str] {
        &["x-key"]
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        _: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        match parts.headers.get("x-key") {
            Some(key) if key == "good" => Ok(HeadCheck::Admitted(Admitted::by(["key"]))),
            _ => Err(Denied::unauthenticated([], "no key")),
        }
    }

    async fn authenticate_body(
        &self,
        _: &Parts,
        _: &Bytes,
        _: Option<&'static str>,
        _: Checks,
    ) -> Result<Admitted, Denied> {
        Err(Denied::unauthenticated([], "no key"))
    }

    fn package(&self) -> (&'static str, &'static str) {
        ("vendor-webhooks", "1.2.3")
    }

    fn about(&self, delivery: &Received) -> Result<About, Failure> {
        let header = |name: &str| {
            let value = delivery.parts.headers.get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let mut about = About::default();
        about.event = delivery.path_event.map(str::to_owned);
        about.delivery_id = header("x-id");
        about.order_key = header("x-resource");
        about.revision = header("x-revision");
        about.is_answered = delivery.path_event == Some("asked");
        Ok(about)
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        (self.0)(delivery).await?;
        Ok(Reply::default())
    }
}

pub fn delivery(id: &str, body: &str) -> Request<Full<Bytes>> {
    let request = Request::post("/paid?from=test")
        .header("content-type", "application/json")
        .header("authorization", "Bearer secret")
        .header("x-key", "good")
        .header("x-id", id);
    request.body(Full::from(body.to_owned())).unwrap()
}

pub async fn send(
    receiver: &ReceiverService<InboxEndpoint<Vendor>>,
    request: Request<Full<Bytes>>,
) -> Response<Full<Bytes>> {
    receiver.clone().oneshot(request).await.unwrap()
}
