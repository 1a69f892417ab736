//! Macro calls.
//!
//! In: a call and the room that it has. Out: its lines: arguments as those of a function, fields as
//! those of a struct, and entries of the form `name: Type = value` one a line, with what is said of
//! them above.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ItemConst, Macro, MacroDelimiter, Pat, Token, parse_quote};

use super::attributes::attribute_lines;
use super::lists::{Item, PARENTHESES, list};
use super::shape::{LayOut, Shape};
use super::tokens::one_line;

/// Lays out a call.
pub(super) fn macro_call(code: &Macro, shape: Shape) -> Option<String> {
    let head = format!("{}!", one_line(&code.path));
    if !matches!(code.delimiter, MacroDelimiter::Paren(_)) {
        return Some(one_line(code));
    }
    if let Some(text) = entries(&head, &code.tokens, shape) {
        return Some(text);
    }
    let shape = Shape {
        in_macro: true,
        ..shape
    };
    let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(code.tokens.clone());
    if let Ok(arguments) = arguments {
        let items: Vec<Item> = arguments.iter().map(Item::Expression).collect();
        return list(&head, &items, PARENTHESES, shape);
    }
    // An expression and a pattern, as `matches!` takes them.
    let parse = |input: syn::parse::ParseStream| {
        let value: Expr = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        Ok((value, pattern))
    };
    let Ok((value, pattern)) = parse.parse2(code.tokens.clone()) else {
        return Some(format!("{head}({})", one_line(&code.tokens)));
    };
    let items = [Item::Expression(&value), Item::Pattern(&pattern)];
    list(&head, &items, PARENTHESES, shape)
}

/// A call such as `name!(Type { entry, entry })`, with an entry a line as a struct has a field a
/// line; or one that has a word and entries behind what rustfmt knows. An entry reads like a constant
/// without the word, or is two dots and one that does. rustfmt does not know these forms, and leaves
/// them as they are.
fn entries(head: &str, tokens: &TokenStream, shape: Shape) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let (TokenTree::Group(group), before) = tokens.split_last()? else {
        return None;
    };
    if group.delimiter() != Delimiter::Brace {
        return None;
    }
    let before = match before {
        [TokenTree::Ident(name)] => name.to_string(),
        [known @ .., TokenTree::Ident(word)] => {
            let known: Expr = syn::parse2(known.iter().cloned().collect()).ok()?;
            let in_macro = Shape {
                in_macro: true,
                ..shape.behind(head)?.after(1)?
            };
            format!("{} {word}", known.laid_out(in_macro)?)
        }
        _ => return None,
    };
    let mut entries = Vec::new();
    for tokens in split(group.stream()) {
        entries.push(entry(tokens)?);
    }
    let is_given = !entries.is_empty();
    is_given.then(|| format!("{head}({before} {{\n{}}})", entries.concat()))
}

/// The tokens between commas that no bracket holds.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    entries.push(TokenStream::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(entry) = entries.last_mut() {
            entry.extend([token]);
        }
    }
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// The lines of an entry; `None` for one of another form.
fn entry(tokens: TokenStream) -> Option<String> {
    let is_dot = |token| matches!(token, Some(TokenTree::Punct(one)) if one.as_char() == '.');
    let mut code = tokens.clone().into_iter();
    let is_rest = is_dot(code.next()) && is_dot(code.next());
    let (dots, comma, code) = if is_rest {
        ("..", "", code.collect())
    } else {
        ("", ",", tokens)
    };
    let parse = |input: syn::parse::ParseStream| {
        let said = Attribute::parse_outer(input)?;
        let code: TokenStream = input.parse()?;
        Ok((said, code))
    };
    let (said, code) = parse.parse2(code).ok()?;
    let it: ItemConst = syn::parse2(parse_quote!(const #code;)).ok()?;
    let shape = Shape::line(4);
    let said = attribute_lines(&said, 4);
    let head = format!("{dots}{}:", it.ident);
    let ty = shape.behind(&head)?.after(1)?;
    let value = it.expr.laid_out(ty.endless())?;
    let row = format!("{head} {} = {value}{comma}", one_line(&it.ty));
    if shape.fits(&row) {
        return Some(format!("    {said}{row}\n"));
    }
    let ty = it.ty.laid_out(ty)?;
    Some(format!("    {said}{head} {ty} = {value}{comma}\n"))
}
