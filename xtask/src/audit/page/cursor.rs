//! Reading one line from left to right.
//!
//! In: a part of the page and where it starts. Out: its words with their spans, or a complaint at
//! the character where another was expected.

use std::ops::Range;

use super::At;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::FileId;

/// A complaint about bytes of a page.
pub(super) fn syntax(
    file: FileId,
    span: Range<usize>,
    message: impl Into<String>,
    label: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(Code::PageSyntax, message).at(Place::Span { file, span }, label)
}

/// The complaint with a remedy, if it has none of its own.
pub(super) fn helped(diagnostic: Diagnostic, help: &str) -> Diagnostic {
    if diagnostic.help.is_none() {
        diagnostic.help(help)
    } else {
        diagnostic
    }
}

/// A place in a line.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'t> {
    file: FileId,
    /// What is still to be read, up to the end of the line.
    rest: &'t str,
    /// Where that starts, in bytes of the page.
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(file: FileId, text: &'t str, at: usize) -> Self {
        Self {
            file,
            rest: text,
            at,
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The span of what is left.
    pub(super) fn span(&self) -> Range<usize> {
        self.at..self.at + self.rest.len()
    }

    /// Passes this many bytes, which must end at a character; all of the line if it has fewer.
    pub(super) fn skip(&mut self, bytes: usize) -> &'t str {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.at += passed.len();
        passed
    }

    /// Whether these characters come next; if so, they are passed.
    pub(super) fn eat(&mut self, literal: &str) -> bool {
        let found = self.rest.starts_with(literal);
        if found {
            self.skip(literal.len());
        }
        found
    }

    /// A complaint about bytes of the page.
    pub(super) fn fault(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: &str,
    ) -> Diagnostic {
        syntax(self.file, span, message, label)
    }

    /// What stands before the first character that ends it, or before the end of the line.
    pub(super) fn until(&mut self, ends: impl Fn(char) -> bool) -> At<&'t str> {
        let start = self.at;
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let word = self.skip(length);
        At::new(word, start..self.at)
    }

    /// A complaint about the next character, or about the end of the line.
    pub(super) fn expected(&self, what: &str) -> Diagnostic {
        let next = self.rest.chars().next();
        let found = match next {
            Some('`') => "a backtick was found".to_owned(),
            Some(found) => format!("`{found}` was found"),
            None => "the line ends".to_owned(),
        };
        let span = self.at..self.at + next.map_or(0, char::len_utf8);
        self.fault(span, format!("expected {what}, but {found}"), "here")
    }

    /// Nothing, if the line ends here.
    ///
    /// # Errors
    /// A complaint about what is left.
    pub(super) fn end(&self) -> Result<(), Diagnostic> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let message = "text after what can stand in this line";
        Err(self.fault(self.span(), message, "not understood"))
    }

    /// Passes these characters.
    ///
    /// # Errors
    /// A complaint if others come next.
    pub(super) fn require(&mut self, literal: &str, what: &str) -> Result<(), Diagnostic> {
        if self.eat(literal) {
            Ok(())
        } else {
            Err(self.expected(what))
        }
    }
}
