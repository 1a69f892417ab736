//! Problem details: the body of an answer that is not a success.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use serde::Serialize;

/// A problem as [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) has it.
///
/// `type` is always `about:blank`, which means that the status says what kind of problem it is and
/// that `title` is the status's own phrase (section 4.2.1). The members `code` and `pointer` are
/// extensions (section 3.2).
#[derive(Serialize)]
struct Problem<'p> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: &'p str,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'p str>,
}

/// A problem as an HTTP response; `pointer` is the place in the request's body that is to blame.
pub(super) fn response(
    status: StatusCode,
    code: &'static str,
    detail: &str,
    pointer: Option<&str>,
) -> Response<Full<Bytes>> {
    let problem = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail,
        code,
        pointer,
    };
    // Writing texts and a number to memory does not fail; an empty body would still have the right
    // status.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
