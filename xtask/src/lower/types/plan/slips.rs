//! What a schema most likely forgot: the items of a list, the type of a format.
//!
//! In: schemas that hold together. Out: a warning. It changes nothing about the plan.

use crate::diagnostic::{Code, Diagnostic, closest};
use crate::lower::account::type_of_format;
use crate::schema::{View, is_keyword};

/// Warns about a list of which nothing says what is in it.
pub(super) fn no_items(view: &View<'_>) -> Option<Diagnostic> {
    let says = [
        "items",
        "prefixItems",
        "contains",
        "unevaluatedItems",
        "enum",
        "const",
    ];
    let is_said = says.iter().any(|keyword| view.keyword(keyword).is_some());
    if is_said || view.types().as_deref() != Some(&["array"]) {
        return None;
    }
    let (part, _) = view.keyword("type")?;
    // One that is misspelt is told as such.
    let is_slip = |key: &String| !is_keyword(key) && closest(key, ["items"]).is_some();
    if part.keywords.keys().any(is_slip) {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::LikelySlip,
            "an array has no `items`: nothing says what is in it",
        )
        .at(part.location.child("type"), "read as a list of any JSON")
        .help("describe what is in it under `items`; `items: {}` says that anything may be"),
    )
}

/// Warns about a format without the type that it is a format of.
pub(super) fn format_alone(view: &View<'_>) -> Option<Diagnostic> {
    let (part, format) = view.keyword("format")?;
    let meant = type_of_format(format.as_str()?)?;
    Some(
        Diagnostic::new(Code::LikelySlip, "a `format` stands without a `type`")
            .at(
                part.location.child("format"),
                "has no effect: read as any JSON",
            )
            .help(format!("add `type: {meant}`")),
    )
}

/// Warns about a format of texts at a schema that admits none, such as `date` at an integer. Formats
/// of numbers at a text are how many senders write large numbers.
pub(super) fn format_of_texts(view: &View<'_>) -> Option<Diagnostic> {
    let (part, format) = view.keyword("format")?;
    let format = format.as_str()?;
    let types = view.types().filter(|types| !types.is_empty())?;
    if type_of_format(format) != Some("string") || types.contains(&"string") {
        return None;
    }
    let types: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "`{format}` is a format of texts, and the type is {}",
        types.join(" or ")
    );
    Some(
        Diagnostic::new(Code::LikelySlip, message)
            .at(part.location.child("format"), "has no effect on the type")
            .help("say `type: string`, or take the format away"),
    )
}
