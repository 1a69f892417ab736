//! Diagnostics as text: excerpts with underlines in the manner of rustc.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Group, Level, Origin, Padding, Renderer, normalize_untrusted_str};
use indexmap::IndexMap;

use super::excerpt::{bounded, excerpt};
use super::{Code, Diagnostic, Diagnostics, Place, Severity, SourceText};
use crate::characters::{is_unseen, on_one_line};
use crate::place::FileId;

/// How many places of a warning are shown.
const SHOWN: usize = 3;

/// How many places of one complaint are shown beside the one at fault.
const SHOWN_BESIDE: usize = 10;

/// How many complaints of one kind are shown.
const SHOWN_OF_A_KIND: usize = 50;

/// Characters of a sentence that are shown: names in it are as long as the document likes.
const LONGEST_SENTENCE: usize = 600;

/// Characters of a pointer that are shown: endless ones come of aliases that name what they stand
/// in.
const LONGEST_NOTE: usize = 200;

impl Diagnostics {
    /// The complaints by file, position and code; those without a file come first.
    #[must_use]
    pub fn sorted<'d>(&'d self, sources: &dyn SourceText) -> Vec<&'d Diagnostic> {
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

    /// All complaints, sorted, each with its excerpt, and a line that counts them; empty if there
    /// are none.
    #[must_use]
    pub fn render(&self, sources: &dyn SourceText, color: bool) -> String {
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
        let mut of_kind: BTreeMap<Code, usize> = BTreeMap::new();
        for diagnostic in &shown {
            let count = of_kind.entry(diagnostic.code).or_default();
            *count += 1;
            if *count > SHOWN_OF_A_KIND {
                continue;
            }
            let report = renderer.render(&[group(diagnostic, sources)]);
            for line in report.lines() {
                push_shown(&mut text, line.trim_end(), color);
                text.push('\n');
            }
            text.push('\n');
        }
        for (code, count) in of_kind {
            if count > SHOWN_OF_A_KIND {
                let further = count - SHOWN_OF_A_KIND;
                writeln!(text, "{further} more of `{code}` are not shown").unwrap_or_default();
            }
        }
        let counted = [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Note, "note"),
        ];
        let counted = counted.map(|(severity, noun)| {
            let alike = shown.iter().filter(|one| one.severity() == severity);
            (alike.count(), noun)
        });
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

/// Warnings that differ in their places alone as one, which shows the first places and says how
/// many there are: what one file of many has, others have too. A place that explains the one at
/// fault is shown for the first of them; where it takes several to explain it, no other warning
/// stands for that. A text that aliases lead to is one place.
fn folded(sorted: &[&Diagnostic], sources: &dyn SourceText) -> Vec<Diagnostic> {
    let mut groups: IndexMap<FoldKey<'_>, Vec<&Diagnostic>> = IndexMap::new();
    let mut told = BTreeSet::new();
    for (index, diagnostic) in sorted.iter().enumerate() {
        let (fault, explained) = match diagnostic.labels.as_slice() {
            [fault, explained @ ..]
                if explained.len() <= 1 && diagnostic.severity() != Severity::Error =>
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

/// Adds a line without characters that a terminal obeys or that turn the direction of text. Colours
/// come of the renderer, which lets no document have any.
fn push_shown(text: &mut String, line: &str, color: bool) {
    for c in line.chars() {
        if is_unseen(c) && !(color && c == '\u{1b}') {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a dyn SourceText) -> Group<'a> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(bounded(&on_one_line(&diagnostic.message), LONGEST_SENTENCE).into_owned())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let mut shown: Vec<FileId> = Vec::new();
    for label in &diagnostic.labels {
        match &label.place {
            Place::Path(name) => {
                group = group.element(Origin::path(name.as_str())).element(Padding);
            }
            Place::File(file) => {
                if let Some((name, _)) = sources.file_text(*file) {
                    let origin = Origin::path(name);
                    group = group.element(origin).element(Padding);
                }
            }
            place => {
                if let Some((file, _)) = sources.span(place)
                    && !shown.contains(&file)
                {
                    shown.push(file);
                    if let Some((origin, snippet)) = excerpt(file, &diagnostic.labels, sources) {
                        group = group.elements(origin).element(snippet);
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
        let note = on_one_line(&format!("at #{}", location.pointer));
        let note = bounded(&note, LONGEST_NOTE);
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(
            Level::HELP.message(normalize_untrusted_str(&bounded(help, LONGEST_SENTENCE))),
        );
    }
    group
}
