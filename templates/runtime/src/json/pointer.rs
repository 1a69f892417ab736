//! JSON pointers: tokens in, RFC 6901 text out, and back.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, Serializer};

use crate::runtime::log_text::log_text;

/// Appends one reference token to a JSON pointer, escaped as [RFC 6901, section 3][rfc] asks: `~`
/// becomes `~0`, `/` becomes `~1`.
///
/// [rfc]: https://www.rfc-editor.org/rfc/rfc6901#section-3
pub fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The JSON pointer of these tokens; none gives the empty pointer, which is the whole document.
#[must_use]
pub fn from_tokens(tokens: &[&str]) -> String {
    let mut pointer = String::new();
    for token in tokens {
        push_token(&mut pointer, token);
    }
    pointer
}

/// The reference tokens of a JSON pointer, their escapes decoded.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|token| {
        if token.contains('~') {
            // In this order, so that `~01` becomes `~1` (RFC 6901, section 4).
            Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(token)
        }
    })
}

/// The pointer with one more token at its end.
#[must_use]
pub fn join(pointer: &str, token: &str) -> String {
    let mut joined = pointer.to_owned();
    push_token(&mut joined, token);
    joined
}

/// The pointer to what holds the value at this pointer; `None` for the whole document, which
/// nothing holds.
#[must_use]
pub fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(parent, _)| parent)
}

/// A place in a body, as an RFC 6901 pointer, which is its `Display`, its `Serialize` and what it
/// is compared with.
///
/// The pointers of one body share their beginnings: a long name that many of them lead through is
/// in memory once.
#[derive(Clone, Default)]
pub struct Pointer(Option<Arc<Step>>);

struct Step {
    before: Pointer,
    token: Box<str>,
}

impl Pointer {
    /// The place of a member or an element in this place.
    pub(crate) fn join(&self, token: &str) -> Self {
        Self(Some(Arc::new(Step {
            before: self.clone(),
            token: token.into(),
        })))
    }

    /// What holds this place; `None` for the whole body, which nothing holds.
    #[must_use]
    pub fn parent(&self) -> Option<&Self> {
        self.0.as_ref().map(|step| &step.before)
    }

    /// The reference tokens, unescaped, outermost first: names of members, and indices of elements.
    /// None for the whole body.
    #[must_use]
    pub fn tokens(&self) -> Vec<&str> {
        let mut tokens: Vec<&str> = self.steps().map(|step| &*step.token).collect();
        tokens.reverse();
        tokens
    }

    /// Whether this is the other place, or one inside it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.tokens().starts_with(&other.tokens())
    }

    /// The steps of the way, innermost first.
    fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.0.as_deref(), |step| step.before.0.as_deref())
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.tokens() == other.tokens()
    }
}

impl Eq for Pointer {}

impl PartialEq<str> for Pointer {
    fn eq(&self, other: &str) -> bool {
        from_tokens(&self.tokens()) == other
    }
}

impl PartialEq<&str> for Pointer {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<String> for Pointer {
    fn eq(&self, other: &String) -> bool {
        *self == **other
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&from_tokens(&self.tokens()))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A JSON pointer as a sentence names it. A member's name is the sender's text, so it is shown as
/// [`log_text`] does, and the middle of a long pointer is left out.
pub(crate) struct Place<'p>(pub(crate) &'p str);

impl Place<'_> {
    /// How many bytes of the beginning of a long pointer are shown, and of its end.
    const SHOWN: usize = 200;

    /// The parts that are shown.
    fn parts(&self) -> (&str, Option<&str>) {
        let Self(pointer) = self;
        let near = |at: usize| (at..pointer.len()).find(|at| pointer.is_char_boundary(*at));
        let cut = near(Self::SHOWN).zip(near(pointer.len().saturating_sub(Self::SHOWN)));
        let shown = cut.filter(|(head, tail)| head < tail);
        match shown.and_then(|(head, tail)| Some((pointer.get(..head)?, pointer.get(tail..)?))) {
            Some((head, tail)) => (head, Some(tail)),
            None => (pointer, None),
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the body");
        }
        let (head, tail) = self.parts();
        write!(f, "`{}", log_text(head))?;
        if let Some(tail) = tail {
            write!(f, "…{}", log_text(tail))?;
        }
        f.write_str("`")
    }
}
