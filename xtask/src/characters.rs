//! Characters that are not seen: any text in, the same text out without them or with their escapes.
//!
//! A document and a sender may put such characters anywhere. In a comment they would show other
//! code than is there, and on a terminal another message. This module knows neither documents nor
//! Rust.

use std::fmt::Write;

/// Whether a character is not seen and changes what is: control characters, which terminals obey;
/// and the marks that turn, embed, override or isolate the direction of text (Unicode UAX #9),
/// behind which text is shown in another order than it is written.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without characters that are not seen, but for tabs and the ends of lines.
///
/// The separators of lines and paragraphs (U+2028, U+2029), which some editors take for the end of
/// a line and rustc does not, become blanks. String literals hold all of them escaped and need no
/// such treatment.
#[must_use]
pub fn printable(text: &str) -> String {
    let is_seen = |c: char| {
        matches!(c, '\n' | ' '..='~')
            || !c.is_ascii() && !is_unseen(c) && !matches!(c, '\u{2028}' | '\u{2029}')
    };
    if text.chars().all(is_seen) {
        return text.to_owned();
    }
    let kept = text
        .chars()
        .filter(|c| !is_unseen(*c) || matches!(c, '\t' | '\n' | '\r'));
    let shown = kept.map(|c| match c {
        '\u{2028}' | '\u{2029}' => ' ',
        other => other,
    });
    shown.collect()
}

/// A text on one line: characters that are not seen, and separators of lines and paragraphs, as
/// their escapes in Rust.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if is_unseen(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Characters of a name that are shown where it is told of.
const LONGEST_SHOWN: usize = 300;

/// A name of the document in a line for people: [on one line](on_one_line), and its beginning alone
/// where it is very long.
#[must_use]
pub fn shown(name: &str) -> String {
    match name.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => on_one_line(name.get(..end).unwrap_or_default()) + "…",
        None => on_one_line(name),
    }
}

/// A JSON text whose strings hold characters that are not seen as their escapes: the same JSON.
#[must_use]
pub fn json_text(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unseen(c) && !matches!(c, '\t' | '\n' | '\r') {
            write!(shown, "\\u{:04x}", u32::from(c)).unwrap_or_default();
        } else {
            shown.push(c);
        }
    }
    shown
}
