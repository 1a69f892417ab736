//! Documentation brought into the form that prints as `///` lines.
//!
//! In: a file whose doc attributes hold any text, often a whole description. Out: the same documentation, one attribute a line, each
//! line with the space that people put behind the slashes.

use std::mem::discriminant;

use syn::visit_mut::VisitMut;
use syn::{AttrStyle, Attribute, Expr, ExprLit, File, Lit, LitStr, Meta};

use crate::characters::printable;
use crate::doctests::compiled;
use crate::output::OutputError;

/// Splits every doc attribute of several lines, and sets a space before text that has none.
///
/// A lone carriage return ends a line too: rustc refuses one inside a doc comment, and so it does the marks that turn the
/// direction of text, which are left out.
///
/// # Errors
///
/// The first block of code in a comment that rustdoc would compile: no comment of a module has one, so it is text of the document.
pub(super) fn one_line_each(file: &mut File) -> Result<(), OutputError> {
    let mut lines = Lines { compiled: None };
    lines.visit_file_mut(file);
    match lines.compiled {
        None => Ok(()),
        Some(code) => Err(OutputError::Compiled { code }),
    }
}

struct Lines {
    compiled: Option<String>,
}

impl VisitMut for Lines {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        for style in [
            AttrStyle::Outer,
            AttrStyle::Inner(syn::token::Not::default()),
        ] {
            indent(attrs, style);
        }
        *attrs = attrs.iter().flat_map(lines).collect();
        let lines = attrs.iter().filter_map(text);
        let comment: Vec<String> = lines
            .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
            .collect();
        if self.compiled.is_none() && !comment.is_empty() {
            self.compiled = compiled(&comment.join("\n")).into_iter().next();
        }
    }
}

/// Moves all documentation of one style a space to the right if any of it has none. Rustdoc takes away what all lines share, so
/// lines that are indented further stay so.
fn indent(attrs: &mut [Attribute], style: AttrStyle) {
    let of_style = |attr: &Attribute| discriminant(&attr.style) == discriminant(&style);
    let flush = |text: &String| {
        text.split(['\r', '\n'])
            .any(|line| !line.is_empty() && !line.starts_with(' '))
    };
    if !attrs
        .iter()
        .filter(|attr| of_style(attr))
        .filter_map(text)
        .any(|text| flush(&text))
    {
        return;
    }
    for attr in attrs.iter_mut().filter(|attr| of_style(attr)) {
        if let Some(said) = text(attr) {
            let lines = split(&said).into_iter().map(|line| {
                if line.is_empty() {
                    line
                } else {
                    format!(" {line}")
                }
            });
            let moved = lines.collect::<Vec<_>>().join("\n");
            set_text(attr, &moved);
        }
    }
}

fn lines(attr: &Attribute) -> Vec<Attribute> {
    let Some(said) = text(attr) else {
        return vec![attr.clone()];
    };
    let one = |line: String| {
        let mut attr = attr.clone();
        set_text(&mut attr, line.trim_end());
        attr
    };
    split(&said).into_iter().map(one).collect()
}

fn split(said: &str) -> Vec<String> {
    printable(said)
        .replace("\r\n", "\n")
        .split(['\r', '\n'])
        .map(str::to_owned)
        .collect()
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

fn set_text(attr: &mut Attribute, said: &str) {
    if let Meta::NameValue(pair) = &mut attr.meta
        && let Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) = &mut pair.value
    {
        *literal = LitStr::new(said, literal.span());
    }
}
