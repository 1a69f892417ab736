//! Operations as deliveries, and what their events and groups are called.
//!
//! In: operations with the name that each delivers. Out: a settled name for each event and each group, in the style that is asked for.
//! It knows nothing of bodies.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{MediaType, Operation, Webhook};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::bodies::chosen;
use crate::lower::naming::{Claim, RENAME, Rank, handler_method, settle};
use crate::lower::types::TypeBuilder;
use crate::model::NameSource;
use crate::place::Location;

/// An operation with all that its event is named by.
pub(crate) struct Delivered<'d> {
    pub wire: &'d str,
    pub webhook: &'d Webhook,
    pub operation: &'d Operation,
}

impl<'d> Delivered<'d> {
    /// The media type of the body that is read.
    pub fn media_type(&self) -> Option<&'d MediaType> {
        chosen(self.operation.request_body.as_ref())
    }

    /// The HTTP method, as it is sent.
    pub fn http_method(&self) -> String {
        self.operation.method.as_str().to_ascii_uppercase()
    }

    /// The names that its event may have, best first, and what each is made of.
    fn names(&self, style: Style, is_shared: bool) -> Vec<(String, NameSource)> {
        let made = |text: &str, source: NameSource| {
            let names = identifiers(text, style).into_iter();
            names.map(move |name| match style {
                Style::Snake => (handler_method(name), source),
                Style::Camel | Style::Module => (name, source),
            })
        };
        if let Some(name) = self.operation.rust_name.as_deref() {
            let source = NameSource::Keyword("x-rust-name");
            return made(name, source).take(1).collect();
        }
        let mut names: Vec<(String, NameSource)> = if is_shared {
            let text = format!("{} {}", self.operation.method.as_str(), self.wire);
            made(&text, NameSource::HttpMethod).collect()
        } else {
            made(self.wire, NameSource::Wire).collect()
        };
        let id = self.operation.operation_id.iter();
        names.extend(id.flat_map(|id| made(id, NameSource::InPlaceOfWire("operationId"))));
        let suffixed = names.first().map(|(name, source)| match style {
            Style::Camel => (followed_by(name, "Event"), *source),
            Style::Snake | Style::Module => (followed_by(name, "_event"), *source),
        });
        names.extend(suffixed);
        names
    }
}

/// Two operations that send the same event name by the same method cannot be told apart.
pub(crate) fn refuse_twins(
    by_tag: &IndexMap<&str, Vec<Delivered<'_>>>,
    types: &mut TypeBuilder<'_, '_>,
) {
    let mut seen: IndexMap<(&str, &str), &Location> = IndexMap::new();
    for delivered in by_tag.values().flatten() {
        let place = &delivered.operation.location;
        let method = delivered.operation.method.as_str();
        if let Some(earlier) = seen.insert((delivered.wire, method), place) {
            types.diagnostics.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("two operations deliver the event `{}`", delivered.wire),
                )
                .at(earlier, "first here")
                .and(place, "and here")
                .help("say with `x-webhook-event-name` how each is named in a delivery"),
            );
        }
    }
}

/// The name of each event, and what it is made of.
pub(crate) fn settle_events(
    delivered: &[&Delivered<'_>],
    style: Style,
    reserved: &[&str],
    types: &mut TypeBuilder<'_, '_>,
) -> Vec<(String, NameSource)> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for one in delivered {
        *uses.entry(one.wire).or_default() += 1;
    }
    let candidates: Vec<Vec<(String, NameSource)>> = delivered
        .iter()
        .map(|delivered| {
            // Where several methods share a name on the wire, it is no name for any of them alone.
            let is_shared = uses.get(delivered.wire).is_some_and(|uses| *uses > 1);
            delivered.names(style, is_shared)
        })
        .collect();
    let claims: Vec<Claim> = delivered
        .iter()
        .zip(&candidates)
        .map(|(delivered, names)| {
            let candidates: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
            let rank = if delivered.operation.rust_name.is_some() {
                Rank::Explicit
            } else {
                Rank::of(delivered.wire, &candidates)
            };
            Claim {
                candidates,
                rank,
                place: delivered.operation.location.clone(),
                remedy: RENAME,
            }
        })
        .collect();
    let idents = settle(&claims, reserved, types.diagnostics);
    let named = idents.into_iter().zip(candidates).map(|(ident, names)| {
        let own = names.into_iter().find(|(name, _)| *name == ident);
        (ident, own.map_or(NameSource::Wire, |(_, source)| source))
    });
    named.collect()
}

/// The name of each group.
pub(crate) fn settle_groups(
    by_tag: &IndexMap<&str, Vec<Delivered<'_>>>,
    style: Style,
    reserved: &[&str],
    types: &mut TypeBuilder<'_, '_>,
) -> Vec<String> {
    let claims: Vec<Claim> = by_tag
        .iter()
        .filter_map(|(tag, delivered)| {
            let mut candidates = identifiers(tag, style);
            let suffixed = candidates.first().map(|name| match style {
                Style::Camel => followed_by(name, "Events"),
                Style::Snake | Style::Module => followed_by(name, "_events"),
            });
            candidates.extend(suffixed);
            Some(Claim {
                candidates,
                rank: Rank::Own,
                place: delivered.first()?.operation.location.clone(),
                remedy: "give the tags names that differ in more than punctuation",
            })
        })
        .collect();
    settle(&claims, reserved, types.diagnostics)
}
