//! How much room a piece of code has.
//!
//! In: columns. Out: whether a text fits. The figures are those of rustfmt's default configuration.

/// The widest line.
pub(super) const LINE: usize = 100;

/// The columns of one step of indentation.
pub(super) const STEP: usize = 4;

/// Syntax that may take several lines.
pub(super) trait LayOut {
    /// The lines, the first without its indentation; `None` if it does not fit.
    fn laid_out(&self, shape: Shape) -> Option<String>;

    /// The same as the last of a list, which may go on below the line of the list.
    fn overflowed(&self, shape: Shape) -> Option<String> {
        self.laid_out(shape)
    }
}

/// Where a piece of code starts, and where it must end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// The indentation of the line that it is in.
    pub indent: usize,
    /// The column that it starts in.
    pub column: usize,
    /// The column before which each of its lines ends.
    pub end: usize,
    /// Whether a chain of methods must be on one line.
    pub chains_in_line: bool,
    /// Whether it is inside a macro call, which is given no comma and no block that its author did
    /// not write.
    pub in_macro: bool,
}

impl Shape {
    /// A line of its own.
    pub fn line(indent: usize) -> Self {
        Self {
            indent,
            column: indent,
            end: LINE,
            chains_in_line: false,
            in_macro: false,
        }
    }

    /// The same without an end. rustfmt leaves as it is what does not fit in any way.
    pub fn endless(self) -> Self {
        Self {
            end: usize::MAX / 2,
            ..self
        }
    }

    /// How many columns there are.
    pub fn width(self) -> usize {
        self.end.saturating_sub(self.column)
    }

    /// What is left behind so many columns; `None` if there are fewer.
    pub fn after(self, columns: usize) -> Option<Self> {
        let column = self.column + columns;
        (column <= self.end).then_some(Self { column, ..self })
    }

    /// What is left behind a text that starts here.
    pub fn behind(self, text: &str) -> Option<Self> {
        let column = match text.rsplit_once('\n') {
            Some((_, last)) => width(last),
            None => self.column + width(text),
        };
        (column <= self.end).then_some(Self { column, ..self })
    }

    /// What is left where so many columns must stay free at the end.
    pub fn before(self, columns: usize) -> Option<Self> {
        let end = self.end.checked_sub(columns)?;
        (self.column <= end).then_some(Self { end, ..self })
    }

    /// A line below, indented by one step, on which so many columns must stay free.
    pub fn below(self, free: usize) -> Self {
        Self {
            column: self.indent + STEP,
            indent: self.indent + STEP,
            end: self.end.max(LINE) - free,
            ..self
        }
    }

    /// Whether a text fits.
    pub fn fits(self, text: &str) -> bool {
        match text.split_once('\n') {
            None => width(text) <= self.width(),
            Some((first, below)) => {
                width(first) <= self.width()
                    && below.lines().all(|line| width(line) <= self.end.max(LINE))
            }
        }
    }

    /// How many columns at the end of a line stay free.
    pub fn free(self) -> usize {
        LINE.saturating_sub(self.end)
    }
}

/// The columns of a text without line ends.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The columns of the first line.
pub(super) fn first_width(text: &str) -> usize {
    width(text.split('\n').next().unwrap_or_default())
}

/// How many line ends a text has.
pub(super) fn line_ends(text: &str) -> usize {
    text.matches('\n').count()
}

/// The start of a new line.
pub(super) fn new_line(indent: usize) -> String {
    format!("\n{:indent$}", "")
}
