//! Documentation as comments of `///` and `//!` lines.
//!
//! In: a file whose doc attributes hold any text, often a whole description. Out: the file with a mark in the place of each comment, whose
//! lines have the space that people put behind the slashes.

use std::mem::{discriminant, take};

use syn::visit_mut::VisitMut;
use syn::{AttrStyle, Attribute, Expr, ExprLit, File, Lit, Meta};

use super::marks::Marks;
use crate::characters::printable;
use crate::doctests::compiled;
use crate::output::OutputError;

/// Takes the documentation out of a file, and marks where it was.
///
/// A space is set before text that has none. A lone carriage return ends a line too: rustc refuses one inside a doc comment, and so it does
/// the marks that turn the direction of text, which are left out.
///
/// # Errors
///
/// The first block of code in a comment that rustdoc would compile: no comment of a module has one, so it is text of the document.
pub(super) fn taken_out(file: &mut File, marks: &mut Marks) -> Result<(), OutputError> {
    let mut comments = Comments {
        marks,
        compiled: None,
    };
    comments.visit_file_mut(file);
    match comments.compiled {
        None => Ok(()),
        Some(code) => Err(OutputError::Compiled { code }),
    }
}

struct Comments<'m> {
    marks: &'m mut Marks,
    compiled: Option<String>,
}

impl VisitMut for Comments<'_> {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        if !attrs.iter().any(|attr| attr.path().is_ident("doc")) {
            return;
        }
        let said: Vec<Option<String>> = attrs.iter().map(text).collect();
        let outer_moved = moved(attrs, &said, AttrStyle::Outer);
        let inner_moved = moved(attrs, &said, AttrStyle::Inner(syn::token::Not::default()));
        let mut kept = Vec::with_capacity(attrs.len());
        let mut comment = String::new();
        let mut lines = Vec::new();
        let mut all = attrs.drain(..).zip(said).peekable();
        while let Some((attr, said)) = all.next() {
            let Some(said) = said else {
                kept.push(attr);
                continue;
            };
            let (slashes, moved) = match attr.style {
                AttrStyle::Outer => ("///", outer_moved),
                AttrStyle::Inner(_) => ("//!", inner_moved),
            };
            let mut said = printable(&said);
            if said.contains('\r') {
                said = said.replace("\r\n", "\n").replace('\r', "\n");
            }
            for line in said.split('\n').map(str::trim_end) {
                let space = if moved && !line.is_empty() { " " } else { "" };
                comment.push_str(if moved {
                    line
                } else {
                    line.strip_prefix(' ').unwrap_or(line)
                });
                comment.push('\n');
                lines.push([slashes, space, line].concat());
            }
            let goes_on = all.peek().is_some_and(|(next, said)| {
                said.is_some() && discriminant(&next.style) == discriminant(&attr.style)
            });
            if !goes_on {
                kept.push(self.marks.place(attr.style, take(&mut lines)));
            }
        }
        drop(all);
        *attrs = kept;
        if self.compiled.is_none() {
            self.compiled = compiled(&comment).into_iter().next();
        }
    }
}

/// Whether the documentation of one style is moved a space to the right: any of it has none. Rustdoc takes away what all lines share, so lines
/// that are indented further stay so.
fn moved(attrs: &[Attribute], said: &[Option<String>], style: AttrStyle) -> bool {
    let of_style = |attr: &Attribute| discriminant(&attr.style) == discriminant(&style);
    let flush = |text: &str| {
        text.split(['\r', '\n'])
            .any(|line| !line.is_empty() && !line.starts_with(' '))
    };
    attrs
        .iter()
        .zip(said)
        .any(|(attr, said)| of_style(attr) && said.as_deref().is_some_and(flush))
}

fn text(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(said),
                ..
            }) => Some(said.value()),
            _ => None,
        },
        _ => None,
    }
}
