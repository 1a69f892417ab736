//! What a body is said to be written in: the value of `Content-Type` in, the media type alone out,
//! and what it belongs to.

/// The media type without its parameters, in lower case
/// ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
#[must_use]
pub fn essence(content_type: &str) -> String {
    let text = content_type.trim();
    let end = text.find([';', ' ', '\t']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).to_ascii_lowercase()
}

/// Whether a media type, as [`essence`] gives it, is one that JSON goes by
/// ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let name = media_type.split_once('/').map(|(_, subtype)| subtype);
    let prefix = name.and_then(|name| name.strip_suffix("+json"));
    matches!(media_type, "application/json" | "text/json")
        || prefix.is_some_and(|prefix| !prefix.is_empty())
}

/// Whether a media type, as [`essence`] gives it, belongs to a range such as `text/*` or `*/*`.
#[must_use]
pub fn is_within(media_type: &str, range: &str) -> bool {
    match range.strip_suffix("/*") {
        Some("*") => !media_type.is_empty(),
        Some(kind) => media_type
            .split_once('/')
            .is_some_and(|(own, _)| own == kind),
        None => media_type == range,
    }
}
