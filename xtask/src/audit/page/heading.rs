//! The head of a field: name, types, whether it is required, and the words that introduce a union.
//!
//! In: one line. Out: its parts with their spans, or a complaint where the line leaves the form.

use std::ops::Range;

use super::cursor::{Cursor, helped};
use super::{At, Types};
use crate::diagnostic::{Diagnostic, closest, did_you_mean};

/// What the first line of a field says.
#[derive(Debug)]
pub(super) struct FieldHead {
    pub path: At<String>,
    pub types: At<Types>,
    pub required: Option<Range<usize>>,
    pub union: Option<UnionHead>,
}

/// What introduces a union.
#[derive(Debug)]
pub(super) struct UnionHead {
    pub span: Range<usize>,
    pub discriminator: Option<At<String>>,
}

/// ``- `PATH` (TYPES[, required])[ — one of[ (discriminator: NAME)]:]``
///
/// # Errors
/// A complaint where the line is something else.
pub(super) fn field_head(cursor: Cursor<'_>) -> Result<FieldHead, Diagnostic> {
    let help = "write a field as ``- `name` (string)`` or ``- `name` (string,null, required)``";
    read_head(cursor).map_err(|diagnostic| helped(diagnostic, help))
}

fn read_head(mut cursor: Cursor<'_>) -> Result<FieldHead, Diagnostic> {
    cursor.require("- `", "``- ` `` before the field's name")?;
    let path = cursor.until(|c| c == '`');
    if path.value.trim().is_empty() {
        return Err(cursor.expected("the field's name"));
    }
    cursor.require("`", "a backtick after the field's name")?;
    cursor.require(" (", "` (` and the field's types")?;
    let (types, required) = types(&mut cursor)?;
    let union = union_head(&mut cursor, &types)?;
    Ok(FieldHead {
        path: At::new(path.value.to_owned(), path.span),
        types,
        required,
        union,
    })
}

fn types(cursor: &mut Cursor<'_>) -> Result<(At<Types>, Option<Range<usize>>), Diagnostic> {
    let start = cursor.at();
    let mut end = start;
    let mut named: Vec<&'static str> = Vec::new();
    let mut any = false;
    let mut required = None;
    loop {
        let word = cursor.until(|c| c == ',' || c == ')');
        let name = word.value;
        if name.is_empty() {
            return Err(cursor.expected("a type"));
        }
        if name == "required" && (any || !named.is_empty()) {
            required = Some(word.span);
            cursor.require(")", "`)` after `required`")?;
            break;
        }
        let known = Types::NAMES.into_iter().find(|known| *known == name);
        if let Some(known) = known.filter(|known| !named.contains(known) && !any) {
            named.push(known);
        } else if name == "any" && named.is_empty() && !any {
            any = true;
        } else {
            return Err(wrong_type(cursor, &word));
        }
        end = word.span.end;
        if cursor.eat(")") {
            break;
        }
        cursor.require(",", "`,` or `)` after the type")?;
        if cursor.rest().starts_with(' ') && !cursor.rest().starts_with(" required") {
            cursor.skip(1);
            return Err(cursor.expected("`required` after `, `"));
        }
        cursor.eat(" ");
    }
    let types = if any { Types::Any } else { Types::Of(named) };
    Ok((At::new(types, start..end), required))
}

fn wrong_type(cursor: &Cursor<'_>, word: &At<&str>) -> Diagnostic {
    let known = || Types::NAMES.into_iter().chain(["any", "required"]);
    if known().any(|name| name == word.value) {
        let message = format!("`{}` cannot stand here", word.value);
        return cursor.fault(word.span.clone(), message, "unexpected").help(
            "name each type once, `any` alone, and `required` last, as in `(string,null, required)`",
        );
    }
    let help = match closest(word.value, known()) {
        Some(_) => did_you_mean(word.value, known().collect::<Vec<_>>()),
        None => format!(
            "the types are {} and `any`",
            Types::NAMES.map(|name| format!("`{name}`")).join(", ")
        ),
    };
    let message = format!("`{}` is not a type", word.value);
    cursor
        .fault(word.span.clone(), message, "unknown type")
        .help(help)
}

fn union_head(cursor: &mut Cursor<'_>, types: &At<Types>) -> Result<Option<UnionHead>, Diagnostic> {
    if cursor.rest().is_empty() {
        return Ok(None);
    }
    let start = cursor.at();
    let help = "a line of a field ends after its types, or goes on with ` — one of:` or \
                ` — one of (discriminator: name):`";
    cursor
        .require(" — one of", "the end of the line or ` — one of`")
        .map_err(|diagnostic| diagnostic.help(help))?;
    let mut discriminator = None;
    if cursor.eat(" (") {
        cursor.require("discriminator: ", "`discriminator: `")?;
        let name = cursor.until(|c| c == ')');
        if name.value.is_empty() {
            return Err(cursor.expected("the discriminator's name"));
        }
        cursor.require(")", "`)` after the discriminator's name")?;
        discriminator = Some(At::new(name.value.to_owned(), name.span));
    }
    cursor
        .require(":", "`:` at the end of the line")
        .map_err(|diagnostic| diagnostic.help(help))?;
    let span = start + 1..cursor.at();
    cursor.end().map_err(|diagnostic| diagnostic.help(help))?;
    if !types.value.can_have_fields() {
        let message = "a field of this type has no variants";
        return Err(cursor
            .fault(types.span.clone(), message, "holds no fields")
            .help("check the page: variants belong to an object, an array or `any`"));
    }
    Ok(Some(UnionHead {
        span,
        discriminator,
    }))
}
