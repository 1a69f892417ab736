//! The parts of a body in `multipart/form-data`: the body in; the name and the content of each part
//! out.
//!
//! The boundary is read from the body's first line, so a body can be taken apart without the head
//! of its request.

/// The most bytes of a boundary ([RFC 2046, section
/// 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)).
const LONGEST_BOUNDARY: usize = 70;

/// One part of a body.
pub(crate) struct Part<'b> {
    pub(crate) name: String,
    /// Whether the name is UTF-8.
    pub(crate) is_named: bool,
    /// Whether it has the name of a file.
    #[cfg(feature = "multipart")]
    pub(crate) is_file: bool,
    pub(crate) content: &'b [u8],
}

/// The content of the first part of a name.
#[cfg(all(feature = "forms", feature = "hmac"))]
pub(crate) fn part<'b>(body: &'b [u8], name: &str) -> Option<&'b [u8]> {
    let parts = parts(body).unwrap_or_default();
    let found = parts
        .into_iter()
        .find(|part| part.is_named && part.name == name);
    found.map(|part| part.content)
}

/// The parts of a body, in order.
///
/// # Errors
///
/// What is wrong with a body that is not made of parts.
pub(crate) fn parts(body: &[u8]) -> Result<Vec<Part<'_>>, &'static str> {
    let body = body.trim_ascii_start();
    let line = body
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default()
        .trim_ascii_end();
    let is_boundary = line.starts_with(b"--")
        && line.len() > 2
        && line.len() <= LONGEST_BOUNDARY + 2
        && line.is_ascii();
    if !is_boundary {
        return Err("it does not begin with a boundary");
    }
    let mut rest = body.get(line.len()..).unwrap_or_default();
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        let (_, after) = split_line(rest).ok_or("it ends inside a part")?;
        let (part, after) = split_at_boundary(after, line).ok_or("it ends inside a part")?;
        parts.push(read_part(part)?);
        rest = after;
    }
}

/// Splits a text behind its first line; the line comes without its end.
fn split_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let (line, after) = (text.get(..end)?, text.get(end + 1..)?);
    Some((line.strip_suffix(b"\r").unwrap_or(line), after))
}

/// What stands before the next line that begins with the boundary, without the line end that
/// belongs to the boundary, and what follows the boundary.
fn split_at_boundary<'b>(text: &'b [u8], boundary: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let mut start = 0;
    loop {
        let line = text.get(start..)?;
        if line.starts_with(boundary) {
            let part = text.get(..start)?;
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            let part = part.strip_suffix(b"\r").unwrap_or(part);
            return Some((part, line.get(boundary.len()..)?));
        }
        start += line.iter().position(|byte| *byte == b'\n')? + 1;
    }
}

fn read_part(part: &[u8]) -> Result<Part<'_>, &'static str> {
    let (mut name, mut is_named) = (None, true);
    #[cfg(feature = "multipart")]
    let mut is_file = false;
    let mut rest = part;
    // A part that ends with its head has no content.
    while let Some((line, after)) = split_line(rest).or((!rest.is_empty()).then_some((rest, &[]))) {
        rest = after;
        if line.is_empty() {
            break;
        }
        let is_text = std::str::from_utf8(line).is_ok();
        let line = String::from_utf8_lossy(line);
        if let Some((field, value)) = line.split_once(':') {
            if field.trim().eq_ignore_ascii_case("content-disposition") {
                name = parameter(value, "name");
                let is_shown = |name: &String| name.contains(char::REPLACEMENT_CHARACTER);
                is_named = is_text || !name.as_ref().is_some_and(is_shown);
                #[cfg(feature = "multipart")]
                for name in ["filename", "filename*"] {
                    is_file |= parameter(value, name).is_some();
                }
            }
        }
    }
    let name = name.ok_or("a part has no name")?;
    Ok(Part {
        name,
        is_named,
        #[cfg(feature = "multipart")]
        is_file,
        content: rest,
    })
}

/// The value of a parameter behind a header's value, in quotes or without.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (text, after) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            quoted_text(quoted)?
        } else {
            let (text, after) = after.split_at(after.find(';').unwrap_or(after.len()));
            (text.trim().to_owned(), after)
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        rest = after.trim_start().strip_prefix(';')?;
    }
}

/// A text up to its closing quote, as browsers and others write it: a quote inside is `%22` or has
/// a backslash.
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '"' => return Some((value.replace("%22", "\""), text.get(offset + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}
