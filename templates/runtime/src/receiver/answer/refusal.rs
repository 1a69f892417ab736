//! Everything that keeps a request from a 2xx answer: the reason in, the response out.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ALLOW, CONNECTION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use http_body_util::Full;

use crate::runtime::decode::error::DecodeError;
use crate::runtime::handling::retry_later::RetryLater;
use crate::runtime::receiver::admission::Denied;
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::answer::problem;
use crate::runtime::receiver::request::body::Unread;
use crate::runtime::receiver::request::media_type::Media;
use crate::runtime::receiver::unwind::Panic;

/// The most characters of a detail or a pointer in an answer: member names in them are as long as
/// the sender likes.
const LONGEST_TEXT: usize = 512;

/// Why a request is not answered with 2xx.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The method is not one that deliveries are sent by.
    Method {
        /// Those that are.
        allowed: Vec<Method>,
    },
    /// The body is not said to be what is awaited.
    MediaType {
        /// What is not in order, in one sentence.
        detail: &'static str,
        /// What is awaited.
        accepted: &'static [Media],
    },
    /// There are as many deliveries in flight as there may be.
    Overloaded,
    /// The body has more bytes than this.
    TooLarge {
        /// The most it may have.
        limit: usize,
    },
    /// The body took longer than this to arrive.
    ReadTimeout(Duration),
    /// The body ended before it was complete.
    IncompleteBody,
    /// The endpoint let nobody in.
    Denied(Denied),
    /// The endpoint did not handle the delivery.
    Failed(Failure),
    /// The endpoint took longer than it may.
    HandleTimeout,
    /// The endpoint panicked with this.
    Panicked(Panic),
}

impl Refusal {
    /// Why a body of more than these many bytes, or one that broke, is refused.
    pub(crate) fn of_body(unread: Unread, limit: usize) -> Self {
        match unread {
            Unread::TooLarge => Self::TooLarge { limit },
            Unread::Incomplete => Self::IncompleteBody,
        }
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ReadTimeout(_) => StatusCode::REQUEST_TIMEOUT,
            Self::IncompleteBody => StatusCode::BAD_REQUEST,
            Self::Denied(Denied::Unauthenticated { .. }) => StatusCode::UNAUTHORIZED,
            Self::Failed(Failure::Undecodable(error)) if is_no_json(error) => {
                StatusCode::BAD_REQUEST
            }
            Self::Failed(
                Failure::Undecodable(_)
                | Failure::NoEventName { .. }
                | Failure::EventMismatch { .. },
            ) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Failed(Failure::UnknownPath) => StatusCode::NOT_FOUND,
            Self::Denied(Denied::Unavailable(_))
            | Self::Failed(Failure::Unavailable(_))
            | Self::Overloaded
            | Self::HandleTimeout => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(Failure::Handler(_)) | Self::Panicked(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// The reason in one word, for machines: the problem's `code` and the outcome in a trace.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Method { .. } => "method-not-allowed",
            Self::MediaType { .. } => "unsupported-media-type",
            Self::Overloaded => "overloaded",
            Self::TooLarge { .. } => "content-too-large",
            Self::ReadTimeout(_) => "request-timeout",
            Self::IncompleteBody => "incomplete-body",
            Self::Denied(Denied::Unauthenticated { .. }) => "unauthenticated",
            Self::Failed(Failure::Undecodable(error)) if is_no_json(error) => "not-json",
            Self::Failed(
                Failure::NoEventName { .. } | Failure::Undecodable(DecodeError::NoEventName { .. }),
            ) => "no-event-name",
            Self::Failed(Failure::Undecodable(_)) => "undecodable",
            Self::Failed(Failure::EventMismatch { .. }) => "event-mismatch",
            Self::Failed(Failure::UnknownPath) => "unknown-path",
            Self::Failed(Failure::Handler(_)) => "handler-failed",
            Self::Panicked(_) => "handler-panicked",
            Self::Denied(Denied::Unavailable(_))
            | Self::Failed(Failure::Unavailable(_))
            | Self::HandleTimeout => "unavailable",
        }
    }

    /// The reason in one sentence, for the receiver's own log. Holds no secret and no value of the
    /// body; the text of a handler's error is the handler's.
    pub(crate) fn reason(&self) -> Cow<'_, str> {
        match self {
            Self::Denied(Denied::Unauthenticated { reason, .. }) => Cow::Borrowed(reason),
            Self::Failed(failure) => Cow::Owned(failure.to_string()),
            Self::HandleTimeout => Cow::Borrowed("the endpoint took longer than it may"),
            other => other.detail(),
        }
    }

    /// The answer. `retry_after` is the pause to ask for where no other is given.
    pub(crate) fn to_response(&self, retry_after: Duration) -> Response<Full<Bytes>> {
        let mut response =
            problem::response(self.status(), self.code(), &self.detail(), self.pointer());
        self.add_headers(response.headers_mut(), retry_after);
        response
    }

    /// Whether the body was given up in the middle, so that nothing else can be read from the
    /// connection.
    pub(crate) fn breaks_connection(&self) -> bool {
        matches!(
            self,
            Self::TooLarge { .. } | Self::ReadTimeout(_) | Self::IncompleteBody
        )
    }

    /// The reason in one sentence, for the sender.
    fn detail(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Method { .. } => "deliveries are sent by one of the methods in Allow",
            Self::MediaType { detail, .. } => detail,
            Self::Overloaded => "too many deliveries are in flight: send it again later",
            Self::TooLarge { limit } => {
                return Cow::Owned(format!("the body has more than {limit} bytes"));
            }
            Self::ReadTimeout(limit) => {
                return Cow::Owned(format!("the body did not arrive within {limit:?}"));
            }
            Self::IncompleteBody => "the body ended before it was complete",
            Self::Denied(Denied::Unauthenticated { .. }) => {
                "the credentials are missing or not valid"
            }
            Self::Failed(Failure::Undecodable(error)) => {
                return Cow::Owned(shortened(&error.to_string()));
            }
            Self::Failed(
                failure @ (Failure::NoEventName { .. }
                | Failure::EventMismatch { .. }
                | Failure::UnknownPath),
            ) => return Cow::Owned(failure.to_string()),
            Self::Failed(Failure::Handler(_)) | Self::Panicked(_) => {
                "the delivery was received and could not be handled"
            }
            Self::Denied(Denied::Unavailable(_))
            | Self::Failed(Failure::Unavailable(_))
            | Self::HandleTimeout => "the delivery cannot be taken now: send it again later",
        })
    }

    /// The place in the body that is to blame.
    fn pointer(&self) -> Option<&str> {
        match self {
            Self::Failed(Failure::Undecodable(
                DecodeError::NoEventName { pointer, .. } | DecodeError::Payload { pointer, .. },
            )) => Some(pointer.as_str()).filter(|pointer| pointer.len() <= LONGEST_TEXT),
            _ => None,
        }
    }

    /// The header fields that belong to the status.
    fn add_headers(&self, headers: &mut HeaderMap, retry_after: Duration) {
        match self {
            Self::Method { allowed } => {
                let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
                if let Ok(value) = HeaderValue::try_from(names.join(", ")) {
                    headers.insert(ALLOW, value);
                }
            }
            Self::MediaType { accepted, .. } => {
                let names: Vec<&str> = accepted.iter().filter_map(|media| media.name()).collect();
                if let Ok(value) = HeaderValue::try_from(names.join(", ")) {
                    headers.insert(ACCEPT, value);
                }
            }
            Self::Denied(Denied::Unauthenticated { challenges, .. }) => {
                for challenge in challenges {
                    headers.append(WWW_AUTHENTICATE, challenge.clone());
                }
                if challenges.is_empty() {
                    headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Webhook"));
                }
            }
            Self::Denied(Denied::Unavailable(RetryLater { after }))
            | Self::Failed(Failure::Unavailable(RetryLater { after })) => {
                headers.insert(RETRY_AFTER, seconds(after.unwrap_or(retry_after)));
            }
            Self::HandleTimeout | Self::Overloaded => {
                headers.insert(RETRY_AFTER, seconds(retry_after));
            }
            _ => {}
        }
        if self.breaks_connection() {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// Whether the body is not a JSON text at all, or not made of parts where it should be.
fn is_no_json(error: &DecodeError) -> bool {
    matches!(
        error,
        DecodeError::NotUtf8 { .. }
            | DecodeError::NotJson { .. }
            | DecodeError::NotMultipart { .. }
    )
}

/// A pause in whole seconds, rounded up.
fn seconds(pause: Duration) -> HeaderValue {
    let begun = u64::from(pause.subsec_nanos() > 0);
    HeaderValue::from(pause.as_secs().saturating_add(begun))
}

/// The beginning of a text that is too long for an answer.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
