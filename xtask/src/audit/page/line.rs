//! The lines of a page, and what kind of line each is at first sight.
//!
//! In: the text. Out: lines with indentation and kind. Where a line belongs is decided by the
//! parser.

use std::ops::Range;

use super::Types;

/// A line of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Without white space around it.
    pub text: &'t str,
    /// Where that starts, in bytes of the page.
    pub start: usize,
    /// How many characters stand before it.
    pub indent: usize,
    /// Whether all of these are spaces.
    pub is_spaced: bool,
    /// What it looks like.
    pub kind: LineKind,
}

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing in it.
    Blank,
    /// `# ` at the left edge.
    Title,
    /// `## ` at the left edge.
    Heading,
    /// A bullet before a name in backticks, unless a colon follows: that is how prose explains
    /// words.
    Field,
    /// A bullet before something else: a variant, or prose.
    Item,
    /// A word, a colon and nothing but JSON values.
    Fact,
    /// Anything else.
    Text,
}

impl Line<'_> {
    /// The bytes of the page that the line's text is.
    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// All lines of a text.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in text.split('\n') {
        let trimmed = whole.trim();
        let before = whole.len() - whole.trim_start().len();
        let margin = whole.get(..before).unwrap_or_default();
        lines.push(Line {
            text: trimmed,
            start: start + before,
            indent: margin.chars().count(),
            is_spaced: margin.bytes().all(|byte| byte == b' '),
            kind: kind(trimmed, before),
        });
        start += whole.len() + 1;
    }
    lines
}

fn kind(text: &str, indent: usize) -> LineKind {
    if text.is_empty() {
        LineKind::Blank
    } else if indent == 0 && text.starts_with("# ") {
        LineKind::Title
    } else if indent == 0 && text.starts_with("## ") {
        LineKind::Heading
    } else if let Some(item) = text.strip_prefix(['-', '*', '+']) {
        item_kind(item)
    } else if fact(text).is_some() {
        LineKind::Fact
    } else {
        LineKind::Text
    }
}

fn item_kind(item: &str) -> LineKind {
    let content = item.trim_start();
    match content.strip_prefix('`') {
        Some(name) => {
            let explains = name
                .split_once('`')
                .is_some_and(|(_, after)| after.starts_with(':'));
            if explains {
                LineKind::Item
            } else {
                LineKind::Field
            }
        }
        // Without a space it is not an item of Markdown.
        None if content.len() == item.len() => LineKind::Text,
        // Only the backticks are missing, which the reader of fields complains about.
        None if ends_with_types(content) => LineKind::Field,
        None => LineKind::Item,
    }
}

/// Whether a text ends as the first line of a field does: with types in parentheses.
fn ends_with_types(text: &str) -> bool {
    let inside = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    inside.is_some_and(|(_, inside)| {
        inside
            .split([',', ' '])
            .filter(|word| !word.is_empty())
            .all(|word| matches!(word, "any" | "required") || Types::NAMES.contains(&word))
    })
}

/// The word and the values of a line that is a fact: `Enum: "a", "b"`, `Example: 1`, `Enum: same as
/// …`.
pub(super) fn fact(text: &str) -> Option<(&str, &str)> {
    let (word, values) = text.split_once(':')?;
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    let values = values.trim_start();
    (is_word && (values.starts_with("same as `") || is_json_list(values))).then_some((word, values))
}

fn is_json_list(text: &str) -> bool {
    let mut rest = text;
    loop {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
        if !matches!(values.next(), Some(Ok(_))) {
            return false;
        }
        rest = rest
            .get(values.byte_offset()..)
            .unwrap_or_default()
            .trim_start();
        if rest.is_empty() {
            return true;
        }
        let Some(next) = rest.strip_prefix(',') else {
            return false;
        };
        rest = next.trim_start();
    }
}
