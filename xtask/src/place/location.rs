//! Where a node lives: a file of the run and a pointer inside it.

use std::sync::Arc;

use super::pointer::Pointer;

/// One file of a run. Numbers follow the order in which files are first referred to; the root
/// document comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) usize);

/// A node: its file and its path in that file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The path from the root of that file.
    pub pointer: Pointer,
}

impl Location {
    /// The root node of a file.
    #[must_use]
    pub fn root(file: FileId) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }

    /// The node one step below, under an unescaped key or index.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        Self {
            file: self.file,
            pointer: self.pointer.child(token),
        }
    }

    /// The node that a way of unescaped tokens leads to.
    #[must_use]
    pub fn descendant(&self, tokens: &[Arc<str>]) -> Self {
        let own = self.pointer.as_tokens().iter();
        Self {
            file: self.file,
            pointer: own.chain(tokens).cloned().collect(),
        }
    }

    /// The way from a node to this one, which is empty for itself; `None` unless this is inside it.
    #[must_use]
    pub fn below(&self, outer: &Self) -> Option<&[Arc<str>]> {
        let tokens = self.pointer.as_tokens();
        let inside = tokens.strip_prefix(outer.pointer.as_tokens())?;
        (self.file == outer.file).then_some(inside)
    }

    /// The node one step above; `None` at the root of the file.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        Some(Self {
            file: self.file,
            pointer: self.pointer.parent()?,
        })
    }
}
