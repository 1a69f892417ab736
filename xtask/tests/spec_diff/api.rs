//! What code that uses a generated crate may name: read from the crate itself, so that what is said
//! of code is held by something else than the comparison.

use std::collections::BTreeSet;
use std::fs;

use quote::ToTokens;
use serde_json::Value;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};
use xtask::codegen::{CodegenOptions, codegen_in_memory};
use xtask::runtime_choice::RuntimeChoice;

/// Every public item of a document's crate that belongs to the document, with its type.
fn api(text: &str) -> BTreeSet<String> {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(&spec, text).unwrap();
    let options = CodegenOptions {
        runtime: RuntimeChoice::Crate,
        ..CodegenOptions::new(spec, home.path().join("out"))
    };
    let (tree, said) = codegen_in_memory(&options);
    let tree = tree.unwrap_or_else(|| panic!("{said}"));
    let mut found = BTreeSet::new();
    for (path, text) in tree.iter() {
        if path.starts_with("src/") && path.ends_with(".rs") {
            for item in syn::parse_file(text).unwrap().items {
                named(&item, &mut found);
            }
        }
    }
    found
}

fn written(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn fields(owner: &str, fields: &Fields, found: &mut BTreeSet<String>) {
    for (at, field) in fields.iter().enumerate() {
        let name = field
            .ident
            .as_ref()
            .map_or_else(|| at.to_string(), ToString::to_string);
        found.insert(format!("{owner}.{name}: {}", written(&field.ty)));
    }
}

fn named(item: &Item, found: &mut BTreeSet<String>) {
    match item {
        Item::Struct(item) if matches!(item.vis, Visibility::Public(_)) => {
            found.insert(format!("struct {}", item.ident));
            if item
                .fields
                .iter()
                .all(|field| matches!(field.vis, Visibility::Public(_)))
            {
                fields(&item.ident.to_string(), &item.fields, found);
            }
        }
        Item::Enum(item) => {
            for variant in &item.variants {
                let name = format!("{}::{}", item.ident, variant.ident);
                fields(&name, &variant.fields, found);
                found.insert(name);
            }
        }
        Item::Trait(item) => {
            for method in &item.items {
                if let TraitItem::Fn(method) = method {
                    found.insert(format!("{}: {}", item.ident, written(&method.sig)));
                }
            }
        }
        Item::Impl(item) if item.trait_.is_none() => {
            for method in &item.items {
                if let ImplItem::Fn(method) = method
                    && matches!(method.vis, Visibility::Public(_))
                {
                    found.insert(format!(
                        "{}: {}",
                        written(&item.self_ty),
                        written(&method.sig)
                    ));
                }
            }
        }
        // The methods of a union that give out what all variants have: `name: Type = read("wire")`.
        Item::Macro(item) if item.mac.path.is_ident("json_union") => {
            let text = item.mac.tokens.to_string();
            let (union, shared) = text.split_once("shares").unwrap_or((&text, ""));
            let union = union.split_whitespace().next().unwrap_or_default();
            for member in shared
                .split(',')
                .filter_map(|member| member.split_once('='))
            {
                let method = member.0.split_whitespace().rfind(|word| *word == ":");
                assert!(method.is_some(), "{shared}");
                let name = member.0.trim_start_matches(['{', ' ', '\n']);
                found.insert(format!("{union}: {name}"));
            }
        }
        _ => {}
    }
}

/// Holds what an outcome says of code against the crates: where all code is said to compile, the
/// old items are all there, and where an item is said to be gone or another, some are not.
pub fn hold(old: &str, new: &str, outcome: &Value) {
    let (before, now) = (api(old), api(new));
    let lost: Vec<&String> = before.difference(&now).collect();
    let changes = outcome["changes"].as_array().unwrap();
    let says = |key: &str| changes.iter().any(|change| change["rule"] == key);
    let is_root = |change: &&Value| {
        ["crate", "event-name", "feature"].contains(&change["what"].as_str().unwrap())
    };
    let of_items = changes.iter().filter(|change| !is_root(change));
    let mut of_items = of_items.map(|change| change["rule"].as_str().unwrap());
    let breaks = of_items.any(|rule| ["item-remove", "type-change"].contains(&rule));
    let compiles = changes
        .iter()
        .all(|change| change["code"]["effect"] == "compiles");
    if compiles {
        assert!(lost.is_empty(), "said to compile, and lost: {lost:#?}");
    }
    if breaks {
        assert!(
            !lost.is_empty(),
            "said to need a change, and nothing is lost"
        );
    }
    if !lost.is_empty() {
        assert!(breaks || says("credentials-needed"), "not told: {lost:#?}");
    }
}
