//! Diagnostics as text: excerpts with underlines in the manner of rustc.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Diagnostics, Label, Place, Severity};
use crate::source::{FileId, Sources};

/// Characters of a pointer that are shown: endless ones come of aliases that name what they stand in.
const LONGEST_NOTE: usize = 200;

impl Diagnostics {
    /// The complaints by file, position and code; those without a file come first.
    #[must_use]
    pub fn sorted<'d>(&'d self, sources: &Sources) -> Vec<&'d Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.iter().collect();
        sorted.sort_by_cached_key(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| &label.place);
            let position = match place {
                Some(Place::File(file)) => Some((*file, 0)),
                Some(place) => sources.span(place).map(|(file, span)| (file, span.start)),
                None => None,
            };
            (position, diagnostic.code)
        });
        sorted
    }

    /// All complaints, sorted, each with its excerpt, and a line that counts them; empty if there are none.
    #[must_use]
    pub fn render(&self, sources: &Sources, color: bool) -> String {
        if self.is_empty() {
            return String::new();
        }
        let renderer = if color {
            Renderer::styled().hyperlink(false)
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut text = String::new();
        for diagnostic in self.sorted(sources) {
            let report = renderer.render(&[group(diagnostic, sources)]);
            for line in report.lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
            text.push('\n');
        }
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    /// The counts, such as `2 errors, 1 warning`.
    #[must_use]
    pub fn summary(&self) -> String {
        let counted = [
            (self.error_count(), "error"),
            (self.warning_count(), "warning"),
        ];
        let parts: Vec<String> = counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| match count {
                1 => format!("1 {noun}"),
                _ => format!("{count} {noun}s"),
            })
            .collect();
        parts.join(", ")
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let mut shown: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        match &label.place {
            Place::Path(name) => {
                group = group.element(Origin::path(name.as_str())).element(Padding);
            }
            Place::File(file) => {
                if let Some(source) = sources.file(*file) {
                    let origin = Origin::path(source.name.as_str());
                    group = group.element(origin).element(Padding);
                }
            }
            place => {
                if let Some((file, _)) = sources.span(place)
                    && !shown.contains(&file)
                {
                    shown.push(file);
                    if let Some(snippet) = excerpt(file, &diagnostic.labels, sources) {
                        group = group.element(snippet);
                    }
                }
            }
        }
    }
    if !shown.is_empty() {
        group = group.element(Padding);
    }
    if let Some(Place::Node { location, .. }) = diagnostic.labels.first().map(|label| &label.place)
        && !location.pointer.is_root()
    {
        let mut note = format!("at #{}", location.pointer);
        if note.chars().count() > LONGEST_NOTE {
            note = note.chars().take(LONGEST_NOTE).chain(['…']).collect();
        }
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    group
}

/// The lines of one file that the labels are about. Only those between the first and the last are handed on: the renderer
/// splits all it is given into lines.
fn excerpt<'a>(
    file: FileId,
    labels: &'a [Label],
    sources: &'a Sources,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let source = sources.file(file)?;
    let spans: Vec<(usize, &Label, Range<usize>)> = labels
        .iter()
        .enumerate()
        .filter_map(|(number, label)| {
            let (owner, span) = sources.span(&label.place)?;
            (owner == file).then_some((number, label, span))
        })
        .collect();
    let first = spans.iter().map(|(_, _, span)| span.start).min()?;
    let last = spans.iter().map(|(_, _, span)| span.end).max()?;
    let text = source.text.as_str();
    let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text
        .get(last..)?
        .find('\n')
        .map_or(text.len(), |at| last + at + 1);
    let line = text.get(..start)?.matches('\n').count() + 1;
    let snippet = Snippet::source(text.get(start..end)?)
        .line_start(line)
        .path(source.name.as_str())
        .fold(true);
    let annotations = spans.into_iter().map(|(number, label, span)| {
        let kind = if number == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(span.start - start..span.end - start);
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(normalize_untrusted_str(&label.text))
        }
    });
    Some(snippet.annotations(annotations))
}
