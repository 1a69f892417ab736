//! JSON pointers: tokens in, RFC 6901 text out.

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
