//! Diagnostics as text: excerpts with underlines in the manner of rustc.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet, normalize_untrusted_str,
};
use indexmap::IndexMap;

use super::{Code, Diagnostic, Diagnostics, Label, Place, Severity};
use crate::source::{FileId, Sources};

/// How many places of a warning are shown.
const SHOWN: usize = 3;

/// How many places of one complaint are shown beside the one at fault.
const SHOWN_BESIDE: usize = 10;

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
        let shown = folded(&self.sorted(sources), sources);
        for diagnostic in &shown {
            let report = renderer.render(&[group(diagnostic, sources)]);
            for line in report.lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
            text.push('\n');
        }
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity() == Severity::Error;
        let errors = shown.iter().filter(is_error).count();
        let counted = [(errors, "error"), (shown.len() - errors, "warning")];
        let parts: Vec<String> = counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| match count {
                1 => format!("1 {noun}"),
                _ => format!("{count} {noun}s"),
            })
            .collect();
        text.push_str(&parts.join(", "));
        text.push('\n');
        text
    }
}

/// Warnings that differ in their places alone as one, which shows the first places and says how many there are: what one file
/// of many has, others have too. A place that explains the one at fault is shown for the first of them; where it takes several to
/// explain it, no other warning stands for that. A text that aliases lead to is one place.
fn folded(sorted: &[&Diagnostic], sources: &Sources) -> Vec<Diagnostic> {
    let mut groups: IndexMap<FoldKey<'_>, Vec<&Diagnostic>> = IndexMap::new();
    let mut told = BTreeSet::new();
    for (index, diagnostic) in sorted.iter().enumerate() {
        let (fault, explained) = match diagnostic.labels.as_slice() {
            [fault, explained @ ..]
                if explained.len() <= 1 && diagnostic.severity() == Severity::Warning =>
            {
                (Some(fault), explained.first())
            }
            _ => (None, None),
        };
        let texts =
            fault.map(|fault| (fault.text.as_str(), explained.map(|one| one.text.as_str())));
        let key = (
            diagnostic.code,
            diagnostic.message.as_str(),
            diagnostic.help.as_deref(),
            texts.ok_or(index),
        );
        let span = fault.and_then(|fault| sources.span(&fault.place));
        let span = span.map(|(file, span)| (file, span.start, span.end));
        if span.is_none_or(|span| told.insert((key, span))) {
            groups.entry(key).or_default().push(diagnostic);
        }
    }
    let folded = groups.into_values().filter_map(|group| {
        let (first, others) = group.split_first()?;
        let mut folded = Diagnostic::clone(first);
        if !others.is_empty() {
            folded.message = format!("{} ({} times)", folded.message, group.len());
        }
        let further = folded.labels.len().saturating_sub(1 + SHOWN_BESIDE);
        folded.labels.truncate(1 + SHOWN_BESIDE);
        if further > 0
            && let Some(last) = folded.labels.last_mut()
        {
            last.text = format!("{}, and {further} more", last.text);
        }
        for label in others
            .iter()
            .take(SHOWN - 1)
            .filter_map(|one| one.labels.first())
        {
            folded = folded.and(&label.place, "here too");
        }
        Some(folded)
    });
    folded.collect()
}

/// What is equal in warnings that are shown as one; the number of a complaint that stands alone.
type FoldKey<'d> = (Code, &'d str, Option<&'d str>, Result<Texts<'d>, usize>);

/// What is said at the place at fault, and at the one that explains it.
type Texts<'d> = (&'d str, Option<&'d str>);

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
