//! From the spec's descriptions to rustdoc.
//!
//! In: `CommonMark` text as OpenAPI allows it (OpenAPI 3.1 §4.6), and the keywords of a schema that only senders must keep to. Out:
//! Markdown that rustdoc and clippy accept without a warning: no block becomes a doctest, no bracket a broken link, no word an
//! unmarked identifier. It may not know which item the text lands on.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};
use serde_json::Value;

use super::enums::{Listed, as_one_of, listed};
use super::html::without_tags;
use super::tolerance::is_misshapen;
use super::view::View;
use crate::model::Docs;

/// The width that paragraphs are wrapped to.
const WIDTH: usize = 92;

/// What a tab becomes.
const TAB: &str = "    ";

/// What descriptions may use beyond `CommonMark`.
const MARKDOWN: Options = Options::ENABLE_TABLES;

/// Words that look like identifiers but are names that clippy knows (its `doc-valid-idents`).
const PLAIN_WORDS: [&str; 26] = [
    "GitHub",
    "GitLab",
    "IPv4",
    "IPv6",
    "JavaScript",
    "TypeScript",
    "WebAssembly",
    "NaN",
    "OAuth",
    "GraphQL",
    "OpenSSL",
    "OpenSSH",
    "OpenGL",
    "OpenTelemetry",
    "WebSocket",
    "WebSockets",
    "WebRTC",
    "iOS",
    "macOS",
    "FreeBSD",
    "NetBSD",
    "OpenBSD",
    "TeX",
    "LaTeX",
    "TensorFlow",
    "PostScript",
];

/// Joins paragraphs into documentation, leaving out those that are empty.
pub(super) fn docs<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Docs {
    let text: Vec<String> = paragraphs
        .into_iter()
        .map(rustdoc)
        .filter(|paragraph| !is_blank(paragraph))
        .collect();
    Docs {
        text: text.join("\n\n"),
    }
}

/// One text as Markdown on one line, for headings, tables and the middle of a sentence.
pub(super) fn line(text: &str) -> String {
    docs([text])
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a schema says of itself, and what senders must keep to. The fallback stands where nothing is said.
pub(super) fn schema_docs(own: Option<&str>, view: &View<'_>, fallback: &str) -> Docs {
    let described = [own, view.description(), view.text("title")];
    docs([first_said(described, fallback), &notes(view)])
}

/// The first text of which something is left as rustdoc: a comment, a line break or a picture alone says nothing.
pub(super) fn first_said<'a>(
    texts: impl IntoIterator<Item = Option<&'a str>>,
    fallback: &'a str,
) -> &'a str {
    texts
        .into_iter()
        .flatten()
        .find(|text| !is_blank(&rustdoc(text)))
        .unwrap_or(fallback)
}

/// Whether a text shows nothing: white space, control characters, and marks and fillers that nothing is drawn for.
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
    if let Some(format) = view.format() {
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
        let values = view
            .parts
            .iter()
            .filter_map(|part| part.keywords.get(keyword));
        let mut values = values.filter(|value| !is_misshapen(keyword, value));
        match values.next() {
            Some(Value::String(text)) => notes.push(format!("{words} {}.", Docs::code(text))),
            Some(value @ Value::Number(_)) => notes.push(format!("{words} `{value}`.")),
            Some(value @ (Value::Bool(_) | Value::Null)) if keyword == "default" => {
                notes.push(format!("{words} `{value}`."))
            }
            _ => {}
        }
    }
    if view.flag("uniqueItems") {
        notes.push("No item occurs twice.".to_owned());
    }
    for (keyword, words) in [
        ("contentEncoding", "Encoding:"),
        ("contentMediaType", "Content:"),
    ] {
        if let Some(text) = view.text(keyword) {
            notes.push(format!("{words} {}.", Docs::code(text)));
        }
    }
    notes.extend(constants(view));
    let example = view
        .keyword("examples")
        .and_then(|(_, examples)| examples.as_array()?.first())
        .or_else(|| view.keyword("example").map(|(_, example)| example));
    match example {
        Some(Value::String(text)) if text.len() <= 80 => {
            notes.push(format!("Example: {}.", Docs::code(text)))
        }
        Some(value @ (Value::Number(_) | Value::Bool(_))) => {
            notes.push(format!("Example: `{value}`."))
        }
        _ => {}
    }
    notes.join(" ")
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

/// Rewrites `CommonMark` so that rustdoc takes it as prose.
fn rustdoc(markdown: &str) -> String {
    let parser = TextMergeStream::new(Parser::new_ext(markdown, MARKDOWN));
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut verbatim = 0_usize;
    let mut links = Vec::new();
    for event in parser {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                verbatim += 1;
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
                    "text".into(),
                ))));
            }
            Event::End(TagEnd::CodeBlock) => {
                verbatim -= 1;
                events.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => {
                let absolute = is_absolute(&dest_url);
                links.push(absolute);
                if absolute {
                    verbatim += usize::from(link_type == LinkType::Autolink);
                    let link_type = if link_type == LinkType::Autolink {
                        link_type
                    } else {
                        LinkType::Inline
                    };
                    events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if links.pop() == Some(true) {
                    verbatim = verbatim.saturating_sub(usize::from(matches!(
                        events
                            .iter()
                            .rev()
                            .find(|event| matches!(event, Event::Start(Tag::Link { .. }))),
                        Some(Event::Start(Tag::Link {
                            link_type: LinkType::Autolink,
                            ..
                        }))
                    )));
                    events.push(Event::End(TagEnd::Link));
                }
            }
            // A quotation that is wrapped would need its mark on every line.
            Event::Start(Tag::Image { .. } | Tag::BlockQuote(_))
            | Event::End(TagEnd::Image | TagEnd::BlockQuote(_)) => {}
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(html) => {
                let text = without_tags(&html, " ");
                let words: Vec<&str> = text.split_whitespace().collect();
                prose(&words.join(" "), links.is_empty(), &mut events);
            }
            Event::InlineHtml(html) => {
                prose(&without_tags(&html, ""), links.is_empty(), &mut events)
            }
            // The writer puts the closing fence right behind the text.
            Event::Text(code) if in_code(&events) && !code.ends_with('\n') => {
                events.push(Event::Text(format!("{code}\n").into()));
            }
            Event::Text(text) if verbatim == 0 => prose(&text, links.is_empty(), &mut events),
            other => events.push(other),
        }
    }
    let mut rewritten = String::new();
    if pulldown_cmark_to_cmark::cmark(events.iter(), &mut rewritten, MARKDOWN).is_err() {
        return String::new();
    }
    // To Markdown a tab is an indent; in a comment it is a warning.
    wrap(&rewritten.trim().replace('\t', TAB))
}

fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:")
}

/// Marks identifiers as code and bare URLs as links.
fn prose(text: &str, linkable: bool, events: &mut Vec<Event<'_>>) {
    let mut plain = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let space = &piece[word.len()..];
        let core = word.trim_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '_' | '/' | '#' | '=' | '&' | '$' | '@')
        });
        let start = word.find(core).unwrap_or_default();
        let (before, after) = (&word[..start], &word[start + core.len()..]);
        let marked = if is_absolute(core) && linkable {
            let url: CowStr<'_> = core.to_owned().into();
            vec![
                Event::Start(Tag::Link {
                    link_type: LinkType::Autolink,
                    dest_url: url.clone(),
                    title: "".into(),
                    id: "".into(),
                }),
                Event::Text(url),
                Event::End(TagEnd::Link),
            ]
        } else if is_identifier(core) || core.contains("://") {
            vec![Event::Code(core.to_owned().into())]
        } else {
            plain.push_str(piece);
            continue;
        };
        plain.push_str(before);
        if !plain.is_empty() {
            events.push(Event::Text(std::mem::take(&mut plain).into()));
        }
        events.extend(marked);
        plain.push_str(after);
        plain.push_str(space);
    }
    if !plain.is_empty() {
        events.push(Event::Text(plain.into()));
    }
}

/// Whether clippy would ask for backticks.
fn is_identifier(word: &str) -> bool {
    if word.contains('_') || word.contains("::") {
        return word.chars().any(char::is_alphanumeric);
    }
    word.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !PLAIN_WORDS.contains(part))
        .any(|part| {
            // The plural of an abbreviation is no identifier.
            let part = part.strip_suffix('s').unwrap_or(part);
            let uppercase = part.chars().filter(|c| c.is_uppercase()).count();
            let first_upper = part.chars().next().is_some_and(char::is_uppercase);
            let hump = part
                .chars()
                .zip(part.chars().skip(1))
                .any(|(a, b)| a.is_lowercase() && b.is_uppercase());
            hump || (uppercase > usize::from(first_upper)
                && part.chars().skip(1).any(char::is_uppercase)
                && part.chars().any(char::is_lowercase))
        })
}

fn in_code(events: &[Event<'_>]) -> bool {
    matches!(events.last(), Some(Event::Start(Tag::CodeBlock(_))))
}

/// Wraps paragraphs; code, tables and headings stay as they are.
fn wrap(markdown: &str) -> String {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        let indent = line.len() - line.trim_start().len();
        if fenced || fence || line.len() <= WIDTH || line.starts_with(['|', '#']) {
            lines.push(line.trim_end().to_owned());
            continue;
        }
        let hang = list_marker(line.trim_start()).map_or(indent, |marker| indent + marker);
        let (first, rest) = (" ".repeat(indent), " ".repeat(hang));
        let options = textwrap::Options::new(WIDTH)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .initial_indent(&first)
            .subsequent_indent(&rest);
        for wrapped in textwrap::wrap(line.trim_start(), options) {
            // A word at the start of a line must not turn into a list, a quote or a heading.
            let body = wrapped.trim_start();
            let continues = lines.last().is_some_and(|last: &String| !last.is_empty());
            if continues
                && list_marker(body).is_some()
                && !line
                    .trim_start()
                    .starts_with(body.split(' ').next().unwrap_or_default())
            {
                if let Some(last) = lines.last_mut() {
                    last.push(' ');
                    last.push_str(body);
                }
            } else {
                lines.push(wrapped.into_owned());
            }
        }
    }
    lines.join("\n")
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
