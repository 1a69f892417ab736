//! The security alternatives of the page against those of the operation.

use serde_json::Value;

use super::record::UNMARKED;
use super::{Comparison, node};
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{At, Page};
use crate::audit::schema::mark;
use crate::diagnostic::Place;
use crate::document::{Operation, SecurityRequirement};
use crate::place::Location;

/// The alternatives that a page names, as it writes them.
pub(super) fn listed(page: &Page) -> String {
    let names: Vec<&str> = page
        .security
        .iter()
        .map(|name| name.value.as_str())
        .collect();
    names.join(", ")
}

/// What one alternative asks for.
fn label(requirement: &SecurityRequirement) -> String {
    if requirement.schemes.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<&str> = requirement
        .schemes
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    names.join(" and ")
}

impl<'c> Comparison<'c, '_> {
    pub(super) fn security(&mut self, operation: &'c Operation) {
        let (page, document) = (self.page, self.document);
        let (requirements, place) = match (&operation.security, &document.security) {
            (Some(own), _) => (own.as_slice(), operation.location.child("security")),
            (None, Some(shared)) => (shared.as_slice(), document.location.child("security")),
            (None, None) => (&[][..], operation.location.clone()),
        };
        let is_open = requirements.iter().all(|one| one.schemes.is_empty());
        if page.security.is_empty() && is_open {
            return;
        }
        let says = listed(page);
        let span = page.security_span.clone();
        if page.security.is_empty() {
            self.alternatives(requirements, &place);
            return;
        }
        self.entry(Kind::Security, "security", &says, span, |this| {
            this.alternatives(requirements, &place);
            Place::key(&place)
        });
    }

    fn alternatives(&mut self, requirements: &[SecurityRequirement], place: &Location) {
        let page = self.page;
        let labels: Vec<String> = requirements.iter().map(label).collect();
        let names: Vec<&str> = page
            .security
            .iter()
            .map(|name| name.value.as_str())
            .collect();
        for (number, At { value: name, span }) in page.security.iter().enumerate() {
            if names.iter().position(|other| other == name) != Some(number) {
                continue;
            }
            match requirements
                .iter()
                .zip(&labels)
                .find(|(_, label)| *label == name)
            {
                Some((requirement, _)) => {
                    let mark = self.mark_of_all(requirement);
                    self.stale_mark("security", span, mark.as_ref());
                }
                None => self.difference(
                    (Kind::Security, Finding::Missing),
                    "security",
                    (span, &Place::key(place)),
                    (
                        Some(Value::from(name.as_str())),
                        Some(Value::from(labels.clone())),
                    ),
                    format!("the spec has no alternative `{name}`"),
                ),
            }
        }
        for (requirement, label) in requirements.iter().zip(&labels) {
            if !names.contains(&label.as_str()) {
                let mark = self.mark_of_all(requirement);
                let place = node(&requirement.location);
                self.note_beyond(Kind::Security, label, &place, mark.as_ref());
                if mark.is_none() {
                    self.difference(
                        (Kind::Security, Finding::Beyond),
                        "security",
                        (&page.security_span, &place),
                        (None, Some(Value::from(label.as_str()))),
                        format!("the page has no alternative `{label}`, {UNMARKED}"),
                    );
                }
            }
        }
        let in_page: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| labels.iter().any(|label| label == name))
            .collect();
        let in_spec: Vec<&str> = labels
            .iter()
            .map(String::as_str)
            .filter(|label| names.contains(label))
            .collect();
        if in_page != in_spec {
            self.difference(
                (Kind::Security, Finding::Reordered),
                "security",
                (&page.security_span, &Place::key(place)),
                (
                    Some(Value::from(in_page.clone())),
                    Some(Value::from(in_spec.clone())),
                ),
                format!(
                    "the page says {}, the spec {}",
                    in_page.join(", "),
                    in_spec.join(", ")
                ),
            );
        }
    }

    /// The mark of an alternative all of whose schemes are marked.
    fn mark_of_all(&self, requirement: &SecurityRequirement) -> Option<Location> {
        let marks = requirement.schemes.iter().map(|(name, _)| {
            let scheme = self.document.security_schemes.get(name)?;
            mark(self.reader.resolver, &scheme.location)
        });
        let marks: Option<Vec<Location>> = marks.collect();
        marks?.into_iter().next()
    }
}
