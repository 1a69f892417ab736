//! Words of a command line, for people to paste.
//!
//! In: any text. Out: the word that a POSIX shell takes for it. Nothing is run.

/// A word as a POSIX shell takes it: in quotes where it needs them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
