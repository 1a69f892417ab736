//! One receiver behind two doors: served by axum below `/webhooks`, and called as a tower service.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use http_body_util::{BodyExt, Full};
use rebilly_kyc_webhooks::runtime::receiver::Limits;
use rebilly_kyc_webhooks::{Receiver, ReceiverBuilder, Strictness};
use tokio::net::TcpListener;
use tokio::task;
use tower::ServiceExt;

use crate::client::{Answer, Connection, Post};
use crate::credentials::all_keys;
use crate::inbox::Inbox;

/// How many deliveries one [`Door::post`] makes.
pub const WAYS: usize = 2;

pub struct Door {
    pub receiver: Receiver,
    pub address: SocketAddr,
    pub inbox: Arc<Inbox>,
}

impl Door {
    /// With the keys of all schemes.
    pub async fn open() -> Self {
        Self::with(all_keys).await
    }

    /// With the keys and settings that are given to the builder.
    pub async fn with(settings: impl FnOnce(ReceiverBuilder) -> ReceiverBuilder) -> Self {
        let inbox = Arc::new(Inbox::default());
        let receiver = settings(to_inbox(&inbox)).build().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().nest("/webhooks", receiver.clone().into_router());
        task::spawn(async move { axum::serve(listener, app).await });
        Self {
            receiver,
            address,
            inbox,
        }
    }

    pub async fn limited(limits: Limits) -> Self {
        Self::with(|builder| all_keys(builder).limits(limits)).await
    }

    pub async fn strict() -> Self {
        Self::with(|builder| all_keys(builder).strictness(Strictness::Strict)).await
    }

    /// Over a socket of its own, and as a service: both give the same answer.
    pub async fn post(&self, post: Post) -> Answer {
        let over_socket = self.over_socket(&post).await;
        let as_service = self.as_service(&post).await;
        assert_eq!(over_socket.status, as_service.status, "{}", post.path);
        assert_eq!(over_socket.body, as_service.body, "{}", post.path);
        for name in [
            "www-authenticate",
            "allow",
            "accept",
            "content-type",
            "retry-after",
        ] {
            assert_eq!(over_socket.header(name), as_service.header(name), "{name}");
        }
        over_socket
    }

    pub async fn over_socket(&self, post: &Post) -> Answer {
        let mut connection = Connection::open(self.address).await.unwrap();
        connection.post(post).await.unwrap()
    }

    pub async fn as_service(&self, post: &Post) -> Answer {
        let mut request = Request::new(Full::<Bytes>::from(post.body.clone()));
        *request.method_mut() = post.method.parse().unwrap();
        *request.uri_mut() = post.path.parse().unwrap();
        for (name, value) in &post.headers {
            request.headers_mut().append(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value).unwrap(),
            );
        }
        let response = self.receiver.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        Answer {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

/// A builder whose handlers are all this one.
pub fn to_inbox(inbox: &Arc<Inbox>) -> ReceiverBuilder {
    Receiver::builder()
        .kyc_requests(Arc::clone(inbox))
        .kyc_documents(Arc::clone(inbox))
        .fallback(Arc::clone(inbox))
}
