//! Chains of methods, fields, `await` and `?`.
//!
//! In: the last link of a chain. Out: all on one line; or the last call broken over lines behind
//! the others; or a link a line.

use syn::{Expr, ExprMethodCall};

use super::lists::{PARENTHESES, elements, unwrapped};
use super::shape::{LINE, LayOut, STEP, Shape, first_width, new_line, width};
use super::tokens::one_line;

/// The widest chain on one line.
const CHAIN: usize = 60;

/// One link, and how many `?` stand behind it.
struct Link<'a> {
    code: Code<'a>,
    tries: usize,
}

enum Code<'a> {
    Call(&'a ExprMethodCall),
    /// A field or `await`, with its dot.
    Plain(String),
}

impl Link<'_> {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        let shape = shape.before(self.tries)?;
        let text = match &self.code {
            Code::Plain(text) => text.clone(),
            Code::Call(call) => {
                let generics = call.turbofish.as_ref().map(one_line).unwrap_or_default();
                let head = format!(".{}{generics}", call.method);
                elements(&head, &call.args, PARENTHESES, shape)?
            }
        };
        let text = text + &"?".repeat(self.tries);
        Some(text)
    }
}

/// Lays out a chain.
pub(super) fn chain(code: &Expr, shape: Shape) -> Option<String> {
    let (root, root_tries, links) = links(code);
    let is_single = links.len() == 1;
    let rooted = root.laid_out(shape.before(root_tries)?)?;
    let mut rooted = rooted + &"?".repeat(root_tries);
    let mut links = links.as_slice();
    // What is no longer than an indent takes the next link to itself.
    let indent = STEP.saturating_sub(shape.column - shape.indent);
    let mut ends_with_block = is_block_like(root, &rooted);
    while width(&rooted) <= indent
        && !rooted.contains('\n')
        && let Some((first, rest)) = links.split_first()
    {
        let Some(text) = first.laid_out(shape.behind(&rooted)?) else {
            break;
        };
        rooted.push_str(&text);
        ends_with_block = ends_extendably(&rooted);
        links = rest;
    }
    let Some((last, before)) = links.split_last() else {
        return shape.fits(&rooted).then_some(rooted);
    };
    let child = if ends_with_block {
        Shape {
            column: shape.indent,
            end: shape.end.max(LINE),
            ..shape
        }
    } else {
        shape.below(0)
    };
    let mut texts = vec![rooted];
    for link in before {
        texts.push(link.laid_out(child)?);
    }
    let root = texts.first()?;
    let is_extendable = ends_with_block && ends_extendably(root);
    let last_width = width(root.rsplit('\n').next()?);
    let taken = if is_extendable {
        last_width
    } else {
        texts.iter().map(String::len).sum()
    };
    let taken = taken + last.tries;
    let most = if is_single {
        shape.width()
    } else {
        shape.width().min(CHAIN)
    };
    let budget = most.saturating_sub(taken);
    let is_row = budget > 0 && texts.iter().all(|text| !text.contains('\n'));
    let own_line = child.before(shape.free());
    let mut is_fitting = false;
    let mut text = None;
    if is_row || is_extendable {
        let beside = shape
            .before(last.tries)
            .and_then(|shape| shape.after(taken))
            .and_then(|beside| last.laid_out(beside));
        if let Some(beside) = beside {
            let lines = beside.lines().count();
            let fits = first_width(&beside) <= budget;
            if fits && lines >= 5 {
                is_fitting = is_row;
                text = Some(beside);
            } else {
                let alone = own_line.and_then(|shape| last.laid_out(shape));
                let is_shorter = alone
                    .as_ref()
                    .is_some_and(|one| one.lines().count() < lines);
                if alone.is_some() && (!fits || is_shorter) {
                    text = alone;
                } else {
                    is_fitting = fits && is_row;
                    text = Some(beside);
                }
            }
        }
    }
    let text = match text {
        Some(text) => text,
        None => last.laid_out(own_line?)?,
    };
    texts.push(text);
    if !is_fitting && shape.chains_in_line {
        return None;
    }
    let connector = if is_fitting {
        String::new()
    } else {
        new_line(child.column)
    };
    let laid_out = texts.join(&connector);
    shape.fits(&laid_out).then_some(laid_out)
}

/// The root of a chain with the `?` behind it, and the links in their order.
fn links(code: &Expr) -> (&Expr, usize, Vec<Link<'_>>) {
    let mut links = Vec::new();
    let mut tries = 0;
    let mut code = code;
    loop {
        let (inner, link) = match code {
            Expr::Try(it) => {
                tries += 1;
                code = &it.expr;
                continue;
            }
            Expr::MethodCall(it) => (&it.receiver, Code::Call(it)),
            Expr::Field(it) => (&it.base, Code::Plain(format!(".{}", one_line(&it.member)))),
            Expr::Await(it) => (&it.base, Code::Plain(".await".to_owned())),
            _ => break,
        };
        links.push(Link { code: link, tries });
        tries = 0;
        code = inner;
    }
    links.reverse();
    (code, tries, links)
}

/// Whether an expression ends with a bracket on a line of its own.
fn is_block_like(code: &Expr, text: &str) -> bool {
    match unwrapped(code) {
        Expr::Match(_) | Expr::If(_) | Expr::Block(_) | Expr::Async(_) => true,
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Macro(_) | Expr::Struct(_) | Expr::Tuple(_) => {
            text.contains('\n')
        }
        _ => false,
    }
}

/// Whether the last line holds brackets that close, and nothing else.
fn ends_extendably(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    last.chars()
        .all(|c| matches!(c, '(' | ')' | ']' | '}' | '?' | '>' | ' '))
}
