//! The `Authorization` header ([RFC 9110, section
//! 11.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2)): its scheme's name in, the
//! credentials after it out.

use http::header::AUTHORIZATION;

use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;

/// The most bytes that a token, or a header of signatures, may have: as much as widespread servers
/// take for a header. What is longer is looked into no further.
pub(super) const LONGEST_CREDENTIAL: usize = 8 * 1024;

/// The credentials of a scheme, which are a `token68`. The scheme's name is compared in either
/// case.
///
/// Credentials of another scheme are none of this one. The header twice is refused whatever it
/// holds: the two ends of a proxy may not agree on which one counts. So are credentials of more
/// than [`LONGEST_CREDENTIAL`] bytes.
pub(super) fn credentials<'a>(presented: &Presented<'a>, scheme: &str) -> Result<&'a str, Refusal> {
    let field = presented.header(AUTHORIZATION.as_str())?;
    let mut words = field.splitn(2, |byte| *byte == b' ');
    if !words
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case(scheme.as_bytes()))
    {
        return Err(Refusal::Missing);
    }
    words
        .next()
        .map(<[u8]>::trim_ascii)
        .filter(|rest| rest.len() <= LONGEST_CREDENTIAL)
        .and_then(|rest| std::str::from_utf8(rest).ok())
        .filter(|text| is_token68(text))
        .ok_or(Refusal::Malformed)
}

/// Whether a text is a `token68`: letters, digits and `-._~+/`, then any number of `=`.
fn is_token68(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty()
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte))
}
