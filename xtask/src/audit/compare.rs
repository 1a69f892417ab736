//! One page held against the spec: the event first, then its bodies.
//!
//! In: a page, the document and the schemas behind it. Out: a [`PageOutcome`]. The walk follows the
//! page and ends with it, also where the spec is recursive. It may not know how the outcome is
//! shown.

mod body;
mod fact;
mod field;
mod record;
mod security;
mod variant;

use self::record::Fact;
use super::outcome::{Kind, PageOutcome, Spot};
use super::page::Page;
use crate::diagnostic::{Place, closest};
use crate::document::{Document, Method};
use crate::schema::Schemas;

/// What is needed to compare one page.
struct Comparison<'c, 's> {
    page: &'c Page,
    document: &'c Document,
    schemas: &'c Schemas<'s>,
    outcome: PageOutcome,
}

/// Compares a page with the operation that its endpoint names. `schemas` note the references that
/// lead nowhere.
pub(super) fn compare(page: &Page, document: &Document, schemas: &Schemas<'_>) -> PageOutcome {
    let file = schemas.resolver.sources().file(page.file);
    let mut comparison = Comparison {
        page,
        document,
        schemas,
        outcome: PageOutcome {
            page: file.map(|file| file.name.clone()).unwrap_or_default(),
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

/// The name of a method as pages write it.
fn shown(method: Method) -> String {
    method.as_str().to_uppercase()
}

impl Comparison<'_, '_> {
    fn event(&mut self) {
        let (page, document) = (self.page, self.document);
        let (name, method) = (&page.endpoint.name.value, &page.endpoint.method);
        let named = || {
            let operations = document.operations().filter(|(webhook, operation)| {
                webhook.name == *name || webhook.event_name(operation) == *name
            });
            operations.map(|(_, operation)| operation)
        };
        let of_method = named().find(|operation| operation.method == method.value);
        let Some(operation) = of_method.or_else(|| named().next()) else {
            return self.without_event();
        };
        let says = format!("{} {name}", shown(method.value));
        let span = page.endpoint.span();
        self.entry(Kind::Endpoint, "endpoint", &says, &span, |this| {
            let place = Place::key(&operation.location);
            if operation.method != method.value {
                let (ours, theirs) = (shown(method.value), shown(operation.method));
                this.changed(
                    Fact::new(Kind::Method, "endpoint", &method.span, &place),
                    (method.value.as_str(), operation.method.as_str()),
                    format!("the page says {ours}, the spec {theirs}"),
                );
            }
            Some(place)
        });
        self.security(operation);
        self.request(operation);
        self.responses(operation);
    }

    /// The event is not in the spec, and so nothing of its page is.
    fn without_event(&mut self) {
        let (page, document) = (self.page, self.document);
        let endpoint = &page.endpoint;
        let name = endpoint.name.value.as_str();
        let keys = document.webhooks.iter();
        let near = closest(name, keys.map(|webhook| webhook.name.as_str()));
        let near = near.map_or(String::new(), |near| format!("; is it `{near}`?"));
        let place = Place::key(&document.location.child("webhooks"));
        self.only_in_page(
            Fact::new(Kind::Endpoint, "endpoint", &endpoint.name.span, &place),
            name,
            format!("the spec has no webhook `{name}`{near}"),
        );
        let says = format!("{} {name}", shown(endpoint.method.value));
        self.missing_entry(Kind::Endpoint, "endpoint", &says, &endpoint.span());
        if !page.security.is_empty() {
            let says = security::listed(page);
            self.missing_entry(Kind::Security, "security", &says, &page.security_span);
        }
        let says = body::says(&page.request);
        self.missing_entry(Kind::MediaType, "request", &says, &page.request.span);
        self.missing_entries(&page.request.fields, "");
    }
}
