//! Rendered Rust as text.
//!
//! In: a `syn::File` that was parsed. Out: headed source text with LF line ends, laid out as a person would: doc comments one line each, a blank
//! line between items that are more than a line. It changes layout and nothing else, and knows nothing of what the code does.

mod alike;
mod doc;
mod entries;
mod gaps;
mod marks;
mod width;

use std::fmt::Display;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use syn::File;

use self::entries::Calls;
use self::marks::Marks;
use super::OutputError;
use super::header;

/// Formats a file and puts the header on top.
///
/// Doc attributes become doc comments, one for each line of text. Items, and the members of traits and `impl` blocks, are set
/// apart by blank lines; neighbouring `use`, `mod`, `type` and `const` lines stay together unless one of them is documented. The
/// order of items is kept.
///
/// # Errors
///
/// [`OutputError::Unfaithful`] if what was printed has no tokens, and [`OutputError::Compiled`] if rustdoc would compile what a comment says.
/// Whether the tree is valid Rust is not asked again: whoever parsed it knows.
pub fn rust_file(mut file: File) -> Result<String, OutputError> {
    let mut marks = Marks::new();
    let calls = Calls::of(&file);
    doc::taken_out(&mut file, &mut marks)?;
    gaps::marked(&mut file, &mut marks);
    let plain = marks.print(&mut file);
    // The passes over lists and line widths go by what lines look like. Where a string looks like code they could go wrong, and the
    // narrower layout is right as well.
    let fitted = width::fitted(&calls.on_their_lines(&plain));
    let kept = fitted == plain
        || alike::surely(&plain, &fitted)
        || same(tokens(&plain)?, tokens(&fitted).unwrap_or_default());
    let text = marks.fill(if kept { &fitted } else { &plain });
    Ok(header::head("lib.rs", text))
}

/// The tokens of a text.
fn tokens(text: &str) -> Result<TokenStream, OutputError> {
    TokenStream::from_str(text).map_err(unfaithful)
}

fn unfaithful(fault: impl Display) -> OutputError {
    OutputError::Unfaithful {
        reason: fault.to_string(),
    }
}

/// Whether two texts have the same tokens, but for commas that end a list: layout decides about those.
fn same(one: TokenStream, other: TokenStream) -> bool {
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    loop {
        let pair = (one.next(), other.next());
        let pair = match pair {
            (Some(token), theirs) if is_comma(&token) && one.peek().is_none() => match theirs {
                Some(theirs) if is_comma(&theirs) && other.peek().is_none() => (None, None),
                theirs => (None, theirs),
            },
            (ours, Some(token)) if is_comma(&token) && other.peek().is_none() => (ours, None),
            pair => pair,
        };
        let agree = match pair {
            (None, None) => return true,
            (Some(TokenTree::Group(one)), Some(TokenTree::Group(other))) => {
                one.delimiter() == other.delimiter() && same(one.stream(), other.stream())
            }
            (Some(TokenTree::Ident(one)), Some(TokenTree::Ident(other))) => one == other,
            (Some(TokenTree::Punct(one)), Some(TokenTree::Punct(other))) => {
                one.as_char() == other.as_char()
            }
            (Some(TokenTree::Literal(one)), Some(TokenTree::Literal(other))) => {
                one.to_string() == other.to_string()
            }
            _ => false,
        };
        if !agree {
            return false;
        }
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
