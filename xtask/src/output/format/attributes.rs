//! Attributes and documentation.
//!
//! In: the attributes of one place. Out: their lines: a doc attribute of any text as a comment of
//! `///` or `//!` lines, and others a line each, broken as rustfmt breaks them.

use proc_macro2::{TokenStream, TokenTree};
use syn::{AttrStyle, Attribute, Expr, ExprLit, Lit, Meta};

use super::shape::{LINE, STEP, new_line, width};
use super::tokens::one_line;
use crate::characters::printable;

/// The widest list of arguments on one line.
const ATTRIBUTE: usize = 70;

/// The widest derive on one line.
const DERIVE: usize = 96;

/// The outer attributes, each line with its end and the indentation of the next.
pub(super) fn attribute_lines(attributes: &[Attribute], indent: usize) -> String {
    let mut text = String::new();
    let start = new_line(indent);
    for line in lines(attributes, true, indent) {
        text.push_str(&line);
        text.push_str(&start);
    }
    text
}

/// The inner attributes, each line with a line end and its indentation before it.
pub(super) fn inner_lines(attributes: &[Attribute], indent: usize) -> String {
    let mut text = String::new();
    let start = new_line(indent);
    for line in lines(attributes, false, indent) {
        text.push_str(&start);
        text.push_str(&line);
    }
    text
}

fn lines(attributes: &[Attribute], outer: bool, indent: usize) -> Vec<String> {
    let of_style = |one: &&Attribute| matches!(one.style, AttrStyle::Outer) == outer;
    let attributes = || attributes.iter().filter(of_style);
    let said: Vec<(&Attribute, Option<String>)> =
        attributes().map(|one| (one, documentation(one))).collect();
    let is_flush = |text: &String| {
        text.lines()
            .any(|line| !line.is_empty() && !line.starts_with(' '))
    };
    // Where any line has no blank before it, all get one. Rustdoc takes away what all lines share,
    // so what is indented further stays so.
    let space = if said
        .iter()
        .any(|(_, text)| text.as_ref().is_some_and(is_flush))
    {
        " "
    } else {
        ""
    };
    let slashes = if outer { "///" } else { "//!" };
    let mut lines = Vec::new();
    for (attribute, text) in said {
        let Some(text) = text else {
            lines.push(laid_out(attribute, indent));
            continue;
        };
        for line in text.split('\n').map(str::trim_end) {
            let space = if line.is_empty() { "" } else { space };
            lines.push([slashes, space, line].concat());
        }
    }
    lines
}

/// What a doc attribute says. A lone carriage return ends a line too: rustc refuses one inside a
/// doc comment, and so it does the marks that turn the direction of text, which are left out.
pub(super) fn documentation(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    let Expr::Lit(ExprLit {
        lit: Lit::Str(said),
        ..
    }) = &pair.value
    else {
        return None;
    };
    if !pair.path.is_ident("doc") {
        return None;
    }
    let text = printable(&said.value());
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// What is inside the list that is the only argument, such as that of `any`, whose width counts then.
fn innermost(row: &str) -> &str {
    let inner = row
        .split_once('(')
        .filter(|(name, _)| !name.contains([',', ' ']));
    let inner = inner.and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(')')).unwrap_or(row)
}

fn laid_out(attribute: &Attribute, indent: usize) -> String {
    let Meta::List(list) = &attribute.meta else {
        return one_line(attribute);
    };
    let mark = if matches!(attribute.style, AttrStyle::Outer) {
        "#"
    } else {
        "#!"
    };
    let path = one_line(&list.path);
    let arguments: Vec<String> = arguments(&list.tokens);
    let row = arguments.join(", ");
    let line = format!("{mark}[{path}({row})]");
    let is_derive = list.path.is_ident("derive");
    let fits = if is_derive {
        indent + width(&line) <= DERIVE
    } else {
        width(innermost(&row)) <= ATTRIBUTE && indent + width(&line) <= LINE
    };
    if fits {
        return line;
    }
    let (start, end) = (new_line(indent + STEP), new_line(indent));
    // The comma at the end of the row does not count.
    if is_derive && indent + STEP + width(&row) <= LINE {
        return format!("{mark}[{path}({start}{row},{end})]");
    }
    if arguments.len() == 1
        && let Some((inner, arguments)) = call(&list.tokens)
    {
        let lines = arguments.join(&format!(",{start}"));
        return format!("{mark}[{path}({inner}({start}{lines}{end}))]");
    }
    let comma = if is_derive { "," } else { "" };
    let lines = arguments.join(&format!(",{start}"));
    format!("{mark}[{path}({start}{lines}{comma}{end})]")
}

/// What stands between commas.
fn arguments(tokens: &TokenStream) -> Vec<String> {
    let mut arguments = vec![TokenStream::new()];
    for token in tokens.clone() {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            arguments.push(TokenStream::new());
        } else if let Some(argument) = arguments.last_mut() {
            argument.extend([token]);
        }
    }
    let texts = arguments.iter().map(one_line);
    texts.filter(|text| !text.is_empty()).collect()
}

/// A word with a list behind it, as the name and its arguments.
fn call(tokens: &TokenStream) -> Option<(String, Vec<String>)> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Ident(name), TokenTree::Group(group)] => {
            Some((name.to_string(), arguments(&group.stream())))
        }
        _ => None,
    }
}
