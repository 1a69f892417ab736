//! From names on the wire to Rust identifiers.
//!
//! In: any text. Out: the identifiers that it may become, best first. It knows Rust's keywords and what the compiler says of letters,
//! and nothing of who wants a name.

mod transliteration;

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;
use unicode_security::{GeneralSecurityProfile, is_potential_mixed_script_confusable_char};

pub(crate) use transliteration::in_ascii;

/// How an identifier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `snake_case`: fields, methods.
    Snake,
    /// `snake_case` that is also a file name, which Rust wants in ASCII: modules.
    Module,
    /// `UpperCamelCase`: types, variants.
    Camel,
}

/// The identifiers that a text may become, best first.
pub(crate) fn identifiers(text: &str, style: Style) -> Vec<String> {
    // Rust compares identifiers in this form.
    let text: Cow<'_, str> = if text.is_ascii() {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    };
    let lookalike = only_lookalikes(&text);
    let is_word = |c: char| {
        let plain = style != Style::Module && !(lookalike && is_lookalike(c));
        is_word(c) && (plain || c.is_ascii())
    };
    let signed = text
        .strip_prefix(['+', '-'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let (mut plain, mut spelled) = (String::new(), String::new());
    for c in text.chars() {
        if is_word(c) {
            plain.push(c);
            spelled.push(c);
        } else {
            plain.push_str(in_ascii(c).as_deref().unwrap_or(" "));
            spelled.extend([" ", spell(c).as_ref(), " "]);
        }
    }
    let mut found = Vec::new();
    if !signed {
        found.extend(identifier(&plain, style));
    }
    if signed || spelled != plain {
        found.extend(identifier(&spelled, style));
    }
    if found.is_empty() {
        found.extend(identifier("empty", style));
    }
    found.dedup();
    found
}

/// The best identifier that a text may become.
pub(crate) fn identifier_of(text: &str, style: Style) -> String {
    identifiers(text, style)
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// An identifier with more words behind it. What makes a keyword an identifier is not needed any more, so it goes.
pub(crate) fn followed_by(ident: &str, words: &str) -> String {
    let bare = ident.trim_start_matches("r#").trim_end_matches('_');
    format!("{bare}{words}")
}

/// A text in another case and nothing else, be that an identifier or not.
///
/// Numbers stay apart: `1.0.2` is not `10.2`.
pub(crate) fn plainly(text: &str, style: Style) -> String {
    let snake = snake_case(text);
    if style != Style::Camel {
        return snake;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let mut camel = String::new();
    for word in snake.split('_') {
        if camel.ends_with(is_digit) && word.starts_with(is_digit) {
            camel.push('_');
        }
        match word.as_bytes().first() {
            Some(first) if word.is_ascii() => {
                camel.push(char::from(first.to_ascii_uppercase()));
                camel.push_str(word.get(1..).unwrap_or_default());
            }
            _ => camel.push_str(&word.to_upper_camel_case()),
        }
    }
    camel
}

/// A text in `snake_case`. What has no capitals needs no looking for humps.
fn snake_case(text: &str) -> String {
    let plain = |c: u8| c.is_ascii() && !c.is_ascii_uppercase();
    if !text.bytes().all(plain) {
        return text.to_snake_case();
    }
    let mut snake = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push_str(word);
    }
    snake
}

/// Whether Rust has another meaning for the word.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || matches!(word, "self" | "super" | "crate" | "Self")
}

fn identifier(text: &str, style: Style) -> Option<String> {
    let cased = plainly(text, style);
    let first = cased.chars().next()?;
    let cased = if unicode_ident::is_xid_start(first) {
        cased
    } else if style == Style::Camel {
        format!("N{cased}")
    } else {
        format!("n{cased}")
    };
    Some(escaped(cased, style))
}

/// A word in the case of its kind as an identifier, whatever else Rust means by it.
pub(crate) fn escaped(word: String, style: Style) -> String {
    match (word.as_str(), style) {
        ("self" | "super" | "crate" | "Self", _) => format!("{word}_"),
        (keyword, Style::Module) if KEYWORDS.contains(&keyword) => format!("{word}_"),
        (keyword, _) if KEYWORDS.contains(&keyword) => format!("r#{word}"),
        _ => word,
    }
}

/// Whether an identifier may have the character without a complaint of the compiler (Unicode Technical Standard 39, §3.1).
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    unicode_ident::is_xid_continue(c) && c.identifier_allowed() && c != '_'
}

/// Whether every letter outside ASCII looks like one of another script, so that the whole could be taken for another name.
///
/// The compiler warns of two names that look alike, and of a script that a crate uses such letters of alone.
fn only_lookalikes(text: &str) -> bool {
    text.chars()
        .filter(|c| !c.is_ascii() && is_word(*c))
        .all(is_lookalike)
}

fn is_lookalike(c: char) -> bool {
    let latin = matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let of_ascii = || skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii());
    !c.is_ascii() && (of_ascii() || !latin && is_potential_mixed_script_confusable_char(c))
}

fn spell(c: char) -> Cow<'static, str> {
    let word = match c {
        '+' => "plus",
        '-' => "minus",
        '@' => "at",
        '$' => "dollar",
        '#' => "hash",
        '%' => "percent",
        '&' => "and",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "bang",
        '?' => "question",
        '~' => "tilde",
        '^' => "caret",
        '|' => "pipe",
        '\'' | '"' => "quote",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        ' ' => "space",
        other => return format!("u{:x}", u32::from(other)).into(),
    };
    word.into()
}

/// Keywords of edition 2024, strict and reserved, that a raw identifier can carry.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};

    use super::{Style, plainly};

    #[test]
    fn cases_are_those_that_heck_makes() {
        for text in [
            "status",
            "created-at",
            " a  b ",
            "x509_cert",
            "__v",
            "",
            "-",
            "KYC event",
            "createdAt",
            "HTTPStatus",
            "größe",
            "ÄRGER",
            "i18n.key",
            "a1b2",
            "ﬁn",
            "é_1",
        ] {
            assert_eq!(plainly(text, Style::Snake), text.to_snake_case(), "{text}");
            assert_eq!(
                plainly(text, Style::Camel),
                text.to_snake_case().to_upper_camel_case(),
                "{text}"
            );
        }
    }
}
