//! Line widths where prettyplease and rustfmt differ most.
//!
//! In: text as prettyplease lays it out, 89 columns wide. Out: the same with rustfmt's widths for function signatures, derives,
//! serde attributes and exports, which are the greater part of generated code. It goes by the look of lines; the caller checks the meaning.

/// The widest line that rustfmt leaves as it is.
const LINE: usize = 100;

/// The widest derive on one line.
const DERIVE: usize = 96;

/// The widest list of arguments that rustfmt leaves on one line of an attribute.
const ATTRIBUTE: usize = 70;

/// The text with those lines joined or broken as rustfmt would.
pub(super) fn fitted(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut rest = lines.as_slice();
    let mut out = String::with_capacity(text.len());
    while let Some((first, below)) = rest.split_first() {
        let fitted = signature(first, below)
            .or_else(|| derive(first, below))
            .or_else(|| attribute(first))
            .or_else(|| export(first, below));
        let (replacement, used) = fitted.unwrap_or_else(|| ((*first).to_owned(), 0));
        out.push_str(&replacement);
        out.push('\n');
        rest = below.get(used..).unwrap_or_default();
    }
    out
}

/// A signature with an argument a line that would fit on one; with it, how many of the lines below it took in.
fn signature(first: &str, below: &[&str]) -> Option<(String, usize)> {
    let code = first.trim_start();
    if !code.ends_with('(') || !(code.starts_with("fn ") || code.contains(" fn ")) {
        return None;
    }
    let (arguments, closing) = broken_list(first, below, ")")?;
    let (arguments, used) = (arguments.join(" "), arguments.len() + 1);
    let head = format!("{first}{}", arguments.trim_end_matches(','));
    let closing = closing.trim_start();
    let width = head.chars().count() + closing.chars().count();
    // rustfmt counts the brace that a declaration does not have, and finds out when the arguments are laid out already.
    if width == LINE
        && closing.ends_with(';')
        && let Some(output) = closing.strip_prefix(") -> ")
    {
        let indent = " ".repeat(indentation(first));
        return Some((format!("{head})\n{indent}-> {output}"), used));
    }
    (width <= LINE).then(|| (format!("{head}{closing}"), used))
}

/// A list of exported names that would fit on one line.
fn export(first: &str, below: &[&str]) -> Option<(String, usize)> {
    if !(first.starts_with("pub use ") && first.ends_with("::{")) {
        return None;
    }
    let (names, closing) = broken_list(first, below, "}")?;
    let (names, used) = (names.join(" "), names.len() + 1);
    let line = format!("{first}{}{closing}", names.trim_end_matches(','));
    (line.chars().count() <= LINE).then_some((line, used))
}

/// A derive with a name a line: on one line if it fits, else all names on the line below, else a name a line and a last comma.
fn derive(first: &str, below: &[&str]) -> Option<(String, usize)> {
    if first.trim_start() != "#[derive(" {
        return None;
    }
    let (names, closing) = broken_list(first, below, ")]")?;
    let names: Vec<&str> = names
        .iter()
        .map(|name| name.trim_end_matches(','))
        .collect();
    let used = names.len() + 1;
    let list = names.join(", ");
    let joined = format!("{first}{list}{}", closing.trim_start());
    if joined.chars().count() <= DERIVE {
        return Some((joined, used));
    }
    let indent = " ".repeat(indentation(first) + 4);
    // The comma at the end of the row does not count.
    let in_a_row = indent.len() + list.chars().count() <= LINE;
    let list = if in_a_row {
        list
    } else {
        names.join(&format!(",\n{indent}"))
    };
    Some((format!("{first}\n{indent}{list},\n{closing}"), used))
}

/// A serde attribute on one line whose arguments are too wide for that.
fn attribute(line: &str) -> Option<(String, usize)> {
    let code = line.trim_start();
    let arguments = code.strip_prefix("#[serde(")?.strip_suffix(")]")?;
    let arguments = (arguments.chars().count() > ATTRIBUTE).then(|| split_arguments(arguments))?;
    let outer = " ".repeat(indentation(line));
    let inner: Vec<String> = arguments
        .iter()
        .map(|argument| format!("{outer}    {argument}"))
        .collect();
    Some((
        format!("{outer}#[serde(\n{}\n{outer})]", inner.join(",\n")),
        0,
    ))
}

/// The lines of a list that was broken over lines: its elements without indentation, and the line that starts with `close`.
fn broken_list<'a>(first: &str, below: &[&'a str], close: &str) -> Option<(Vec<&'a str>, &'a str)> {
    let indent = indentation(first);
    let mut elements = Vec::new();
    for line in below {
        let code = line.trim_start();
        match indentation(line).checked_sub(indent) {
            Some(0) if code.starts_with(close) => return Some((elements, line)),
            Some(4) => elements.push(code),
            _ => return None,
        }
    }
    None
}

fn split_arguments(arguments: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let outside = |c: char| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' => return depth == 0,
            _ => {}
        }
        false
    };
    arguments
        .split(outside)
        .map(str::trim)
        .filter(|argument| !argument.is_empty())
        .collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
