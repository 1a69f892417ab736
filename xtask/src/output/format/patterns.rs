//! Patterns.
//!
//! In: a pattern and the room that it has. Out: its lines, or nothing where it does not fit.

use syn::{Pat, PatStruct};

use super::lists::{Brackets, Item, PARENTHESES, list};
use super::shape::{LINE, LayOut, STEP, Shape, new_line, width};
use super::tokens::one_line;

/// The widest list of fields on one line.
const FIELDS: usize = 18;

impl LayOut for Pat {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        match self {
            Pat::Or(it) => {
                let texts: Vec<String> = it
                    .cases
                    .iter()
                    .map(|one| one.laid_out(shape))
                    .collect::<Option<_>>()?;
                let row = texts.join(" | ");
                if !row.contains('\n') && shape.fits(&row) {
                    return Some(row);
                }
                let start = new_line(shape.indent);
                let is_short = |(case, text): (&Pat, &String)| is_short(case) && width(text) <= 20;
                if it.cases.iter().zip(&texts).all(is_short) {
                    return Some(filled(&texts, shape).join(&start));
                }
                Some(texts.join(&format!("{start}| ")))
            }
            Pat::Ident(syn::PatIdent {
                subpat: Some((_, inner)),
                ident,
                ..
            }) => {
                let head = format!("{ident} @ ");
                Some(format!("{head}{}", inner.laid_out(shape.behind(&head)?)?))
            }
            Pat::Paren(it) => {
                let inner = it.pat.laid_out(shape.after(1)?.before(1)?)?;
                Some(format!("({inner})"))
            }
            Pat::Struct(it) => fields(it, shape),
            Pat::TupleStruct(it) => {
                let head = one_line(&it.path);
                parts(&head, it.elems.iter(), shape)
            }
            Pat::Tuple(it) => parts("", it.elems.iter(), shape),
            other => {
                let text = one_line(other);
                shape.fits(&text).then_some(text)
            }
        }
    }
}

fn parts<'a>(head: &str, parts: impl Iterator<Item = &'a Pat>, shape: Shape) -> Option<String> {
    let items: Vec<Item> = parts.map(Item::Pattern).collect();
    let brackets = Brackets {
        widest: LINE,
        ..PARENTHESES
    };
    list(head, &items, brackets, shape)
}

fn fields(it: &PatStruct, shape: Shape) -> Option<String> {
    let path = one_line(&it.path);
    let mut texts: Vec<String> = it.fields.iter().map(one_line).collect();
    texts.extend(it.rest.as_ref().map(|_| "..".to_owned()));
    let row = texts.join(", ");
    let text = format!("{path} {{ {row} }}");
    if width(&row) <= FIELDS && shape.fits(&text) {
        return Some(text);
    }
    let start = new_line(shape.indent + STEP);
    let comma = if it.rest.is_some() { "" } else { "," };
    let end = new_line(shape.indent);
    let lines = texts.join(&format!(",{start}"));
    Some(format!("{path} {{{start}{lines}{comma}{end}}}"))
}

/// As many of the alternatives on each line as fit.
fn filled(texts: &[String], shape: Shape) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        match lines.last_mut() {
            Some(line) if shape.column + width(line) + 3 + width(text) <= shape.end => {
                line.push_str(" | ");
                line.push_str(text);
            }
            Some(_) => lines.push(format!("| {text}")),
            None => lines.push(text.clone()),
        }
    }
    lines
}

/// Whether several such alternatives may share a line in a list of lines.
fn is_short(code: &Pat) -> bool {
    match code {
        Pat::Rest(_) | Pat::Wild(_) | Pat::Lit(_) => true,
        Pat::Ident(it) => it.subpat.is_none(),
        Pat::Tuple(it) => it.elems.len() <= 1,
        Pat::TupleStruct(it) => it.path.segments.len() <= 1 && it.elems.len() <= 1,
        Pat::Paren(it) => is_short(&it.pat),
        Pat::Reference(it) => is_short(&it.pat),
        Pat::Or(it) => it.cases.iter().all(is_short),
        _ => false,
    }
}
