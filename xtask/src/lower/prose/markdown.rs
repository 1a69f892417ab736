//! One text of the document as Markdown that rustdoc takes as prose.
//!
//! In: `CommonMark` as OpenAPI allows it (OpenAPI 3.1 §4.6), from anybody. Out: the same, rewritten
//! so that rustdoc and clippy accept it without a warning: no block becomes a doctest, no bracket a
//! broken link, no word an unmarked identifier. What comes out is read again and compared with what
//! was meant, since rustdoc compiles and runs what it takes for code.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::html::without_tags;
use super::reading::Reading;
use super::wrapping::{WIDTH, one_line, wrap};
use crate::characters::printable;
use crate::doctests::compiled;

/// What a tab becomes.
const TAB: &str = "    ";

/// What descriptions may use beyond `CommonMark`.
const MARKDOWN: Options = Options::ENABLE_TABLES;

/// The longest text that is shown, in bytes. Whole chapters fit; nobody reads longer ones in a
/// comment.
const LONGEST: usize = 64 << 10;

/// What stands in the place of the rest of a longer text.
const GOES_ON: &str =
    "\n\nThe text is longer than is shown here: the rest of it is in the document.";

/// Markdown of the generator's own, its paragraphs wrapped.
pub(crate) fn wrapped(markdown: &str) -> String {
    wrap(markdown, MARKDOWN)
}

/// Rewrites `CommonMark` so that rustdoc takes it as prose.
pub(crate) fn rustdoc(markdown: &str) -> String {
    // What is left out at the end must not bring together what it stood between.
    let markdown = match markdown.len() {
        0..=LONGEST => printable(markdown),
        _ => printable(&shortened(markdown)),
    };
    if markdown.is_empty() || is_plain(&markdown) {
        return markdown;
    }
    let events = rewritten(&markdown);
    let mut written = String::new();
    let is_written = pulldown_cmark_to_cmark::cmark(events.iter(), &mut written, MARKDOWN).is_ok();
    // To Markdown a tab is an indent; in a comment it is a warning.
    let written = written.trim().replace('\t', TAB);
    let meant = Reading::of(events.into_iter());
    if !is_written || !is_as_meant(&written, &meant) {
        return wrapped(&literal(&markdown));
    }
    let wrapped = wrapped(&written);
    if wrapped == written || is_as_meant(&wrapped, &meant) {
        wrapped
    } else {
        written
    }
}

/// Whether a text is one line of words that no reader of Markdown and no lint takes for anything
/// else. Most descriptions are.
fn is_plain(text: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.;'()".contains(&byte);
    text.len() <= WIDTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(is_harmless)
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !text.split(' ').any(is_identifier)
}

/// The beginning of a long text, to the end of a word.
fn shortened(text: &str) -> String {
    let mut ends = (0..=LONGEST).rev();
    let beginning = ends.find_map(|end| text.get(..end)).unwrap_or_default();
    let end = beginning
        .rfind(char::is_whitespace)
        .unwrap_or(beginning.len());
    beginning.get(..end).unwrap_or_default().to_owned() + GOES_ON
}

/// Whether a text reads as was meant, and rustdoc would compile nothing of it.
fn is_as_meant(markdown: &str, meant: &Reading) -> bool {
    Reading::of(Parser::new_ext(markdown, MARKDOWN)) == *meant && compiled(markdown).is_empty()
}

/// A text as nothing but its characters, each mark of Markdown escaped; its paragraphs stay.
fn literal(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let mut shown = String::new();
        for c in one_line(paragraph).chars() {
            if c.is_ascii_punctuation() {
                shown.push('\\');
            }
            shown.push(c);
        }
        shown
    });
    let paragraphs: Vec<String> = paragraphs.filter(|text| !text.is_empty()).collect();
    paragraphs.join("\n\n")
}

/// What a text says, as events that rustdoc takes as prose.
fn rewritten(markdown: &str) -> Vec<Event<'_>> {
    let parser = TextMergeStream::new(Parser::new_ext(markdown, MARKDOWN));
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut verbatim = 0_usize;
    // The links that this is inside of, each with its kind if it is kept.
    let mut links: Vec<Option<LinkType>> = Vec::new();
    for event in parser {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                verbatim += 1;
                let text = CodeBlockKind::Fenced("text".into());
                events.push(Event::Start(Tag::CodeBlock(text)));
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
                let link_type = match link_type {
                    LinkType::Autolink => LinkType::Autolink,
                    _ => LinkType::Inline,
                };
                let is_kept = is_absolute(&dest_url);
                links.push(is_kept.then_some(link_type));
                if is_kept {
                    verbatim += usize::from(link_type == LinkType::Autolink);
                    events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if let Some(Some(link_type)) = links.pop() {
                    verbatim -= usize::from(link_type == LinkType::Autolink);
                    events.push(Event::End(TagEnd::Link));
                }
            }
            // A quotation that is wrapped would need its mark on every line.
            Event::Start(Tag::Image { .. } | Tag::BlockQuote(_))
            | Event::End(TagEnd::Image | TagEnd::BlockQuote(_)) => {}
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(html) => {
                let text = one_line(&without_tags(&html, " "));
                prose(&text, links.is_empty(), &mut events);
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
    events
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

/// Whether clippy would ask for backticks: a word with a capital inside and a small letter.
fn is_identifier(word: &str) -> bool {
    if word.contains('_') || word.contains("::") {
        return word.chars().any(char::is_alphanumeric);
    }
    let has_hump = |part: &str| part.chars().skip(1).any(char::is_uppercase);
    word.split(|c: char| !c.is_alphanumeric())
        .filter(|part| has_hump(part) && !is_known_name(part))
        .any(|part| {
            // The plural of an abbreviation is no identifier.
            let part = part.strip_suffix('s').unwrap_or(part);
            has_hump(part) && part.chars().any(char::is_lowercase)
        })
}

/// Whether a word looks like an identifier and is a name that clippy knows (its
/// `doc-valid-idents`).
fn is_known_name(word: &str) -> bool {
    matches!(
        word,
        "GitHub"
            | "GitLab"
            | "IPv4"
            | "IPv6"
            | "JavaScript"
            | "TypeScript"
            | "WebAssembly"
            | "NaN"
            | "OAuth"
            | "GraphQL"
            | "OpenSSL"
            | "OpenSSH"
            | "OpenGL"
            | "OpenTelemetry"
            | "WebSocket"
            | "WebSockets"
            | "WebRTC"
            | "iOS"
            | "macOS"
            | "FreeBSD"
            | "NetBSD"
            | "OpenBSD"
            | "TeX"
            | "LaTeX"
            | "TensorFlow"
            | "PostScript"
    )
}

fn in_code(events: &[Event<'_>]) -> bool {
    matches!(events.last(), Some(Event::Start(Tag::CodeBlock(_))))
}
