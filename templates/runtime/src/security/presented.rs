//! What a request shows of its sender.

use std::fmt;
use std::time::SystemTime;

use crate::runtime::form_encoding::{form_decoded, query_pairs};
use crate::runtime::security::refusal::Refusal;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};

/// The parts of a request that credentials can be in, and the time at which they are judged.
///
/// Its `Debug` shows only how much there is, for any of it may be a credential.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Presented<'a> {
    /// The request's headers.
    pub headers: &'a HeaderMap,
    /// The method.
    pub method: &'a Method,
    /// The path of the request's target, as it was sent.
    pub path: &'a str,
    /// The query of the request's target, without `?`, as it was sent.
    pub query: Option<&'a str>,
    /// The body, byte for byte as it was received; `None` as long as there is nothing but the head.
    pub body: Option<&'a [u8]>,
    /// The time to judge by.
    pub now: SystemTime,
}

impl<'a> Presented<'a> {
    /// Puts together what the head of a request shows.
    ///
    /// Its target is the one that the server received, also where an axum router has cut off what
    /// it is nested at.
    #[must_use]
    pub fn of(head: &'a Parts, now: SystemTime) -> Self {
        let target = target(head);
        Self {
            method: &head.method,
            path: target.path(),
            ..Self::head(&head.headers, target.query(), now)
        }
    }

    /// The same with the body.
    #[must_use]
    pub fn with_body(self, body: &'a [u8]) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// Puts together what a whole request shows, by `POST` and whatever its path is.
    #[must_use]
    pub fn new(
        headers: &'a HeaderMap,
        query: Option<&'a str>,
        body: &'a [u8],
        now: SystemTime,
    ) -> Self {
        Self {
            body: Some(body),
            ..Self::head(headers, query, now)
        }
    }

    /// Puts together what a request shows before its body is read.
    #[must_use]
    pub fn head(headers: &'a HeaderMap, query: Option<&'a str>, now: SystemTime) -> Self {
        Self {
            headers,
            method: &Method::POST,
            path: "",
            query,
            body: None,
            now,
        }
    }

    /// The value of a header that is there once; its name in either case.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without it, [`Refusal::Repeated`] where it is there more than once.
    pub fn header(&self, name: &str) -> Result<&'a [u8], Refusal> {
        sole(self.headers.get_all(name).iter()).map(http::HeaderValue::as_bytes)
    }

    /// The value of a query parameter that is there once, decoded as
    /// [`application/x-www-form-urlencoded`](https://url.spec.whatwg.org/#urlencoded-parsing) to
    /// bytes, which need not be UTF-8.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without it, [`Refusal::Repeated`] where it is there more than once.
    pub fn query_parameter(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let pairs = query_pairs(self.query.unwrap_or_default());
        sole(pairs.filter(|(shown, _)| shown == name.as_bytes()))
            .map(|(_, value)| form_decoded(value))
    }

    /// The value of a cookie that is there once, as it was sent ([RFC 6265, section
    /// 4.2](https://www.rfc-editor.org/rfc/rfc6265#section-4.2)): nothing is decoded, and quotation
    /// marks belong to the value.
    ///
    /// Cookies may be spread over several `Cookie` headers, as HTTP/2 does
    /// ([RFC 9113, section 8.2.3](https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3)).
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without it, [`Refusal::Repeated`] where it is there more than once.
    pub fn cookie(&self, name: &str) -> Result<&'a [u8], Refusal> {
        let cookies = self
            .headers
            .get_all(http::header::COOKIE)
            .iter()
            .flat_map(|field| field.as_bytes().split(|byte| *byte == b';'))
            .filter_map(|pair| {
                let mut halves = pair.splitn(2, |byte| *byte == b'=');
                Some((halves.next()?.trim_ascii(), halves.next()?.trim_ascii()))
            });
        sole(cookies.filter(|(shown, _)| *shown == name.as_bytes())).map(|(_, value)| value)
    }
}

impl fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented")
            .field("header_count", &self.headers.len())
            .field("method", &self.method)
            .field("has_query", &self.query.is_some())
            .field("body_length", &self.body.map(<[u8]>::len))
            .field("now", &self.now)
            .finish()
    }
}

/// The target of a request as the server received it.
pub(crate) fn target(head: &Parts) -> &Uri {
    #[cfg(feature = "axum")]
    if let Some(original) = head.extensions.get::<axum::extract::OriginalUri>() {
        return original;
    }
    &head.uri
}

/// The only value there is.
fn sole<T>(mut values: impl Iterator<Item = T>) -> Result<T, Refusal> {
    let value = values.next().ok_or(Refusal::Missing)?;
    match values.next() {
        None => Ok(value),
        Some(_) => Err(Refusal::Repeated),
    }
}
