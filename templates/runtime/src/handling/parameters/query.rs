//! Parameters of a query: the query of a request, as it was sent and without `?`, and a parameter's
//! name in, its texts out ([OpenAPI 3.1, section
//! 4.8.12.3](https://spec.openapis.org/oas/v3.1.0#style-values)).

use crate::runtime::form_encoding::{form_decoded, query_pairs};
use crate::runtime::handling::parameters::value::texts_between;

/// The text of a parameter; of several of one name, the first. `None` if it is absent or not UTF-8.
#[must_use]
pub fn query_text(query: &str, name: &str) -> Option<String> {
    values(query, name).next().and_then(decoded)
}

/// The texts of a parameter that is given once for each, as `tag=a&tag=b`; a `[]` behind its name
/// means nothing. `None` if it is absent, or if one of them is not UTF-8.
#[must_use]
pub fn query_texts(query: &str, name: &str) -> Option<Vec<String>> {
    let listed = format!("{name}[]");
    let pairs = query_pairs(query);
    let own = pairs.filter(|(known, _)| known == name.as_bytes() || known == listed.as_bytes());
    let texts: Vec<String> = own.map(|(_, value)| text(value)).collect::<Option<_>>()?;
    (!texts.is_empty()).then_some(texts)
}

/// The texts of a parameter that has them all in one, as `tag=a,b`; nothing between two separators
/// is no text. `None` if it is absent or not UTF-8.
#[must_use]
pub fn query_texts_between(query: &str, name: &str, separator: char) -> Option<Vec<String>> {
    let mut texts = every_text_between(query, name, separator)?;
    texts.retain(|text| !text.is_empty());
    Some(texts)
}

/// The same with the texts that are empty.
pub(crate) fn every_text_between(query: &str, name: &str, separator: char) -> Option<Vec<String>> {
    let mut values = values(query, name).peekable();
    values.peek()?;
    let texts = values.map(|value| texts_between(value, separator, decoded));
    Some(texts.collect::<Option<Vec<_>>>()?.concat())
}

/// The values of a parameter, as they are written.
fn values<'q>(query: &'q str, name: &str) -> impl Iterator<Item = &'q str> {
    let pairs = query_pairs(query);
    let own = pairs.filter(move |(known, _)| known == name.as_bytes());
    own.filter_map(|(_, value)| std::str::from_utf8(value).ok())
}

fn decoded(value: &str) -> Option<String> {
    text(value.as_bytes())
}

fn text(value: &[u8]) -> Option<String> {
    String::from_utf8(form_decoded(value)).ok()
}
