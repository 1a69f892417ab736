//! The example in a crate's README.
//!
//! In: the model and the types of its payloads. Out: what the template needs for handling the first event, every name in scope.

use serde_json::{Value, json};

use crate::model::Model;
use crate::render::events::{answer_type, payload_type};
use crate::render::rust_types::RustTypes;
use crate::render::syntax::{Imports, source};

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
