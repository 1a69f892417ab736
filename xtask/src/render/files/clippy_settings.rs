//! The limits that clippy keeps a generated crate to.
//!
//! In: the model, and how complex its types are in Rust. Out: `clippy.toml`, where the spec asks
//! for a struct, a type or a `match` beyond clippy's own limits. Those are advice for code that is
//! designed, and here the sender designed it: a crate states limits of its own, and everything else
//! about its lints stays as it is.

use std::fmt::Write;

use crate::model::{Model, Shape, TypeKind};

/// How many `bool` fields clippy takes without a setting.
const BOOLS: usize = 3;

/// How many lines of a function clippy takes without a setting.
const LINES: usize = 100;

/// How complex a type clippy takes without a setting.
const COMPLEXITY: usize = 250;

/// The lines of one arm of a `match` in the widest layout, and those around all of them.
const ARM: usize = 6;
const AROUND: usize = 20;

/// Renders `clippy.toml`, given the score of the most complex type; `None` where clippy's own
/// limits do.
pub(crate) fn render_clippy_settings(model: &Model, complexity: usize) -> Option<String> {
    let mut bools = 0;
    let mut arms = model.events().count();
    for definition in &model.types {
        match &definition.kind {
            TypeKind::Object(object) => {
                let required = object.fields.iter().filter(|field| !field.optional);
                let own = required.filter(|field| field.shape == Shape::Boolean);
                bools = bools.max(own.count());
            }
            TypeKind::Union(union) => arms = arms.max(union.variants.len()),
            TypeKind::OpenEnum(_) | TypeKind::Tuple(_) => {}
        }
    }
    let otherwise = model.events().map(|event| event.further.len());
    arms = arms.max(otherwise.sum());
    let lines = arms * ARM + AROUND;
    let mut text = String::new();
    for (key, needed, limit) in [
        ("max-struct-bools", bools, BOOLS),
        ("too-many-lines-threshold", lines, LINES),
        ("type-complexity-threshold", complexity, COMPLEXITY),
    ] {
        if needed > limit {
            writeln!(text, "{key} = {needed}").unwrap_or_default();
        }
    }
    let why = "# What the spec describes is as large as its sender made it.";
    (!text.is_empty()).then(|| format!("{why}\n{text}"))
}
