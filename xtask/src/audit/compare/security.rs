//! The security alternatives of the page against those of the operation.

use super::Comparison;
use super::record::{Fact, UNMARKED};
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{At, Page};
use crate::audit::schema::mark;
use crate::diagnostic::Place;
use crate::document::{Operation, SecurityRequirement};
use crate::place::Location;

/// The alternatives that a page names.
fn names(page: &Page) -> Vec<&str> {
    let names = page.security.iter();
    names.map(|name| name.value.as_str()).collect()
}

/// The alternatives that a page names, as it writes them.
pub(super) fn listed(page: &Page) -> String {
    names(page).join(", ")
}

/// What one alternative asks for.
fn label(requirement: &SecurityRequirement) -> String {
    if requirement.schemes.is_empty() {
        return "nothing".to_owned();
    }
    let names = requirement.schemes.iter().map(|(name, _)| name.as_str());
    names.collect::<Vec<_>>().join(" and ")
}

impl<'c> Comparison<'c, '_> {
    pub(super) fn security(&mut self, operation: &'c Operation) {
        let (page, document) = (self.page, self.document);
        let (requirements, place) = match (&operation.security, &document.security) {
            (Some(own), _) => (own.as_slice(), operation.location.child("security")),
            (None, Some(shared)) => (shared.as_slice(), document.location.child("security")),
            (None, None) => (&[][..], operation.location.clone()),
        };
        if page.security.is_empty() {
            let is_open = requirements.iter().all(|one| one.schemes.is_empty());
            if !is_open {
                self.alternatives(requirements, &place);
            }
            return;
        }
        let (says, span) = (listed(page), &page.security_span);
        self.entry(Kind::Security, "security", &says, span, |this| {
            this.alternatives(requirements, &place);
            Some(Place::key(&place))
        });
    }

    fn alternatives(&mut self, requirements: &[SecurityRequirement], place: &Location) {
        let page = self.page;
        let labels: Vec<String> = requirements.iter().map(label).collect();
        let names = names(page);
        let fact = |page, spec: &Place| Fact::new(Kind::Security, "security", page, spec);
        let key = Place::key(place);
        for (number, At { value: name, span }) in page.security.iter().enumerate() {
            if names.iter().position(|other| other == name) != Some(number) {
                continue;
            }
            let mut labelled = requirements.iter().zip(&labels);
            if let Some((requirement, _)) = labelled.find(|(_, label)| *label == name) {
                let mark = self.mark_of_all(requirement);
                self.stale_mark("security", span, mark.as_ref());
            } else {
                let says = (Some(name.as_str().into()), Some(labels.clone().into()));
                let message = format!("the spec has no alternative `{name}`");
                self.difference(Finding::Missing, fact(span, &key), says, message);
            }
        }
        for (requirement, label) in requirements.iter().zip(&labels) {
            if !names.contains(&label.as_str()) {
                let mark = self.mark_of_all(requirement);
                let place = Place::from(&requirement.location);
                self.note_beyond(Kind::Security, label, &place, mark.as_ref());
                if mark.is_none() {
                    let message = format!("the page has no alternative `{label}`, {UNMARKED}");
                    let fact = fact(&page.security_span, &place);
                    self.only_in_spec(fact, label.as_str(), message);
                }
            }
        }
        let mut in_page = names.clone();
        in_page.retain(|name| labels.iter().any(|label| label == name));
        let mut in_spec: Vec<&str> = labels.iter().map(String::as_str).collect();
        in_spec.retain(|label| names.contains(label));
        if in_page != in_spec {
            let (ours, theirs) = (in_page.join(", "), in_spec.join(", "));
            self.reordered(
                fact(&page.security_span, &key),
                (in_page, in_spec),
                format!("the page says {ours}, the spec {theirs}"),
            );
        }
    }

    /// The mark of an alternative all of whose schemes are marked.
    fn mark_of_all(&self, requirement: &SecurityRequirement) -> Option<Location> {
        let marks = requirement.schemes.iter().map(|(name, _)| {
            let scheme = self.document.security_schemes.get(name)?;
            mark(self.schemas.resolver, &scheme.location)
        });
        let marks: Option<Vec<Location>> = marks.collect();
        marks?.into_iter().next()
    }
}
