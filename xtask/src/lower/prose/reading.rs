//! What a Markdown text says, for comparing one with another.
//!
//! In: Markdown as events. Out: what a reader of it would see, whatever its layout.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// A Markdown text without its layout: where lines break, how blanks are written, and whether the items of a list stand apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// The beginning of a block or of marked text, with what it says of itself.
    Begin(String),
    /// The end of one.
    End(TagEnd),
    /// Words, one blank between each two.
    Words(String),
    /// The text of a code span, as it is.
    Span(String),
    /// The lines of a code block.
    Block(String),
    /// A line across the page.
    Rule,
    /// Anything else, which no text has that was rewritten.
    Foreign,
}

impl Reading {
    /// What these events say.
    pub(crate) fn of<'e>(events: impl Iterator<Item = Event<'e>>) -> Self {
        let mut reading = Self::default();
        let mut in_block = false;
        for event in events {
            match event {
                // The items of a list stand apart or not, which is layout.
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => reading.words("\n"),
                Event::Start(tag) => {
                    in_block |= matches!(tag, Tag::CodeBlock(_));
                    reading.parts.push(Part::Begin(begin(&tag)));
                }
                Event::End(end) => {
                    in_block &= end != TagEnd::CodeBlock;
                    reading.parts.push(Part::End(end));
                }
                Event::Text(text) if in_block => reading.block(&text),
                Event::Text(text) => reading.words(&text),
                Event::SoftBreak | Event::HardBreak => reading.words(" "),
                Event::Code(text) => reading.parts.push(Part::Span(text.to_string())),
                Event::Rule => reading.parts.push(Part::Rule),
                _ => reading.parts.push(Part::Foreign),
            }
        }
        reading.settle();
        reading
    }

    fn words(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Words(words)) => words.push_str(text),
            _ => self.parts.push(Part::Words(text.to_owned())),
        }
    }

    fn block(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Block(lines)) => lines.push_str(text),
            _ => self.parts.push(Part::Block(text.to_owned())),
        }
    }

    /// Blanks as one each, and none at the ends of lines of code.
    fn settle(&mut self) {
        for part in &mut self.parts {
            match part {
                Part::Words(words) => {
                    let settled: Vec<&str> = words.split_whitespace().collect();
                    *words = settled.join(" ");
                }
                Part::Block(lines) => {
                    let settled: Vec<&str> = lines.lines().map(str::trim_end).collect();
                    *lines = settled.join("\n").trim_end().to_owned();
                }
                _ => {}
            }
        }
        self.parts.retain(
            |part| !matches!(part, Part::Words(text) | Part::Block(text) if text.is_empty()),
        );
    }
}

/// How a block or marked text begins: its kind, and where a link leads.
fn begin(tag: &Tag<'_>) -> String {
    match tag {
        Tag::Link {
            dest_url, title, ..
        } => format!("Link {dest_url} {title}"),
        Tag::CodeBlock(CodeBlockKind::Indented) => "CodeBlock".to_owned(),
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => format!("CodeBlock {language}"),
        other => format!("{other:?}"),
    }
}
