//! The answer to a delivery that was handled.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;

/// A 2xx answer: the delivery is the receiver's now. `204 No Content` by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    content: Option<(HeaderValue, Bytes)>,
}

impl Reply {
    /// An answer with this status; `None` for one that is not 2xx, since
    /// [`Failure`](crate::runtime::receiver::Failure) says those.
    #[must_use]
    pub fn with_status(status: StatusCode) -> Option<Self> {
        status.is_success().then_some(Self {
            status,
            content: None,
        })
    }

    /// `202 Accepted`: the delivery is stored and will be handled later.
    #[must_use]
    pub fn accepted() -> Self {
        Self {
            status: StatusCode::ACCEPTED,
            content: None,
        }
    }

    /// The same answer with this content, for senders that want to read something.
    ///
    /// `204 No Content` becomes `200 OK`; a `205 Reset Content` has no content and drops it.
    #[must_use]
    pub fn with_content(self, media_type: HeaderValue, content: impl Into<Bytes>) -> Self {
        let status = match self.status {
            StatusCode::NO_CONTENT => StatusCode::OK,
            other => other,
        };
        let has_content = status != StatusCode::RESET_CONTENT;
        Self {
            status,
            content: has_content.then(|| (media_type, content.into())),
        }
    }

    /// The status, which is 2xx.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer as an HTTP response.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::default());
        *response.status_mut() = self.status;
        if let Some((media_type, content)) = self.content {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
            *response.body_mut() = Full::new(content);
        }
        response
    }
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content: None,
        }
    }
}

/// The place where a handler puts the answer that it chooses. Clones share the place.
#[derive(Clone, Debug, Default)]
pub struct ReplySlot(Arc<Mutex<Option<Reply>>>);

impl ReplySlot {
    /// Chooses the answer; the last choice counts.
    pub fn put(&self, reply: Reply) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(reply);
    }

    /// The answer that was chosen, or `204 No Content`.
    #[must_use]
    pub fn take(&self) -> Reply {
        self.take_or(StatusCode::NO_CONTENT)
    }

    /// The answer that was chosen, or this status without content.
    #[must_use]
    pub fn take_or(&self, status: StatusCode) -> Reply {
        let mut chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = chosen.take();
        chosen.unwrap_or_else(|| Reply::with_status(status).unwrap_or_default())
    }
}
