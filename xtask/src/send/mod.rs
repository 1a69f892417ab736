//! `cargo xtask send`: posts a delivery, as the vendor would.
//!
//! In: an event, its body, a URL and credentials by scheme. Out: the answer. It knows how each
//! authenticator of the model is satisfied, how events are sent, and how handshakes are played.

mod again;
mod credential;
mod handshake;
mod request;
mod written;

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use ureq::Agent;

use crate::model::{Event, Model, NameInHead};
use crate::sample::media_type;

pub use again::{Again, send_again};
pub use credential::{Credential, CredentialError};
pub use handshake::{HandshakePlay, play_handshake};
pub use written::Form;

use request::{Part, Request};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

const EXAMPLE_URL: &str = "give the whole URL, such as http://127.0.0.1:8080/webhooks";

/// What the receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The header lines, in the order of the answer.
    pub headers: Vec<(String, String)>,
    /// The body, if it is text.
    pub body: String,
}

/// Sends a body with every credential, by the method of its event.
///
/// `origin` is what the receiver was told as its public origin, for schemes that sign the URL; that
/// of `url` if it is not given.
///
/// Where the path names the event, its name is put behind the URL's path unless it is there
/// already.
///
/// # Errors
///
/// A message with what went wrong and what to do: a wrong URL, credentials that cannot be in
/// one request, nobody listening, no answer in time. It shows the URL as it was given and no
/// credential.
pub fn send(
    model: &Model,
    event: &Event,
    body: &str,
    url: &str,
    credentials: &[Credential],
    origin: Option<&str>,
) -> Result<Answer, String> {
    check_url(url, false)?;
    let request = prepare(model, event, body, url, credentials, origin)?;
    transmit(&request, url)
}

/// The request that [`send`] sends, as text; `url` may begin with `https://` too.
///
/// # Errors
///
/// As [`send`], but for what an answer is needed for; and a body that is not text.
pub fn write(
    model: &Model,
    event: &Event,
    body: &str,
    url: &str,
    credentials: &[Credential],
    origin: Option<&str>,
    form: Form,
) -> Result<String, String> {
    check_url(url, true)?;
    let request = prepare(model, event, body, url, credentials, origin)?;
    built(&request, ())?;
    written::request(&request, form)
}

/// A delivery with every credential.
fn prepare(
    model: &Model,
    event: &Event,
    body: &str,
    url: &str,
    credentials: &[Credential],
    origin: Option<&str>,
) -> Result<Request, String> {
    let mut request = Request::to(url, event.http_method.as_str(), body);
    if let Some(media_type) = media_type(&event.body) {
        let media_type = media_type.to_string();
        request
            .headers
            .push(("Content-Type".to_owned(), media_type));
    }
    match model.name_in_head(event) {
        Some(NameInHead::Header(header, name)) => {
            request.headers.push((header.to_owned(), name.to_owned()));
        }
        Some(NameInHead::Query(query, name)) => {
            request.put(Part::Query, query, name.to_owned())?;
        }
        Some(NameInHead::Path(name)) => request.url = with_segment(url, name),
        None => {}
    }
    let own_origin = origin_of(url);
    let origin = origin.unwrap_or(own_origin);
    for credential in credentials {
        credential.apply(&mut request, origin, SystemTime::now())?;
    }
    Ok(request)
}

/// A request as a client takes it, with a body of any kind.
fn built<B>(request: &Request, body: B) -> Result<ureq::http::Request<B>, String> {
    let mut built = ureq::http::Request::builder()
        .method(request.method.as_str())
        .uri(request.whole_url());
    for (name, value) in &request.headers {
        built = built.header(name, value);
    }
    if let Some(cookies) = request.cookies() {
        built = built.header("Cookie", cookies);
    }
    if request.body.is_empty() {
        // Without it, nothing is sent in chunks.
        built = built.header("Content-Length", "0");
    }
    built.body(body).map_err(|error| no_request(&error))
}

/// Sends a request; `url` is shown where there is no answer.
fn transmit(request: &Request, url: &str) -> Result<Answer, String> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        // A vendor does not follow a redirect, and another host is not to see the credentials;
        // neither is a proxy.
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .allow_non_standard_methods(true)
        .build()
        .into();
    let answered = if request.body.is_empty() {
        agent.run(built(request, ())?)
    } else {
        agent.run(built(request, request.body.as_slice())?)
    };
    let mut answer = answered.map_err(|error| {
        format!(
            "no answer from {url}: {error}\n\
             help: start the receiver there; the generated crate has an example of one"
        )
    })?;
    let headers = answer.headers().iter().map(|(name, value)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    Ok(Answer {
        status: answer.status().as_u16(),
        headers: headers.collect(),
        body: answer.body_mut().read_to_string().unwrap_or_default(),
    })
}

/// What stands before the path of a URL.
fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

/// What cannot be sent at all: a credential that no header can hold.
fn no_request(error: &ureq::http::Error) -> String {
    format!(
        "the request cannot be made: {error}\n\
         help: a credential, or the event's name, may have a character that no header can hold"
    )
}

/// Refuses a URL that no delivery can be sent to, before there are credentials in it. What is only
/// written may be for a server that speaks TLS.
fn check_url(url: &str, is_written: bool) -> Result<(), String> {
    let parsed = url
        .parse::<ureq::http::Uri>()
        .map_err(|error| format!("`{url}` is not a URL: {error}\nhelp: {EXAMPLE_URL}"))?;
    match parsed.scheme_str() {
        Some("http") => Ok(()),
        Some("https") if is_written => Ok(()),
        Some("https") => Err("deliveries are sent over plain HTTP\n\
             help: send to the receiver itself, or to a local proxy"
            .to_owned()),
        _ => Err(format!(
            "`{url}` does not begin with http://\nhelp: {EXAMPLE_URL}"
        )),
    }
}

/// A URL with one more segment at the end of its path (RFC 3986, section 3.3), unless it ends with
/// that one.
fn with_segment(url: &str, segment: &str) -> String {
    let (path, query) = match url.find(['?', '#']) {
        Some(end) => url.split_at(end),
        None => (url, ""),
    };
    let path = path.trim_end_matches('/');
    let mut encoded = String::new();
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap_or_default();
        }
    }
    if path.ends_with(&format!("/{encoded}")) {
        return url.to_owned();
    }
    format!("{path}/{encoded}{query}")
}
