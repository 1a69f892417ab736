//! A request as text.
//!
//! In: a request with its credentials. Out: what goes over the wire by HTTP/1.1, with LF at the end
//! of lines, or a command for a POSIX shell that sends the same.

use std::fmt::Write;

use super::request::Request;
use crate::shell::quoted;

/// How a request is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is sent.
    Http,
    /// As a command of `curl`.
    Curl,
}

/// Writes a request.
///
/// # Errors
///
/// The body is not text.
pub(super) fn request(request: &Request, form: Form) -> Result<String, String> {
    let body = std::str::from_utf8(&request.body)
        .map_err(|_| "the body is not text, so it cannot be printed".to_owned())?;
    let mut headers = request.headers.clone();
    headers.extend(request.cookies().map(|all| ("Cookie".to_owned(), all)));
    Ok(match form {
        Form::Http => http(request, &headers, body),
        Form::Curl => curl(request, &headers, body),
    })
}

fn http(request: &Request, headers: &[(String, String)], body: &str) -> String {
    let url = request.whole_url();
    let (_, rest) = url.split_once("://").unwrap_or(("", &url));
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, target) = rest.split_at(at);
    let slash = if target.starts_with('/') { "" } else { "/" };
    let mut text = format!(
        "{} {slash}{target} HTTP/1.1\nHost: {host}\n",
        request.method
    );
    for (name, value) in headers {
        writeln!(text, "{name}: {value}").unwrap_or_default();
    }
    writeln!(text, "Content-Length: {}\n", body.len()).unwrap_or_default();
    text + body
}

fn curl(request: &Request, headers: &[(String, String)], body: &str) -> String {
    let mut words = vec![
        format!("curl --request {}", quoted(&request.method)),
        format!("--url {}", quoted(&request.whole_url())),
    ];
    let header = |text: &str| format!("--header {}", quoted(text));
    words.extend(headers.iter().map(|(name, value)| match value.as_str() {
        // `curl` takes a header out where nothing stands behind the colon.
        "" => header(&format!("{name};")),
        value => header(&format!("{name}: {value}")),
    }));
    let has_type = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !body.is_empty() {
        if !has_type {
            words.push(header("Content-Type:"));
        }
        words.push(format!("--data-raw {}", quoted(body)));
    }
    words.join(" \\\n  ") + "\n"
}
