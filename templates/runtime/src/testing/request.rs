//! Requests of tests: a sample, what a test changes of it and credentials in, a request that a
//! receiver takes out.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use tower_service::Service;

use crate::runtime::body::content_type::is_json;
use crate::runtime::receiver::{Endpoint, ReceiverService};
use crate::runtime::security::ApiKeyPlace;
#[cfg(feature = "hmac")]
use crate::runtime::security::{KeyError, SignatureSigner, SigningError};
use crate::runtime::testing::credential::{Credential, Shown, ShownScheme};
use crate::runtime::testing::sample::{NamedIn, Sample};
#[cfg(feature = "jwt")]
use crate::runtime::testing::token::token;

/// What is written as it is in a segment of a path and in a query (RFC 3986, section 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request that delivers a sample.
///
/// It goes to `/` unless [`to`](Self::to) says otherwise. Its `Debug` shows neither the body nor a
/// credential.
#[must_use = "a request that is not sent delivers nothing"]
#[derive(Clone)]
pub struct SampleRequest {
    sample: Sample,
    target: String,
    body: Result<Vec<u8>, RequestError>,
    headers: Vec<(String, String)>,
    credentials: Vec<(&'static str, Shown, Credential)>,
    #[cfg(feature = "hmac")]
    origin: Option<String>,
    sent_at: Option<SystemTime>,
}

/// Why a request cannot be made. It shows no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// Path, headers or query have a text that cannot stand there.
    Malformed(String),
    /// The payload cannot be written as JSON, or the event is not delivered as JSON.
    Payload(String),
    /// Two credentials go into the same place, whose name this is.
    Occupied(String),
    /// The specification does not say how the scheme of this name is shown.
    NotDescribed(&'static str),
    /// The key is not one of the scheme's.
    #[cfg(feature = "hmac")]
    Key(KeyError),
    /// The request cannot be signed.
    #[cfg(feature = "hmac")]
    Signing(SigningError),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(why) => write!(f, "the request cannot be made: {why}"),
            Self::Payload(why) => write!(f, "the payload cannot be written as a body: {why}"),
            Self::Occupied(name) => write!(
                f,
                "two credentials go into `{name}`, and a receiver refuses a request that has it twice"
            ),
            Self::NotDescribed(scheme) => write!(
                f,
                "how a sender shows `{scheme}` is described nowhere: add its headers with `with_header`"
            ),
            #[cfg(feature = "hmac")]
            Self::Key(error) => write!(f, "the key cannot sign: {error}"),
            #[cfg(feature = "hmac")]
            Self::Signing(error) => write!(f, "the request cannot be signed: {error}"),
        }
    }
}

impl std::error::Error for RequestError {}

/// Something that the test has put into a request, and that cannot stand there.
fn malformed(error: impl Into<http::Error>) -> RequestError {
    RequestError::Malformed(error.into().to_string())
}

impl Sample {
    /// A request that delivers the sample. A test may change it, and adds a credential.
    pub fn request(self) -> SampleRequest {
        SampleRequest {
            sample: self,
            target: "/".to_owned(),
            body: Ok(self.body.as_bytes().to_vec()),
            headers: Vec::new(),
            credentials: Vec::new(),
            #[cfg(feature = "hmac")]
            origin: None,
            sent_at: None,
        }
    }
}

impl SampleRequest {
    /// The same to this path, with a query if it has one. Where the path names the event, its name
    /// is put behind it.
    pub fn to(self, path: impl Into<String>) -> Self {
        let target = path.into();
        Self { target, ..self }
    }

    /// The same with this payload, written as JSON.
    pub fn with_payload(self, payload: &impl Serialize) -> Self {
        let body = match self.sample.content_type {
            Some(content_type) if !is_json(content_type) => Err(RequestError::Payload(format!(
                "the event is delivered as `{content_type}`: give the body with `with_body`"
            ))),
            _ => serde_json::to_vec(payload)
                .map_err(|error| RequestError::Payload(error.to_string())),
        };
        Self { body, ..self }
    }

    /// The same with this body, byte for byte.
    pub fn with_body(self, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: Ok(body.into()),
            ..self
        }
    }

    /// The same with this header, in place of one of that name.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with what the scheme asks for. Signatures are made last, over the whole request.
    pub fn with_credential<S: ShownScheme>(
        mut self,
        scheme: S,
        credential: impl Into<Credential>,
    ) -> Self {
        let shown = (scheme.name(), scheme.shown(), credential.into());
        self.credentials.push(shown);
        self
    }

    /// The same, signed for this public origin, such as `https://hooks.example.com`: for schemes
    /// that sign the URL.
    #[cfg(feature = "hmac")]
    pub fn at_origin(self, origin: impl Into<String>) -> Self {
        Self {
            origin: Some(origin.into()),
            ..self
        }
    }

    /// The same as sent at this time, which is what signatures and tokens say. Without it, it is
    /// the time at which the request is built.
    pub fn sent_at(self, time: SystemTime) -> Self {
        Self {
            sent_at: Some(time),
            ..self
        }
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// [`RequestError`] says what cannot be.
    pub fn build(self) -> Result<Request<Full<Bytes>>, RequestError> {
        let now = self.sent_at.unwrap_or_else(SystemTime::now);
        let mut request = Request::builder()
            .method(self.sample.method)
            .uri(with_name(&self.target, self.sample.named))
            .body(self.body?)
            .map_err(malformed)?;
        if let Some(content_type) = self.sample.content_type {
            set_header(&mut request, CONTENT_TYPE.as_str(), content_type)?;
        }
        if let NamedIn::Header(name, value) = self.sample.named {
            set_header(&mut request, name, value)?;
        }
        for (name, value) in &self.headers {
            set_header(&mut request, name, value)?;
        }
        for (scheme, shown, credential) in &self.credentials {
            show(&mut request, scheme, *shown, credential, now)?;
        }
        #[cfg(feature = "hmac")]
        for (_, shown, credential) in &self.credentials {
            if let Shown::Signature(scheme) = shown {
                let signer = SignatureSigner::new(**scheme, credential.text.as_str());
                let signer = signer.map_err(RequestError::Key)?;
                let origin = self.origin.as_deref();
                let done = signer.sign(&mut request, origin, now);
                done.map_err(RequestError::Signing)?;
            }
        }
        Ok(request.map(|body| Full::new(Bytes::from(body))))
    }

    /// Sends the request to a receiver, without a socket, and gives the answer.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub async fn send<E: Endpoint>(
        self,
        receiver: &ReceiverService<E>,
    ) -> Result<Response<Bytes>, RequestError> {
        let request = self.build()?;
        let Ok(answer) = receiver.clone().call(request).await;
        let (head, body) = answer.into_parts();
        let Ok(body) = body.collect().await;
        Ok(Response::from_parts(head, body.to_bytes()))
    }
}

/// A target with the event's name where it belongs there.
fn with_name(target: &str, named: NamedIn) -> String {
    match named {
        NamedIn::Body | NamedIn::Header(..) => target.to_owned(),
        NamedIn::Query(name, value) => with_parameter(target, name, value),
        NamedIn::Path(name) => {
            let (path, query) = match target.find('?') {
                Some(mark) => target.split_at(mark),
                None => (target, ""),
            };
            let path = path.trim_end_matches('/');
            format!("{path}/{}{query}", utf8_percent_encode(name, ENCODED))
        }
    }
}

/// A target with one more parameter of the query.
fn with_parameter(target: &str, name: &str, value: &str) -> String {
    let mark = if target.contains('?') { '&' } else { '?' };
    let [name, value] = [name, value].map(|text| utf8_percent_encode(text, ENCODED));
    format!("{target}{mark}{name}={value}")
}

fn set_header(request: &mut Request<Vec<u8>>, name: &str, value: &str) -> Result<(), RequestError> {
    let name: HeaderName = name.parse().map_err(malformed)?;
    let value = HeaderValue::from_str(value).map_err(malformed)?;
    request.headers_mut().insert(name, value);
    Ok(())
}

/// Sets a header that no other credential may have set.
fn set_own_header(
    request: &mut Request<Vec<u8>>,
    name: &str,
    value: &str,
) -> Result<(), RequestError> {
    if request.headers().contains_key(name) {
        return Err(RequestError::Occupied(name.to_owned()));
    }
    set_header(request, name, value)
}

/// Adds a credential that is not a signature.
fn show(
    request: &mut Request<Vec<u8>>,
    scheme: &'static str,
    shown: Shown,
    credential: &Credential,
    now: SystemTime,
) -> Result<(), RequestError> {
    let text = credential.text.as_str();
    let authorization = match shown {
        Shown::ApiKey(ApiKeyPlace::Header(name)) => return set_own_header(request, name, text),
        Shown::ApiKey(ApiKeyPlace::Query(name)) => {
            let target = with_parameter(&request.uri().to_string(), name, text);
            *request.uri_mut() = target.parse::<Uri>().map_err(malformed)?;
            return Ok(());
        }
        Shown::ApiKey(ApiKeyPlace::Cookie(name)) => {
            let before = request.headers().get(COOKIE);
            let before = before.and_then(|value| value.to_str().ok());
            let cookies = match before {
                Some(before) => format!("{before}; {name}={text}"),
                None => format!("{name}={text}"),
            };
            return set_header(request, COOKIE.as_str(), &cookies);
        }
        Shown::Basic => credential.as_basic(),
        #[cfg(feature = "jwt")]
        Shown::Jwt if !credential.is_token => {
            format!("Bearer {}", token(text.as_bytes(), &credential.claims, now))
        }
        #[cfg(feature = "jwt")]
        Shown::Jwt => format!("Bearer {text}"),
        Shown::Bearer => format!("Bearer {text}"),
        #[cfg(feature = "hmac")]
        Shown::Signature(_) => return Ok(()),
        Shown::Own => return Err(RequestError::NotDescribed(scheme)),
    };
    let _ = now;
    set_own_header(request, AUTHORIZATION.as_str(), &authorization)
}

impl fmt::Debug for SampleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SampleRequest")
            .field("event", &self.sample.event)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}
