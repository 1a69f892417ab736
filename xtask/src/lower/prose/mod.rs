//! From the spec's descriptions to rustdoc.
//!
//! In: the texts of the document, and the keywords of a schema that only senders must keep to. Out:
//! Markdown that rustdoc and clippy accept without a warning. It may not know which item the text
//! is for.

mod html;
mod markdown;
mod reading;
mod wrapping;

use serde_json::Value;

use self::markdown::{rustdoc, wrapped};
use self::wrapping::one_line;
use crate::model::Docs;
use crate::schema::{Listed, View, as_one_of, is_misshapen, listed};

/// Formats that a Rust type tells.
const TYPES: [&str; 5] = ["date-time", "date", "int64", "uint64", "double"];

/// Texts of the document as documentation, one below the other; those of which nothing is left are
/// left out.
pub(crate) fn docs<'a>(texts: impl IntoIterator<Item = &'a str>) -> Docs {
    joined(texts.into_iter().map(rustdoc))
}

/// A text of the document, and below it a sentence of the generator's own.
pub(crate) fn docs_and(text: &str, sentence: &str) -> Docs {
    joined([rustdoc(text), wrapped(sentence)])
}

fn joined(texts: impl IntoIterator<Item = String>) -> Docs {
    let texts: Vec<String> = texts.into_iter().filter(|text| !is_blank(text)).collect();
    Docs {
        text: texts.join("\n\n"),
    }
}

/// One text as Markdown on one line, for headings, tables and the middle of a sentence.
pub(crate) fn line(text: &str) -> String {
    one_line(&rustdoc(text))
}

/// What a schema says of itself, and what senders must keep to; nothing where it says nothing.
pub(crate) fn schema_docs(own: Option<&str>, view: &View<'_>) -> Docs {
    let described = [own, view.description(), view.text("title")];
    joined([first_said(described).text, wrapped(&notes(view))])
}

/// The first text of which something is left as rustdoc: a comment, a line break or a picture alone
/// says nothing.
pub(crate) fn first_said<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Docs {
    let mut said = texts.into_iter().flatten().map(rustdoc);
    let text = said.find(|text| !is_blank(text)).unwrap_or_default();
    Docs { text }
}

/// Whether a text shows nothing: white space, control characters, and marks and fillers that
/// nothing is drawn for.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    })
}

/// The keywords that do not narrow the type, as prose.
fn notes(view: &View<'_>) -> String {
    let mut notes = Vec::new();
    if view.flag("writeOnly") {
        notes.push("Write-only: deliveries usually leave it out.".to_owned());
    }
    if let Some(format) = view.format().filter(|format| !TYPES.contains(format)) {
        notes.push(format!("Format: {}.", Docs::code(format)));
    }
    let bounds: [(&str, &str); 13] = [
        ("minimum", "At least"),
        ("exclusiveMinimum", "More than"),
        ("maximum", "At most"),
        ("exclusiveMaximum", "Less than"),
        ("multipleOf", "A multiple of"),
        ("minLength", "Characters, at least:"),
        ("maxLength", "Characters, at most:"),
        ("minItems", "Items, at least:"),
        ("maxItems", "Items, at most:"),
        ("minProperties", "Members, at least:"),
        ("maxProperties", "Members, at most:"),
        ("pattern", "Pattern:"),
        ("default", "Default:"),
    ];
    for (keyword, words) in bounds {
        // In OpenAPI 3.0, whether the bound beside it is left out.
        let words = match keyword {
            "minimum" if view.flag("exclusiveMinimum") => "More than",
            "maximum" if view.flag("exclusiveMaximum") => "Less than",
            _ => words,
        };
        let values = view.parts.iter().filter_map(|part| part.get(keyword));
        let mut values = values.filter(|value| !is_misshapen(keyword, value));
        let shown = match values.next() {
            Some(value @ (Value::Bool(_) | Value::Null)) if keyword == "default" => {
                Some(format!("`{value}`"))
            }
            Some(value @ (Value::String(_) | Value::Number(_))) => scalar(value),
            _ => None,
        };
        notes.extend(shown.map(|shown| format!("{words} {shown}.")));
    }
    if view.flag("uniqueItems") {
        notes.push("No item occurs twice.".to_owned());
    }
    let contents = [
        ("contentEncoding", "Encoding:"),
        ("contentMediaType", "Content:"),
    ];
    for (keyword, words) in contents {
        let text = view.text(keyword);
        notes.extend(text.map(|text| format!("{words} {}.", Docs::code(text))));
    }
    notes.extend(constants(view));
    let example = view
        .keyword("examples")
        .and_then(|(_, examples)| examples.as_array()?.first())
        .or_else(|| view.keyword("example").map(|(_, example)| example));
    let example = example.filter(|value| value.as_str().is_none_or(|text| text.len() <= 80));
    notes.extend(
        example
            .and_then(scalar)
            .map(|shown| format!("Example: {shown}.")),
    );
    notes.join(" ")
}

/// A text, a number or a boolean as code.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(Docs::code(text)),
        Value::Number(_) | Value::Bool(_) => Some(format!("`{value}`")),
        _ => None,
    }
}

/// The values that a boolean or a number may have, which its type does not tell.
fn constants(view: &View<'_>) -> Option<String> {
    let values = view.values()?;
    let types = view.types();
    let shown: Vec<String> = values
        .iter()
        .filter(|value| !value.is_null())
        .filter_map(|value| as_one_of(value, types.as_deref().unwrap_or_default()))
        .map(|value| format!("`{value}`"))
        .collect();
    match (listed(&values, types.as_deref()), shown.as_slice()) {
        (Listed::Numbers | Listed::Booleans, [only]) => Some(format!("Always {only}.")),
        (Listed::Numbers, several) => Some(format!("One of: {}.", several.join(", "))),
        _ => None,
    }
}
