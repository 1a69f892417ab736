//! What a body is said to be written in: the value of `Content-Type` in, the media type alone out.

/// The media type without its parameters, in lower case
/// ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
#[must_use]
pub fn essence(content_type: &str) -> String {
    let (essence, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    essence.trim().to_ascii_lowercase()
}
