//! The manifest and the README of a crate, as far as golden files do not hold them.

use serde_json::{Value, json};
use toml_edit::DocumentMut;
use xtask::runtime_choice::RuntimeChoice;

use super::made::Made;

fn document(description: &str) -> Value {
    let schema = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let body = json!({ "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1", "description": description },
        "webhooks": { "sent": { "post": { "requestBody": body } } },
    })
}

fn manifest(made: &Made) -> DocumentMut {
    made.file("Cargo.toml").parse().unwrap()
}

#[test]
fn the_examples_of_the_readme_are_what_the_test_compiles() {
    let made = Made::of(&document("Parcels on their way."));
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let compiled = lines(made.file("tests/readme.rs"));
    let readme = made.file("README.md");
    let examples = readme.split("```rust\n").skip(1);
    let examples: Vec<&str> = examples
        .filter_map(|text| text.split("```").next())
        .collect();
    assert!(examples.len() >= 2, "{readme}");
    for example in examples {
        let example = lines(example);
        let mut parts = compiled.windows(example.len());
        assert!(
            parts.any(|part| part == example),
            "{example:?}\n{compiled:?}"
        );
    }
}

#[test]
fn a_description_of_any_characters_stays_one_string() {
    let made = Made::of(&document("Says \"hello\" \\ twice\nand 'that'."));
    let manifest = manifest(&made);
    let description = manifest["package"]["description"].as_str();
    assert_eq!(description, Some("Says \"hello\" \\ twice and 'that'."));
}

#[test]
fn the_dependency_on_the_runtime_says_where_it_is() {
    for (runtime, key, place) in [
        ("path:/a b/runtime", "path", "/a b/runtime"),
        (
            "git:https://example.com/r#1f2e3d",
            "git",
            "https://example.com/r",
        ),
        ("git:https://example.com/r#1f2e3d", "rev", "1f2e3d"),
        ("version:>=0.1, <0.3", "version", ">=0.1, <0.3"),
    ] {
        let choice = RuntimeChoice::parse(runtime).unwrap();
        let made = Made::on(choice, &document("Parcels.").to_string(), &[]).unwrap();
        let manifest = manifest(&made);
        let said = manifest["dependencies"]["webhook-runtime"][key]
            .as_str()
            .unwrap();
        assert!(said.ends_with(place), "{runtime}: {said}");
    }
}

#[test]
fn the_manifest_is_what_the_document_says_of_itself_or_of_the_crate() {
    let mut document = document("Says `this`, \\[that\\] and <more>.\n\nAnd on.");
    document["info"]["version"] = "v2.1".into();
    document["info"]["license"] = json!({ "name": "Apache 2.0", "identifier": "Apache-2.0" });
    let of_info = manifest(&Made::of(&document));
    document["x-crate"] = json!({
        "name": "parcel-hooks",
        "version": "1.2.0-rc.1",
        "license-file": "../LICENSE",
        "repository": "https://example.com/parcels",
        "keywords": ["parcel"],
    });
    let of_crate = manifest(&Made::of(&document));
    document["info"] = json!({ "title": "Parcels", "version": "2026-11-30" });
    document["x-crate"] = json!({ "license": "MIT" });
    let of_neither = manifest(&Made::of(&document));
    let said = |manifest: &DocumentMut, key: &str| {
        let entry = manifest["package"].get(key)?;
        Some(
            entry
                .as_str()
                .map_or_else(|| entry.to_string(), str::to_owned),
        )
    };
    for (key, values) in [
        (
            "name",
            [Some("parcels"), Some("parcel-hooks"), Some("parcels")],
        ),
        (
            "version",
            [Some("2.1.0"), Some("1.2.0-rc.1"), Some("0.1.0")],
        ),
        ("license", [Some("Apache-2.0"), None, Some("MIT")]),
        ("license-file", [None, Some("../LICENSE"), None]),
        (
            "repository",
            [None, Some("https://example.com/parcels"), None],
        ),
        (
            "description",
            [
                Some("Says this, [that] and <more>."),
                Some("Says this, [that] and <more>."),
                Some("Typed webhook receivers for Parcels"),
            ],
        ),
    ] {
        let found = [&of_info, &of_crate, &of_neither].map(|one| said(one, key));
        assert_eq!(found, values.map(|value| value.map(str::to_owned)), "{key}");
    }
    let keywords = of_crate["package"]["keywords"].as_array().unwrap();
    assert_eq!(keywords.to_string().trim(), "[\"parcel\"]");
    for manifest in [&of_info, &of_crate, &of_neither] {
        let of_docs = &manifest["package"]["metadata"]["docs"]["rs"];
        assert_eq!(of_docs["all-features"].as_bool(), Some(true));
    }
}

#[test]
fn the_readme_says_of_an_event_what_its_schema_does_where_nothing_else_is_said() {
    let body = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let schema = |text: &str| body(json!({ "type": "object", "description": text }));
    let made = Made::of(&json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "webhooks": {
            "sent": { "post": { "requestBody": schema("A parcel | is sent, see `a. B`. It is on its way.\n\nMore.") } },
            "lost": { "post": { "description": "# Lost\n\nNobody has it.", "requestBody": schema("A parcel.") } },
            "found": { "post": { "summary": "Found again", "requestBody": schema("A parcel.") } },
            "gone": { "post": { "requestBody": body(json!({ "type": "object" })) } },
        },
    }));
    let readme = made.file("README.md");
    for (event, said) in [
        ("sent", "A parcel \\| is sent, see `a. B`."),
        ("lost", "Nobody has it."),
        ("found", "Found again"),
        ("gone", ""),
    ] {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{event}` |")));
        assert!(row.unwrap().ends_with(&format!("| {said} |")), "{row:?}");
    }
}
