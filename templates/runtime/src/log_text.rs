//! Text of a sender's in a log: any text in, the same on one line out, with nothing in it that a
//! terminal obeys.
//!
//! An event's name and a member's name are the sender's. This module knows neither.

use std::borrow::Cow;

/// A text for a log line: control characters, separators of lines, and marks that turn the
/// direction of text (Unicode UAX #9) are their escapes in Rust, so that a line stays one line and
/// shows what it says.
#[must_use]
pub fn log_text(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) {
        let escaped = text.chars().map(|c| match c {
            c if is_unseen(c) => c.escape_default().to_string(),
            c => c.to_string(),
        });
        Cow::Owned(escaped.collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
