//! Names that are not plainly those of the document, for the report.
//!
//! In: what claimed a name, and the settled model. Out: each name that is not the plain conversion of the text in the document, and
//! why. It settles nothing.

use super::naming::{Claim, Rank, Style, is_keyword, plainly};
use crate::model::{Model, Name, SettledName, TypeDefinition, TypeKind};

/// The types that did not get the name which they claimed first.
pub(super) fn settled_types(claims: &[Claim], idents: &[String]) -> Vec<SettledName> {
    let mut names = Vec::new();
    for (claim, ident) in claims.iter().zip(idents) {
        let best = claim.candidates.first().map_or("", String::as_str);
        let reason = if claim.rank == Rank::Explicit {
            "given by `x-rust-name`".to_owned()
        } else if best == ident {
            continue;
        } else if claim.candidates.contains(ident) {
            format!("`{best}` means something else in the crate")
        } else {
            format!("`{best}` and every other choice mean something else in the crate")
        };
        names.push(SettledName {
            what: "type",
            wire: best.to_owned(),
            ident: ident.clone(),
            reason,
            place: Some(claim.place.clone()),
        });
    }
    names
}

/// The members, variants and events of a model whose names are not the plain ones.
pub(super) fn settled_names(model: &Model) -> Vec<SettledName> {
    let mut names = Vec::new();
    for group in &model.groups {
        for event in &group.events {
            names.extend(settled("event", &event.name, Style::Camel, None));
            let method = Name {
                wire: event.name.wire.clone(),
                ident: event.method.clone(),
            };
            names.extend(settled("method", &method, Style::Snake, None));
        }
    }
    for definition in model.reached_types() {
        match &definition.kind {
            TypeKind::Object(object) => {
                names.extend(object.fields.iter().filter_map(|field| {
                    settled("field", &field.name, Style::Snake, Some(definition))
                }))
            }
            TypeKind::OpenEnum(open_enum) => {
                names.extend(open_enum.values.iter().filter_map(|value| {
                    settled("value", &value.name, Style::Camel, Some(definition))
                }));
            }
            TypeKind::Union(_) => {}
        }
    }
    names
}

fn settled(
    what: &'static str,
    name: &Name,
    style: Style,
    around: Option<&TypeDefinition>,
) -> Option<SettledName> {
    let plain = plainly(&name.wire, style);
    if plain == name.ident {
        return None;
    }
    let bare = name.ident.trim_start_matches("r#").trim_end_matches('_');
    let reason = if bare == plain && is_keyword(&plain) {
        "a keyword of Rust"
    } else if plain.is_empty() {
        "made of signs alone"
    } else if plain.starts_with(|c: char| c.is_numeric()) {
        "an identifier starts with a letter"
    } else if bare.starts_with(plain.as_str()) {
        "the plain name is taken"
    } else {
        "chosen in the document, or the plain name is taken or no identifier"
    };
    Some(SettledName {
        what,
        wire: name.wire.clone(),
        ident: match around {
            Some(definition) => format!("{}::{}", definition.ident, name.ident),
            None => name.ident.clone(),
        },
        reason: reason.to_owned(),
        place: around.map(|definition| definition.place.clone()),
    })
}
