//! Small pieces of syntax that every renderer needs.
//!
//! In: settled names and documentation. Out: tokens. It may not know what they are used for.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::model::Docs;

/// A settled name as an identifier, raw ones included.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Documentation as `///` lines.
pub(crate) fn doc(docs: &Docs) -> TokenStream {
    doc_text(&docs.text)
}

/// Documentation as `///` lines.
pub(crate) fn doc_text(text: &str) -> TokenStream {
    let lines = doc_lines(text).into_iter();
    quote!(#(#[doc = #lines])*)
}

/// Documentation as `//!` lines.
pub(crate) fn inner_doc(text: &str) -> TokenStream {
    let lines = doc_lines(text).into_iter();
    quote!(#(#![doc = #lines])*)
}

/// The lines of a comment, which all stand in one attribute, each with the space that people put
/// before it; `None` where there are none.
///
/// A raw string is read as it is written. The escapes of another are undone character by character,
/// each time that it is looked at.
fn doc_lines(text: &str) -> Option<Literal> {
    let mut hashes = String::new();
    while text.contains('"') && text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let mut lines = String::with_capacity(text.len() + 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            lines.push('\n');
        }
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(line);
        }
    }
    let raw = ["r", &hashes, "\"", &lines, "\"", &hashes].concat();
    let literal = raw.parse().unwrap_or_else(|_| Literal::string(&lines));
    (!text.is_empty()).then_some(literal)
}

/// Paragraphs with an empty line in between; empty ones are left out.
pub(crate) fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// A type as it is written in text.
pub(crate) fn source(rust_type: &TokenStream) -> String {
    rust_type
        .to_string()
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" , ", ", ")
        .replace(" :: ", "::")
}
