//! From header parameters to metadata.
//!
//! In: the operations' parameters (OpenAPI 3.1 §4.8.12). Out: one [`HeaderSet`] for each distinct list of headers, however many operations
//! have it, and its name.

use serde_json::Value;

use super::docs::docs;
use super::naming::{Claim, Rank, Style, followed_by, identifier_of, identifiers, settle};
use crate::diagnostic::Diagnostics;
use crate::document::{Operation, Parameter, ParameterIn};
use crate::model::{EventGroup, HeaderField, HeaderSet, Name, ScalarKind};
use crate::resolve::Resolver;
use crate::source::Location;

/// What a module of metadata uses for something else.
const RESERVED: [&str; 6] = ["Arrival", "From", "HeaderMap", "Option", "Self", "String"];

/// The sets that were met, and the operation that had each first.
#[derive(Default)]
pub(super) struct HeaderSets {
    found: Vec<(HeaderSet, Location)>,
}

impl HeaderSets {
    /// The place of the operation's set among all; `None` if it has no header parameters.
    pub fn place(
        &mut self,
        operation: &Operation,
        resolver: &Resolver<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let headers: Vec<&Parameter> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location_in == ParameterIn::Header)
            .collect();
        if headers.is_empty() {
            return None;
        }
        let kinds: Vec<ScalarKind> = headers
            .iter()
            .map(|header| scalar_kind(header.schema.as_ref(), resolver))
            .collect();
        let same = |set: &HeaderSet| {
            set.fields.len() == headers.len()
                && set
                    .fields
                    .iter()
                    .zip(&headers)
                    .zip(&kinds)
                    .all(|((field, header), kind)| {
                        field.name.wire.eq_ignore_ascii_case(&header.name) && field.kind == *kind
                    })
        };
        if let Some(known) = self.found.iter().position(|(set, _)| same(set)) {
            return Some(known);
        }
        let claims: Vec<Claim> = headers
            .iter()
            .map(|header| {
                let candidates = identifiers(&header.name, Style::Snake);
                Claim {
                    rank: Rank::of(&header.name, &candidates),
                    candidates,
                    place: header.location.clone(),
                    remedy: "give the headers names that differ in more than punctuation",
                }
            })
            .collect();
        let idents = settle(&claims, &[], diagnostics);
        let fields = headers.iter().zip(kinds).zip(idents);
        let fields = fields.map(|((header, kind), ident)| HeaderField {
            name: Name {
                wire: header.name.clone(),
                ident,
            },
            docs: docs([header.description.as_deref().unwrap_or_default()]),
            kind,
        });
        let set = HeaderSet {
            ident: String::new(),
            fields: fields.collect(),
        };
        self.found.push((set, operation.location.clone()));
        Some(self.found.len() - 1)
    }

    /// The sets with their names: `DeliveryHeaders` if there is one alone, or else after the only group or the first event that
    /// has it.
    pub fn named(self, groups: &[EventGroup], diagnostics: &mut Diagnostics) -> Vec<HeaderSet> {
        let alone = self.found.len() == 1;
        let claims: Vec<Claim> = self
            .found
            .iter()
            .enumerate()
            .map(|(index, (_, place))| {
                let having = |group: &&EventGroup| {
                    group
                        .events
                        .iter()
                        .any(|event| event.headers == Some(index))
                };
                let mut candidates = Vec::new();
                if alone {
                    candidates.push("DeliveryHeaders".to_owned());
                }
                let mut groups = groups.iter().filter(having);
                let first = groups.next();
                if let (Some(only), None) = (first, groups.next()) {
                    let name = identifier_of(&only.name.wire, Style::Camel);
                    let is_whole = only
                        .events
                        .iter()
                        .all(|event| event.headers.is_none_or(|own| own == index));
                    if is_whole {
                        candidates.push(followed_by(&name, "Headers"));
                    }
                }
                let events = first.iter().flat_map(|group| &group.events);
                candidates.extend(
                    events
                        .filter(|event| event.headers == Some(index))
                        .map(|event| followed_by(&event.name.ident, "Headers")),
                );
                Claim {
                    candidates,
                    rank: Rank::Own,
                    place: place.clone(),
                    remedy: "give the operation another `x-rust-name`",
                }
            })
            .collect();
        let idents = settle(&claims, &RESERVED, diagnostics);
        let sets = self.found.into_iter().zip(idents);
        sets.map(|((set, _), ident)| HeaderSet { ident, ..set })
            .collect()
    }
}

/// What the text of a header stands for, by the type of its schema; whatever is no plain scalar is text.
fn scalar_kind(schema: Option<&Location>, resolver: &Resolver<'_>) -> ScalarKind {
    let keywords = schema
        .and_then(|schema| resolver.follow(schema).ok())
        .map(|target| resolver.value(&target));
    let name = match keywords.and_then(|keywords| keywords.get("type")) {
        Some(Value::String(one)) => one.as_str(),
        Some(Value::Array(several)) => {
            let names = several.iter().filter_map(Value::as_str);
            let mut names = names.filter(|name| *name != "null");
            match (names.next(), names.next()) {
                (Some(one), None) => one,
                _ => "string",
            }
        }
        _ => "string",
    };
    match name {
        "integer" => ScalarKind::Integer,
        "number" => ScalarKind::Number,
        "boolean" => ScalarKind::Boolean,
        _ => ScalarKind::Text,
    }
}
