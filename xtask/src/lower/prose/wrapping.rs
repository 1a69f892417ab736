//! Paragraphs in lines of a width that can be read.
//!
//! In: Markdown as it was written. Out: the same with long lines of paragraphs broken between
//! words. No line is broken inside a code span or the address of a link: what follows could be a
//! fence at the start of a line.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The width that paragraphs are wrapped to.
pub(super) const WIDTH: usize = 92;

/// A blank that no line is broken at. Markdown has no such character: readers replace it.
const HELD: char = '\0';

/// The text with its paragraphs wrapped; code, tables and headings stay as they are.
pub(crate) fn wrap(markdown: &str, options: Options) -> String {
    if markdown.lines().all(|line| line.len() <= WIDTH) {
        return markdown.to_owned();
    }
    let (held, code) = held(markdown, options);
    let mut lines: Vec<String> = Vec::new();
    let mut code = code.into_iter().peekable();
    let mut start = 0;
    for line in held.split('\n') {
        let end = start + line.len();
        while code.next_if(|block| block.end <= start).is_some() {}
        let in_code = code
            .peek()
            .is_some_and(|block| block.start < end.max(start + 1));
        if in_code || line.len() <= WIDTH || line.starts_with(['|', '#']) {
            lines.push(line.trim_end().to_owned());
        } else {
            wrap_line(line, &mut lines);
        }
        start = end + 1;
    }
    lines.join("\n").replace(HELD, " ")
}

/// The text with the blanks held that no line is broken at, and where its blocks of code are.
fn held(markdown: &str, options: Options) -> (String, Vec<Range<usize>>) {
    let mut held = String::with_capacity(markdown.len());
    let mut code = Vec::new();
    let mut links = Vec::new();
    let mut copied = 0;
    let mut hold = |range: Range<usize>| {
        let start = range.start.max(copied);
        if let (Some(before), Some(inside)) =
            (markdown.get(copied..start), markdown.get(start..range.end))
        {
            held.push_str(before);
            held.push_str(&inside.replace(' ', "\0"));
            copied = range.end;
        }
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code.push(range),
            Event::Code(_) => hold(range),
            Event::Start(Tag::Link { .. }) => links.push(range),
            Event::End(TagEnd::Link) => {
                // What the link says may be broken, where it leads to may not.
                if let Some(link) = links.pop()
                    && let Some(text) = markdown.get(link.clone())
                    && let Some(address) = text.rfind("](")
                {
                    hold(link.start + address..link.end);
                }
            }
            _ => {}
        }
    }
    held.push_str(markdown.get(copied..).unwrap_or_default());
    (held, code)
}

/// A text with one blank wherever it has white space.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn wrap_line(line: &str, lines: &mut Vec<String>) {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    let hang = indent + list_marker(body).unwrap_or_default();
    let (first, rest) = (" ".repeat(indent), " ".repeat(hang));
    let options = textwrap::Options::new(WIDTH)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(&first)
        .subsequent_indent(&rest);
    for (index, wrapped) in textwrap::wrap(body, options).into_iter().enumerate() {
        let text = wrapped.trim_start();
        match lines.last_mut() {
            // A word at the start of a line must not turn into a list, a quote or a heading.
            Some(last) if index > 0 && starts_block(text) => {
                last.push(' ');
                last.push_str(text);
            }
            _ => lines.push(wrapped.into_owned()),
        }
    }
}

/// Whether a line that starts so could begin a block, or make a heading of the line above it.
fn starts_block(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    let fence = |mark| word.starts_with(mark) && !word.trim_start_matches('`').contains('`');
    list_marker(line).is_some()
        || line.starts_with(['|', ':', '>', '='])
        || line.starts_with('<')
            && !["<http", "<mailto:"]
                .iter()
                .any(|link| line.starts_with(link))
        || line.starts_with("~~~")
        || fence("```")
        || word.len() >= 2 && word.chars().all(|c| matches!(c, '-' | '*' | '_' | '#'))
}

/// The length of a list marker that a line starts with.
fn list_marker(line: &str) -> Option<usize> {
    let marker = line.split(' ').next()?;
    let bullet = matches!(marker, "-" | "*" | "+" | ">" | "#");
    let number = marker
        .strip_suffix(['.', ')'])
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()));
    (bullet || number).then(|| marker.len() + 1)
}
