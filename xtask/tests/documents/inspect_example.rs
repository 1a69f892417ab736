//! What the `inspect` example of a crate compares.

use serde_json::{Value, json};

use super::made::Made;

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
    let made = Made::of(&json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "webhooks": webhooks,
    }));
    let text = made.file("examples/inspect.rs").to_owned();
    assert!(syn::parse_file(&text).is_ok(), "{text}");
    text
}

#[test]
fn only_events_with_json_are_compared() {
    let text = inspect_of(&[
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "image/png",
    ]);
    let listed = "matches!(name, EventName::OnApplicationXWwwFormUrlencoded | EventName::OnMultipartFormData | EventName::OnImagePng)";
    assert!(text.contains(listed), "{text}");
    assert!(
        text.contains("if is_without_json(&decoded.value.name()) {"),
        "{text}"
    );
    assert!(text.contains("its `roundtrip` is `null`"), "{text}");
}

#[test]
fn a_crate_of_json_alone_needs_no_list() {
    let text = inspect_of(&["application/json"]);
    assert!(!text.contains("is_without_json"), "{text}");
}
