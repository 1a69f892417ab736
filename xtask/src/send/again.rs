//! Sending what was recorded.
//!
//! In: a request without credentials. Out: the answer to it with credentials.

use std::time::SystemTime;

use super::credential::Credential;
use super::request::Request;
use super::transmit::{Answer, check_url, origin_of, transmit};

/// A request that was sent before, without what showed who sent it.
#[derive(Debug)]
pub struct Again<'a> {
    /// The method.
    pub method: &'a str,
    /// Where it goes now, with the query.
    pub url: &'a str,
    /// Its header lines, those of a connection aside.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: &'a [u8],
}

/// Sends a request again, with these credentials.
///
/// # Errors
///
/// As [`Prepared::send`](super::Prepared::send), and what keeps a credential from being shown.
pub fn send_again(
    again: Again<'_>,
    credentials: &[Credential],
    origin: Option<&str>,
) -> Result<Answer, String> {
    check_url(again.url)?;
    let mut request = Request::to(again.url, again.method, again.body);
    request.headers = again.headers;
    let origin = origin.unwrap_or(origin_of(again.url));
    for credential in credentials {
        credential.apply(&mut request, origin, SystemTime::now())?;
    }
    transmit(&request, again.url)
}
