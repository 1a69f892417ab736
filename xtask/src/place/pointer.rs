//! JSON Pointer (RFC 6901): the path of a node inside one JSON value.
//!
//! In: reference tokens or the escaped text. Out: the same, both ways. Knows nothing of files or of
//! percent-encoding, which belongs to URI fragments.

use std::fmt;
use std::sync::Arc;

/// The path of a node from the root of a document, as unescaped reference tokens (RFC 6901, section
/// 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    // Shared, since a document has a pointer for each of its nodes, and most of each is another's.
    tokens: Vec<Arc<str>>,
}

impl Pointer {
    /// The whole document; its text is empty.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The node one step below, under an object key or an array index given unescaped.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        let mut tokens = Vec::with_capacity(self.tokens.len() + 1);
        tokens.extend_from_slice(&self.tokens);
        tokens.push(token.into());
        Self { tokens }
    }

    /// The unescaped tokens as they are kept, for those who take them apart.
    #[must_use]
    pub fn as_tokens(&self) -> &[Arc<str>] {
        &self.tokens
    }

    /// The unescaped tokens, outermost first.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.tokens.iter().map(AsRef::as_ref)
    }

    /// The node one step above; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, above) = self.tokens.split_last()?;
        Some(Self {
            tokens: above.to_vec(),
        })
    }

    /// The innermost token; `None` at the root.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.tokens.last().map(AsRef::as_ref)
    }

    /// Whether this is the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Reads the text form: empty, or tokens that each start with `/`, where `~1` stands for `/`
    /// and `~0` for `~`. `None` for any other text, a stray `~` included (RFC 6901, section 3).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::root());
        }
        let tokens = text
            .strip_prefix('/')?
            .split('/')
            .map(|token| unescape(token).map(Into::into))
            .collect::<Option<_>>()?;
        Some(Self { tokens })
    }

    /// What to do about a text that is no pointer to something inside a document; `None` if it is
    /// one.
    #[must_use]
    pub fn remedy(text: &str) -> Option<String> {
        if text.is_empty() {
            Some(
                "name a member, as in `/event/type`: an empty pointer is the whole body".to_owned(),
            )
        } else if !text.starts_with('/') {
            let bare = text.trim_start_matches(['#', '/', '$', '.']);
            Some(format!("start it with `/`: `/{bare}`"))
        } else if Self::parse(text).is_none() {
            Some("write `~` in a name as `~0`, and `/` as `~1`".to_owned())
        } else {
            None
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.tokens {
            write!(f, "/{}", token.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

impl<T: Into<Arc<str>>> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self {
            tokens: tokens.into_iter().map(Into::into).collect(),
        }
    }
}

fn unescape(token: &str) -> Option<String> {
    let mut text = String::with_capacity(token.len());
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn text_and_tokens_agree() {
        let pointer = Pointer::root().child("paths").child("/a~b").child("");
        assert_eq!(pointer.to_string(), "/paths/~1a~0b/");
        assert_eq!(Pointer::parse("/paths/~1a~0b/"), Some(pointer.clone()));
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b", ""]);
        assert_eq!(pointer.last(), Some(""));
    }

    #[test]
    fn the_root_is_empty_text() {
        assert_eq!(Pointer::parse(""), Some(Pointer::root()));
        assert_eq!(Pointer::root().to_string(), "");
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn malformed_text_is_refused() {
        for text in ["a", "a/b", "/~", "/~2", "/a~"] {
            assert_eq!(Pointer::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_pointer_to_something_inside_is_told_what_it_lacks() {
        for (text, word) in [("", "a member"), ("#/a", "`/a`"), ("/a~2", "`~0`")] {
            let remedy = Pointer::remedy(text);
            assert!(remedy.is_some_and(|remedy| remedy.contains(word)), "{text}");
        }
        assert_eq!(Pointer::remedy("/a"), None);
    }
}
