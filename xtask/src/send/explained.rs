//! Why a request cannot be signed, in words that say what to do.
//!
//! In: the scheme, the request and the signer's error. Out: a message.

use http::header::CONTENT_TYPE;
use webhook_runtime::security::{
    Refusal, RequestPlace, SignatureScheme, SignedPart, SigningError, TimestampPlace,
};

use super::named;

/// The message.
pub(super) fn explained(
    name: &str,
    scheme: &SignatureScheme,
    request: &http::Request<Vec<u8>>,
    error: SigningError,
) -> String {
    let content_type = request.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let is_form = content_type
        .is_some_and(|text| text.trim().starts_with("application/x-www-form-urlencoded"));
    let written_in = match content_type {
        _ if request.body().is_empty() => "there is no body".to_owned(),
        Some(content_type) => format!("the body is sent as `{content_type}`"),
        None => "the body has no `Content-Type`".to_owned(),
    };
    let name = named(name);
    let (why, help) = match error {
        SigningError::Content(_) if scheme.signed.contains(&SignedPart::FormSorted) && !is_form => (
            format!("it signs the fields of a form, and {written_in}"),
            "describe the body under `application/x-www-form-urlencoded`, as the vendor sends it; \
             or name another signature"
                .to_owned(),
        ),
        SigningError::NoPlace => {
            let places = body_places(scheme).join("`, `");
            (
                format!(
                    "it stands in the body, or signs what stands there (`{places}`), and the body \
                     has no place for that: {written_in}"
                ),
                "describe a body in JSON, or a form, that has objects where these pointers lead"
                    .to_owned(),
            )
        }
        SigningError::Content(Refusal::Malformed) => {
            let headers = signed_headers(scheme.signed).join("`, `");
            (
                format!(
                    "a value that is signed contains the text that ends it: that of `{headers}`"
                ),
                "give it another value, with `--header`".to_owned(),
            )
        }
        error => (
            error.to_string(),
            "change what is signed, with `--header` or `--set`".to_owned(),
        ),
    };
    format!("the signature {name} cannot be made: {why}\nhelp: {help}")
}

/// The pointers into the body that a scheme needs.
fn body_places(scheme: &SignatureScheme) -> Vec<&'static str> {
    let mut places = Vec::new();
    for own in scheme.signatures {
        if let RequestPlace::Body(pointer) = own.place {
            places.push(pointer);
        }
    }
    if let Some(TimestampPlace::Body(pointer)) = scheme.timestamp.map(|time| time.place) {
        places.push(pointer);
    }
    let signed = scheme.signed.iter().filter_map(|part| match part {
        SignedPart::Pointer(pointer) => Some(*pointer),
        _ => None,
    });
    places.extend(scheme.each.into_iter().chain(signed));
    places
}

/// The headers and parameters that a scheme signs.
fn signed_headers(parts: &[SignedPart]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for part in parts {
        match part {
            SignedPart::Header(own) => names.extend(own.first().copied()),
            SignedPart::Query(own) => names.push(*own),
            SignedPart::Optional(parts) => names.extend(signed_headers(parts)),
            _ => {}
        }
    }
    names
}
