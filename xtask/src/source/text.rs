//! The text of a file: line ends made alike, and lines and columns counted.
//!
//! Lines and columns are 1-based; a column counts characters. Offsets are bytes of the normalised
//! text.

/// Drops a byte order mark and turns CRLF and lone CR into LF, so that equal documents have equal
/// text and positions.
pub(super) fn normalised(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// Line and column of a byte offset; an offset past the end is the end.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Byte offset of a line and column; a column past the line's end is its end, a line past the last
/// is the text's end.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for (number, content) in text.split('\n').enumerate() {
        if number + 1 >= line {
            let within = content
                .char_indices()
                .nth(column.saturating_sub(1))
                .map_or(content.len(), |(at, _)| at);
            return start + within;
        }
        start += content.len() + 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{line_column, normalised, offset};

    #[test]
    fn line_ends_and_byte_order_mark_are_normalised() {
        assert_eq!(normalised("\u{feff}a\r\nb\rc\n"), "a\nb\nc\n");
    }

    #[test]
    fn offsets_and_positions_are_inverse() {
        let text = "één: 1\nzwei: über\n";
        for (at, _) in text.char_indices() {
            let (line, column) = line_column(text, at);
            assert_eq!(offset(text, line, column), at);
        }
        assert_eq!(line_column(text, text.len()), (3, 1));
        assert_eq!(offset(text, 99, 1), text.len());
        assert_eq!(offset(text, 1, 99), "één: 1".len());
    }
}
