//! `cargo xtask send`: posts a delivery, as the vendor would.
//!
//! In: a body, a URL and credentials by scheme. Out: the request's answer. It knows how each authenticator of the model is satisfied
//! and nothing about events.

mod credential;

use std::time::{Duration, SystemTime};

use crate::model::{EventNamePlace, Model};

pub use credential::{Credential, CredentialError};

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

/// Posts a body with every credential.
///
/// # Errors
///
/// A message with what went wrong and what to do: a URL that is none, nobody listening, no answer in time. It shows the URL as it was
/// given and no credential.
pub fn send(
    model: &Model,
    event: &str,
    body: &str,
    url: &str,
    credentials: &[Credential],
) -> Result<Answer, String> {
    check_url(url)?;
    let mut request = Request {
        url: url.to_owned(),
        headers: Vec::new(),
        cookies: Vec::new(),
    };
    match &model.event_name {
        EventNamePlace::Header(header) => {
            request.headers.push((header.clone(), event.to_owned()));
        }
        EventNamePlace::HeaderAndBody { header, .. } => {
            let (first, _) = event.split_once('.').unwrap_or((event, ""));
            request.headers.push((header.clone(), first.to_owned()));
        }
        EventNamePlace::Body(_) | EventNamePlace::Path => {}
    }
    for credential in credentials {
        credential.apply(&mut request, body.as_bytes(), SystemTime::now());
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        // A vendor does not follow a redirect, and another host is not to see the credentials; neither is a proxy.
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    let mut post = agent
        .post(&request.url)
        .header("Content-Type", "application/json");
    for (name, value) in &request.headers {
        post = post.header(name, value);
    }
    if !request.cookies.is_empty() {
        post = post.header("Cookie", request.cookies.join("; "));
    }
    let mut answer = post.send(body).map_err(|error| {
        format!("no answer from {url}: {error}\nhelp: is the receiver running there? see the example in the generated crate")
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

/// Refuses what is no URL that a delivery can be sent to, before there are credentials in it.
fn check_url(url: &str) -> Result<(), String> {
    let parsed = url
        .parse::<ureq::http::Uri>()
        .map_err(|error| format!("`{url}` is no URL: {error}\nhelp: {EXAMPLE_URL}"))?;
    match parsed.scheme_str() {
        Some("http") => Ok(()),
        Some("https") => Err("deliveries are sent over plain HTTP\nhelp: send to the receiver itself, or to a local proxy".to_owned()),
        _ => Err(format!("`{url}` does not begin with http://\nhelp: {EXAMPLE_URL}")),
    }
}

/// What the credentials add to.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Where the body goes.
    pub url: String,
    /// Header lines beside the media type.
    pub headers: Vec<(String, String)>,
    /// `name=value` pairs of the `Cookie` header.
    pub cookies: Vec<String>,
}
