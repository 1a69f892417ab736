//! The parts of the runtime that only crates with handshakes have, or only those without.
//!
//! In: a file of the crate `webhook-runtime`, where such parts are marked. Out: the file without the
//! other crates' parts, and without the marks. What stays is as `rustfmt` would write it.

/// What marks statements, items and fields that only crates with handshakes have, and those that
/// only the others have.
const OF_HANDSHAKES: [(&str, bool); 2] = [
    ("#[cfg(feature = \"handshakes\")]", true),
    ("#[cfg(not(feature = \"handshakes\"))]", false),
];

/// The text of a file in a crate that answers handshakes, or in one that does not: what is marked
/// as the other's is left out, and the marks too. What is marked ends, as rustfmt writes it, at the
/// end of a line with as many brackets closed as are opened.
pub(super) fn settled(text: &str, has_handshakes: bool) -> String {
    let mut kept = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let mark = OF_HANDSHAKES.iter().find(|(mark, _)| *mark == line.trim());
        match mark {
            None => {
                let is_end = line.trim_start().starts_with('}');
                if is_end && kept.ends_with("\n\n") {
                    kept.pop();
                }
                kept.push_str(line);
            }
            Some((_, wanted)) if *wanted == has_handshakes => {}
            Some(_) => {
                while let Some((before, _)) = last_line(&kept).filter(|(_, line)| is_of_item(line))
                {
                    kept.truncate(before);
                }
                let mut open = 0_usize;
                for line in lines.by_ref().map(str::trim) {
                    if is_of_item(line) {
                        continue;
                    }
                    open += line.matches(['(', '[', '{']).count();
                    open = open.saturating_sub(line.matches([')', ']', '}']).count());
                    if open == 0 && line.ends_with([';', ',', '}']) {
                        break;
                    }
                }
                // What stood between what was left out and its neighbours stands there once.
                if kept.ends_with("\n\n") || kept.ends_with("{\n") {
                    lines.next_if(|line| *line == "\n");
                }
            }
        }
    }
    kept
}

/// Where the last line of a text begins, and the line.
fn last_line(text: &str) -> Option<(usize, &str)> {
    let line = text.split_inclusive('\n').next_back()?;
    Some((text.len() - line.len(), line.trim()))
}

/// Whether a line documents what follows it, or is an attribute of it.
fn is_of_item(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::settled;

    const FILE: &str = r#"use a;
#[cfg(feature = "handshakes")]
use b::{c, d};

struct S {
    e: u8,
    /// What f is.
    #[cfg(feature = "handshakes")]
    f: u8,
}

impl S {
    fn g() {}

    #[cfg(feature = "handshakes")]
    /// What h does.
    #[must_use]
    fn h(
        &self,
    ) -> u8 {
        self.f
    }

    #[cfg(not(feature = "handshakes"))]
    fn i() {}
}
"#;

    #[test]
    fn the_parts_of_other_crates_go_with_their_documentation_and_their_empty_lines() {
        assert_eq!(
            settled(FILE, false),
            "use a;\n\nstruct S {\n    e: u8,\n}\n\nimpl S {\n    fn g() {}\n\n    fn i() {}\n}\n"
        );
        assert_eq!(
            settled(FILE, true),
            "use a;\nuse b::{c, d};\n\nstruct S {\n    e: u8,\n    /// What f is.\n    f: u8,\n}\n\nimpl S {\n    fn g() {}\n\n    /// What h does.\n    #[must_use]\n    fn h(\n        &self,\n    ) -> u8 {\n        self.f\n    }\n}\n"
        );
    }
}
