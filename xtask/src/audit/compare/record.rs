//! Keeping what a comparison finds.

use std::ops::Range;

use serde_json::Value;

use super::{Comparison, pointer};
use crate::audit::outcome::{Beyond, Difference, Entry, Finding, Kind, Spot, Verdict};
use crate::audit::page::{Field, Types};
use crate::diagnostic::Place;
use crate::place::Location;

/// Why something that only the spec has is a difference.
pub(super) const UNMARKED: &str = "and it is not marked `x-provenance: beyond-page`";

/// What the page says and what the spec says.
pub(super) type Said = (Option<Value>, Option<Value>);

impl<'c> Comparison<'c, '_> {
    fn spot(&self, place: &Place) -> Spot {
        let sources = self.reader.resolver.sources();
        let file = match place {
            Place::Node { location, .. } => Some(location.file),
            Place::Offset { file, .. } | Place::Span { file, .. } | Place::File(file) => {
                Some(*file)
            }
            Place::Path(_) => None,
        };
        let name = file.and_then(|file| sources.file(file));
        let (line, column) = sources.position(place).unwrap_or((1, 1));
        Spot {
            file: name.map(|file| file.name.clone()).unwrap_or_default(),
            line,
            column,
            pointer: pointer(place),
        }
    }

    /// A difference, with its place in the page and in the spec.
    pub(super) fn difference(
        &mut self,
        (kind, finding): (Kind, Finding),
        subject: &str,
        (page, spec): (&Range<usize>, &Place),
        (page_says, spec_says): Said,
        message: String,
    ) {
        let page = self.spot(&self.page_place(page));
        let spec = self.spot(spec);
        self.outcome.differences.push(Difference {
            kind,
            finding,
            subject: subject.to_owned(),
            page,
            spec,
            page_says,
            spec_says,
            message,
        });
    }

    /// Something that both have: `compare` records where they differ and gives its place in the spec.
    pub(super) fn entry(
        &mut self,
        kind: Kind,
        subject: &str,
        says: &str,
        page: Range<usize>,
        compare: impl FnOnce(&mut Self) -> Place,
    ) {
        let before = self.outcome.differences.len();
        let place = compare(self);
        let verdict = if self.outcome.differences.len() == before {
            Verdict::Agreed
        } else {
            Verdict::Different
        };
        let entry = Entry {
            kind,
            subject: subject.to_owned(),
            says: says.to_owned(),
            page: self.spot(&self.page_place(&page)),
            spec: Some(self.spot(&place)),
            verdict,
        };
        self.outcome.entries.push(entry);
    }

    pub(super) fn missing_entry(
        &mut self,
        kind: Kind,
        subject: &str,
        says: &str,
        page: Range<usize>,
    ) {
        let entry = Entry {
            kind,
            subject: subject.to_owned(),
            says: says.to_owned(),
            page: self.spot(&self.page_place(&page)),
            spec: None,
            verdict: Verdict::Missing,
        };
        self.outcome.entries.push(entry);
    }

    /// Fields that the spec does not have, with all that is in them.
    pub(super) fn missing_entries(&mut self, fields: &[Field], subject: &str) {
        for field in fields {
            let subject = below(subject, &field.name.value);
            let says = says(field);
            self.missing_entry(Kind::Field, &subject, &says, field.name.span.clone());
            self.missing_entries(&field.fields, &subject);
            for variant in field.union.iter().flat_map(|union| &union.variants) {
                let subject = in_variant(&subject, &variant.title.value);
                self.missing_entry(
                    Kind::Variant,
                    &subject,
                    "variant",
                    variant.title.span.clone(),
                );
                self.missing_entries(&variant.fields, &subject);
            }
        }
    }

    /// Something that only the spec has: a difference, unless it is marked.
    pub(super) fn beyond(
        &mut self,
        kind: Kind,
        subject: &str,
        (page, spec): (&Range<usize>, &Place),
        mark: Option<&Location>,
    ) {
        self.note_beyond(kind, subject, spec, mark);
        if mark.is_none() {
            let message = format!("the page has no such {}, {UNMARKED}", kind.as_str());
            let what = (kind, Finding::Beyond);
            self.difference(what, subject, (page, spec), (None, None), message);
        }
    }

    /// Something that only the spec has, for the list of all such things.
    pub(super) fn note_beyond(
        &mut self,
        kind: Kind,
        subject: &str,
        spec: &Place,
        mark: Option<&Location>,
    ) {
        let beyond = Beyond {
            kind,
            subject: subject.to_owned(),
            spec: self.spot(spec),
            is_marked: mark.is_some(),
        };
        self.outcome.beyond.push(beyond);
    }

    /// Something that the page documents, and the spec marks as beyond it.
    pub(super) fn stale_mark(
        &mut self,
        subject: &str,
        page: &Range<usize>,
        mark: Option<&Location>,
    ) {
        if let Some(mark) = mark {
            self.difference(
                (Kind::Provenance, Finding::Changed),
                subject,
                (page, &Place::key(mark)),
                (None, Some(Value::from("beyond-page"))),
                "the page documents it, but the spec marks it `x-provenance: beyond-page`"
                    .to_owned(),
            );
        }
    }
}

/// The name of a field in another.
pub(super) fn below(subject: &str, name: &str) -> String {
    if subject.is_empty() {
        name.to_owned()
    } else {
        format!("{subject}.{name}")
    }
}

/// The name of a variant.
pub(super) fn in_variant(subject: &str, title: &str) -> String {
    format!("{subject}[{title}]")
}

/// What a page says of a field, in short.
pub(super) fn says(field: &Field) -> String {
    let mut facts = vec![match &field.types.value {
        Types::Any => "any".to_owned(),
        Types::Of(names) => names.join(","),
    }];
    if field.required.is_some() {
        facts.push("required".to_owned());
    }
    if let Some(values) = &field.values {
        let count = values.value.len();
        facts.push(format!(
            "{count} value{}",
            if count == 1 { "" } else { "s" }
        ));
    }
    if let Some(example) = &field.example {
        facts.push(format!("example {}", example.value));
    }
    if let Some(union) = &field.union {
        let by = union.discriminator.as_ref();
        let by = by.map_or_else(String::new, |name| format!(" by {}", name.value));
        facts.push(format!("one of {}{by}", union.variants.len()));
    }
    facts.join(", ")
}
