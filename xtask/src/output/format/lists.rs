//! Lists in brackets: arguments, elements, fields.
//!
//! In: the items, what stands before them, and how wide they may be together. Out: all on one line;
//! or the last one broken over lines while the others stand before it; or an item a line.

use syn::{Attribute, Expr, Lit, Pat, Type};

use super::attributes::attribute_lines;
use super::shape::{LINE, LayOut, STEP, Shape, first_width, line_ends, new_line, width};

/// The brackets of a list.
#[derive(Clone, Copy)]
pub(super) struct Brackets {
    pub open: &'static str,
    pub close: &'static str,
    /// How wide the items may be together where they are on one line.
    pub widest: usize,
}

pub(super) const PARENTHESES: Brackets = Brackets {
    open: "(",
    close: ")",
    widest: 60,
};

pub(super) const SQUARE: Brackets = Brackets {
    open: "[",
    close: "]",
    widest: 60,
};

/// One item.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Expression(&'a Expr),
    Type(&'a Type),
    Pattern(&'a Pat),
    Text(&'a str),
}

impl Item<'_> {
    fn laid_out(self, shape: Shape) -> Option<String> {
        match self {
            Self::Expression(it) => {
                let above = attribute_lines(attributes(it), shape.indent);
                Some(above + &it.laid_out(shape)?)
            }
            Self::Type(it) => it.laid_out(shape),
            Self::Pattern(it) => it.laid_out(shape),
            Self::Text(it) => shape.fits(it).then(|| it.to_owned()),
        }
    }

    fn overflowed(self, shape: Shape) -> Option<String> {
        match self {
            Self::Expression(it) => it.overflowed(shape),
            other => other.laid_out(shape),
        }
    }

    /// Whether it may go on below the line as the last of so many.
    fn can_overflow(self, count: usize) -> bool {
        let it = match self {
            Self::Expression(it) if attributes(it).is_empty() => it,
            Self::Expression(_) | Self::Text(_) => return false,
            Self::Type(it) => return count == 1 && matches!(it, Type::Tuple(_)),
            Self::Pattern(it) => {
                let has_parts = matches!(it, Pat::Tuple(_) | Pat::TupleStruct(_) | Pat::Struct(_));
                return count == 1 && has_parts;
            }
        };
        match unwrapped(it) {
            Expr::Block(_) | Expr::Async(_) | Expr::Closure(_) => true,
            Expr::Match(_)
            | Expr::If(_)
            | Expr::Array(_)
            | Expr::Struct(_)
            | Expr::Call(_)
            | Expr::MethodCall(_)
            | Expr::Macro(_)
            | Expr::Tuple(_) => count == 1,
            _ => false,
        }
    }
}

/// A list behind `head`.
pub(super) fn list(head: &str, items: &[Item], brackets: Brackets, shape: Shape) -> Option<String> {
    let Brackets {
        open,
        close,
        widest,
    } = brackets;
    let behind = shape.behind(head)?;
    let in_line = behind.after(1)?.before(1)?;
    let below = shape.below(1);
    let Some((last, before)) = items.split_last() else {
        return Some(format!("{head}{open}{close}"));
    };
    let mut texts: Vec<Option<String>> = before.iter().map(|item| item.laid_out(below)).collect();
    let one = before.is_empty();
    // A short name lets its one argument start behind it.
    let is_drawn_in = one && matches!(last, Item::Expression(_)) && width(head) < STEP;
    let mut overflowed = None;
    if is_drawn_in || last.can_overflow(items.len()) {
        let is_method = matches!(last, Item::Expression(it) if is_method_call(it));
        let mut room = if one && !is_nested_call(*last) {
            Some(in_line)
        } else {
            let taken: usize = texts
                .iter()
                .map(|text| 2 + text.as_deref().map_or(0, width))
                .sum();
            let narrow = Shape {
                end: in_line.column + widest.min(in_line.width()),
                ..in_line
            };
            narrow.after(taken)
        };
        if let Some(room) = &mut room {
            room.chains_in_line |= is_method && !is_drawn_in;
        }
        overflowed = room.and_then(|room| last.overflowed(room));
    }
    let horizontal = |texts: &[Option<String>]| {
        let taken: usize = texts.iter().flatten().map(|text| width(text)).sum();
        let separators = 2 * texts.len().saturating_sub(1);
        taken + separators <= widest.min(in_line.width())
            && !texts.iter().flatten().any(|text| text.contains('\n'))
    };
    let first_line = overflowed.as_ref().map(|text| {
        let (first, _) = text.split_once('\n').unwrap_or((text, ""));
        first.to_owned()
    });
    let first_line = first_line.or_else(|| last.laid_out(below));
    texts.push(first_line);
    let is_row = horizontal(&texts);
    let is_row = match overflowed {
        Some(text) if is_row => {
            let shorter = (one && line_ends(&text) == 1)
                .then(|| last.laid_out(below))
                .flatten()
                .filter(|text| !text.contains('\n'));
            texts.pop();
            texts.push(Some(shorter.unwrap_or(text)));
            true
        }
        _ => {
            let alone = last.laid_out(below);
            let fits = alone
                .as_ref()
                .is_some_and(|text| !text.contains('\n') && width(text) <= in_line.width());
            texts.pop();
            texts.push(alone);
            one && fits || horizontal(&texts)
        }
    };
    let texts: Vec<String> = texts.into_iter().collect::<Option<_>>()?;
    if is_row {
        let row = texts.join(", ");
        if first_width(&row) < behind.width() {
            return Some(format!("{head}{open}{row}{close}"));
        }
    }
    let indent = new_line(shape.indent + STEP);
    let end = new_line(shape.indent);
    let is_short = |text: &String| width(text) <= 10;
    let simple = |item: &Item| matches!(item, Item::Expression(it) if is_simple(it));
    let comma = if shape.in_macro { "" } else { "," };
    let lines = if items.iter().all(simple) && texts.iter().all(is_short) {
        filled(&texts, below.column).join(&indent)
    } else {
        texts.join(&format!(",{indent}"))
    };
    Some(format!("{head}{open}{indent}{lines}{comma}{end}{close}"))
}

/// As many of the texts on each line as fit.
pub(super) fn filled(texts: &[String], column: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = texts.iter().peekable();
    while let Some(text) = rest.next() {
        let comma = if rest.peek().is_some() { "," } else { "" };
        let last = lines.last_mut();
        match last {
            Some(line) if line.is_empty() => *line = format!("{text}{comma}"),
            Some(line) if column + width(line) + 1 + width(text) + comma.len() < LINE => {
                *line = format!("{line} {text}{comma}");
            }
            _ => lines.push(format!("{text}{comma}")),
        }
    }
    lines
}

fn is_method_call(code: &Expr) -> bool {
    matches!(unwrapped(code), Expr::MethodCall(_))
}

fn is_nested_call(item: Item) -> bool {
    matches!(item, Item::Expression(it) if matches!(unwrapped(it), Expr::Call(_) | Expr::Macro(_)))
}

/// A list of expressions behind `head`.
pub(super) fn elements<'a>(
    head: &str,
    items: impl IntoIterator<Item = &'a Expr>,
    brackets: Brackets,
    shape: Shape,
) -> Option<String> {
    let items: Vec<Item> = items.into_iter().map(Item::Expression).collect();
    list(head, &items, brackets, shape)
}

/// What an expression is inside of `&`, `?`, `!` and the like.
pub(super) fn unwrapped(code: &Expr) -> &Expr {
    match code {
        Expr::Reference(it) => unwrapped(&it.expr),
        Expr::Try(it) => unwrapped(&it.expr),
        Expr::Unary(it) => unwrapped(&it.expr),
        Expr::Cast(it) => unwrapped(&it.expr),
        other => other,
    }
}

/// Whether several such expressions may share a line in a list of lines.
pub(super) fn is_simple(code: &Expr) -> bool {
    match code {
        Expr::Lit(it) => !matches!(&it.lit, Lit::Str(text) if text.value().contains('\n')),
        Expr::Path(it) => it.qself.is_none() && it.path.segments.len() <= 1,
        Expr::Field(it) => is_simple(&it.base),
        Expr::Reference(_) | Expr::Try(_) | Expr::Unary(_) | Expr::Cast(_) => {
            is_simple(unwrapped(code))
        }
        _ => false,
    }
}

/// The attributes of an element of a list.
pub(super) fn attributes(code: &Expr) -> &[Attribute] {
    match code {
        Expr::Lit(it) => &it.attrs,
        Expr::Path(it) => &it.attrs,
        Expr::Call(it) => &it.attrs,
        Expr::Tuple(it) => &it.attrs,
        Expr::Struct(it) => &it.attrs,
        _ => &[],
    }
}
