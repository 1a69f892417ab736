//! From `enum` and `const` to open enums.
//!
//! In: the listed values. Out: an [`OpenEnum`], or nothing where Rust has no one type for them. Source: JSON Schema 2020-12,
//! Validation §6.1.2 and §6.1.3; `x-enum-varnames` and `x-enum-descriptions` are widespread extensions.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{Claim, Rank, settle};
use crate::lower::prose::docs_and;
use crate::model::{Docs, Name, NameSource, OpenEnum, OpenEnumKind, OpenEnumValue};
use crate::place::Location;
use crate::schema::{EnumValue, GivenName, VALUE_NAMES, View, enum_values, names_fit};

/// Makes the open enum of some values.
pub(crate) fn lower_open_enum(
    kind: OpenEnumKind,
    texts: &[String],
    view: &View<'_>,
    place: &Location,
    diagnostics: &mut Diagnostics,
) -> OpenEnum {
    warn_of_equal_names(view, diagnostics);
    settle_values(kind, &enum_values(texts, view, place), diagnostics)
}

/// Makes an open enum of values, each under a name of its own.
pub(crate) fn settle_values(
    kind: OpenEnumKind,
    values: &[EnumValue<'_>],
    diagnostics: &mut Diagnostics,
) -> OpenEnum {
    let claims: Vec<Claim> = values
        .iter()
        .map(|value| {
            let mut candidates = value.name.map_or_else(Vec::new, given_names);
            candidates.extend(names_by_text(kind, &value.text));
            Claim {
                rank: Rank::of(&value.text, &candidates),
                candidates,
                place: value.place.clone(),
                remedy: "list names of your own in `x-enum-varnames`",
            }
        })
        .collect();
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
        });
    OpenEnum {
        kind,
        values: values.collect(),
    }
}

/// Says which values are not called as the spec has it. Those whose names are written the same are told of elsewhere.
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
                    "list names under `{}` that differ in more than case and punctuation; `Unknown` is what other values are",
                    given.keyword
                )),
        );
    }
}

/// The names that a value may have by the one that it is given.
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

/// Says that a name is given to two values. The sender made the list, so it stands: the second goes by its value.
fn warn_of_equal_names(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let Some((keyword, part, names, values)) = VALUE_NAMES.iter().find_map(|keyword| {
        let (part, names) = view.keyword(keyword)?;
        let values = part.keywords.get("enum")?.as_array()?;
        let fit = names_fit(names, values);
        Some((keyword, part, names.as_array().filter(|_| fit)?, values))
    }) else {
        return;
    };
    let place = part.location.child(keyword);
    let mut given = BTreeMap::new();
    let texts = names.iter().enumerate();
    for (index, text) in texts.filter_map(|(index, name)| Some((index, name.as_str()?))) {
        let first = *given.entry(text).or_insert(index);
        // Names that are as many as the values, those that are repeated included.
        let same = names.len() == values.len() && values.get(first) == values.get(index);
        if first != index && !same {
            diagnostics.push(
                Diagnostic::new(
                    Code::NameSettled,
                    format!("two values of an `enum` have the name `{text}`"),
                )
                .at(
                    place.child(&index.to_string()),
                    "given again here; this value is named after its text",
                )
                .and(place.child(&first.to_string()), "first given here")
                .help("give each value a name of its own"),
            );
        }
    }
}
