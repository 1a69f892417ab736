//! Rendered Rust as text.
//!
//! In: a `syn::File` that was parsed. Out: headed source text with LF line ends, as rustfmt would
//! leave it: neither the tool nor its version has a say in what codegen writes. A part that fits
//! stands on one line; else it is broken by the rules of its kind, of which there is a module each.
//! They know the syntax that renderers write; prettyplease prints other syntax. What the code does is
//! no concern of these modules.

mod assigned;
mod attributes;
mod blocks;
mod chains;
mod expressions;
mod gaps;
mod imports;
mod items;
mod lists;
mod macros;
mod patterns;
mod shape;
mod tokens;
mod types;

use syn::File;

use self::attributes::inner_lines;
use self::items::items_lines;
use super::OutputError;
use super::header;
use crate::doctests::compiled;

/// Formats a file and puts the header on top.
///
/// Doc attributes become doc comments, one for each line of text. Items, and the members of traits
/// and `impl` blocks, are set apart by blank lines; neighbouring `use`, `mod`, `type` and `const`
/// lines stay together unless one of them is documented. Neighbouring `use` and `mod` lines are
/// sorted; the order of all else is kept.
///
/// # Errors
///
/// [`OutputError::Compiled`] if rustdoc would compile what a comment says.
pub fn rust_file(file: &File) -> Result<String, OutputError> {
    let above = inner_lines(&file.attrs, 0);
    let items = items_lines(&file.items, 0, !above.is_empty());
    let text = format!("{}\n", (above + &items).trim_start_matches('\n'));
    match code_in_comments(&text) {
        Some(code) => Err(OutputError::Compiled { code }),
        None => Ok(header::head("lib.rs", &text)),
    }
}

/// The first block of code in a doc comment that rustdoc would compile: no comment of a renderer
/// has one, so it is text of the document.
fn code_in_comments(text: &str) -> Option<String> {
    let said = |line| {
        let code = str::trim_start(line);
        let said = code
            .strip_prefix("///")
            .or_else(|| code.strip_prefix("//!"));
        said.map(|said| said.strip_prefix(' ').unwrap_or(said))
    };
    let lines: Vec<Option<&str>> = text.lines().map(said).collect();
    let comments = lines.split(Option::is_none);
    comments
        .map(|comment| comment.iter().flatten().copied().collect::<Vec<_>>())
        .find_map(|comment| compiled(&comment.join("\n")).into_iter().next())
}
