//! The lines of a document that a complaint is about.
//!
//! In: the places of a complaint in one file. Out: those lines with their marks, of a length that
//! can be read: a document that is written on one line is one line of megabytes.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Origin, Snippet, normalize_untrusted_str};

use super::{Label, SourceText};
use crate::place::FileId;

/// The longest line that is shown whole, in bytes.
const LONGEST_LINE: usize = 400;

/// How much of a longer line is shown around the ends of what is marked, in bytes.
const AROUND: usize = 48;

/// Characters of a label that are shown.
const LONGEST_LABEL: usize = 300;

/// What stands for the parts of a line that are not shown.
const LEFT_OUT: &str = "…";

/// The places that are marked where lines are shown in part.
const MARKED: usize = 3;

/// A place in a file, by the number of its label.
type Marked<'a> = (usize, &'a Label, Range<usize>);

/// The lines between the first of the marked places and the last of them; and where the first is,
/// if the lines do not tell.
pub(super) fn excerpt<'a>(
    file: FileId,
    labels: &'a [Label],
    sources: &'a dyn SourceText,
) -> Option<(Option<Origin<'a>>, Snippet<'a, Annotation<'a>>)> {
    let (name, text) = sources.file_text(file)?;
    let marked = |(number, label): (usize, &'a Label)| {
        let (owner, span) = sources.span(&label.place)?;
        (owner == file).then_some((number, label, span))
    };
    let mut spans: Vec<Marked<'a>> = labels.iter().enumerate().filter_map(marked).collect();
    let mut range = lines_of(&spans, text)?;
    let is_long = text
        .get(range.clone())?
        .lines()
        .any(|line| line.len() > LONGEST_LINE);
    if is_long {
        spans.truncate(MARKED);
        range = lines_of(&spans, text)?;
    }
    let lines = text.get(range.clone())?;
    let marks: Vec<Range<usize>> = spans
        .iter()
        .map(|(_, _, span)| span.start - range.start..span.end - range.start)
        .collect();
    let line = text.get(..range.start)?.matches('\n').count() + 1;
    if !is_long {
        let snippet = Snippet::source(lines)
            .path(name)
            .line_start(line)
            .fold(true);
        let annotations = spans
            .iter()
            .zip(marks)
            .map(|(span, mark)| annotation(span, mark));
        return Some((None, snippet.annotations(annotations)));
    }
    // The lines as they are shown do not tell the column.
    let before = lines.get(..marks.first()?.start)?;
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    let origin = Origin::path(name)
        .line(line + before.matches('\n').count())
        .char_column(column);
    let shown = Shortened::new(lines, &marks);
    let annotations: Vec<Annotation<'a>> = spans
        .iter()
        .zip(marks)
        .map(|(span, mark)| annotation(span, shown.place(mark.start)..shown.place(mark.end)))
        .collect();
    let snippet = Snippet::source(shown.text).line_start(line).fold(true);
    Some((Some(origin), snippet.annotations(annotations)))
}

/// The lines from the first of the marked places to the last. Only those are handed on: the
/// renderer splits all it is given into lines.
fn lines_of(spans: &[Marked<'_>], text: &str) -> Option<Range<usize>> {
    let first = spans.iter().map(|(_, _, span)| span.start).min()?;
    let last = spans.iter().map(|(_, _, span)| span.end).max()?;
    let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(last..)?;
    let end = rest.find('\n').map_or(text.len(), |at| last + at + 1);
    Some(start..end)
}

fn annotation<'a>((number, label, _): &Marked<'a>, mark: Range<usize>) -> Annotation<'a> {
    let kind = if *number == 0 {
        AnnotationKind::Primary
    } else {
        AnnotationKind::Context
    };
    let annotation = kind.span(mark);
    if label.text.is_empty() {
        annotation
    } else {
        annotation.label(normalize_untrusted_str(&bounded(
            &label.text,
            LONGEST_LABEL,
        )))
    }
}

/// A text of at most so many characters.
pub(super) fn bounded(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// A text whose long lines are shown in part.
struct Shortened {
    text: String,
    /// The pieces that are shown: where each stood, and where it stands.
    pieces: Vec<(Range<usize>, usize)>,
}

impl Shortened {
    /// Keeps of each long line its beginning and what is around the ends of the marks.
    fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let mut ends: Vec<usize> = marks
            .iter()
            .flat_map(|mark| [mark.start, mark.end])
            .collect();
        ends.sort_unstable();
        let mut shortened = Self {
            text: String::new(),
            pieces: Vec::new(),
        };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let whole = start..start + line.len();
            start = whole.end;
            if line.len() <= LONGEST_LINE {
                shortened.keep(text, whole);
                continue;
            }
            let mut kept = whole.start..whole.start + AROUND;
            let marked = ends.iter().filter(|end| whole.contains(*end));
            for end in marked.copied().chain([whole.end]) {
                let around = end.saturating_sub(AROUND)..(end + AROUND).min(whole.end);
                if around.start > kept.end {
                    shortened.keep(text, kept);
                    shortened.text.push_str(LEFT_OUT);
                    kept = around;
                } else {
                    kept.end = kept.end.max(around.end);
                }
            }
            shortened.keep(text, kept);
        }
        shortened
    }

    fn keep(&mut self, text: &str, range: Range<usize>) {
        let boundary = |at: usize| {
            (0..=at)
                .rev()
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or_default()
        };
        let range = boundary(range.start)..boundary(range.end);
        self.pieces.push((range.clone(), self.text.len()));
        self.text.push_str(text.get(range).unwrap_or_default());
    }

    /// Where a place of the text is shown.
    fn place(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(piece, _)| piece.start <= at);
        let piece = after
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index));
        piece.map_or(0, |(piece, shown)| shown + at.min(piece.end) - piece.start)
    }
}
