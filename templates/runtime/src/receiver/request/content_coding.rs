//! Content codings of a body ([RFC 9110, section
//! 8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)): what a head says of them in, and the
//! body without its coding out, where the feature `decompression` is on.
//!
//! Signatures are over the bytes as they are sent, so a coding is undone after everything that
//! authenticates.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, HeaderName};

use crate::runtime::decode::error::DecodeError;

/// What is said of a coding that is not undone.
const NOT_UNDONE: &str = "which is not undone";

/// The content codings of a body, where it has some. Some senders name UTF-8, which is none.
pub(crate) fn said_coding(headers: &HeaderMap) -> Option<String> {
    let said = joined(headers, &CONTENT_ENCODING).to_ascii_lowercase();
    let codings = said.split(',').map(str::trim);
    let codings: Vec<&str> = codings
        .filter(|coding| !["", "identity", "utf-8"].contains(coding))
        .collect();
    (!codings.is_empty()).then(|| codings.join(", "))
}

/// The values of a header in one text; what is not ASCII is escaped.
pub(super) fn joined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let values = values.map(|value| value.as_bytes().escape_ascii().to_string());
    let values: Vec<String> = values.collect();
    values.join(", ")
}

/// Whether a coding is undone: one alone, and no list of several.
pub(crate) fn is_undone(coding: &str) -> bool {
    cfg!(feature = "decompression") && ["gzip", "x-gzip", "deflate", "br"].contains(&coding)
}

/// The error of a coding that is not undone.
pub(crate) fn not_undone(coding: String) -> DecodeError {
    DecodeError::Encoded {
        coding,
        reason: NOT_UNDONE.to_owned(),
    }
}

/// Undoes the coding of a body that has one, and takes what belongs to it out of the head. The body
/// has at most this many bytes afterwards.
///
/// # Errors
///
/// [`DecodeError::Encoded`] for a body that is not in its coding, or has more bytes; it stays as it
/// is, and so does the head.
pub(crate) fn undo(
    headers: &mut HeaderMap,
    body: &mut Bytes,
    most: usize,
) -> Result<(), DecodeError> {
    let coding = said_coding(headers).filter(|coding| is_undone(coding));
    if let Some(coding) = coding.filter(|_| !body.is_empty()) {
        *body = undone(&coding, body, most)
            .map_err(|reason| DecodeError::Encoded { reason, coding })?;
        headers.remove(CONTENT_ENCODING);
        headers.remove(http::header::CONTENT_LENGTH);
    }
    Ok(())
}

#[cfg(not(feature = "decompression"))]
fn undone(_: &str, _: &[u8], _: usize) -> Result<Bytes, String> {
    Err(NOT_UNDONE.to_owned())
}

#[cfg(feature = "decompression")]
fn undone(coding: &str, body: &[u8], most: usize) -> Result<Bytes, String> {
    use std::io::Read;

    use brotli_decompressor::Decompressor;
    use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

    /// How much is read at a time.
    const BUFFER: usize = 4 << 10;

    let reader: Box<dyn Read + '_> = match coding {
        // A window beyond that of RFC 7932 is an extension, and may take a gigabyte.
        "br" if body.first().is_some_and(|byte| byte & 0x7f == 0x11) => {
            return Err("and is malformed".to_owned());
        }
        "br" => Box::new(Decompressor::new(body, BUFFER)),
        "deflate" if is_zlib(body) => Box::new(ZlibDecoder::new(body)),
        "deflate" => Box::new(DeflateDecoder::new(body)),
        _ => Box::new(MultiGzDecoder::new(body)),
    };
    let bound = u64::try_from(most).unwrap_or(u64::MAX);
    let mut plain = Vec::new();
    reader
        .take(bound.saturating_add(1))
        .read_to_end(&mut plain)
        .map_err(|_| "and is malformed or cut short".to_owned())?;
    if plain.len() > most {
        return Err(format!("and has more than {most} bytes without it"));
    }
    Ok(Bytes::from(plain.into_boxed_slice()))
}

/// Whether a body in `deflate` has the head of [RFC 1950, section
/// 2.2](https://www.rfc-editor.org/rfc/rfc1950#section-2.2), which some senders leave out.
#[cfg(feature = "decompression")]
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [method, flags, ..]
        if method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}
