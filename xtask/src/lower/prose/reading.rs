//! What a Markdown text says, for comparing one with another.
//!
//! In: Markdown as events. Out: what a reader of it would see, whatever its layout.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::wrapping::one_line;

/// A Markdown text without its layout: where lines break, how blanks are written, and whether the
/// items of a list stand apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
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
    /// Anything else, which no rewritten text has.
    Foreign,
}

impl Reading {
    /// What these events say.
    pub(crate) fn of<'e>(events: impl Iterator<Item = Event<'e>>) -> Self {
        let mut reading = Self::default();
        let mut in_block = false;
        for event in events {
            reading.add(match event {
                // The items of a list stand apart or not, which is layout.
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {
                    Piece::Words("\n".to_owned())
                }
                Event::Start(tag) => {
                    in_block |= matches!(tag, Tag::CodeBlock(_));
                    Piece::Begin(begin(&tag))
                }
                Event::End(end) => {
                    in_block &= end != TagEnd::CodeBlock;
                    Piece::End(end)
                }
                Event::Text(text) if in_block => Piece::Block(text.into_string()),
                Event::Text(text) => Piece::Words(text.into_string()),
                Event::SoftBreak | Event::HardBreak => Piece::Words(" ".to_owned()),
                Event::Code(text) => Piece::Span(text.into_string()),
                Event::Rule => Piece::Rule,
                _ => Piece::Foreign,
            });
        }
        reading.settle();
        reading
    }

    /// Adds a piece; text joins the text before it.
    fn add(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Words(known)), Piece::Words(more))
            | (Some(Piece::Block(known)), Piece::Block(more)) => known.push_str(&more),
            (_, piece) => self.pieces.push(piece),
        }
    }

    /// Writes blanks as one each, and none at the ends of lines of code.
    fn settle(&mut self) {
        self.pieces.retain_mut(|piece| match piece {
            Piece::Words(words) => {
                *words = one_line(words);
                !words.is_empty()
            }
            Piece::Block(lines) => {
                let settled: Vec<&str> = lines.lines().map(str::trim_end).collect();
                *lines = settled.join("\n").trim_end().to_owned();
                !lines.is_empty()
            }
            _ => true,
        });
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
