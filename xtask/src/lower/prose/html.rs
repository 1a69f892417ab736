//! HTML inside descriptions.
//!
//! In: pieces of HTML as `CommonMark` lets them stand in text. Out: what they say. Rustdoc takes
//! HTML too, but warns about a tag that is not closed, and about a type that looks like one.

/// The text of HTML, with something else in place of each tag. What looks like a tag and is none of
/// HTML's, such as the `<T>` of a generic type, is text.
pub(crate) fn without_tags(html: &str, instead: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        text.push_str(before);
        match behind.split_once('>') {
            Some((tag, after)) if is_tag(tag) => {
                text.push_str(if tag.starts_with("br") { " " } else { instead });
                rest = after;
            }
            _ => {
                text.push('<');
                rest = behind;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Whether this stands between the angle brackets of an HTML tag or a comment.
fn is_tag(inner: &str) -> bool {
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    inner.starts_with('!') || is_element(&name.to_ascii_lowercase())
}

/// Whether descriptions are written with an element of this name.
fn is_element(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "big"
            | "blockquote"
            | "br"
            | "center"
            | "code"
            | "dd"
            | "del"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "font"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "html"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "li"
            | "mark"
            | "ol"
            | "p"
            | "pre"
            | "s"
            | "samp"
            | "script"
            | "small"
            | "span"
            | "strong"
            | "style"
            | "sub"
            | "summary"
            | "sup"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "tr"
            | "u"
            | "ul"
    )
}
