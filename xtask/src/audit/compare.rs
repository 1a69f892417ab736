//! One page held against the spec: the event first, then its bodies.
//!
//! In: a page, the document and the schemas behind it. Out: a [`PageOutcome`]. The walk follows the page, so a recursive spec ends
//! it nowhere but where the page ends. It may not know how the outcome is shown.

mod body;
mod fact;
mod field;
mod record;
mod security;
mod variant;

use std::ops::Range;

use serde_json::Value;

use super::outcome::{Finding, Kind, PageOutcome, Spot};
use super::page::Page;
use super::schema::SchemaReader;
use crate::diagnostic::{Diagnostics, Part, Place, closest};
use crate::document::{Document, Operation};
use crate::place::Location;
use crate::resolve::Resolver;

/// What is needed to compare one page.
struct Comparison<'c, 'd> {
    page: &'c Page,
    document: &'c Document,
    reader: SchemaReader<'c, 'd>,
    outcome: PageOutcome,
}

/// Compares a page with the operation that its endpoint names. References that lead nowhere are told to `diagnostics`.
pub(super) fn compare(
    page: &Page,
    document: &Document,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) -> PageOutcome {
    let name = |file| resolver.sources().file(file).map(|file| file.name.clone());
    let mut comparison = Comparison {
        page,
        document,
        reader: SchemaReader {
            resolver,
            diagnostics,
        },
        outcome: PageOutcome {
            page: name(page.file).unwrap_or_default(),
            title: page.title.value.clone(),
            event: page.endpoint.name.value.clone(),
            entries: Vec::new(),
            differences: Vec::new(),
            beyond: Vec::new(),
        },
    };
    comparison.event();
    let mut outcome = comparison.outcome;
    let order = |spot: &Spot| (spot.line, spot.column);
    outcome.differences.sort_by_key(|one| order(&one.page));
    outcome
}

/// A fact whose place in the spec is a node.
fn node(location: &Location) -> Place {
    Place::from(location)
}

impl<'c> Comparison<'c, '_> {
    fn event(&mut self) {
        let document = self.document;
        let name = &self.page.endpoint.name;
        let named: Vec<&Operation> = document
            .operations()
            .filter(|(webhook, operation)| {
                webhook.name == name.value || webhook.event_name(operation) == name.value
            })
            .map(|(_, operation)| operation)
            .collect();
        let method = self.page.endpoint.method.value;
        let of_method = named.iter().find(|operation| operation.method == method);
        let Some(operation) = of_method.or(named.first()) else {
            return self.without_event();
        };
        let says = format!("{} {}", method.as_str().to_uppercase(), name.value);
        self.entry(
            Kind::Endpoint,
            "endpoint",
            &says,
            self.page.endpoint.span(),
            |this| {
                let place = Place::key(&operation.location);
                if operation.method != method {
                    this.difference(
                        (Kind::Method, Finding::Changed),
                        "endpoint",
                        (&this.page.endpoint.method.span, &place),
                        (
                            Some(Value::from(method.as_str())),
                            Some(Value::from(operation.method.as_str())),
                        ),
                        format!(
                            "the page says {}, the spec {}",
                            method.as_str().to_uppercase(),
                            operation.method.as_str().to_uppercase()
                        ),
                    );
                }
                place
            },
        );
        self.security(operation);
        self.request(operation);
        self.responses(operation);
    }

    /// The event is not in the spec, and so is nothing of its page.
    fn without_event(&mut self) {
        let document = self.document;
        let page = self.page;
        let name = &page.endpoint.name.value;
        let keys = document
            .webhooks
            .iter()
            .map(|webhook| webhook.name.as_str());
        let near = closest(name, keys).map_or(String::new(), |near| format!("; is it `{near}`?"));
        self.difference(
            (Kind::Endpoint, Finding::Missing),
            "endpoint",
            (
                &page.endpoint.name.span,
                &Place::key(&document.location.child("webhooks")),
            ),
            (Some(Value::from(name.as_str())), None),
            format!("the spec has no webhook `{name}`{near}"),
        );
        let says = format!(
            "{} {name}",
            page.endpoint.method.value.as_str().to_uppercase()
        );
        self.missing_entry(Kind::Endpoint, "endpoint", &says, page.endpoint.span());
        if !page.security.is_empty() {
            let says = security::listed(page);
            self.missing_entry(
                Kind::Security,
                "security",
                &says,
                page.security_span.clone(),
            );
        }
        let says = body::says(&page.request);
        self.missing_entry(Kind::MediaType, "request", &says, page.request.span.clone());
        self.missing_entries(&page.request.fields, "");
    }

    /// Bytes of the page as a place.
    fn page_place(&self, span: &Range<usize>) -> Place {
        Place::Span {
            file: self.page.file,
            span: span.clone(),
        }
    }
}

/// The pointer that a place has.
fn pointer(place: &Place) -> Option<String> {
    match place {
        Place::Node {
            location,
            part: Part::Key | Part::Value,
        } => Some(location.pointer.to_string()),
        _ => None,
    }
}
