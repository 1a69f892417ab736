//! Webhooks that inherit the security of the API itself.
//!
//! In: the document's root `security`, its webhooks and its paths. Out: a warning where the root
//! security says how callers show the API who they are, and webhooks have nothing else. Whether
//! deliveries carry such a credential is not known, and hardly any do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::fields::{Fields, Reader};
use super::super::operation::Method;
use super::super::security::{SecurityRequirement, SecurityScheme};
use super::super::webhook::Webhook;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
use indexmap::IndexMap;

/// Warns of webhooks that inherit `security` from the root, if operations of the API go by it too.
pub(in crate::document) fn warn_of_inherited(
    reader: &mut Reader,
    document: &Fields,
    webhooks: &[Webhook],
    security: &[SecurityRequirement],
    schemes: &IndexMap<String, SecurityScheme>,
) {
    let asked = security.iter().flat_map(|one| &one.schemes);
    let asked: Vec<&str> = asked.map(|(name, _)| name.as_str()).collect();
    // Nobody signs what is sent to an API in the way in which deliveries are signed.
    let is_signed = |name: &&str| {
        schemes
            .get(*name)
            .is_some_and(|one| one.signature.is_some())
    };
    if asked.is_empty() || asked.iter().any(is_signed) {
        return;
    }
    let inherits = |webhook: &&Webhook| {
        let mut operations = webhook.path_item.operations.iter();
        operations.any(|operation| operation.security.is_none())
    };
    let heirs: Vec<&Webhook> = webhooks.iter().filter(inherits).collect();
    let Some(first) = heirs.first() else {
        return;
    };
    if !api_goes_by(reader, document, webhooks, &asked) {
        return;
    }
    let others = match heirs.len() - 1 {
        0 => String::new(),
        1 => ", and one other".to_owned(),
        count => format!(", and {count} others"),
    };
    reader.complain(
        Diagnostic::new(
            Code::InheritedSecurity,
            "webhooks have no `security` of their own, so they inherit that of the API",
        )
        .at(
            Place::key(&document.location.child("security")),
            "by this, the vendor's API knows its callers: you",
        )
        .and(
            Place::key(&first.location),
            format!("this webhook inherits it{others}"),
        )
        .help(
            "deliveries hardly carry it, so the receiver would let nobody in, or go by the wrong key; \
             say `security` at the webhooks, or say `--signature` with a preset such as `stripe`, or \
             with a file that describes how deliveries are signed",
        ),
    );
}

/// Whether an operation of the API, which is no webhook, goes by one of these schemes.
fn api_goes_by(reader: &Reader, document: &Fields, webhooks: &[Webhook], schemes: &[&str]) -> bool {
    let resolver = reader.resolver;
    let events = webhooks.iter().flat_map(|one| &one.path_item.operations);
    let events: BTreeSet<&Location> = events.map(|one| &one.location).collect();
    let paths = document.location.child("paths");
    let Ok(paths) = resolver.follow(&paths) else {
        return false;
    };
    let names = resolver.value(&paths).as_object();
    let names = names.into_iter().flatten().map(|(name, _)| name);
    let items = names.filter_map(|name| resolver.follow(&paths.child(name)).ok());
    let goes_by = |operation: &Value| match operation.get("security").and_then(Value::as_array) {
        None => true,
        Some(own) => own
            .iter()
            .any(|one| schemes.iter().any(|name| one.get(name).is_some())),
    };
    let mut operations = items.flat_map(|item: Location| {
        let methods = Method::ALL.iter();
        let places = methods.map(move |method| item.child(method.as_str()));
        let of_api = places.filter(|place| !events.contains(place));
        of_api.map(|place| resolver.value(&place))
    });
    operations.any(|operation| operation.is_object() && goes_by(operation))
}
