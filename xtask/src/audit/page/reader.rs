//! The place in a page up to which it is read, and the complaints about it.
//!
//! In: the lines. Out: one after the other. What they mean is decided by those who ask.

use std::ops::Range;

use super::cursor::{Cursor, syntax};
use super::fact::KnownValues;
use super::line::{Line, LineKind};
use crate::diagnostic::Diagnostics;
use crate::place::FileId;

/// Reads the lines of a page.
pub(super) struct PageReader<'p, 't, 'd> {
    pub file: FileId,
    pub lines: &'p [Line<'t>],
    /// The line that is read next.
    pub next: usize,
    pub diagnostics: &'d mut Diagnostics,
    /// How many errors there were before the section.
    pub errors: usize,
    /// The values of the section's variants.
    pub known: KnownValues,
    /// Where variants of the unions around this place are indented.
    pub variant_indents: Vec<usize>,
}

impl<'t> PageReader<'_, 't, '_> {
    /// The next line of any kind.
    pub fn line(&self) -> Option<Line<'t>> {
        self.lines.get(self.next).copied()
    }

    /// The next line that is not blank and not the heading of another section.
    pub fn peek(&mut self) -> Option<Line<'t>> {
        self.pass_while(|line| line.kind == LineKind::Blank);
        self.line()
            .filter(|line| !matches!(line.kind, LineKind::Heading | LineKind::Title))
    }

    /// Passes lines.
    pub fn pass_while(&mut self, passes: impl Fn(&Line<'t>) -> bool) {
        while self.line().is_some_and(|line| passes(&line)) {
            self.next += 1;
        }
    }

    /// The words of a line.
    pub fn words(&self, line: &Line<'t>) -> Cursor<'t> {
        Cursor::new(self.file, line.text, line.start)
    }

    /// Complains about bytes of the page.
    pub fn complain(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        let diagnostic = syntax(self.file, span, message, label);
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Whether a line of the section was not understood so far.
    pub fn has_faults(&self) -> bool {
        self.diagnostics.error_count() > self.errors
    }
}
