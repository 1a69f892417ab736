//! The answer to a delivery that was handled.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;

/// An answer that a handler chooses. `204 No Content` by default: the delivery is the receiver's
/// now.
///
/// A status that is not 2xx refuses the delivery on purpose, as `410 Gone` does to end a
/// subscription or `403 Forbidden` to a wrong token: the delivery counts as handled, and nothing is
/// logged as an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    content: Option<(HeaderValue, Bytes)>,
}

impl Reply {
    /// An answer with this status, whatever it is.
    ///
    /// A server sends no answer of 1xx itself; such a status becomes `204 No Content`.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        let is_final = !status.is_informational();
        Self {
            status: if is_final {
                status
            } else {
                StatusCode::NO_CONTENT
            },
            headers: HeaderMap::new(),
            content: None,
        }
    }

    /// An answer with this status; `None` for one that is not 2xx.
    #[must_use]
    pub fn with_status(status: StatusCode) -> Option<Self> {
        status.is_success().then(|| Self::new(status))
    }

    /// The same answer with this header, besides those that it has.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// `202 Accepted`: the delivery is stored and will be handled later.
    #[must_use]
    pub fn accepted() -> Self {
        Self::new(StatusCode::ACCEPTED)
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
            headers: self.headers,
            content: has_content.then(|| (media_type, content.into())),
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The answer as an HTTP response.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::default());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        *headers = self.headers;
        // How the answer is sent is the server's concern.
        for name in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
            headers.remove(name);
        }
        if let Some((media_type, content)) = self.content {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
            *response.body_mut() = Full::new(content);
        }
        response
    }
}

impl Default for Reply {
    fn default() -> Self {
        Self::new(StatusCode::NO_CONTENT)
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
