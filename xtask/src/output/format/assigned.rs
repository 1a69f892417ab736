//! Values behind a `=`, a colon or an arrow.
//!
//! In: what is given a value, and the value. Out: the value on the same line, or on the next where
//! it reads better there.

use quote::ToTokens;

use super::shape::{LayOut, STEP, Shape, line_ends, new_line};
use super::tokens::one_line;

/// What is given a value, and the value behind or below it.
pub(super) fn assigned(head: &str, value: &impl LayOut, shape: Shape) -> Option<String> {
    let beside = shape.behind(head)?.after(1)?;
    let text = value.laid_out(beside);
    if let Some(text) = text.as_ref().filter(|text| !text.contains('\n')) {
        return Some(format!("{head} {text}"));
    }
    let lower = shape.below(shape.free());
    let lower = value.laid_out(lower).filter(|text| lower.fits(text));
    let is_lower = match (&text, &lower) {
        (Some(text), Some(lower)) => is_better(text, lower),
        (None, lower) => lower.is_some(),
        (Some(_), None) => false,
    };
    if is_lower {
        let indent = new_line(shape.indent + STEP);
        return Some(format!("{head}{indent}{}", lower?));
    }
    Some(format!("{head} {}", text?))
}

/// Whether a text on the next line reads better than one that starts on this line.
pub(super) fn is_better(here: &str, lower: &str) -> bool {
    let opens = |text: &str, bracket: char| {
        text.lines()
            .next()
            .is_some_and(|one| one.ends_with(bracket))
    };
    !lower.contains('\n')
        || line_ends(here) > line_ends(lower) + 1
        || ['(', '{', '[']
            .into_iter()
            .any(|one| opens(here, one) && !opens(lower, one))
}

/// The same, too wide if there is no other way.
pub(super) fn assigned_at_any_width<V: LayOut + ToTokens>(
    head: &str,
    value: &V,
    shape: Shape,
) -> String {
    assigned(head, value, shape)
        .or_else(|| assigned(head, value, shape.endless()))
        .unwrap_or_else(|| format!("{head} {}", one_line(value)))
}
