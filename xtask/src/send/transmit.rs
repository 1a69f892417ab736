//! The way to a receiver and back.
//!
//! In: a request that is complete. Out: the answer, or why there is none and what to do.

use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::request::Request;

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

/// A request as a client takes it, with a body of any kind.
///
/// # Errors
///
/// What keeps it from being one.
pub(super) fn built<B>(request: &Request, body: B) -> Result<ureq::http::Request<B>, String> {
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
///
/// # Errors
///
/// Why there is no answer.
pub(super) fn transmit(request: &Request, url: &str) -> Result<Answer, String> {
    // What the machine trusts, so that a company's own authority counts.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        // A vendor does not follow a redirect, and another host is not to see the credentials;
        // neither is a proxy.
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .allow_non_standard_methods(true)
        .tls_config(tls.build())
        .build()
        .into();
    let answered = if request.body.is_empty() {
        agent.run(built(request, ())?)
    } else {
        agent.run(built(request, request.body.as_slice())?)
    };
    let mut answer = answered.map_err(|error| no_answer(url, &error))?;
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

/// Why nobody answers, and what to do.
fn no_answer(url: &str, error: &ureq::Error) -> String {
    let is_encrypted = url
        .get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("https:"));
    let said = error.to_string();
    let words = [
        "certificate",
        "tls",
        "rustls",
        "corrupt message",
        "invalid peer",
    ];
    let is_about_tls = words
        .iter()
        .any(|word| said.to_ascii_lowercase().contains(word));
    let help = if is_encrypted && is_about_tls {
        "the receiver has to speak TLS, with a certificate for this host that this machine \
         trusts; on Linux, SSL_CERT_FILE names the certificate of an authority of your own"
    } else {
        "start the receiver there; the generated crate has an example of one"
    };
    format!("no answer from {url}: {said}\nhelp: {help}")
}

/// What stands before the path of a URL.
pub(super) fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

/// What cannot be sent at all: a credential that no header can hold.
fn no_request(error: &ureq::http::Error) -> String {
    format!(
        "the request cannot be made: {error}\n\
         help: a credential, a header or the event's name may have a character that cannot \
         stand there"
    )
}

/// Refuses a URL that no delivery can be sent to, before there are credentials in it.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    let parsed = url
        .parse::<ureq::http::Uri>()
        .map_err(|error| format!("`{url}` is not a URL: {error}\nhelp: {EXAMPLE_URL}"))?;
    match parsed.scheme_str() {
        Some("http" | "https") => Ok(()),
        _ => Err(format!(
            "`{url}` begins neither with http:// nor with https://\nhelp: {EXAMPLE_URL}"
        )),
    }
}
