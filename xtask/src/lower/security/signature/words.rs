//! The words of `x-signature`: each text in, what it means to the runtime out.
//!
//! Nothing here knows of diagnostics or of places: a fault is a sentence and a remedy, and whoever asks
//! knows where the word stands.
//!
//! Descriptions are those of the runtime, whose texts live as long as the program, as the constants of a
//! generated crate do. So texts of a document are kept for as long as codegen runs; there are few.

use std::str::FromStr;

use webhook_runtime::security::{
    HashAlgorithm, RequestPlace, SignatureAlgorithm, SignatureEncoding, TimestampUnit,
};

use crate::diagnostic::closest;
use crate::document::{HeaderUse, header_fault, is_token};
use crate::lower::security::description::Fault;
use crate::place::Pointer;

/// Keeps a text for as long as the program runs.
pub(in crate::lower::security) fn kept(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// Keeps values for as long as the program runs.
pub(in crate::lower::security) fn kept_all<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

const HASHES: [(&str, HashAlgorithm); 4] = [
    ("sha1", HashAlgorithm::Sha1),
    ("sha256", HashAlgorithm::Sha256),
    ("sha384", HashAlgorithm::Sha384),
    ("sha512", HashAlgorithm::Sha512),
];

/// A hash function by its name.
pub(in crate::lower::security) fn hash(word: &str) -> Option<HashAlgorithm> {
    let named = HASHES.iter().find(|(name, _)| *name == word);
    named.map(|(_, hash)| *hash)
}

/// What a word for an algorithm may be a slip for.
const ALGORITHMS: [&str; 15] = [
    "hmac-sha256",
    "hmac-sha1",
    "hmac-sha384",
    "hmac-sha512",
    "ed25519",
    "ecdsa-p256-sha256",
    "rsa-sha256",
    "rsa-sha1",
    "rsa-sha384",
    "rsa-sha512",
    "digest-sha256",
    "digest-sha1",
    "digest-sha384",
    "digest-sha512",
    "token",
];

/// What is computed over the signed content. A hash function alone means its HMAC.
pub(super) fn algorithm(word: &str) -> Result<SignatureAlgorithm, Fault> {
    let (kind, rest) = word.split_once('-').unwrap_or(("hmac", word));
    let known = match (kind, hash(rest)) {
        ("hmac", Some(hash)) => Some(SignatureAlgorithm::Hmac(hash)),
        ("digest", Some(hash)) => Some(SignatureAlgorithm::Digest(hash)),
        ("rsa", Some(hash)) => Some(SignatureAlgorithm::Rsa(hash)),
        _ => match word {
            "ed25519" => Some(SignatureAlgorithm::Ed25519),
            "ecdsa-p256-sha256" => Some(SignatureAlgorithm::EcdsaP256),
            "token" => Some(SignatureAlgorithm::Token),
            _ => None,
        },
    };
    known.ok_or_else(|| {
        let help = match closest(word, ALGORITHMS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "say `hmac-sha1`, `hmac-sha256`, `hmac-sha384`, `hmac-sha512`, `ed25519`, `ecdsa-p256-sha256`, `rsa-sha1`, `rsa-sha256`, `digest-sha256` (of the secret and the content) or `token` (the secret itself is shown)".to_owned(),
        };
        Fault::new("the signature's algorithm is not known", help)
    })
}

/// How a signature is written.
pub(super) fn encoding(word: &str) -> Result<SignatureEncoding, Fault> {
    match word {
        "hex" => Ok(SignatureEncoding::Hex),
        "base64" => Ok(SignatureEncoding::Base64),
        "base64url" => Ok(SignatureEncoding::Base64Url),
        "text" => Ok(SignatureEncoding::Text),
        _ => Err(Fault::new(
            "the signature's encoding is not known",
            "say `hex`, `base64` or `base64url`",
        )),
    }
}

/// How a time is written.
pub(super) fn unit(word: &str) -> Result<TimestampUnit, Fault> {
    match word {
        "s" | "seconds" => Ok(TimestampUnit::Seconds),
        "ms" | "milliseconds" => Ok(TimestampUnit::Milliseconds),
        "rfc3339" => Ok(TimestampUnit::Rfc3339),
        _ => Err(Fault::new(
            "how the time is written is not known",
            "say `s`, `ms` or `rfc3339`",
        )),
    }
}

/// A digest as a placeholder has it: `sha256-hex`.
pub(super) fn digest(word: &str) -> Option<(HashAlgorithm, SignatureEncoding)> {
    let (name, form) = word.split_once('-')?;
    let form = encoding(form).ok()?;
    (form != SignatureEncoding::Text).then_some((hash(name)?, form))
}

/// A place in a request: `header:NAME`, several names between `|`, `query:NAME`, `field:/pointer`.
pub(super) fn place(word: &str) -> Result<RequestPlace, Fault> {
    let unknown = || {
        Fault::new(
            format!("`{word}` is no place in a request"),
            place_help(word),
        )
    };
    let (kind, rest) = word.split_once(':').ok_or_else(unknown)?;
    match kind {
        "header" => header_names(rest, HeaderUse::Credential).map(RequestPlace::Header),
        "query" => query_name(rest).map(RequestPlace::Query),
        "field" | "pointer" => pointer(rest, "`field:/signature/token`").map(RequestPlace::Body),
        _ => Err(unknown()),
    }
}

/// How a place is said that this text may have been meant for.
pub(in crate::lower::security) fn place_help(word: &str) -> String {
    let (kind, rest) = word.split_once(':').unwrap_or(("", word));
    let near = closest(kind.trim(), ["header", "query", "field"]);
    match near.filter(|_| !kind.is_empty() && !rest.is_empty()) {
        Some(near) => format!("did you mean `{near}:{}`?", rest.trim()),
        None if word.starts_with('/') => format!("say `field:{word}` for a member of the body"),
        None if is_token(word) => format!("say `header:{word}` for the header of that name"),
        None => "say `header:NAME`, `query:NAME` or `field:/pointer/in/the/body`".to_owned(),
    }
}

/// The names of headers of which the first that is there counts.
pub(super) fn header_names(text: &str, held: HeaderUse) -> Result<&'static [&'static str], Fault> {
    let mut known: Vec<&'static str> = Vec::new();
    for name in text.split('|') {
        if name.is_empty() {
            return Err(Fault::new(
                "a header has no name",
                "say which one, as in `header:X-Signature`",
            ));
        }
        // What is compared, or signed with more, may stand in `Authorization`.
        let is_authorization = name.eq_ignore_ascii_case("authorization");
        match header_fault(name, held) {
            Some(fault) if !is_authorization => return Err(Fault::new(fault.message, fault.help)),
            _ if known.iter().any(|one| one.eq_ignore_ascii_case(name)) => {
                return Err(Fault::new(
                    format!("the header `{name}` is named twice"),
                    "leave one of them out",
                ));
            }
            _ => known.push(kept(name)),
        }
    }
    Ok(kept_all(known))
}

/// The name of a query parameter.
pub(super) fn query_name(text: &str) -> Result<&'static str, Fault> {
    if text.is_empty() {
        return Err(Fault::new(
            "a query parameter has no name",
            "say which one, as in `query:signature`",
        ));
    }
    Ok(kept(text))
}

/// A JSON pointer into the body (RFC 6901), said as in an example.
pub(super) fn pointer(text: &str, example: &str) -> Result<&'static str, Fault> {
    match Pointer::remedy(text) {
        None => Ok(kept(text)),
        Some(remedy) => Err(Fault::new(
            format!("`{text}` is no JSON pointer to a member"),
            format!("{remedy}; say it as in {example}"),
        )),
    }
}

/// Which place a time stands in, if it is a text of `item:t`; today's words name a header or `t=`.
impl FromStr for TimePlace {
    type Err = Fault;

    fn from_str(word: &str) -> Result<Self, Fault> {
        if let Some(name) = word.strip_prefix("item:") {
            return Self::item(name);
        }
        if let Some(name) = word.strip_suffix('=') {
            return Self::item(name);
        }
        match word.split_once(':') {
            Some(("header", names)) => {
                header_names(names, HeaderUse::SigningTime).map(Self::Header)
            }
            Some(("field" | "pointer", text)) => {
                pointer(text, "`field:/signature/timestamp`").map(Self::Body)
            }
            None => header_names(word, HeaderUse::SigningTime).map(Self::Header),
            Some(_) => Err(Fault::new(
                format!("`{word}` is no place that holds a time"),
                "say `header:NAME`, `item:t` for a time among the signatures (`t=…`), or `field:/pointer/in/the/body`",
            )),
        }
    }
}

/// Where a time stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimePlace {
    Header(&'static [&'static str]),
    Item(&'static str),
    Body(&'static str),
}

impl TimePlace {
    fn item(name: &str) -> Result<Self, Fault> {
        if name.is_empty() {
            return Err(Fault::new(
                "the time among the signatures has no name",
                "say what stands before it, as in `item:t` for `t=…`",
            ));
        }
        Ok(Self::Item(kept(&format!("{name}="))))
    }
}
