//! JSON pointers: tokens in, RFC 6901 text out, and back.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::log_text;

/// Appends one reference token to a JSON pointer, escaped as [RFC 6901, section 3][rfc] asks: `~` becomes `~0`, `/`
/// becomes `~1`.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc6901#section-3
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The JSON pointer of these tokens; none gives the empty pointer, which is the whole document.
#[must_use]
pub fn from_tokens(tokens: &[&str]) -> String {
    let mut pointer = String::new();
    for token in tokens {
        push_token(&mut pointer, token);
    }
    pointer
}

/// The reference tokens of a JSON pointer, their escapes decoded.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|token| {
        if token.contains('~') {
            // In this order, so that `~01` becomes `~1` (RFC 6901, section 4).
            Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(token)
        }
    })
}

/// The pointer with one more token at its end.
#[must_use]
pub fn join(pointer: &str, token: &str) -> String {
    let mut joined = pointer.to_owned();
    push_token(&mut joined, token);
    joined
}

/// The pointer to what holds the value at this pointer; `None` for the whole document, which nothing holds.
#[must_use]
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(parent, _)| parent)
}

/// A JSON pointer as a sentence names it. A member's name is the sender's text, so it is shown as [`log_text`] does.
pub(crate) struct Place<'p>(pub(crate) &'p str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the body");
        }
        write!(f, "`{}`", log_text(self.0))
    }
}
