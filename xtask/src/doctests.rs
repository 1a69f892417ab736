//! What rustdoc would compile of a text.
//!
//! In: Markdown, as it stands in a comment or a README. Out: its blocks of code that rustdoc takes
//! for tests. Text of a document must never be among them: rustdoc compiles and runs what it finds.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What rustdoc reads documentation with.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Languages of blocks that rustdoc leaves alone, and that the generator writes.
const LEFT_ALONE: [&str; 2] = ["text", "console"];

/// The blocks of code that may be compiled: all but those that are said to be something else.
#[must_use]
pub fn compiled(markdown: &str) -> Vec<String> {
    // Every block of code has one of these: a fence, or an indent of four columns.
    if !["```", "~~~", "    ", "\t"]
        .iter()
        .any(|mark| markdown.contains(mark))
    {
        return Vec::new();
    }
    // Older versions look for tests without the extensions that they show the text with.
    let found = blocks(markdown, RUSTDOC);
    let plain = blocks(markdown, Options::empty());
    if plain.len() > found.len() {
        plain
    } else {
        found
    }
}

fn blocks(markdown: &str, options: Options) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                inside = match kind {
                    CodeBlockKind::Fenced(language) => !LEFT_ALONE.contains(&&*language),
                    CodeBlockKind::Indented => true,
                };
                if inside {
                    blocks.push(String::new());
                }
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(&text);
                }
            }
            _ => {}
        }
    }
    blocks
}
