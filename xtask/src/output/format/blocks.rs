//! What has braces of its own: blocks, conditions, matches, closures, statements.
//!
//! In: one of them and the room that it has. Out: its lines, or nothing where it does not fit.

use quote::ToTokens;
use syn::{
    Arm, Block, Expr, ExprAsync, ExprClosure, ExprIf, ExprMatch, Local, Pat, ReturnType, Stmt,
};

use super::assigned::{assigned_at_any_width, is_better};
use super::lists::unwrapped;
use super::macros::macro_call;
use super::shape::{LayOut, STEP, Shape, first_width, new_line, width};
use super::tokens::one_line;

/// The widest `if` with an `else` on one line, and `let` likewise.
const CONDITIONAL: usize = 50;

/// A block behind `prefix`; on one line if it may be, and holds nothing but a value.
pub(super) fn block(prefix: &str, code: &Block, shape: Shape, in_line: bool) -> Option<String> {
    if code.stmts.is_empty() {
        return Some(format!("{prefix}{{}}"));
    }
    if in_line && let Some(value) = only_value(code) {
        let inner = shape.behind(prefix).and_then(|it| it.after(2)?.before(2));
        let text = inner.and_then(|inner| value.laid_out(inner));
        if let Some(text) = text.filter(|text| !text.contains('\n')) {
            return Some(format!("{prefix}{{ {text} }}"));
        }
    }
    let lines = statements(code, shape.indent + STEP);
    let end = new_line(shape.indent);
    Some(format!("{prefix}{{{lines}{end}}}"))
}

/// The lines of a block, a line end before each statement.
pub(super) fn statements(code: &Block, indent: usize) -> String {
    let mut lines = String::new();
    let last = code.stmts.len().saturating_sub(1);
    for (at, one) in code.stmts.iter().enumerate() {
        lines.push_str(&new_line(indent));
        lines.push_str(&statement(one, indent, at == last));
    }
    lines
}

fn statement(code: &Stmt, indent: usize, is_last: bool) -> String {
    let shape = Shape::line(indent);
    match code {
        Stmt::Expr(value, semicolon) => {
            let ends = semicolon.is_some() || matches!(value, Expr::Return(_));
            let end = if ends { ";" } else { "" };
            let shape = Shape {
                end: shape.end - end.len(),
                ..shape
            };
            at_any_width(value, shape, is_last) + end
        }
        Stmt::Local(it) => local(it, shape),
        Stmt::Macro(it) => {
            let end = if it.semi_token.is_some() { ";" } else { "" };
            let text = macro_call(&it.mac, shape).unwrap_or_else(|| one_line(&it.mac));
            text + end
        }
        Stmt::Item(it) => it.laid_out(shape).unwrap_or_else(|| one_line(it)),
    }
}

fn local(it: &Local, shape: Shape) -> String {
    let head = format!("let {}", one_line(&it.pat));
    let Some(init) = &it.init else {
        return format!("{head};");
    };
    let shape = Shape {
        end: shape.end - 1,
        ..shape
    };
    if let Some((_, diverge)) = &init.diverge {
        let value = at_any_width(&init.expr, shape, true);
        let head = format!("{head} = {value}");
        if let Expr::Block(other) = &**diverge {
            let row = block("", &other.block, shape, true).unwrap_or_default();
            let row = format!("{head} else {row};");
            let is_row = !row.contains('\n') && width(&row) <= CONDITIONAL;
            let lines = statements(&other.block, shape.indent + STEP);
            return if is_row {
                row
            } else {
                format!("{head} else {{{lines}{}}};", new_line(shape.indent))
            };
        }
        return format!("{head} else {};", one_line(diverge));
    }
    let head = format!("{head} =");
    assigned_at_any_width(&head, &*init.expr, shape) + ";"
}

/// An expression that stands alone, or is the body of a match arm.
fn as_statement(code: &Expr, shape: Shape) -> Option<String> {
    match code {
        Expr::If(it) => conditional(it, shape, false),
        Expr::Block(it) => block("", &it.block, shape, false),
        other => other.laid_out(shape),
    }
}

/// The same, too wide if there is no other way; on one line if `in_line` lets it.
fn at_any_width(code: &Expr, shape: Shape, in_line: bool) -> String {
    let lay_out = |shape| {
        if in_line {
            code.laid_out(shape)
        } else {
            as_statement(code, shape)
        }
    };
    lay_out(shape)
        .or_else(|| lay_out(shape.endless()))
        .unwrap_or_else(|| one_line(code))
}

/// The value that a block is, where it holds nothing else.
fn only_value(code: &Block) -> Option<&Expr> {
    match code.stmts.as_slice() {
        [Stmt::Expr(value, None)] => Some(value),
        _ => None,
    }
}

/// An `async` block.
pub(super) fn async_block(it: &ExprAsync, shape: Shape) -> Option<String> {
    let prefix = it.capture.map_or("async ", |_| "async move ");
    block(prefix, &it.block, shape, true)
}

/// An `if` with all that follows it.
pub(super) fn conditional(it: &ExprIf, shape: Shape, in_line: bool) -> Option<String> {
    if in_line && let Some(row) = in_one_line(it, shape) {
        return Some(row);
    }
    let mut text = head_of_if(it, "", shape)?;
    text.push_str(&statements(&it.then_branch, shape.indent + STEP));
    text.push_str(&new_line(shape.indent));
    text.push('}');
    let mut rest = it.else_branch.as_ref();
    while let Some((_, code)) = rest {
        match &**code {
            Expr::If(next) => {
                text.push_str(
                    &head_of_if(
                        next,
                        "} else ",
                        Shape {
                            column: shape.indent,
                            ..shape
                        },
                    )?[1..],
                );
                text.push_str(&statements(&next.then_branch, shape.indent + STEP));
                text.push_str(&new_line(shape.indent));
                text.push('}');
                rest = next.else_branch.as_ref();
            }
            Expr::Block(last) => {
                text.push_str(" else {");
                text.push_str(&statements(&last.block, shape.indent + STEP));
                text.push_str(&new_line(shape.indent));
                text.push('}');
                rest = None;
            }
            _ => return None,
        }
    }
    Some(text)
}

/// `if condition {`.
fn head_of_if(it: &ExprIf, before: &str, shape: Shape) -> Option<String> {
    let head = format!("{before}if ");
    let beside = shape.behind(&head)?;
    let condition = beside
        .before(2)
        .and_then(|shape| it.cond.laid_out(shape))
        .or_else(|| it.cond.laid_out(beside))?;
    let end = if condition.contains('\n') && !condition.ends_with(['}', ')', ']']) {
        format!("{}{{", new_line(shape.indent))
    } else {
        " {".to_owned()
    };
    Some(format!("{head}{condition}{end}"))
}

fn in_one_line(it: &ExprIf, shape: Shape) -> Option<String> {
    let (_, other) = it.else_branch.as_ref()?;
    let Expr::Block(other) = &**other else {
        return None;
    };
    let (one, other) = (only_value(&it.then_branch)?, only_value(&other.block)?);
    let inner = |code: &Expr| code.laid_out(shape);
    let (condition, one, other) = (inner(&it.cond)?, inner(one)?, inner(other)?);
    let row = format!("if {condition} {{ {one} }} else {{ {other} }}");
    let is_row = !row.contains('\n') && width(&row) <= CONDITIONAL;
    (is_row && shape.fits(&row)).then_some(row)
}

/// A `match` with its arms.
pub(super) fn matched(it: &ExprMatch, shape: Shape) -> Option<String> {
    let value = it.expr.laid_out(shape.after(6)?.before(2)?)?;
    if it.arms.is_empty() {
        return Some(format!("match {value} {{}}"));
    }
    let indent = shape.indent + STEP;
    let mut text = format!("match {value} {{");
    for one in &it.arms {
        for attribute in &one.attrs {
            text.push_str(&new_line(indent));
            text.push_str(&one_line(attribute));
        }
        text.push_str(&new_line(indent));
        text.push_str(&arm(one, indent)?);
    }
    text.push_str(&new_line(shape.indent));
    text.push('}');
    Some(text)
}

fn arm(it: &Arm, indent: usize) -> Option<String> {
    let shape = Shape::line(indent);
    let (pattern, guard) = match &it.pat {
        Pat::Guard(it) => (&*it.pat, Some(&it.guard)),
        pattern => (pattern, None),
    };
    let text = pattern.laid_out(shape.before(5)?);
    let pattern = text.unwrap_or_else(|| one_line(pattern));
    let guard = match guard {
        Some(condition) => {
            let beside = shape
                .behind(&pattern)
                .and_then(|shape| shape.after(4)?.before(5));
            let beside = beside.and_then(|shape| condition.laid_out(shape));
            match beside.filter(|text| !text.contains('\n')) {
                Some(text) => format!(" if {text}"),
                None => {
                    let below = shape.below(5).after(3)?;
                    let text = condition.laid_out(below)?;
                    format!("{}if {text}", new_line(indent + STEP))
                }
            }
        }
        None => String::new(),
    };
    let head = format!("{pattern}{guard} =>");
    // Below a condition on a line of its own, so is the brace.
    let gap = if guard.starts_with('\n') {
        new_line(indent)
    } else {
        " ".to_owned()
    };
    let (extends, body) = flattened(&it.body);
    if let Expr::Block(it) = body {
        let text = block("", &it.block, Shape::line(indent), false)?;
        return Some(format!("{head}{gap}{text}"));
    }
    // rustfmt counts the bytes of a pattern, not its characters.
    let more = head.len() - head.chars().count();
    let in_line = shape
        .behind(&head)
        .and_then(|it| it.after(1 + more)?.before(1));
    let beside = in_line.and_then(|shape| as_statement(body, shape));
    if let (Some(text), Some(shape)) = (&beside, in_line)
        && !text.contains('\n')
        && width(text) <= shape.width()
    {
        return Some(format!("{head} {text},"));
    }
    let lower = as_statement(body, shape.below(0));
    let is_lower = match (&beside, &lower) {
        (Some(beside), Some(lower)) if is_better(beside, lower) => true,
        (Some(text), _) if extends && in_line.is_some_and(|it| first_width(text) <= it.width()) => {
            false
        }
        (Some(text), Some(_)) => text.contains('\n'),
        (None, _) => true,
        (Some(_), None) => false,
    };
    if is_lower {
        let lower = lower.unwrap_or_else(|| at_any_width(body, shape.below(0), false));
        let (start, end) = (new_line(indent + STEP), new_line(indent));
        let semicolon = if matches!(body, Expr::Return(_)) {
            ";"
        } else {
            ""
        };
        return Some(format!("{head}{gap}{{{start}{lower}{semicolon}{end}}}"));
    }
    Some(format!("{head} {},", beside?))
}

/// The body of an arm without braces that it does not need, and whether it may start on the line of
/// its pattern and go on below.
fn flattened(body: &Expr) -> (bool, &Expr) {
    let extends = |code: &Expr| {
        matches!(
            unwrapped(code),
            Expr::Loop(_)
                | Expr::Match(_)
                | Expr::Block(_)
                | Expr::Closure(_)
                | Expr::Array(_)
                | Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Macro(_)
                | Expr::Struct(_)
                | Expr::Tuple(_)
        )
    };
    match body {
        Expr::Block(it) if it.label.is_none() => match only_value(&it.block) {
            Some(inner @ Expr::Block(_)) => flattened(inner),
            Some(inner) if !matches!(inner, Expr::If(_)) => (extends(inner), inner),
            _ => (extends(body), body),
        },
        _ => (extends(body), body),
    }
}

fn closure_head(it: &ExprClosure) -> String {
    let capture = it.capture.map_or("", |_| "move ");
    let inputs: Vec<String> = it.inputs.iter().map(one_line).collect();
    let output = match &it.output {
        ReturnType::Default => String::new(),
        output => format!(" {}", one_line(&output.to_token_stream())),
    };
    format!("{capture}|{}|{output}", inputs.join(", "))
}

/// What a closure does: a value, without the braces around it that it does not need.
fn closure_body(it: &ExprClosure, shape: Shape) -> &Expr {
    match &*it.body {
        Expr::Block(inner) if !shape.in_macro && matches!(it.output, ReturnType::Default) => {
            only_value(&inner.block).unwrap_or(&it.body)
        }
        other => other,
    }
}

fn closure_with_block(head: &str, body: &Expr, shape: Shape) -> Option<String> {
    let inner = shape.indent + STEP;
    let text = body.laid_out(Shape::line(inner))?;
    let (start, end) = (new_line(inner), new_line(shape.indent));
    Some(format!("{head} {{{start}{text}{end}}}"))
}

fn closure_with_value(head: &str, body: &Expr, shape: Shape) -> Option<String> {
    let may_have_lines = matches!(
        unwrapped(body),
        Expr::Match(_) | Expr::Async(_) | Expr::Block(_) | Expr::Loop(_) | Expr::Struct(_)
    );
    let beside = shape.behind(head)?.after(1)?;
    let text = body.laid_out(beside)?;
    (may_have_lines || !text.contains('\n')).then(|| format!("{head} {text}"))
}

/// A closure.
pub(super) fn closure(it: &ExprClosure, shape: Shape) -> Option<String> {
    let head = closure_head(it);
    let body = closure_body(it, shape);
    if let Expr::Block(inner) = body {
        return block(&format!("{head} "), &inner.block, shape, false);
    }
    closure_with_value(&head, body, shape).or_else(|| closure_with_block(&head, body, shape))
}

/// A closure that is the last of several arguments.
pub(super) fn last_closure(it: &ExprClosure, shape: Shape) -> Option<String> {
    let head = closure_head(it);
    let body = closure_body(it, shape);
    if matches!(
        unwrapped(body),
        Expr::If(_) | Expr::While(_) | Expr::ForLoop(_)
    ) {
        let with_block = closure_with_block(&head, body, shape)?;
        let value = closure_with_value(&head, body, shape);
        return value
            .filter(|text| !text.contains('\n') && with_block.lines().count() <= 7)
            .or(Some(with_block));
    }
    closure(it, shape)
}
