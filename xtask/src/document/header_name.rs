//! Names of headers and cookies, and what a header of a name can hold.
//!
//! In: a name, and what it is to hold. Out: why it cannot be that, and what to do about it.

/// Headers that belong to the connection and the message, whatever is in it
/// (RFC 9110, sections 7.2, 7.6, 7.8, 8.6 and 10.1; RFC 9112, section 6.1).
const OF_THE_MESSAGE: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Headers that say something else than who sends (RFC 9110, sections 8, 10.1, 12, 13 and 14; RFC
/// 6454, section 7; RFC 9111, section 5): they are the same for anybody, or those of an answer (RFC
/// 9110, sections 10.2 and 11; RFC 6265, section 4.1).
const NO_CREDENTIALS: [&str; 40] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "authentication-info",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-location",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expires",
    "forwarded",
    "from",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authenticate",
    "proxy-authentication-info",
    "range",
    "referer",
    "retry-after",
    "server",
    "set-cookie",
    "user-agent",
    "vary",
    "via",
    "www-authenticate",
];

/// Headers that hold credentials: what stands there is not shown in logs, and names no event.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// What a header is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderUse {
    /// A key or a signature.
    Credential,
    /// The time at which a body was signed.
    SigningTime,
    /// What is signed beside the body.
    Signed,
    /// The name of an event.
    EventName,
    /// The id of a delivery.
    DeliveryId,
    /// What tells a handshake, or what its answer repeats.
    Handshake,
}

/// Why a header of this name cannot hold that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFault {
    /// What is wrong, in one sentence.
    pub message: String,
    /// What is wrong with the name, in a few words.
    pub label: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

impl HeaderUse {
    /// What a header does not do that cannot hold this.
    fn lack(self) -> &'static str {
        match self {
            Self::Credential => "holds no credential",
            Self::SigningTime => "holds no time of signing",
            Self::Signed => "cannot be signed",
            Self::EventName => "names no event",
            Self::DeliveryId => "numbers no delivery",
            Self::Handshake => "tells no handshake",
        }
    }

    /// Which header to name instead.
    fn remedy(self) -> &'static str {
        match self {
            Self::Credential => {
                "name the header that the sender puts its key or signature into, as in `X-Api-Key`"
            }
            Self::SigningTime => {
                "name the header that the sender puts the time of signing into, as in `X-Signature-Timestamp`"
            }
            Self::Signed => {
                "name a header that the sender writes itself, as in `{header:X-Request-Id}`; the host is in `{url}`"
            }
            Self::EventName => "name the header that says which event it is, as in `X-Event-Type`",
            Self::DeliveryId => "name the header that numbers deliveries, as in `X-Delivery-Id`",
            Self::Handshake => {
                "name a header that the handshake alone has, as in `header:X-Challenge`"
            }
        }
    }
}

/// Whether a header belongs to the connection or the message, so that whoever sends that writes it.
#[must_use]
pub fn is_of_the_message(name: &str) -> bool {
    OF_THE_MESSAGE.contains(&name.to_ascii_lowercase().as_str())
}

/// Why a header of this name cannot hold that; `None` for one that can. The case of letters means
/// nothing.
#[must_use]
pub fn header_fault(name: &str, held: HeaderUse) -> Option<HeaderFault> {
    if !is_token(name) {
        return Some(HeaderFault {
            message: format!("`{name}` is no header name"),
            label: "not a header name",
            help: held.remedy(),
        });
    }
    let lower = name.to_ascii_lowercase();
    let others: &[&str] = match held {
        HeaderUse::Credential | HeaderUse::SigningTime | HeaderUse::Signed => &NO_CREDENTIALS,
        HeaderUse::EventName | HeaderUse::DeliveryId | HeaderUse::Handshake => &CREDENTIALS,
    };
    let is_taken = [&OF_THE_MESSAGE, others]
        .iter()
        .any(|names| names.contains(&lower.as_str()));
    is_taken.then(|| HeaderFault {
        message: format!(
            "the header `{name}` has a meaning of its own in HTTP, and {}",
            held.lack()
        ),
        label: "holds something else",
        help: held.remedy(),
    })
}

/// Whether a text is a token, as names of headers and cookies are (RFC 9110, section 5.6.2; RFC
/// 6265, section 4.1.1).
#[must_use]
pub fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{HeaderUse, header_fault};

    #[test]
    fn a_header_of_its_own_meaning_holds_neither_a_credential_nor_a_name() {
        for (name, credential, event) in [
            ("X-Api-Key", true, true),
            ("authorization", true, false),
            ("Proxy-Authorization", true, false),
            ("Cookie", true, false),
            ("Content-Type", false, true),
            ("user-agent", false, true),
            ("Set-Cookie", false, true),
            ("WWW-Authenticate", false, true),
            ("Server", false, true),
            ("Origin", false, true),
            ("Content-Length", false, false),
            ("HOST", false, false),
            ("Transfer-Encoding", false, false),
            ("", false, false),
            ("X Key", false, false),
            ("X-Key:", false, false),
            ("X-Schlüssel", false, false),
            ("X-Key\r\n", false, false),
        ] {
            let can_hold = |held| header_fault(name, held).is_none();
            assert_eq!(can_hold(HeaderUse::Credential), credential, "{name}");
            assert_eq!(can_hold(HeaderUse::EventName), event, "{name}");
        }
    }
}
