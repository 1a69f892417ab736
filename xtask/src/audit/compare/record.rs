//! Keeping what a comparison finds.

use std::ops::Range;

use serde_json::Value;

use super::Comparison;
use crate::audit::outcome::{Beyond, Difference, Entry, Finding, Kind, Spot, Verdict};
use crate::audit::page::{Field, Types};
use crate::audit::schema::SchemaView;
use crate::diagnostic::Place;
use crate::place::Location;

/// Why something that only the spec has is a difference.
pub(super) const UNMARKED: &str = "and it is not marked `x-provenance: beyond-page`";

/// A field of the page, and what the spec says of it.
pub(super) struct FieldPair<'c, 's> {
    pub field: &'c Field,
    /// The field's schema.
    pub view: SchemaView<'c, 's>,
    /// The schema of what has its fields: the same, or for an array that of its items.
    pub content: SchemaView<'c, 's>,
    /// The field's path.
    pub subject: String,
}

/// What a difference is about, and where page and spec have it, or what it would belong to.
pub(super) struct Fact<'f> {
    kind: Kind,
    subject: &'f str,
    /// Bytes of the page.
    page: &'f Range<usize>,
    spec: Place,
}

impl<'f> Fact<'f> {
    pub fn new(
        kind: Kind,
        subject: &'f str,
        page: &'f Range<usize>,
        spec: impl Into<Place>,
    ) -> Self {
        Self {
            kind,
            subject,
            page,
            spec: spec.into(),
        }
    }
}

impl Comparison<'_, '_> {
    /// A difference: the spec does not have what the page says.
    pub(super) fn only_in_page(
        &mut self,
        fact: Fact<'_>,
        says: impl Into<Value>,
        message: impl Into<String>,
    ) {
        self.difference(Finding::Missing, fact, (Some(says.into()), None), message);
    }

    /// A difference: the page does not have what the spec says.
    pub(super) fn only_in_spec(
        &mut self,
        fact: Fact<'_>,
        says: impl Into<Value>,
        message: impl Into<String>,
    ) {
        self.difference(Finding::Beyond, fact, (None, Some(says.into())), message);
    }

    /// A difference: page and spec say these two, which are not the same.
    pub(super) fn changed(
        &mut self,
        fact: Fact<'_>,
        (page, spec): (impl Into<Value>, impl Into<Value>),
        message: impl Into<String>,
    ) {
        let says = (Some(page.into()), Some(spec.into()));
        self.difference(Finding::Changed, fact, says, message);
    }

    /// A difference: page and spec have the same in another order.
    pub(super) fn reordered(
        &mut self,
        fact: Fact<'_>,
        (page, spec): (impl Into<Value>, impl Into<Value>),
        message: impl Into<String>,
    ) {
        let says = (Some(page.into()), Some(spec.into()));
        self.difference(Finding::Reordered, fact, says, message);
    }

    /// A difference, with what the page says and what the spec says.
    pub(super) fn difference(
        &mut self,
        finding: Finding,
        fact: Fact<'_>,
        (page_says, spec_says): (Option<Value>, Option<Value>),
        message: impl Into<String>,
    ) {
        let difference = Difference {
            kind: fact.kind,
            finding,
            subject: fact.subject.to_owned(),
            page: self.page_spot(fact.page),
            spec: self.spot(&fact.spec),
            page_says,
            spec_says,
            message: message.into(),
        };
        self.outcome.differences.push(difference);
    }

    fn spot(&self, place: &Place) -> Spot {
        let sources = self.schemas.resolver.sources();
        let (named, pointer) = match place {
            Place::Node { location, .. } => {
                (Some(location.file), Some(location.pointer.to_string()))
            }
            Place::Offset { file, .. } | Place::Span { file, .. } | Place::File(file) => {
                (Some(*file), None)
            }
            Place::Path(_) => (None, None),
        };
        let spot = sources.spot(place);
        let (line, column) = spot.map_or((1, 1), |(_, position)| position);
        // What an overlay says stands in its file.
        let file = spot.map(|(file, _)| file);
        let file = file.or_else(|| named.and_then(|file| sources.file(file)));
        Spot {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            line,
            column,
            pointer,
        }
    }

    fn page_spot(&self, span: &Range<usize>) -> Spot {
        self.spot(&Place::Span {
            file: self.page.file,
            span: span.clone(),
        })
    }

    /// Something that the page documents: `compare` records where the two differ, and gives its place
    /// in the spec, if it has one there.
    pub(super) fn entry(
        &mut self,
        kind: Kind,
        subject: &str,
        says: &str,
        page: &Range<usize>,
        compare: impl FnOnce(&mut Self) -> Option<Place>,
    ) {
        let before = self.outcome.differences.len();
        let place = compare(self);
        let verdict = match place {
            None => Verdict::Missing,
            Some(_) if self.outcome.differences.len() == before => Verdict::Agreed,
            Some(_) => Verdict::Different,
        };
        let entry = Entry {
            kind,
            subject: subject.to_owned(),
            says: says.to_owned(),
            page: self.page_spot(page),
            spec: place.map(|place| self.spot(&place)),
            verdict,
        };
        self.outcome.entries.push(entry);
    }

    /// Something that only the page has.
    pub(super) fn missing_entry(
        &mut self,
        kind: Kind,
        subject: &str,
        says: &str,
        page: &Range<usize>,
    ) {
        self.entry(kind, subject, says, page, |_| None);
    }

    /// Fields that the spec does not have, with all that is in them.
    pub(super) fn missing_entries(&mut self, fields: &[Field], subject: &str) {
        for field in fields {
            let subject = below(subject, &field.name.value);
            self.missing_entry(Kind::Field, &subject, &says(field), &field.name.span);
            self.missing_entries(&field.fields, &subject);
            for variant in field.union.iter().flat_map(|union| &union.variants) {
                let title = &variant.title;
                let subject = in_variant(&subject, &title.value);
                self.missing_entry(Kind::Variant, &subject, "variant", &title.span);
                self.missing_entries(&variant.fields, &subject);
            }
        }
    }

    /// Something that only the spec has: a difference, unless it is marked.
    pub(super) fn beyond(&mut self, fact: Fact<'_>, mark: Option<&Location>) {
        self.note_beyond(fact.kind, fact.subject, &fact.spec, mark);
        if mark.is_none() {
            let kind = fact.kind.as_str();
            let message = format!("the page has no such {kind}, {UNMARKED}");
            self.difference(Finding::Beyond, fact, (None, None), message);
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
            let fact = Fact::new(Kind::Provenance, subject, page, Place::key(mark));
            let says = (None, Some(Value::from("beyond-page")));
            let message =
                "the page documents it, but the spec marks it `x-provenance: beyond-page`";
            self.difference(Finding::Changed, fact, says, message);
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
        let plural = if count == 1 { "" } else { "s" };
        facts.push(format!("{count} value{plural}"));
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
