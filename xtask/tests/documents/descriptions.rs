//! Descriptions of a spec, as the documentation of the crate.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, Exit, codegen};

/// The files of the crate that is made of `spec`, as one text each.
fn generated(spec: &Value) -> Vec<(PathBuf, String)> {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("openapi.json");
    fs::write(&file, spec.to_string()).unwrap();
    let out = home.path().join("out");
    let report = codegen(&CodegenOptions::new(file, &out));
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    let mut files = Vec::new();
    read(&out, &mut files);
    files
}

fn read(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, files);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

/// One text in every place that has a description, the names in the way of all directions.
fn described(text: &str, mark: &str) -> Value {
    let named = |name: &str| format!("{name}{mark}");
    json!({
        "openapi": "3.1.0",
        "info": { "title": named("Parcels"), "version": "1", "description": text },
        "tags": [{ "name": named("parcels"), "description": text }],
        "webhooks": {
            named("sent"): { "post": {
                "tags": [named("parcels")],
                "summary": text,
                "description": text,
                "parameters": [
                    { "name": "X-Size", "in": "header", "description": text, "schema": { "type": "integer" } },
                ],
                "requestBody": { "content": { "application/json": { "schema": {
                    "type": "object",
                    "description": text,
                    "required": ["type"],
                    "properties": {
                        "type": { "type": "string", "const": named("sent") },
                        named("scalar"): { "type": "string", "description": text, "title": text },
                        "list": { "type": "string", "enum": [named("one"), "two"], "description": text },
                        "nested": { "type": "object", "description": text, "properties": { "x": { "description": text } } },
                        "choice": { "description": text, "oneOf": [
                            { "type": "string", "title": text },
                            { "type": "integer", "description": text },
                            { "type": "object", "title": text, "description": text, "properties": { "y": { "type": "string" } } },
                        ] },
                    },
                } } } },
                "responses": { "204": { "description": text } },
            } },
        },
    })
}

/// What rustc's `missing_docs` asks of public types: each item, member and variant stands below documentation.
fn undocumented(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let documented =
        |attrs: &[syn::Attribute]| attrs.iter().any(|attr| attr.path().is_ident("doc"));
    let mut found = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => {
                if !documented(&item.attrs) {
                    found.push(item.ident.to_string());
                }
                for field in &item.fields {
                    if !documented(&field.attrs) {
                        found.push(format!("{}: {:?}", item.ident, field.ident));
                    }
                }
            }
            syn::Item::Enum(item) => {
                if !documented(&item.attrs) {
                    found.push(item.ident.to_string());
                }
                for variant in &item.variants {
                    if !documented(&variant.attrs) {
                        found.push(format!("{}::{}", item.ident, variant.ident));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_description_of_which_nothing_is_left_gives_way_to_a_sentence() {
    for text in [
        "<br>",
        "<!-- c -->",
        "&nbsp;",
        "<p></p>",
        "> ",
        "![](x.png)",
        "[a]: http://x",
        "[^1]: note",
        "\u{200b}",
        "\u{202e}",
        "\u{1}",
        "\u{200b}\u{7}",
        "\u{ad}",
        "\u{3164}",
        "",
    ] {
        let files = generated(&described(text, ""));
        let mut types = String::new();
        for (path, source) in &files {
            if path
                .to_string_lossy()
                .replace('\\', "/")
                .contains("src/types/")
            {
                assert_eq!(undocumented(source), Vec::<String>::new(), "{text:?}");
                types.push_str(source);
            }
        }
        for sentence in [
            "/// The `scalar` member.",
            "/// The `list` member.",
            "/// The `nested` member.",
            "/// A variant of the spec.",
            "/// A value out of a list that may grow.",
        ] {
            assert!(types.contains(sentence), "{text:?}: {sentence}\n{types}");
        }
    }
}

#[test]
fn no_file_has_characters_that_are_not_seen() {
    for mark in ['\0', '\u{1}', '\u{7f}', '\u{2028}', '\u{2029}'] {
        for (path, source) in generated(&described(&format!("Said {mark}so."), &mark.to_string())) {
            assert!(
                !source.contains(mark),
                "{mark:?}: {}\n{source}",
                path.display()
            );
        }
    }
}

#[test]
fn a_bound_that_is_none_is_not_told() {
    let sized = |bounds: Value| {
        let mut schema = json!({ "type": "array", "items": {} });
        for (keyword, bound) in bounds.as_object().unwrap() {
            schema[keyword] = bound.clone();
        }
        let payload = json!({ "type": "object", "properties": { "x": schema } });
        let body = json!({ "content": { "application/json": { "schema": payload } } });
        let files = generated(&json!({
            "openapi": "3.1.0",
            "info": { "title": "Parcels", "version": "1" },
            "webhooks": { "sent": { "post": { "requestBody": body } } },
        }));
        let types = files.into_iter().filter(|(path, _)| {
            let path = path.to_string_lossy().replace('\\', "/");
            path.contains("src/types/")
        });
        types.map(|(_, source)| source).collect::<String>()
    };
    assert!(sized(json!({ "minItems": 2 })).contains("Items, at least: `2`."));
    for bounds in [
        json!({ "minItems": 1.5 }),
        json!({ "maxItems": -1 }),
        json!({ "minItems": "few" }),
        json!({ "pattern": 5 }),
        json!({ "multipleOf": 0 }),
        json!({ "minimum": "light" }),
    ] {
        assert_eq!(sized(bounds.clone()), sized(json!({})), "{bounds}");
    }
}

#[test]
fn no_comment_has_a_tab() {
    for text in [
        "Said\tso.",
        "Said `so\tso`.",
        "* one\n\n\t* two\tthree",
        "```\n\tcode\n```",
        "\tcode\tcode",
        "| a\t| b |\n|--|--|\n| c\td | e |",
    ] {
        for (path, source) in generated(&described(text, "\t")) {
            let tabbed = source.lines().find(|line| line.contains('\t'));
            assert_eq!(tabbed, None, "{text:?}: {}", path.display());
        }
    }
}

#[test]
fn no_file_turns_the_direction_of_text() {
    for mark in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
        let files = generated(&described(&format!("Said {mark}so."), &mark.to_string()));
        let escaped = mark.escape_unicode().to_string();
        let is_mark = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        for (path, source) in &files {
            assert!(!source.contains(is_mark), "{}\n{source}", path.display());
        }
        let types: String = files.iter().map(|(_, source)| source.as_str()).collect();
        for expected in [
            format!("rename = \"scalar{escaped}\""),
            format!("\"one{escaped}\""),
            format!("/// Event `sent{escaped}`."),
            "/// Said so.".to_owned(),
        ] {
            assert!(types.contains(&expected), "{expected}");
        }
    }
}
