//! Globs over the paths and the schemas of a document.
//!
//! In: a pattern and a name. Out: whether it fits. `*` stands for anything within a segment, which
//! ends at `/`, and `**` for anything at all; all else stands for itself, the braces of a path's
//! parameters too. It knows no document.

use std::fmt;

/// A pattern for names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    text: String,
}

/// A part of a pattern.
enum Part {
    Character(char),
    /// `*`
    InSegment,
    /// `**`
    Across,
    /// `**/`: whole segments, or none.
    Segments,
}

impl Glob {
    /// A pattern as it is written.
    ///
    /// # Errors
    /// It is empty.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("write a pattern, as in `/webhooks/*` or `*Event`".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
        })
    }

    /// Whether the pattern fits a name from end to end.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        // A name may have an asterisk.
        if self.text == name {
            return true;
        }
        let name: Vec<char> = name.chars().collect();
        // How many characters may have been passed.
        let mut passed = vec![false; name.len() + 1];
        passed[0] = true;
        for part in self.parts() {
            let mut next = vec![false; name.len() + 1];
            let mut is_open = false;
            for at in 0..=name.len() {
                let before = at.checked_sub(1).and_then(|before| name.get(before));
                match part {
                    Part::Character(c) => {
                        next[at] = at > 0 && passed[at - 1] && before == Some(&c);
                    }
                    Part::InSegment => {
                        is_open = passed[at] || is_open && before != Some(&'/');
                        next[at] = is_open;
                    }
                    Part::Across => {
                        is_open |= passed[at];
                        next[at] = is_open;
                    }
                    Part::Segments => {
                        next[at] = passed[at] || is_open && before == Some(&'/');
                        is_open |= passed[at];
                    }
                }
            }
            passed = next;
        }
        passed.last() == Some(&true)
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut rest = self.text.as_str();
        while let Some(c) = rest.chars().next() {
            let starts_segment = !matches!(parts.last(), Some(Part::Character(c)) if *c != '/');
            let (part, length) = if starts_segment && rest.starts_with("**/") {
                (Part::Segments, 3)
            } else if rest.starts_with("**") {
                (Part::Across, 2)
            } else if c == '*' {
                (Part::InSegment, 1)
            } else {
                (Part::Character(c), c.len_utf8())
            };
            parts.push(part);
            rest = rest.get(length..).unwrap_or_default();
        }
        parts
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn an_asterisk_stays_in_its_segment_and_two_go_across() {
        for (pattern, fitting, other) in [
            (
                "/hooks/*",
                &["/hooks/a", "/hooks/"][..],
                &["/hooks", "/hooks/a/b"][..],
            ),
            ("/hooks/**", &["/hooks/a", "/hooks/a/b"], &["/hook/a"]),
            ("/hooks/{id}", &["/hooks/{id}"], &["/hooks/id", "/hooks/a"]),
            (
                "/**/sent",
                &["/sent", "/a/sent", "/a/b/sent"],
                &["/a/resent", "sent"],
            ),
            ("**/sent", &["sent", "/sent", "a/b/sent"], &["resent"]),
            (
                "*Event",
                &["Event", "SentEvent"],
                &["SentEvents", "a/Event"],
            ),
            (
                "Order*Event",
                &["OrderEvent", "OrderSentEvent"],
                &["OrderEvents"],
            ),
            ("a*b*c", &["abc", "aXbYbZc"], &["acb"]),
            ("**", &["", "/a/b"], &[]),
            ("*ü*", &["über"], &["uber"]),
        ] {
            let glob = Glob::parse(pattern).unwrap();
            for name in fitting {
                assert!(glob.matches(name), "{pattern} fits {name}");
            }
            for name in other {
                assert!(!glob.matches(name), "{pattern} does not fit {name}");
            }
        }
        assert!(Glob::parse("").is_err());
        // Patterns that others take exponential time for.
        let glob = Glob::parse(&"*a".repeat(200)).unwrap();
        assert!(!glob.matches(&format!("{}b", "a".repeat(2000))));
    }
}
