//! The layout of generated Rust.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{EventPlaceOption, LowerOptions, lower};
use xtask::output::OutputError;
use xtask::output::format::rust_file;
use xtask::output::header::is_generated;
use xtask::render::{RenderedFile, Runtime, render};
use xtask::resolve::Resolver;
use xtask::sample::deliveries;
use xtask::source::{FileRules, Sources};

/// What renderers make, on as few lines as the writer of this test cared for, and how a person
/// would set it.
const RENDERED: &str = include_str!("layout/rendered.rs.txt");
const LAID_OUT: &str = include_str!("layout/laid_out.rs.txt");

fn laid_out(source: &str) -> String {
    rust_file(&syn::parse_file(source).unwrap()).unwrap()
}

/// The tokens, without the commas that close a list or a where clause: layout may add or drop
/// those.
fn tokens(file: &syn::File) -> Vec<String> {
    fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                // Comments inside a macro's call.
                let is_doc = group.delimiter() == Delimiter::Bracket
                    && group.stream().to_string().starts_with("doc =");
                if is_doc && words.pop_if(|word| word == "#").is_some() {
                    continue;
                }
                words.pop_if(|word| word == "," && group.delimiter() == Delimiter::Brace);
                words.push(format!("{:?}", group.delimiter()));
                flatten(group.stream(), words);
                words.pop_if(|word| word == ",");
                words.push("end".to_owned());
            } else {
                words.push(token.to_string());
            }
        }
    }
    let mut words = Vec::new();
    flatten(file.to_token_stream(), &mut words);
    words
}

/// `rustfmt`'s layout of `source`; `None` where there is no `rustfmt`.
fn by_rustfmt(source: &str) -> Option<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child
        .stdin
        .take()
        .unwrap()
        .write_all(source.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn rendered_code_is_laid_out_as_by_hand() {
    let text = laid_out(RENDERED);
    assert!(is_generated(&text));
    let (_, below) = text.split_once("\n\n").unwrap();
    assert_eq!(below, LAID_OUT);
}

#[test]
fn layout_keeps_every_token() {
    let text = laid_out(RENDERED);
    let [laid_out, rendered] = [&*text, RENDERED].map(|text| syn::parse_file(text).unwrap());
    assert_eq!(sorted_tokens(&laid_out), sorted_tokens(&rendered));
}

/// The words of a file but for its comments, in an order of their own: imports are sorted, and a text of several
/// lines becomes several comments.
fn sorted_tokens(file: &syn::File) -> Vec<String> {
    struct Uncommented;
    impl VisitMut for Uncommented {
        fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
            attributes.retain(|one| !one.path().is_ident("doc"));
        }
    }
    let mut file = file.clone();
    Uncommented.visit_file_mut(&mut file);
    let mut words = tokens(&file);
    // Layout decides about braces around one value, and about what ends a list or a block.
    words.retain(|word| ![",", ";", "Brace", "end"].contains(&word.as_str()));
    words.sort();
    words
}

#[test]
fn layout_keeps_every_token_of_the_golden_crates() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let folders = fs::read_dir(fixtures).unwrap();
    let specs = folders.flat_map(|folder| {
        let folder = folder.unwrap().path();
        ["openapi.yaml", "openapi.json"].map(|name| folder.join(name))
    });
    let mut files = 0;
    for spec in specs.filter(|spec| spec.is_file()) {
        let mut diagnostics = Diagnostics::default();
        let sources = Sources::read_by(&spec, &FileRules::default(), &mut diagnostics);
        let resolver = Resolver::new(&sources);
        let reading = ReadOptions {
            callbacks: true,
            ..ReadOptions::default()
        };
        let document = read_document(&resolver, reading, &mut diagnostics).unwrap();
        let lowering = LowerOptions {
            crate_name: Some("golden".to_owned()),
            event_place: EventPlaceOption::default(),
            ..LowerOptions::default()
        };
        let model = lower(&document, &resolver, &lowering, &mut diagnostics);
        let rendered = render(
            &model,
            &deliveries(&model, &sources),
            &Runtime::Copy,
            &mut |path, file| {
                if let RenderedFile::Rust(file) = file {
                    files += 1;
                    let text = rust_file(&file).unwrap();
                    let laid_out = syn::parse_file(&text).unwrap();
                    let (one, other) = (sorted_tokens(&laid_out), sorted_tokens(&file));
                    assert!(one == other, "{}: {path}", spec.display());
                }
            },
        );
        rendered.unwrap();
    }
    assert!(files > 500, "{files}");
}

#[test]
fn syntax_that_no_renderer_writes_is_printed_too() {
    let source = "union A { one: u8, two: u8 } fn f() { for one in several { take(one); } }";
    let text = laid_out(source);
    let [laid_out, written] = [&*text, source].map(|text| syn::parse_file(text).unwrap());
    assert_eq!(sorted_tokens(&laid_out), sorted_tokens(&written));
    let expected = "\nunion A {\n    one: u8,\n    two: u8,\n}\n\n\
                    fn f() {\n    for one in several {\n        take(one);\n    }\n}\n";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn a_second_pass_changes_nothing() {
    let text = laid_out(RENDERED);
    assert_eq!(laid_out(&text), text);
}

#[test]
fn rustfmt_has_nothing_to_add() {
    let text = laid_out(RENDERED);
    if let Some(formatted) = by_rustfmt(&text) {
        assert_eq!(formatted, text);
    }
}

#[test]
fn a_doc_attribute_of_several_lines_becomes_one_comment_a_line() {
    let file = syn::parse_quote! {
        #[doc = "First line.\r\n\r\nAfter a CR:\rlast, with space behind.  \n    indented */"]
        pub struct A;
    };
    let text = rust_file(&file).unwrap();
    assert!(
        text.ends_with(
            "\n/// First line.\n///\n/// After a CR:\n/// last, with space behind.\n///     indented */\npub struct A;\n"
        ),
        "{text}"
    );
}

#[test]
fn documentation_that_starts_with_a_slash_stays_documentation() {
    let file = syn::parse_quote! {
        #[doc = "/path is the place."]
        pub struct A;
    };
    let text = rust_file(&file).unwrap();
    assert!(
        text.ends_with("\n/// /path is the place.\npub struct A;\n"),
        "{text}"
    );
}

#[test]
fn documentation_of_members_is_split_too() {
    let file = syn::parse_quote! {
        pub enum A {
            #[doc = "x\ny"]
            B {
                #[doc = "z\nw"]
                c: u8,
            },
        }
    };
    let text = rust_file(&file).unwrap();
    assert!(
        text.contains(
            "    /// x\n    /// y\n    B {\n        /// z\n        /// w\n        c: u8,\n"
        ),
        "{text}"
    );
}

#[test]
fn text_inside_strings_is_left_alone() {
    // Each looks like something that the layout goes by: its own mark, a signature, a derive, a doc
    // comment, an attribute.
    let serde = format!("#[serde({})]", "rename = \"a\", ".repeat(8));
    for said in [
        "a\n//~mark~0\nb",
        "a\n//~mark~_0\n//~mark~1\nb",
        "fn a(\n    b: u8,\n) {",
        "#[derive(\n    A,\n    B\n)]",
        "/// a\nfn b() {}\nfn c() {}",
        "  \n\n\n  ",
        serde.as_str(),
    ] {
        let literal: syn::LitStr = syn::parse_str(&format!("r##\"{said}\"##")).unwrap();
        let file = syn::parse_quote! {
            const A: &str = #literal;
            fn b() {}
        };
        let text = rust_file(&file).unwrap();
        assert!(
            text.contains(&format!("r##\"{said}\"##")),
            "{said:?} in\n{text}"
        );
        assert!(text.contains("\n\nfn b() {}\n"), "{text}");
    }
}

#[test]
fn documentation_that_looks_like_code_or_a_mark_stays_as_it_is() {
    for said in [
        "~mark~0",
        "//~mark~0",
        "fn a(",
        "#[derive(",
        "\"",
        "r##\"",
        "/* a",
        "*/ fn a() {}",
    ] {
        let file = syn::parse_quote! {
            #[doc = #said]
            const A: u8 = 1;
            /// Another.
            fn b() {}
        };
        let text = rust_file(&file).unwrap();
        let expected = format!("\n\n/// {said}\nconst A: u8 = 1;\n\n/// Another.\nfn b() {{}}\n");
        assert!(text.ends_with(&expected), "{text}");
        assert!(syn::parse_file(&text).is_ok(), "{text}");
    }
}

#[test]
fn widths_are_those_of_rustfmt_to_the_column() {
    // Lists grow by a column at a time across every limit: a line of a signature, of a derive, of
    // an attribute.
    for extra in 0..24 {
        let name = "n".repeat(extra + 1);
        let source = format!(
            "pub fn some_name_{name}(first_argument: &str, second_argument: &str) -> Option<Value> {{ None }}\n\
             pub fn the_name_of_a_function_that_takes_no_arguments_at_all_and_is_{name}() -> Value {{ None }}\n\
             pub trait T {{ fn some_name_{name}(&self, first_argument: &str, second: &str) -> Option<Value>; fn another_name_{name}(&self, first_argument: &str, second_argument: &str, third: &str); }}\n\
             #[cfg(any(feature = \"a-feature\", feature = \"another\", feature = \"{name}\"))] use f as g;\n\
             #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, {name})] struct A;\n\
             #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord, B, {name})] struct B {{\n\
             #[serde(rename = \"wire{name}\", default, skip_serializing_if = \"skip\")] a: u8 }}"
        );
        let text = laid_out(&source);
        if let Some(formatted) = by_rustfmt(&text) {
            assert_eq!(formatted, text);
        }
    }
}

#[test]
fn what_does_not_fit_is_broken_as_by_rustfmt() {
    // A name grows by a column at a time, in all kinds of places.
    for extra in 1..60 {
        let name = "n".repeat(extra);
        let source = format!(
            "use a::b::{{First, Second, Third, Fourth, Fifth, Sixth, {name}}};\n\
             const KNOWN: &'static [(Self, &'static str)] = \
             &[(Self::First, \"first\"), (Self::Second, \"{name}\")];\n\
             fn f() {{\n\
             let value = receiver.first_method(argument).second({name}).third();\n\
             let decoded = decode(body, strictness)?.map(|one| Event::Unknown {{ name, {name} }});\n\
             self.handler.call_the_method({name}).await?;\n\
             let numbers = [1, 22, 333, 4444, 55555, 666666, 7777777, {name}];\n\
             match value {{\n\
             Some({name}) => call(first_argument, {name}),\n\
             Ok(value) if value == {name} => handler.call(value.map(|()| *payload)).await,\n\
             Err(Error::First {{ .. }} | Error::Second {{ .. }} | {name}) => other.to_owned(),\n\
             None => return Err(Failure::NoName {{ place: Some({name}) }}),\n\
             One | Two | Three | Four | Five | {name} => Some(\"first\"),\n\
             _ => if given {{ first({name}) }} else {{ second(value, argument) }}\n\
             }} }}"
        );
        let text = laid_out(&source);
        assert_eq!(laid_out(&text), text);
        if let Some(formatted) = by_rustfmt(&text) {
            assert_eq!(formatted, text);
        }
    }
}

/// Rustc refuses a mark that turns the direction of text wherever it stands unescaped.
#[test]
fn marks_of_direction_leave_comments_and_are_escaped_in_strings() {
    for mark in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
        let said = format!("one{mark}two");
        let file = syn::parse_quote! {
            #[doc = #said]
            pub const TEXT: &str = #said;
        };
        let text = rust_file(&file).unwrap();
        let escaped = mark.escape_unicode();
        let expected = format!("/// onetwo\npub const TEXT: &str = \"one{escaped}two\";\n");
        assert!(text.ends_with(&expected), "{text}");
    }
}

#[test]
fn a_comment_that_would_be_compiled_is_refused() {
    for comment in [
        "     let indented = 1;",
        "```\ncode\n```",
        "```rust\ncode\n```",
        "~~~\ncode\n~~~",
    ] {
        let file = syn::parse_quote!(
            /// Said so.
            #[doc = ""]
            #[doc = #comment]
            pub struct Documented;
        );
        let refused = rust_file(&file).unwrap_err();
        assert!(
            matches!(refused, OutputError::Compiled { .. }),
            "{comment:?}: {refused}"
        );
        assert!(
            refused.to_string().contains("would be compiled"),
            "{refused}"
        );
    }
}
