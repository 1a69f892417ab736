//! What the `inspect` example of a crate compares.

use std::fs;

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, Exit, codegen};

/// The `inspect` of a document with one event for each media type.
fn inspect_of(media_types: &[&str]) -> String {
    let webhooks: Value = media_types
        .iter()
        .map(|media_type| {
            let name = format!("on {media_type}");
            let schema = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
            let post =
                json!({ "requestBody": { "content": { *media_type: { "schema": schema } } } });
            (name, json!({ "post": post }))
        })
        .collect();
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "webhooks": webhooks,
    });
    fs::write(&spec, document.to_string()).unwrap();
    let out = home.path().join("out");
    let report = codegen(&CodegenOptions::new(spec, &out));
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    let text = fs::read_to_string(out.join("examples/inspect.rs")).unwrap();
    assert!(syn::parse_file(&text).is_ok(), "{text}");
    text
}

#[test]
fn only_events_with_json_are_compared() {
    let text = inspect_of(&[
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
    ]);
    let listed = "matches!(name, EventName::OnApplicationXWwwFormUrlencoded | EventName::OnMultipartFormData | EventName::OnTextPlain)";
    assert!(text.contains(listed), "{text}");
    assert!(
        text.contains("if is_without_json(&event.name()) {"),
        "{text}"
    );
    assert!(text.contains("its `roundtrip` is `null`"), "{text}");
}

#[test]
fn a_crate_of_json_alone_needs_no_list() {
    let text = inspect_of(&["application/json"]);
    assert!(!text.contains("is_without_json"), "{text}");
}
