//! Text of a document is text: wherever it lands in the crate, nothing of it is compiled.

use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use quote::ToTokens;
use serde_json::{Value, json};
use syn::visit::Visit;

use super::made::Made;

/// Code that must never run.
const CODE: &str = "std::fs::write(\"OWNED\", \"\").unwrap();";

/// What Markdown, rustdoc, Rust, TOML and templates make something of.
const PIECES: [&str; 62] = [
    "```rust\n",
    "```\n",
    "``` ",
    "````\n",
    "```",
    "``",
    "`",
    "` ",
    " `",
    "~~~rust\n",
    "~~~\n",
    "~~~",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "    ",
    "\t",
    "\n    ",
    "\n\t",
    CODE,
    "words that go on and on until a line is full ",
    " and ",
    "x",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<!--",
    "-->",
    "<script>",
    "[^1]: ",
    "[^1]",
    "[a]: http://a.b ",
    "[a]",
    "](",
    "![",
    "<https://a.b/c d>",
    "https://a.b/c_d",
    "- ",
    "1. ",
    "> ",
    "# ",
    "=== ",
    "--- ",
    "| a | b |\n|---|---|\n| ",
    "\\",
    "&#96;",
    "&#96;&#96;&#96;rust&#10;",
    "\u{2028}",
    "\u{85}",
    "\u{1}",
    "\u{0}",
    "\u{202e}",
    "\u{200e}",
    "*/",
    "/*",
    "//",
    "\"",
    "{{ 7 }}",
    "{% raw %}",
    "*",
];

/// A document with one text wherever a document may have any.
fn document(text: &str) -> Value {
    let schema = json!({
        "type": "object",
        "title": text,
        "description": text,
        "required": ["type"],
        "properties": {
            "type": { "type": "string" },
            format!("m{text}"): { "type": "string" },
            "described": { "type": "string", "description": text, "pattern": text, "default": text, "format": text,
                "contentEncoding": text, "contentMediaType": text, "examples": [text] },
            "list": { "type": "string", "enum": ["one", text], "default": text, "x-enum-descriptions": [text, text] },
            "constant": { "const": text, "description": text },
            "nested": { "type": "object", "description": text, "properties": { "deep": { "description": text, "type": ["string", "null"] } } },
            "choice": { "description": text, "oneOf": [
                { "type": "string", "title": text, "description": text },
                { "type": "object", "title": text, "description": text, "required": ["k"],
                    "properties": { "k": { "const": text, "description": text } } },
            ] },
        },
        "externalDocs": { "url": "https://a.b", "description": text },
    });
    json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "summary": text, "description": text, "termsOfService": text,
            "contact": { "name": text }, "license": { "name": text } },
        "x-webhook-event": { "pointer": "/type" },
        "tags": [{ "name": text, "description": text }],
        "security": [{ format!("Key{text}"): [] }],
        "webhooks": {
            format!("sent {text}"): { "summary": text, "description": text, "post": {
                "tags": [text],
                "summary": text,
                "description": text,
                "externalDocs": { "url": "https://a.b", "description": text },
                "parameters": [
                    { "name": "X-Size", "in": "header", "description": text, "example": text, "schema": { "type": "string", "pattern": text } },
                    { "name": text, "in": "query", "description": text, "schema": { "type": "string" } },
                ],
                "requestBody": { "description": text, "content": { "application/json": {
                    "schema": schema, "examples": { text: { "summary": text, "value": { "type": text } } },
                } } },
                "responses": { "200": { "description": text, "content": { "application/json": { "schema": { "type": "object",
                    "description": text, "properties": { "answer": { "type": "string", "default": text } } } } } } },
            } },
        },
        "components": { "securitySchemes": { format!("Key{text}"): { "type": "apiKey", "in": "header", "name": "X-Key", "description": text } } },
    })
}

/// What rustdoc takes for tests: blocks of code of no language, of Rust, or indented.
fn tests_of(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut found = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                inside = !matches!(kind, CodeBlockKind::Fenced(language) if ["text", "console"].contains(&&*language));
            }
            Event::End(_) => inside = false,
            Event::Text(code) if inside => found.push(code.to_string()),
            _ => {}
        }
    }
    found
}

/// The documentation of every item, member and variant.
#[derive(Default)]
struct Comments(Vec<String>);

impl<'ast> Visit<'ast> for Comments {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = &pair.value
        {
            // Lines that follow one another are one text; what stands between two texts does not
            // matter for what is looked for.
            self.0.push(
                text.value()
                    .strip_prefix(' ')
                    .map_or_else(|| text.value(), str::to_owned),
            );
        } else {
            self.0.push(String::new());
        }
    }
}

/// Whether code has a literal, be it inside a macro.
fn has_literal(code: TokenStream, literal: &str) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_literal(group.stream(), literal),
        TokenTree::Literal(found) => found.to_string() == literal,
        _ => false,
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let made = Made::try_of(&document(text).to_string(), &[]).map_err(TestCaseError::fail)?;
    for (name, source) in made.files() {
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => {
                let file = syn::parse_file(source)
                    .map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{source}")))?;
                let mut comments = Comments::default();
                comments.visit_file(&file);
                let found = tests_of(&comments.0.join("\n"));
                prop_assert!(found.is_empty(), "{name}: {found:?}\n{source}");
                // Inside a literal or a comment it is never a literal of its own.
                prop_assert!(
                    !has_literal(file.into_token_stream(), "\"OWNED\""),
                    "{name}: {source}"
                );
            }
            Some("md") => {
                let found = tests_of(source);
                // An example may name what is named after the text: a constant.
                prop_assert!(
                    found.iter().all(|code| !code.contains("\"OWNED\"")),
                    "{name}: {found:?}"
                );
            }
            Some("toml") => {
                let manifest: toml_edit::DocumentMut = source
                    .parse()
                    .map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{source}")))?;
                if name == "Cargo.toml" {
                    prop_assert_eq!(manifest["lib"]["doctest"].as_bool(), Some(false));
                    prop_assert!(manifest.get("build-dependencies").is_none());
                    prop_assert!(manifest["package"].get("build").is_none());
                }
            }
            other => prop_assert!(false, "{name}: {other:?}"),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_document_is_compiled(pieces in prop::collection::vec(select(&PIECES[..]), 1..14)) {
        check(&pieces.concat())?;
    }
}

#[test]
fn a_code_span_with_a_fence_in_it_is_not_broken() {
    let fence = format!("```rust {CODE}/*{}*/ //", "a".repeat(60));
    for text in [
        fence.clone(),
        format!("{} {fence}", "a".repeat(70)),
        format!(
            "Words before ```` {fence} ```` and behind, until the line is full of them and goes on."
        ),
        format!("{} ~~~rust {CODE}", "words ".repeat(20)),
        format!("&#96;&#96;&#96;rust&#10;{CODE}&#10;&#96;&#96;&#96;"),
        format!("[^1]: note\n\n    {CODE}\n"),
        format!("- item\n\n      {CODE}\n"),
        format!("\u{1}```rust\n{CODE}\n```"),
        format!("`\u{1}``rust\n{CODE}\n`\u{1}``"),
    ] {
        check(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}
