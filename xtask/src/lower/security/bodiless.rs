//! Deliveries without a body under a signature that covers nothing but the body.
//!
//! In: the operations and the schemes that they ask for. Out: a warning, since whoever has seen one
//! such signature can send any other such request.

use std::collections::BTreeSet;

use super::signature::signs_body_alone;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{Document, Method, Operation};
use crate::model::{Authenticator, AuthenticatorKind};

/// Warns once of each scheme.
pub(super) fn warn_of_bodiless(
    document: &Document,
    authenticators: &[Authenticator],
    diagnostics: &mut Diagnostics,
) {
    let signs_body = |name: &str| {
        let mut named = authenticators.iter().filter(|one| one.name.wire == name);
        named.any(|one| match &one.kind {
            AuthenticatorKind::Signature(signature) => signs_body_alone(&signature.scheme),
            _ => false,
        })
    };
    let has_none = |operation: &Operation| {
        let methods = [Method::Get, Method::Head, Method::Options, Method::Trace];
        operation.request_body.is_none() && methods.contains(&operation.method)
    };
    let mut told = BTreeSet::new();
    let operations = document.operations();
    for (webhook, operation) in operations.filter(|(_, operation)| has_none(operation)) {
        let asked = operation.security.as_ref().or(document.security.as_ref());
        let schemes = asked.into_iter().flatten().flat_map(|one| &one.schemes);
        for (name, _) in schemes.filter(|(name, _)| signs_body(name)) {
            let Some(scheme) = document.security_schemes.get(name) else {
                continue;
            };
            if !told.insert(name) {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(
                    Code::UnsupportedSecurity,
                    format!(
                        "deliveries of `{}` have no body, and `{name}` signs nothing else, so one signature holds for all of them",
                        webhook.name
                    ),
                )
                .at(Place::key(&operation.location), "is delivered without a body")
                .and(Place::key(&scheme.location), "signs the body alone")
                .help("say under `signed` what the vendor signs of such a request, as in `{url}`, or give the webhook a `security` of its own"),
            );
        }
    }
}
