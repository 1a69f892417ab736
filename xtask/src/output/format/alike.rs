//! Whether two texts are the same code in another layout.
//!
//! In: two texts of Rust. Out: `true` where they differ in nothing but white space outside strings and commas in front of closing brackets,
//! which is seen without reading their tokens. It knows strings in plain quotes alone: of texts with others it says `false`.

/// Whether two texts are surely the same code.
pub(super) fn surely(one: &str, other: &str) -> bool {
    // Between the quotes, code and the insides of strings take turns.
    let (mut one, mut other) = (one.split('"'), other.split('"'));
    loop {
        match (one.next(), other.next()) {
            (Some(one), Some(other)) if !opens_oddly(one) && code(one) == code(other) => {}
            _ => return false,
        }
        match (one.next(), other.next()) {
            (Some(one), Some(other)) if one == other && !one.ends_with('\\') => {}
            (ones, others) => return ones.is_none() && others.is_none(),
        }
    }
}

/// Whether the quote behind code is that of a raw string or a character.
fn opens_oddly(code: &str) -> bool {
    code.ends_with(['r', '#', '\''])
}

/// Code without what layout decides.
fn code(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut code = String::with_capacity(text.len());
    for piece in text.split_whitespace() {
        if code.ends_with(is_word) && piece.starts_with(is_word) {
            code.push(' ');
        }
        if code.ends_with(',') && piece.starts_with([')', ']', '}']) {
            code.pop();
        }
        code.push_str(piece);
    }
    code
}

#[cfg(test)]
mod tests {
    use super::surely;

    #[test]
    fn white_space_counts_inside_strings_and_between_words() {
        for (one, other, is_same) in [
            ("f(a, b)", "f(\n    a,\n    b,\n)", true),
            ("f(\"a  b\")", "f(\n    \"a  b\",\n)", true),
            ("f(\"a  b\")", "f(\"a b\")", false),
            ("pub fn f()", "pubfn f()", false),
            ("f(\"a\")", "f(\"a\", \"b\")", false),
            ("f(r\"a\")", "f(r\"a\")", false),
            ("f('\"', a)", "f('\"',  a)", false),
            ("f(\"\\\"\", a)", "f(\"\\\"\",  a)", false),
        ] {
            assert_eq!(surely(one, other), is_same, "{one} and {other}");
        }
    }
}
