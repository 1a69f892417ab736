//! Letters in the letters of ASCII.
//!
//! In: a letter that a name cannot have where it is used: outside ASCII in the name of a file or a
//! package, or one that the compiler warns of. Out: what people write who do not have it on their
//! keyboard. It knows nothing of names.

/// A letter in ASCII, with a space where a word ends; `None` for what is no letter, or has nothing
/// like it.
pub(crate) fn in_ascii(c: char) -> Option<String> {
    if c.is_ascii() || !c.is_alphabetic() {
        return None;
    }
    let letters: String = deunicode::deunicode_char(c)?
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .collect();
    (!letters.is_empty()).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn letters_become_letters_and_nothing_else_does() {
        let written = |c: char| in_ascii(c).unwrap_or_default();
        assert_eq!(written('œ'), "oe");
        assert_eq!(written('Ü'), "U");
        assert_eq!(written('ß'), "ss");
        assert_eq!(written('ﬁ'), "fi");
        assert_eq!(written('Ж'), "Zh");
        assert_eq!(written('a'), "");
        assert_eq!(written('🎉'), "");
        assert_eq!(written('—'), "");
    }
}
