//! Rendered Rust as text.
//!
//! In: a `syn::File`. Out: headed source text with LF line ends, laid out as a person would: doc comments one line each, a blank
//! line between items that are more than a line. It changes layout and nothing else, and knows nothing of what the code does.

mod doc;
mod gaps;
mod width;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::File;

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
/// [`OutputError::Unfaithful`] if the text does not read back as the code that was given, as when that was no valid Rust.
pub fn rust_file(file: &File) -> Result<String, OutputError> {
    let mut file = file.clone();
    doc::one_line_each(&mut file);
    let plain = prettyplease::unparse(&file);
    let meaning = meaning(&plain)?;
    let spaced = gaps::with_blank_lines(file, &plain);
    if self::meaning(&spaced)? != meaning {
        return Err(OutputError::Unfaithful {
            reason: "blank lines changed its meaning".to_owned(),
        });
    }
    // The passes over line widths go by what lines look like. Where a string looks like code they could go wrong, and the
    // narrower layout is right as well.
    let fitted = width::fitted(&spaced);
    let kept = self::meaning(&fitted).is_ok_and(|fitted| fitted == meaning);
    let text = if kept { fitted } else { spaced };
    Ok(header::head("lib.rs", &text))
}

/// The tokens of valid Rust, without commas that end a list: layout decides about those.
fn meaning(text: &str) -> Result<Vec<String>, OutputError> {
    let file = syn::parse_file(text).map_err(|fault| OutputError::Unfaithful {
        reason: fault.to_string(),
    })?;
    let mut words = Vec::new();
    flatten(file.into_token_stream(), &mut words);
    Ok(words)
}

fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        if let TokenTree::Group(group) = token {
            words.push(format!("{:?}", group.delimiter()));
            flatten(group.stream(), words);
            words.pop_if(|word| word == ",");
            words.push("end".to_owned());
        } else {
            words.push(token.to_string());
        }
    }
}
