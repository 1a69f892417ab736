//! Expressions.
//!
//! In: an expression and the room that it has. Out: its lines, or nothing where it does not fit.

use syn::{BinOp, Expr, ExprBinary, ExprIf, ExprMatch, ExprPath, ExprStruct, FieldValue, Member};

use super::assigned::assigned;
use super::blocks::{async_block, block, closure, conditional, last_closure, matched};
use super::chains::chain;
use super::lists::{PARENTHESES, SQUARE, elements};
use super::macros::macro_call;
use super::shape::{LayOut, Shape, new_line, width};
use super::tokens::{one_line, printed_expression};

/// The widest list of fields on one line.
const FIELDS: usize = 18;

impl LayOut for Expr {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        match self {
            Expr::Array(it) => elements("", &it.elems, SQUARE, shape),
            Expr::Assign(it) => {
                let left = it.left.laid_out(shape)?;
                assigned(&format!("{left} ="), &*it.right, shape)
            }
            Expr::Async(it) => async_block(it, shape),
            Expr::Binary(it) => binary(it, shape),
            Expr::Block(it) => block("", &it.block, shape, true),
            Expr::Call(it) => {
                let callee = it.func.laid_out(shape)?;
                elements(&callee, &it.args, PARENTHESES, shape)
            }
            Expr::Await(_) | Expr::Field(_) | Expr::MethodCall(_) | Expr::Try(_) => {
                chain(self, shape)
            }
            Expr::Closure(it) => closure(it, shape),
            Expr::If(it) => conditional(it, shape, true),
            Expr::Index(it) => {
                let list = it.expr.laid_out(shape)?;
                let text = format!("{list}[{}]", one_line(&it.index));
                shape.fits(&text).then_some(text)
            }
            Expr::Let(it) => {
                let head = format!("let {} = ", one_line(&it.pat));
                prefixed(&head, &it.expr, shape)
            }
            Expr::Macro(it) => macro_call(&it.mac, shape),
            Expr::Match(it) => matched(it, shape),
            Expr::Paren(it) => {
                let inner = shape.after(1)?.before(1)?;
                Some(format!("({})", it.expr.laid_out(inner)?))
            }
            Expr::Reference(it) => {
                let mutability = it.mutability.map_or("", |_| "mut ");
                prefixed(&format!("&{mutability}"), &it.expr, shape)
            }
            Expr::Return(it) => match &it.expr {
                Some(value) => prefixed("return ", value, shape),
                None => Some("return".to_owned()),
            },
            Expr::Struct(it) => literal(it, shape),
            Expr::Tuple(it) if it.elems.len() == 1 => {
                let only = it.elems.first()?;
                let text = only.laid_out(shape.after(1)?.before(2)?)?;
                Some(format!("({text},)"))
            }
            Expr::Tuple(it) => elements("", &it.elems, PARENTHESES, shape),
            Expr::Unary(it) => prefixed(&one_line(&it.op), &it.expr, shape),
            Expr::Lit(it) => Some(one_line(&it.lit)).filter(|text| shape.fits(text)),
            Expr::Path(it) => {
                let bare = ExprPath {
                    attrs: Vec::new(),
                    ..it.clone()
                };
                Some(one_line(&bare)).filter(|text| shape.fits(text))
            }
            other @ (Expr::Range(_) | Expr::Cast(_) | Expr::Break(_) | Expr::Continue(_)) => {
                Some(one_line(other)).filter(|text| shape.fits(text))
            }
            other => Some(printed_expression(other, shape.indent)),
        }
    }

    fn overflowed(&self, shape: Shape) -> Option<String> {
        match self {
            Expr::Closure(it) => last_closure(it, shape),
            // What it asks must be on the line that it starts with.
            Expr::Match(ExprMatch { expr: asked, .. }) | Expr::If(ExprIf { cond: asked, .. }) => {
                let asked = asked.laid_out(shape.after(6)?.before(2)?)?;
                (!asked.contains('\n'))
                    .then(|| self.laid_out(shape))
                    .flatten()
            }
            _ => self.laid_out(shape),
        }
    }
}

fn prefixed(prefix: &str, code: &Expr, shape: Shape) -> Option<String> {
    let text = code.laid_out(shape.behind(prefix)?)?;
    Some(format!("{prefix}{text}"))
}

/// A struct with its fields.
fn literal(code: &ExprStruct, shape: Shape) -> Option<String> {
    let path = one_line(&code.path);
    fields(&path, code.fields.iter(), code.rest.as_deref(), shape)
}

/// The fields of a struct behind its name.
pub(super) fn fields<'a>(
    path: &str,
    given: impl Iterator<Item = &'a FieldValue> + Clone,
    rest: Option<&Expr>,
    shape: Shape,
) -> Option<String> {
    let field = |one: &FieldValue, shape: Shape| {
        let Member::Named(name) = &one.member else {
            return Some(one_line(one));
        };
        if one.colon_token.is_none() {
            return Some(format!("{name}"));
        }
        assigned(&format!("{name}:"), &one.expr, shape)
    };
    let in_line: Option<Vec<String>> = given
        .clone()
        .map(|one| field(one, shape.endless()))
        .collect();
    let has_attributes = given.clone().any(|one| !one.attrs.is_empty());
    let rest_text = rest.map(|rest| format!("..{}", one_line(rest)));
    if let Some(mut row) = in_line {
        row.extend(rest_text.clone());
        let row = row.join(", ");
        let text = format!("{path} {{ {row} }}");
        if row.is_empty() {
            return Some(format!("{path} {{}}"));
        }
        if !has_attributes && !row.contains('\n') && width(&row) <= FIELDS && shape.fits(&text) {
            return Some(text);
        }
    }
    shape.behind(path)?.after(2)?;
    let below = shape.below(1);
    let indent = new_line(below.indent);
    let mut lines = Vec::new();
    for one in given {
        for attribute in &one.attrs {
            lines.push(format!("{}{}", one_line(attribute), ""));
        }
        let bare = FieldValue {
            attrs: Vec::new(),
            ..one.clone()
        };
        lines.push(format!("{},", field(&bare, below)?));
    }
    lines.extend(rest_text);
    if shape.in_macro
        && let Some(last) = lines.last_mut()
    {
        last.truncate(last.trim_end_matches(',').len());
    }
    let end = new_line(shape.indent);
    Some(format!("{path} {{{indent}{}{end}}}", lines.join(&indent)))
}

/// Operands of one operator, each behind the first on a line of its own if they do not fit on one.
fn binary(it: &ExprBinary, shape: Shape) -> Option<String> {
    let mut operands = vec![&*it.right];
    let mut left = &*it.left;
    while let Expr::Binary(inner) = left
        && same_operator(&inner.op, &it.op)
    {
        operands.push(&inner.right);
        left = &inner.left;
    }
    operands.push(left);
    operands.reverse();
    let operator = one_line(&it.op);
    let texts: Option<Vec<String>> = operands
        .iter()
        .map(|one| one.laid_out(shape.endless()))
        .collect();
    let row = texts?.join(&format!(" {operator} "));
    if !row.contains('\n') && shape.fits(&row) {
        return Some(row);
    }
    let below = shape.below(shape.free());
    let mut text = operands.first()?.laid_out(shape)?;
    for operand in operands.iter().skip(1) {
        let last = width(text.rsplit('\n').next().unwrap_or_default());
        let column = if text.contains('\n') {
            last
        } else {
            shape.column + last
        };
        // What is no longer than an indent takes the next operand to itself.
        let beside = (column <= below.column)
            .then(|| shape.after(width(&operator) + 2 + last))
            .flatten()
            .and_then(|shape| operand.laid_out(shape));
        if let Some(beside) = beside {
            text = format!("{text} {operator} {beside}");
            continue;
        }
        let behind = below.after(width(&operator) + 1)?;
        let operand = operand.laid_out(behind)?;
        text = format!("{text}{}{operator} {operand}", new_line(below.indent));
    }
    Some(text)
}

fn same_operator(one: &BinOp, other: &BinOp) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}
