//! Markdown as plain text, for the registry.
//!
//! In: Markdown. Out: its first paragraph as people read it, on one line.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Characters that the registry takes of a description.
const LONGEST: usize = 1000;

/// The first paragraph without marks and escapes; what is too long for the registry is cut.
pub(super) fn first_paragraph(markdown: &str) -> String {
    let mut text = String::new();
    let mut is_in = false;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Paragraph) => is_in = true,
            Event::End(TagEnd::Paragraph) if !text.trim().is_empty() => break,
            Event::Text(part) | Event::Code(part) if is_in => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak if is_in => text.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(LONGEST - 1) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::first_paragraph;

    #[test]
    fn marks_and_escapes_are_left_out() {
        for (markdown, text) in [
            (
                "Says \\[this\\] in `code`,\nand *that*.\n\nMore.",
                "Says [this] in code, and that.",
            ),
            (
                "# Title\n\nA [link](https://a.b) \\<b\\> \\*.",
                "A link <b> *.",
            ),
            ("# Title", ""),
            ("a \\ b & c", "a \\ b & c"),
            ("", ""),
        ] {
            assert_eq!(first_paragraph(markdown), text, "{markdown}");
        }
        assert_eq!(first_paragraph(&"word ".repeat(500)).chars().count(), 1000);
    }
}
