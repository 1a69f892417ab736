//! JSON that a string holds: as it is, or in Base64
//! ([RFC 4648, sections 4 and 5](https://www.rfc-editor.org/rfc/rfc4648#section-4)).
//!
//! Both alphabets are read, with padding or without, and line breaks in them. What is beside the
//! code of security reads of Base64 is here, since no crate needs that to decode its payloads.

use std::borrow::Cow;

/// The digits of both alphabets but for the last two.
const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The bytes that a text in Base64 stands for; `None` for any other text.
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_ascii().trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for character in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        bits = bits << 6 | value(character)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    // One digit alone is no byte.
    (count < 6).then_some(bytes)
}

/// What a digit stands for.
fn value(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => u32::from(digit - b'A'),
        b'a'..=b'z' => u32::from(digit - b'a') + 26,
        b'0'..=b'9' => u32::from(digit - b'0') + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Bytes in Base64, with padding: in the alphabet for URLs and names of files, or in the usual one.
pub(crate) fn encoded(bytes: &[u8], is_for_urls: bool) -> String {
    let last: [char; 2] = if is_for_urls { ['-', '_'] } else { ['+', '/'] };
    let digit = |bits: u32| {
        let index = usize::try_from(bits & 63).unwrap_or_default();
        let usual = DIGITS.get(index).copied().map(char::from);
        usual.or_else(|| last.get(index - DIGITS.len()).copied())
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        let digits = [18, 12, 6, 0].map(|shift| digit(bits >> shift));
        text.extend(digits.into_iter().take(chunk.len() + 1).flatten());
        text.extend(std::iter::repeat_n('=', 3 - chunk.len()));
    }
    text
}

/// The JSON that the text of a string is, or that it stands for in Base64; the text itself where it
/// is no object and no list. And whether it was in Base64.
pub(crate) fn json_in(text: &str) -> (Cow<'_, str>, bool) {
    let is_inner = |json: &str| json.starts_with(['{', '[']);
    let plain = text.trim_ascii();
    let coded = || String::from_utf8(decoded(plain)?).ok();
    match (!is_inner(plain)).then(coded).flatten() {
        Some(json) if is_inner(json.trim_ascii()) => {
            (Cow::Owned(json.trim_ascii().to_owned()), true)
        }
        _ => (Cow::Borrowed(plain), false),
    }
}
