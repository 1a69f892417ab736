//! From names on the wire to Rust identifiers.
//!
//! In: any text, and what else claims a name in the same scope. Out: identifiers that are valid, distinct and stable. It may not
//! look at schemas. A clash is never settled in silence: two names that people gave are an error, a number is a warning.

use std::borrow::Cow;
use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;
use unicode_security::{
    GeneralSecurityProfile, confusable_detection::skeleton,
    is_potential_mixed_script_confusable_char,
};

use super::transliteration::in_ascii;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Location;

/// How an identifier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `snake_case`: fields, methods.
    Snake,
    /// `snake_case` that is also a file name, which Rust wants in ASCII: modules.
    Module,
    /// `UpperCamelCase`: types, variants.
    Camel,
}

/// Something that wants a name.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// Acceptable identifiers, best first.
    pub candidates: Vec<String>,
    /// How strong the claim is; stronger ones choose first.
    pub rank: Rank,
    /// Where the claim stands in the spec.
    pub place: Location,
    /// What to do about a name that had to get a number, as a sentence.
    pub remedy: &'static str,
}

/// What to do about the number in the name of a type, a variant of a union or an event.
pub(super) const RENAME: &str = "set `x-rust-name` beside it to choose a better name";

/// Who gave a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// `x-rust-name`: must be kept.
    Explicit,
    /// A component's or a member's own name that is an identifier as it stands.
    Exact,
    /// A component's or a member's own name, changed to be an identifier.
    Own,
    /// A component's or a member's own name, in other letters than it has.
    Alike,
    /// Made from a parent's name and a member's.
    Derived,
}

impl Rank {
    /// How strong the claim of a text on the best of its candidates is.
    pub fn of(text: &str, candidates: &[String]) -> Self {
        let best = candidates.first().map_or("", String::as_str);
        if best.trim_start_matches("r#") == text {
            Self::Exact
        } else if best.is_ascii() && !text.is_ascii() {
            Self::Alike
        } else {
            Self::Own
        }
    }
}

/// The identifiers that a text may become, best first.
pub(super) fn identifiers(text: &str, style: Style) -> Vec<String> {
    // Rust compares identifiers in this form.
    let text: String = text.nfc().collect();
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
            spelled.extend([" ", &spell(c), " "]);
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
pub(super) fn identifier_of(text: &str, style: Style) -> String {
    identifiers(text, style)
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// An identifier with more words behind it. What makes a keyword an identifier is not needed any more, so it goes.
pub(super) fn followed_by(ident: &str, words: &str) -> String {
    let bare = ident.trim_start_matches("r#").trim_end_matches('_');
    format!("{bare}{words}")
}

/// Gives every claim of one scope a name: the stronger first, in order within a rank.
pub(super) fn settle(
    claims: &[Claim],
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let ranks: Vec<Rank> = claims.iter().map(|claim| claim.rank).collect();
    let claim = |index: usize, _: &[String]| claims.get(index).map(Cow::Borrowed);
    settle_in_turn(&ranks, claim, reserved, diagnostics)
}

/// Like [`settle`], for claims that depend on names which are settled before them. `claim` is given its claim's number and the
/// names so far, empty where none is settled yet.
pub(super) fn settle_in_turn<'c>(
    ranks: &[Rank],
    claim: impl Fn(usize, &[String]) -> Option<Cow<'c, Claim>>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut taken: BTreeMap<String, Location> = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    let mut settled = vec![String::new(); ranks.len()];
    let strongest_first = [
        Rank::Explicit,
        Rank::Exact,
        Rank::Own,
        Rank::Alike,
        Rank::Derived,
    ];
    for rank in strongest_first {
        let indices = (0..ranks.len()).filter(|index| ranks.get(*index) == Some(&rank));
        for index in indices {
            let Some(claim) = claim(index, &settled) else {
                continue;
            };
            // What is pieced together of words may be a keyword, which names nothing.
            let free = claim.candidates.iter().find(|name| {
                !taken.contains_key(*name)
                    && !reserved.contains(&name.as_str())
                    && !is_keyword(name)
            });
            let name = free
                .cloned()
                .unwrap_or_else(|| clash(&claim, reserved, &taken, &mut numbers, diagnostics));
            taken.insert(name.clone(), claim.place.clone());
            if let Some(slot) = settled.get_mut(index) {
                *slot = name;
            }
        }
    }
    settled
}

fn clash(
    claim: &Claim,
    reserved: &[&str],
    taken: &BTreeMap<String, Location>,
    numbers: &mut BTreeMap<String, u32>,
    diagnostics: &mut Diagnostics,
) -> String {
    let wanted = claim.candidates.first().cloned().unwrap_or_default();
    // Numbers only grow, so those below the last one need not be tried again.
    let number = numbers.entry(wanted.clone()).or_insert(1);
    let numbered = loop {
        *number = number.saturating_add(1);
        let name = followed_by(&wanted, &number.to_string());
        if !taken.contains_key(&name) && !reserved.contains(&name.as_str()) {
            break name;
        }
    };
    let holder = claim.candidates.iter().find_map(|name| taken.get(name));
    let diagnostic = if claim.rank == Rank::Explicit {
        let message = match holder {
            Some(_) => "two `x-rust-name` give the same name in Rust".to_owned(),
            None => format!("the name `{wanted}` means something else in the generated code"),
        };
        Diagnostic::new(Code::NameCollision, message)
            .at(
                claim.place.child("x-rust-name"),
                match holder {
                    Some(_) => "given again here",
                    None => "given here",
                },
            )
            .help(match holder {
                Some(_) => "give one of them another `x-rust-name`",
                None => "give it another `x-rust-name`",
            })
    } else {
        Diagnostic::new(
            Code::NameSettled,
            format!("`{wanted}` is taken, so this becomes `{numbered}`"),
        )
        .at(&claim.place, format!("becomes `{numbered}`"))
        .help(claim.remedy)
    };
    diagnostics.push(match holder {
        Some(holder) if claim.rank == Rank::Explicit => {
            diagnostic.and(holder.child("x-rust-name"), "first given here")
        }
        Some(holder) => diagnostic.and(holder, "has that name"),
        None => diagnostic,
    });
    numbered
}

/// A text in another case and nothing else, be that an identifier or not.
///
/// Numbers stay apart: `1.0.2` is not `10.2`.
pub(super) fn plainly(text: &str, style: Style) -> String {
    let snake = text.to_snake_case();
    if style != Style::Camel {
        return snake;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let mut camel = String::new();
    for word in snake.split('_') {
        if camel.ends_with(is_digit) && word.starts_with(is_digit) {
            camel.push('_');
        }
        camel.push_str(&word.to_upper_camel_case());
    }
    camel
}

/// Whether Rust has another meaning for the word.
pub(super) fn is_keyword(word: &str) -> bool {
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
pub(super) fn escaped(word: String, style: Style) -> String {
    match (word.as_str(), style) {
        ("self" | "super" | "crate" | "Self", _) => format!("{word}_"),
        (keyword, Style::Module) if KEYWORDS.contains(&keyword) => format!("{word}_"),
        (keyword, _) if KEYWORDS.contains(&keyword) => format!("r#{word}"),
        _ => word,
    }
}

/// Whether an identifier may have the character without a complaint of the compiler (Unicode Technical Standard 39, §3.1).
fn is_word(c: char) -> bool {
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

fn spell(c: char) -> String {
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
        other => return format!("u{:x}", u32::from(other)),
    };
    word.to_owned()
}

/// Keywords of edition 2024, strict and reserved, that a raw identifier can carry.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
