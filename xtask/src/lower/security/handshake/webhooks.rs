//! Handshakes beside webhooks: which deliveries a handshake would take for itself.

use http::Method;
use webhook_runtime::handshake::{Handshake, HandshakeCondition};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Document, Operation};
use crate::lower::security::description::{Fault, Read, complaint};
use crate::lower::security::signature::{described_at, may_be_token};
use crate::model::{Authenticator, AuthenticatorKind};
use crate::place::Location;

/// Refuses a handshake that would answer deliveries, and one whose body nobody reads.
pub(super) fn check_swallowing(
    document: &Document,
    handshake: &Handshake,
    place: &Location,
) -> Read<()> {
    let by_its_method = document
        .operations()
        .any(|(_, operation)| is_by(operation, &handshake.method));
    let is_told = handshake
        .when
        .iter()
        .any(|condition| !matches!(condition, HandshakeCondition::Absent(_)));
    if !is_told && (by_its_method || handshake.method == Method::POST) {
        return Err(complaint(
            place.clone(),
            Fault::new(
                format!(
                    "the handshake `{}` would answer every delivery by {}",
                    handshake.name, handshake.method
                ),
                "say under `when` what a delivery does not have, as in `when: { 'query:challenge': true }`",
            ),
        ));
    }
    if handshake.reads_body() && !by_its_method {
        return Err(complaint(
            place.clone(),
            Fault::new(
                format!(
                    "the handshake `{}` reads the body, and no webhook is delivered by {}",
                    handshake.name, handshake.method
                ),
                "describe a webhook by that method, or name a header or a query parameter in place of the body",
            ),
        ));
    }
    Ok(())
}

/// Refuses an HMAC that anybody is given with the key of a scheme whose signatures are made over
/// what may be such a text: whoever asks for the right one has a signature for any delivery.
pub(super) fn check_forging(
    document: &Document,
    handshake: &Handshake,
    authenticators: &[Authenticator],
    place: &Location,
) -> Read<()> {
    let own = |one: &&Authenticator| Some(one.name.wire.as_str()) == handshake.key;
    let Some(scheme) = authenticators.iter().find(own) else {
        return Ok(());
    };
    let is_forgeable = match &scheme.kind {
        AuthenticatorKind::Signature(signature) => may_be_token(&signature.scheme),
        _ => false,
    };
    // A handshake is signed as any delivery is, and of these some may need no credential.
    let is_open = |operation: &Operation| {
        let asked = operation.security.as_ref().or(document.security.as_ref());
        asked.is_none_or(|all| all.is_empty() || all.iter().any(|one| one.schemes.is_empty()))
    };
    let mut operations = document.operations().map(|(_, operation)| operation);
    let is_for_anybody =
        handshake.token.is_none() && (!handshake.signed || operations.any(is_open));
    if !is_forgeable || !is_for_anybody {
        return Ok(());
    }
    let (name, key) = (handshake.name, &scheme.name.wire);
    let answer = place.child("answer");
    Err(Box::new(
        Diagnostic::new(
            Code::InvalidValue,
            format!("the handshake `{name}` gives anybody an HMAC with the key of `{key}`, which may be the signature of a delivery"),
        )
        .at(answer, "computed over what the request says")
        .and(described_at_name(document, key, place), "signs what may be such a text")
        .help("let the handshake show a credential, by `signed: true` or `verify`; or describe a signature over `{body}` or `{url}`, which no token is"),
    ))
}

fn described_at_name(document: &Document, name: &str, otherwise: &Location) -> Location {
    let scheme = document.security_schemes.get(name);
    scheme.map_or_else(|| otherwise.clone(), |one| described_at(one, &["signed"]))
}

/// Warnings about webhooks that describe the handshake once more: the handlers of these are not
/// called for it.
pub(super) fn handled(
    document: &Document,
    handshake: &Handshake,
    place: &Location,
) -> Vec<Diagnostic> {
    let named = |name: &str| {
        handshake
            .when
            .iter()
            .any(|one| matches!(one, HandshakeCondition::Is(_, text) if *text == name))
    };
    let operations = document.operations().filter(|(webhook, operation)| {
        is_by(operation, &handshake.method)
            && (handshake.method != Method::POST || named(webhook.event_name(operation)))
    });
    let handled = operations.map(|(webhook, operation)| {
        let (name, event) = (handshake.name, &webhook.name);
        Diagnostic::new(
            Code::HandshakeHandled,
            format!("the handshake `{name}` is answered before the handler of `{event}` is called"),
        )
        .at(
            Place::key(&operation.location),
            "described as a webhook too",
        )
        .and(place.clone(), "described here")
        .help("leave the webhook out, or the handshake if a handler is to answer it")
    });
    handled.collect()
}

fn is_by(operation: &Operation, method: &Method) -> bool {
    operation
        .method
        .as_str()
        .eq_ignore_ascii_case(method.as_str())
}
