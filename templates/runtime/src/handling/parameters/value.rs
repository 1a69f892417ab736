//! What the text of a parameter stands for: its text in a query or a path in, a value out. As with
//! headers, whatever does not fit counts as absent.

use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::runtime::decode::nesting::is_deeper;
use crate::runtime::json::text::from_text;
use crate::runtime::types::whole_number::Whole;

/// A number, `true` or `false`, a date, a value of an enum. `None` if it is absent or something
/// else.
#[must_use]
pub fn parsed<T: FromStr>(text: Option<String>) -> Option<T> {
    text?.trim().parse().ok()
}

/// The integer that a text is, in any notation. `None` if it is absent or something else.
#[must_use]
pub fn parsed_integer<T: FromStr>(text: Option<String>) -> Option<T> {
    parsed(text).map(|Whole(integer)| integer)
}

/// What each of several texts stands for. `None` if they are absent, or if one of them is something
/// else.
#[must_use]
pub fn parsed_list<T: FromStr>(texts: Option<Vec<String>>) -> Option<Vec<T>> {
    let texts = texts?.into_iter();
    texts.map(|text| text.trim().parse().ok()).collect()
}

/// The integers that several texts are, in any notation.
#[must_use]
pub fn parsed_integers<T: FromStr>(texts: Option<Vec<String>>) -> Option<Vec<T>> {
    let list = parsed_list(texts)?.into_iter();
    Some(list.map(|Whole(integer)| integer).collect())
}

/// What a text of JSON says. `None` if it is absent, no JSON, or not what the type is.
#[must_use]
pub fn parsed_json<T: DeserializeOwned>(text: Option<String>) -> Option<T> {
    from_text(&text?).ok()
}

/// The same for a type whose values hold others of their kind: arrays and objects may nest no more
/// deeply than this, else it is absent.
#[must_use]
pub fn parsed_json_within<T: DeserializeOwned>(text: Option<String>, most: usize) -> Option<T> {
    let text = text?;
    (!is_deeper(text.as_bytes(), most)).then(|| parsed_json(Some(text)))?
}

/// The texts in one that is written with something between them. Where that stands as it is, it
/// separates them, and what is encoded belongs to a text; else what is encoded separates them too,
/// since many senders encode all that they write. `None` for a text that is not UTF-8.
pub(crate) fn texts_between(
    written: &str,
    separator: char,
    decoded: impl Fn(&str) -> Option<String>,
) -> Option<Vec<String>> {
    if written.contains(separator) {
        return written.split(separator).map(decoded).collect();
    }
    let text = decoded(written)?;
    Some(text.split(separator).map(str::to_owned).collect())
}
