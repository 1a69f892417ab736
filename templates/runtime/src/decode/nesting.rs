//! How deeply the arrays and objects of a JSON text nest: the text and a bound in, whether it keeps
//! to it out.
//!
//! Reading a value takes some of the stack for each level, and how much depends on the type. What a
//! body may nest is therefore checked before anything of it is decoded, and costs a look at each
//! byte. Knows neither types nor where a bound comes from.

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::decode::text::{body_text, check_text};

/// The same function for bodies that nest no more deeply than this. For others it fails as
/// [`check_nesting`] does.
pub fn nested_at_most<T>(
    most: usize,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError> {
    move |body, strictness| {
        check_nesting(body, most)?;
        decode(body, strictness)
    }
}

/// Checks that the arrays and objects of a body nest no more deeply than this: an array of numbers
/// is one level.
///
/// # Errors
///
/// [`DecodeError::TooDeep`] for a body that does, and [`DecodeError::NotUtf8`] and
/// [`DecodeError::NotJson`] for one that is not a JSON text besides.
pub fn check_nesting(body: &[u8], most: usize) -> Result<(), DecodeError> {
    if !is_deeper(body, most) {
        return Ok(());
    }
    let text = body_text(body)?;
    check_text(text)?;
    Err(DecodeError::TooDeep {
        levels: depth(text.as_bytes(), usize::MAX),
        most,
    })
}

/// Whether arrays and objects nest more deeply than this, in a JSON text or up to where it stops
/// being JSON.
#[must_use]
pub fn is_deeper(json: &[u8], most: usize) -> bool {
    // Few JSON texts have even that many brackets, and counting them is far cheaper than following
    // them.
    let brackets = json.iter().filter(|byte| matches!(byte, b'[' | b'{'));
    brackets.count() > most && depth(json, most) > most
}

/// How deeply arrays and objects nest, counted no further than one level beyond `most`.
pub(crate) fn depth(json: &[u8], most: usize) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
                if deepest > most {
                    break;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    deepest
}
