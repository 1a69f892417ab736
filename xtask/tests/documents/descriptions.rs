//! Descriptions of a spec, as the documentation of the crate.

use quote::ToTokens;
use serde_json::{Value, json};

use super::made::Made;

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

/// The documentation of fields and variants that are called so.
fn said_of(text: &str, names: &[&str]) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let mut said = Vec::new();
    let mut note = |name: Option<&syn::Ident>, attrs: &[syn::Attribute]| {
        if name.is_some_and(|name| names.iter().any(|one| name == one)) {
            let docs = attrs.iter().filter(|attr| attr.path().is_ident("doc"));
            said.extend(docs.map(|attr| attr.to_token_stream().to_string()));
        }
    };
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => {
                note(Some(&item.ident), &item.attrs);
                item.fields
                    .iter()
                    .for_each(|one| note(one.ident.as_ref(), &one.attrs));
            }
            syn::Item::Enum(item) => {
                note(Some(&item.ident), &item.attrs);
                item.variants
                    .iter()
                    .for_each(|one| note(Some(&one.ident), &one.attrs));
            }
            _ => {}
        }
    }
    said
}

#[test]
fn a_description_of_which_nothing_is_left_is_left_out() {
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
        let made = Made::of(&described(text, ""));
        let files = made.files();
        for (_, source) in files.filter(|(path, _)| path.starts_with("src/types/")) {
            let names = [
                "scalar", "list", "nested", "choice", "x", "y", "Nested", "Choice",
            ];
            assert_eq!(said_of(source, &names), Vec::<String>::new(), "{text:?}");
        }
    }
}

#[test]
fn no_file_has_characters_that_are_not_seen() {
    for mark in ['\0', '\u{1}', '\u{7f}', '\u{2028}', '\u{2029}'] {
        let made = Made::of(&described(&format!("Said {mark}so."), &mark.to_string()));
        for (path, source) in made.files() {
            assert!(!source.contains(mark), "{mark:?}: {path}\n{source}");
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
        let made = Made::of(&json!({
            "openapi": "3.1.0",
            "info": { "title": "Parcels", "version": "1" },
            "webhooks": { "sent": { "post": { "requestBody": body } } },
        }));
        made.types().to_owned()
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
        for (path, source) in Made::of(&described(text, "\t")).files() {
            let tabbed = source.lines().find(|line| line.contains('\t'));
            assert_eq!(tabbed, None, "{text:?}: {path}");
        }
    }
}

#[test]
fn no_file_turns_the_direction_of_text() {
    for mark in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
        let made = Made::of(&described(&format!("Said {mark}so."), &mark.to_string()));
        let escaped = mark.escape_unicode().to_string();
        let is_mark = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        for (path, source) in made.files() {
            assert!(!source.contains(is_mark), "{path}\n{source}");
        }
        let types: String = made.files().map(|(_, source)| source).collect();
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
