//! What the values of an open enum are called.
//!
//! In: values, each with the name that the spec gives it, if any. Out: an [`OpenEnum`]. It may not
//! look at schemas. `x-enum-varnames` and `x-enum-descriptions` are widespread extensions.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{Claim, Rank, settle};
use crate::lower::prose::docs_and;
use crate::model::{Docs, Name, NameSource, OpenEnum, OpenEnumKind, OpenEnumValue};
use crate::schema::{EnumValue, GivenName};

/// Makes an open enum of values, each with a name of its own.
pub(crate) fn settle_values(
    kind: OpenEnumKind,
    values: &[EnumValue<'_>],
    diagnostics: &mut Diagnostics,
) -> OpenEnum {
    // Of values that are given one name, the first has it.
    let mut earlier = BTreeSet::new();
    let claims = values.iter().map(|value| {
        let given = value.name.filter(|given| earlier.insert(given.text));
        let mut candidates = given.map_or_else(Vec::new, given_names);
        candidates.extend(names_by_text(kind, &value.text));
        let text = given.map_or(value.text.as_str(), |given| given.text);
        Claim {
            rank: Rank::of(text, &candidates),
            candidates,
            place: value.place.clone(),
            remedy: "list names of your own in `x-enum-varnames`",
        }
    });
    let claims: Vec<Claim> = claims.collect();
    let idents = settle(&claims, &["Unknown"], diagnostics);
    warn_of_names_not_taken(kind, values, &idents, diagnostics);
    let values = values
        .iter()
        .zip(idents)
        .map(|(value, ident)| OpenEnumValue {
            docs: docs_and(
                value.description.unwrap_or_default(),
                &Docs::code(&value.text),
            ),
            name: Name {
                wire: value.text.clone(),
                source: match value.name {
                    Some(given) if given_names(given).contains(&ident) => {
                        NameSource::Keyword(given.keyword)
                    }
                    _ => NameSource::Wire,
                },
                ident,
            },
            place: value.place.clone(),
        });
    OpenEnum {
        kind,
        values: values.collect(),
    }
}

/// Warns about values that are not called what the spec says. Names that are written the same are
/// reported elsewhere.
fn warn_of_names_not_taken(
    kind: OpenEnumKind,
    values: &[EnumValue<'_>],
    idents: &[String],
    diagnostics: &mut Diagnostics,
) {
    let mut earlier = BTreeSet::new();
    for (value, ident) in values.iter().zip(idents) {
        let Some(given) = value.name else {
            continue;
        };
        let is_repeated = !earlier.insert(given.text);
        let by_text = names_by_text(kind, &value.text).contains(ident);
        if is_repeated || !by_text || given_names(given).contains(ident) {
            continue;
        }
        let message = format!(
            "`{}` is taken, so this value is named after its text: `{ident}`",
            given.text
        );
        diagnostics.push(
            Diagnostic::new(Code::NameSettled, message)
                .at(&value.place, format!("becomes `{ident}`"))
                .help(format!(
                    "list names under `{}` that differ in more than case and punctuation; `Unknown` is the variant of all other values",
                    given.keyword
                )),
        );
    }
}

/// The names that a value may have, made of the one that it is given.
fn given_names(given: GivenName<'_>) -> Vec<String> {
    identifiers(given.text, Style::Camel)
}

/// The names that a value may have without being given one, best first.
fn names_by_text(kind: OpenEnumKind, text: &str) -> Vec<String> {
    match kind {
        OpenEnumKind::Integer => vec![match text.strip_prefix('-') {
            Some(positive) => format!("Minus{positive}"),
            None => format!("Value{text}"),
        }],
        OpenEnumKind::Text => {
            let mut candidates = identifiers(text, Style::Camel);
            let last = candidates.last().map(|name| followed_by(name, "Value"));
            candidates.extend(last);
            candidates
        }
    }
}
