//! Handshakes over HTTP: which of them a request is, and its answer.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde_json::json;
use std::time::SystemTime;

use crate::runtime::handling::reply::Reply;
use crate::runtime::handling::trace::DeliveryTrace;
use crate::runtime::handshake::{Handshake, HandshakeFault};
use crate::runtime::receiver::admission::{Denied, HeadCheck};
use crate::runtime::receiver::answer::refusal::Refusal;
use crate::runtime::receiver::endpoint::Endpoint;
use crate::runtime::security::{Checks, Presented, Secret};

/// The handshakes that a request may be, by its head.
pub(super) struct Asked(Vec<&'static Handshake>);

impl Asked {
    /// Those of these that the head does not rule out.
    pub(super) fn of(handshakes: &'static [Handshake], parts: &Parts) -> Self {
        let presented = Presented::of(parts, SystemTime::now());
        let asked = handshakes.iter();
        let asked = asked.filter(|one| one.is_asked_by(&presented) != Some(false));
        Self(asked.collect())
    }

    /// The one that can be answered without the body.
    pub(super) fn by_head(&self) -> Option<&'static Handshake> {
        self.0.iter().find(|one| !one.reads_body()).copied()
    }

    /// The one that the request is, with its body.
    pub(super) fn by_body(&self, parts: &Parts, body: &[u8]) -> Option<&'static Handshake> {
        let presented = Presented::of(parts, SystemTime::now()).with_body(body);
        let mut asked = self.0.iter();
        asked
            .find(|one| one.is_asked_by(&presented) == Some(true))
            .copied()
    }

    /// What the head says of its sender. Where it lets nobody in, and the body may show a handshake
    /// that needs no credential, nothing is decided before the body.
    pub(super) async fn or_by_body(
        &self,
        asking: impl Future<Output = Result<HeadCheck, Denied>>,
    ) -> Result<HeadCheck, Denied> {
        match asking.await {
            Err(Denied::Unauthenticated { .. }) if self.0.iter().any(|one| !one.signed) => {
                Ok(HeadCheck::AwaitsBody(Checks::default()))
            }
            decision => decision,
        }
    }
}

/// Answers a request that is this handshake.
///
/// # Errors
///
/// [`Refusal::Denied`] where the handshake asks for a credential that the request does not show.
pub(super) async fn answer_handshake(
    endpoint: &impl Endpoint,
    handshake: &'static Handshake,
    parts: &Parts,
    body: &Bytes,
    trace: &DeliveryTrace,
) -> Result<Reply, Refusal> {
    trace.note_handshake(handshake.name);
    let answering = endpoint.answer_handshake(handshake, parts, body);
    answering.await.map_err(Refusal::Denied)
}

/// The answer of a handshake whose sender is known, by these tokens of the receiver's.
pub(super) fn reply(
    handshake: &Handshake,
    presented: &Presented<'_>,
    tokens: &[Secret],
    keyed: &dyn Fn(&[u8]) -> Option<Vec<u8>>,
) -> Reply {
    if !handshake.shows_token(presented, tokens) {
        let detail = "the token of the handshake is not the receiver's";
        return problem(StatusCode::FORBIDDEN, "wrong-token", detail);
    }
    let response = match handshake.answer(presented, keyed) {
        Ok(response) => response,
        Err(fault) => {
            let status = match fault {
                HandshakeFault::NoKey => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::BAD_REQUEST,
            };
            return problem(status, "malformed-handshake", &fault.to_string());
        }
    };
    let (mut head, body) = response.into_parts();
    let media_type = head.headers.remove(CONTENT_TYPE);
    let mut reply = Reply::new(head.status);
    for (name, value) in &head.headers {
        reply = reply.with_header(name.clone(), value.clone());
    }
    match media_type {
        Some(media_type) if body.is_empty() => reply.with_header(CONTENT_TYPE, media_type),
        Some(media_type) => reply.with_content(media_type, body),
        None => reply,
    }
}

/// A handshake that is refused, with a problem of [RFC
/// 9457](https://www.rfc-editor.org/rfc/rfc9457).
fn problem(status: StatusCode, code: &str, detail: &str) -> Reply {
    let problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
        "code": code,
    });
    let media_type = HeaderValue::from_static("application/problem+json");
    Reply::new(status).with_content(media_type, problem.to_string())
}
