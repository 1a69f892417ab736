//! The places that a handshake speaks of: `query:hub.challenge` in, the place for the runtime out; and
//! texts with such places in braces.

use webhook_runtime::handshake::{HandshakePart, HandshakePlace};
use webhook_runtime::security::HashAlgorithm;

use crate::document::{HeaderUse, header_fault};
use crate::lower::security::description::Fault;
use crate::lower::security::signature::{hash, kept, place_help};
use crate::place::Pointer;

/// A place: `header:NAME`, `query:NAME` or `field:/pointer`.
pub(super) fn place(word: &str) -> Result<HandshakePlace, Fault> {
    let unknown = || {
        Fault::new(
            format!("`{word}` is no place in a request"),
            place_help(word),
        )
    };
    let (kind, name) = word.split_once(':').ok_or_else(unknown)?;
    match kind {
        "header" if name.contains('|') => Err(Fault::new(
            "a handshake names one header at a place",
            "describe a handshake for each of the headers",
        )),
        "header" => match header_fault(name, HeaderUse::Handshake) {
            Some(fault) => Err(Fault::new(fault.message, fault.help)),
            // One spelling, so that a header which is named twice is found.
            None => Ok(HandshakePlace::Header(kept(&name.to_ascii_lowercase()))),
        },
        "query" if name.is_empty() => Err(Fault::new(
            "a query parameter has no name",
            "say which one, as in `query:hub.challenge`",
        )),
        "query" => Ok(HandshakePlace::Query(kept(name))),
        "field" | "pointer" => match Pointer::remedy(name) {
            Some(remedy) => Err(Fault::new(
                format!("`{name}` is no JSON pointer to a member"),
                remedy,
            )),
            None => Ok(HandshakePlace::Body(kept(name))),
        },
        _ => Err(unknown()),
    }
}

/// A place as a document writes it.
pub(super) fn written(place: HandshakePlace) -> String {
    match place {
        HandshakePlace::Header(name) => format!("header:{name}"),
        HandshakePlace::Query(name) => format!("query:{name}"),
        HandshakePlace::Body(pointer) => format!("field:{pointer}"),
    }
}

/// The place that a part reads.
pub(super) fn place_of(part: HandshakePart) -> Option<HandshakePlace> {
    match part {
        HandshakePart::Text(_) => None,
        HandshakePart::Value(place)
        | HandshakePart::HmacHex(place)
        | HandshakePart::HmacBase64(place) => Some(place),
    }
}

/// The parts of a text with places in braces, and the hash functions of the HMACs among them.
pub(super) fn parts(
    text: &str,
    hashes: &mut Vec<Option<HashAlgorithm>>,
) -> Result<Vec<HandshakePart>, Fault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        let name = after
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'));
        let (name, after) = name.ok_or_else(|| {
            Fault::new(
                format!("a brace in `{text}` has no other one"),
                "put what the answer repeats between braces, as in `{query:challenge}`",
            )
        })?;
        if !before.is_empty() {
            parts.push(HandshakePart::Text(kept(before)));
        }
        parts.push(placeholder(name, hashes)?);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(HandshakePart::Text(kept(rest)));
    }
    Ok(parts)
}

fn placeholder(
    name: &str,
    hashes: &mut Vec<Option<HashAlgorithm>>,
) -> Result<HandshakePart, Fault> {
    if !name.starts_with("hmac") {
        return place(name).map(HandshakePart::Value);
    }
    let (form, over) = name.split_once(':').unwrap_or((name, ""));
    let form = form.strip_prefix("hmac-").and_then(|form| {
        let Some((name, encoding)) = form.split_once('-') else {
            // That of the scheme, whichever it is.
            return Some((None, form));
        };
        Some((Some(hash(name)?), encoding))
    });
    let known = form.filter(|(_, encoding)| ["hex", "base64"].contains(encoding));
    let (hash, encoding) = known.ok_or_else(|| {
        Fault::new(
            format!("the answer has the placeholder `{{{name}}}`, which is not known"),
            "say the hash function and the encoding, as in `{hmac-sha256-hex:field:/token}` or `{hmac-sha256-base64:query:token}`",
        )
    })?;
    if over.is_empty() {
        return Err(Fault::new(
            format!("`{{{name}}}` is an HMAC over nothing"),
            "say what it is computed over, as in `{hmac-sha256-hex:field:/token}`",
        ));
    }
    hashes.push(hash);
    let place = place(over)?;
    Ok(match encoding {
        "hex" => HandshakePart::HmacHex(place),
        _ => HandshakePart::HmacBase64(place),
    })
}
