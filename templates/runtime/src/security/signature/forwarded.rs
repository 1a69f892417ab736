//! The public origin as a proxy in front says it: the headers of a request in, `https://host` out.
//!
//! Nobody calls this but a verifier that was told to trust them.

use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;

/// What stands before the path in the URL that the sender called: the scheme and the host in
/// `Forwarded` ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)), or else those in
/// `X-Forwarded-Proto` and `X-Forwarded-Host`; where neither has a host, that in `Host`.
///
/// # Errors
///
/// [`Refusal::Missing`] and [`Refusal::Repeated`] for a value that is not there once,
/// [`Refusal::Malformed`] for one that several proxies have written, or that is none.
pub(super) fn origin(presented: &Presented<'_>) -> Result<String, Refusal> {
    let own = |name: &str| match presented.header(name) {
        Ok(value) => text(value).map(Some),
        Err(Refusal::Missing) => Ok(None),
        Err(refusal) => Err(refusal),
    };
    let (scheme, host) = match own("forwarded")? {
        Some(forwarded) => (
            parameter(forwarded, "proto")?,
            parameter(forwarded, "host")?,
        ),
        None => (own("x-forwarded-proto")?, own("x-forwarded-host")?),
    };
    let scheme = scheme.ok_or(Refusal::Missing)?.to_ascii_lowercase();
    let host = match host {
        Some(host) => host,
        None => own("host")?.ok_or(Refusal::Missing)?,
    };
    let is_scheme = ["http", "https"].contains(&scheme.as_str());
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-._~%:[]".contains(c);
    if !is_scheme || host.is_empty() || !host.chars().all(is_host) {
        return Err(Refusal::Malformed);
    }
    Ok(format!("{scheme}://{host}"))
}

fn text(value: &[u8]) -> Result<&str, Refusal> {
    let text = std::str::from_utf8(value).map_err(|_| Refusal::Malformed)?;
    Ok(text.trim())
}

/// A parameter of the only element of `Forwarded`.
fn parameter<'t>(forwarded: &'t str, name: &str) -> Result<Option<&'t str>, Refusal> {
    if forwarded.contains(',') {
        return Err(Refusal::Malformed);
    }
    let pairs = forwarded.split(';').filter_map(|pair| pair.split_once('='));
    let mut own = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    let Some((_, value)) = own.next() else {
        return Ok(None);
    };
    if own.next().is_some() {
        return Err(Refusal::Repeated);
    }
    let value = value.trim();
    let quoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    Ok(Some(quoted.unwrap_or(value)))
}
