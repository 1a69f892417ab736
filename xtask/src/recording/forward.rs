//! Passing a request on to the receiver that it is for.
//!
//! In: a request and a URL. Out: the receiver's answer, or why there is none.

use std::time::Duration;

use ureq::Agent;
use ureq::config::AutoHeaderValue;

use super::connection::{Answer, Request};
use crate::document::is_of_the_message;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends requests on.
pub(super) struct Forwarder {
    agent: Agent,
    /// How many bytes an answer may have.
    limit: u64,
}

impl Forwarder {
    /// One that takes answers of at most so many bytes.
    pub fn new(limit: u64) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // The sender is told of a redirect, as it would be by the receiver itself.
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .allow_non_standard_methods(true)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .build()
            .into();
        Self { agent, limit }
    }

    /// Sends a request to a URL as it came, credentials and all.
    ///
    /// # Errors
    ///
    /// Nobody answers, or more than is taken.
    pub fn send(&self, request: &Request, url: &str) -> Result<Answer, String> {
        let mut built = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(url);
        for (name, value) in passed_on(&request.headers) {
            built = built.header(name, value.as_slice());
        }
        let answered = if request.body.is_empty() {
            if !["GET", "HEAD"].contains(&request.method.as_str()) {
                // Without it, nothing is sent in chunks.
                built = built.header("Content-Length", "0");
            }
            let built = built.body(()).map_err(|error| error.to_string())?;
            self.agent.run(built)
        } else {
            let built = built.body(request.body.as_slice());
            let built = built.map_err(|error| error.to_string())?;
            self.agent.run(built)
        };
        let mut answer = answered.map_err(|error| error.to_string())?;
        let body = answer.body_mut().with_config().limit(self.limit);
        let body = body.read_to_vec().map_err(|error| error.to_string())?;
        let headers = answer.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
        let headers: Vec<(String, Vec<u8>)> = headers.collect();
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: passed_on(&headers).cloned().collect(),
            body,
        })
    }
}

/// The headers that go further than one connection.
fn passed_on(headers: &[(String, Vec<u8>)]) -> impl Iterator<Item = &(String, Vec<u8>)> {
    let named = headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("connection"));
    let named: Vec<String> = named
        .flat_map(|(_, value)| {
            let value = String::from_utf8_lossy(value).to_ascii_lowercase();
            let names: Vec<String> = value
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect();
            names
        })
        .collect();
    headers.iter().filter(move |(name, _)| {
        let name = name.to_ascii_lowercase();
        // What a proxy asks for is meant for the next one alone (RFC 9110, section 11.7.1).
        let is_of_this_hop = is_of_the_message(&name) || name == "proxy-authenticate";
        !is_of_this_hop && !named.contains(&name)
    })
}
