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
/// A message with what went wrong and what to do: a URL that is none, nobody listening, no answer in time.
pub fn send(
    model: &Model,
    event: &str,
    body: &str,
    url: &str,
    credentials: &[Credential],
) -> Result<Answer, String> {
    if url.starts_with("https:") {
        return Err("deliveries are sent over plain HTTP\nhelp: send to the receiver itself, or to a local proxy".to_owned());
    }
    let mut request = Request {
        url: url.to_owned(),
        headers: Vec::new(),
        cookies: Vec::new(),
    };
    if let EventNamePlace::Header(header) = &model.event_name {
        request.headers.push((header.clone(), event.to_owned()));
    }
    for credential in credentials {
        credential.apply(&mut request, body.as_bytes(), SystemTime::now());
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
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
