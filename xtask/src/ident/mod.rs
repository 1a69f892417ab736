//! From names on the wire to Rust identifiers.
//!
//! In: any text. Out: the identifiers that it may become, best first. It knows Rust's keywords and
//! what the compiler says of letters, and nothing of who wants a name.

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
    let text = composed(text);
    let mut found: Vec<String> = plain_identifier(&text, style).into_iter().collect();
    let spelled = words(&text, style, |c| format!(" {} ", spell(c)).into());
    if is_signed(&text) || spelled != text {
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
    plain_identifier(&composed(text), style)
        .or_else(|| identifiers(text, style).into_iter().next())
        .unwrap_or_default()
}

/// A text in the form in which Rust compares identifiers.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    }
}

/// The identifier of a text's words alone. A number with a sign has none: it would be that of
/// another number.
fn plain_identifier(text: &str, style: Style) -> Option<String> {
    if is_signed(text) {
        return None;
    }
    let plain = words(text, style, |c| in_ascii(c).map_or(" ".into(), Cow::Owned));
    identifier(&plain, style)
}

/// A text with something else instead of each character that an identifier of this style may not
/// have.
fn words(text: &str, style: Style, instead: impl Fn(char) -> Cow<'static, str>) -> String {
    // A small letter may look like no other, and its capital like one of ASCII.
    let is_foreign = style != Style::Module && !text.is_ascii();
    let keeps_all = is_foreign && !only_lookalikes(&plainly(text, style));
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        if is_word(c) && (keeps_all || c.is_ascii()) {
            words.push(c);
        } else {
            words.push_str(&instead(c));
        }
    }
    words
}

fn is_signed(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']);
    number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// An identifier with more words behind it. What makes a keyword an identifier is not needed any
/// more, so it goes.
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

/// A text in `snake_case`. ASCII is split as heck splits it, with less effort.
fn snake_case(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_snake_case();
    }
    let mut snake = String::with_capacity(text.len() + 4);
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && !snake.is_empty() {
            snake.push('_');
        }
        // Whether the letter before is a capital; `None` at the start of a hump.
        let mut before = None;
        let mut characters = word.chars().peekable();
        while let Some(c) = characters.next() {
            let is_capital = c
                .is_ascii_alphabetic()
                .then(|| c.is_ascii_uppercase())
                .or(before);
            let next = characters.peek();
            let starts = before == Some(true)
                && c.is_ascii_uppercase()
                && next.is_some_and(char::is_ascii_lowercase);
            let ends = is_capital == Some(false) && next.is_some_and(char::is_ascii_uppercase);
            if starts {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
            if ends {
                snake.push('_');
            }
            before = is_capital.filter(|_| !starts && !ends);
        }
    }
    snake
}

/// The words of a name in `UpperCamelCase`.
pub(crate) fn camel_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words
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

/// Whether an identifier may have the character without a complaint of the compiler (Unicode
/// Technical Standard 39, §3.1).
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    unicode_ident::is_xid_continue(c) && c.identifier_allowed() && c != '_'
}

/// Whether every letter outside ASCII looks like one of another script, so that the whole could be
/// taken for another name. Letters of Latin with marks do not speak for those of another script.
///
/// The compiler warns of two names that look alike, and of a script that a crate uses such letters
/// of alone.
fn only_lookalikes(name: &str) -> bool {
    let letters = name.chars().filter(|c| !c.is_ascii() && is_word(*c));
    let (latin, others): (Vec<char>, Vec<char>) = letters.partition(|c| is_latin(*c));
    let telling = if others.is_empty() { latin } else { others };
    !telling.is_empty() && telling.into_iter().all(is_lookalike)
}

fn is_lookalike(c: char) -> bool {
    let of_ascii = || skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii());
    !c.is_ascii() && (of_ascii() || !is_latin(c) && is_potential_mixed_script_confusable_char(c))
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
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
            "a1B2C",
            "HTTP2Server",
            "ABc--dEF",
            "aB",
            "AB1c",
            "A",
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
