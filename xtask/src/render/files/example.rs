//! The example in a crate's README.
//!
//! In: the model and the types of its payloads. Out: what the template needs for handling the first
//! event, every name in scope.

use serde_json::{Value, json};

use crate::model::{AuthenticatorKind, ByEvent, Model};
use crate::render::events::{answer_type, payload_type};
use crate::render::rust_types::RustTypes;
use crate::render::security::{is_uniform, scheme_variant, verifier};
use crate::render::syntax::{Imports, source};
use crate::render::testing::constants;
use crate::sample::Delivered;

/// Names that the example uses for itself.
const OWN: [&str; 8] = [
    "Arc",
    "Bytes",
    "Delivery",
    "Dispatcher",
    "EventName",
    "HandlerError",
    "RawBody",
    "Receiver",
];

/// What the template is filled with; `null` for a document without events.
pub(crate) fn example_context(model: &Model, types: &RustTypes, crate_ident: &str) -> Value {
    let Some((group, event)) = model
        .groups
        .first()
        .and_then(|group| Some((group, group.events.first()?)))
    else {
        return Value::Null;
    };
    let mut own = OWN.to_vec();
    own.push(&group.handler);
    let mut imports = Imports::default();
    let payload = payload_type(model, types, event, &own, &mut imports);
    let headers = event.acceptance.headers.as_ref();
    own.extend(headers.map(|headers| headers.ident.as_str()));
    let answer = answer_type(event, model, types, &own, &mut imports);
    imports.add_named(model, None);
    let outside = |path: &str| path.replace("crate::", &format!("{crate_ident}::"));
    let imports: Vec<String> = imports.paths().map(outside).collect();
    json!({
        "method_ident": event.method,
        "trait_ident": group.handler,
        "builder_ident": group.name.ident,
        "payload": outside(&source(&payload)),
        "answer": answer.map(|answer| outside(&source(&answer))),
        "imports": imports,
    })
}

/// What the template of a test is filled with. The test shows the credential that is enough for
/// every event, where it is a key or a password; else the receiver takes deliveries from anybody.
/// `null` where the receiver is not built without a key that the example cannot know.
pub(crate) fn test_context(model: &Model, deliveries: &ByEvent<Vec<Delivered>>) -> Value {
    let first = model.groups.first().and_then(|group| group.events.first());
    let Some(event) = first.filter(|_| model.handshakes.iter().all(|one| one.key.is_none())) else {
        return Value::Null;
    };
    let constant = &constants(model, deliveries)[event.id].first;
    let alternatives = event.security.iter().flatten();
    let sole = alternatives.filter_map(|all| match all.as_slice() {
        [one] => model.authenticators.get(*one),
        _ => None,
    });
    let shown = sole.filter(|_| is_uniform(model)).find_map(|one| {
        let (key, credential) = match one.kind {
            AuthenticatorKind::ApiKey(_) => ("\"key\"", "\"key\""),
            AuthenticatorKind::Basic => ("\"user\", \"password\"", "\"user:password\""),
            _ => return None,
        };
        Some((one, key, credential))
    });
    let token = model.handshakes.iter().any(|one| one.token.is_some());
    let token = if token {
        ".handshake_token(\"token\")"
    } else {
        ""
    };
    match shown {
        Some((scheme, key, credential)) => {
            let verifier = verifier(&scheme.kind).to_string();
            let variant = scheme_variant(scheme);
            json!({
                "constant": constant,
                "verifier": verifier,
                "scheme": true,
                "admits": format!("{}({verifier}::new({key})){token}", scheme.name.ident),
                "credential": format!(".with_credential(SecurityScheme::{variant}, {credential})"),
            })
        }
        None => json!({
            "constant": constant,
            "verifier": null,
            "scheme": false,
            "admits": format!("unauthenticated(){token}"),
            "credential": "",
        }),
    }
}
