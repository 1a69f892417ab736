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
