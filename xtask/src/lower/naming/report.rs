//! Names that are not plainly those of the document, for the report.
//!
//! In: what claimed a name, and the settled model. Out: each name that is not the plain conversion
//! of the text in the document, and why. It settles nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::features::own_feature;
use super::methods::handler_method;
use super::reserved::RESERVED_TYPES;
use super::settle::{Claim, Rank};
use crate::ident::{Style, identifiers, is_keyword, plainly};
use crate::model::{Model, Name, NameSource, SettledName, TypeDefinition, TypeKind};

/// The types that did not get the name which they claimed first, and those whose name is given.
pub(crate) fn settled_types(claims: &[Claim], idents: &[String]) -> Vec<SettledName> {
    settled_claims("type", claims, idents, |best| {
        let is_reserved = RESERVED_TYPES.contains(&best);
        is_reserved.then(|| format!("`{best}` means something else in the crate"))
    })
}

/// The variants of one union that did not get the name which they claimed first.
pub(crate) fn settled_variants(claims: &[Claim], idents: &[String]) -> Vec<SettledName> {
    let meaning = |best: &str| Some(format!("`{best}` means something else in a union"));
    settled_claims("variant", claims, idents, meaning)
}

/// `meaning` says why a name is not free that no other of the kind has.
fn settled_claims(
    what: &'static str,
    claims: &[Claim],
    idents: &[String],
    meaning: impl Fn(&str) -> Option<String>,
) -> Vec<SettledName> {
    let best = |claim: &Claim| claim.candidates.first().cloned().unwrap_or_default();
    let known: BTreeSet<&str> = idents.iter().map(String::as_str).collect();
    let mut wanting: BTreeMap<String, usize> = BTreeMap::new();
    for claim in claims {
        *wanting.entry(best(claim)).or_default() += 1;
    }
    let names = claims.iter().zip(idents).filter_map(|(claim, ident)| {
        let best = best(claim);
        let reason = if claim.rank == Rank::Explicit {
            "given by `x-rust-name`".to_owned()
        } else if best == *ident {
            return None;
        } else if known.contains(best.as_str()) {
            format!("another {what} is called `{best}`")
        } else if wanting.get(&best).is_some_and(|several| *several > 1) {
            format!("several {what}s would be called `{best}`")
        } else {
            meaning(&best)?
        };
        Some(SettledName {
            what,
            wire: best,
            ident: ident.clone(),
            reason,
            place: Some(claim.place.clone()),
        })
    });
    names.collect()
}

// The groups, events, members and values of a model whose names are not the plain ones.
pub(crate) fn settled_names(model: &Model) -> Vec<SettledName> {
    let mut names = Vec::new();
    for group in &model.groups {
        names.extend(settled("group", &group.name, Style::Module, None));
        let handler = group.handler.strip_suffix("Handler").unwrap_or_default();
        let handler = Name::of_wire(&group.name.wire, handler);
        let handler = settled("handler", &handler, Style::Camel, None);
        names.extend(handler.map(|name| SettledName {
            ident: group.handler.clone(),
            ..name
        }));
        let feature = group.feature.as_ref();
        let plain = plainly(&group.name.wire, Style::Module).replace('_', "-");
        if let Some(feature) = feature.filter(|feature| **feature != plain) {
            names.push(SettledName {
                what: "feature",
                wire: group.name.wire.clone(),
                ident: feature.clone(),
                reason: if *feature == own_feature(group) {
                    "named after the group's module".to_owned()
                } else {
                    "every crate has a feature of that name".to_owned()
                },
                place: None,
            });
        }
        for event in &group.events {
            names.extend(settled("event", &event.name, Style::Camel, None));
            let method = Name {
                wire: event.name.wire.clone(),
                ident: event.method.clone(),
                source: event.method_source,
            };
            names.extend(settled("method", &method, Style::Snake, None));
        }
    }
    for definition in model.reached_types() {
        let around = Some(definition);
        match &definition.kind {
            TypeKind::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.name);
                names
                    .extend(fields.filter_map(|name| settled("field", name, Style::Snake, around)));
            }
            TypeKind::OpenEnum(open_enum) => {
                let values = open_enum.values.iter().map(|value| &value.name);
                names
                    .extend(values.filter_map(|name| settled("value", name, Style::Camel, around)));
            }
            TypeKind::Union(_) | TypeKind::Tuple(_) => {}
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
        "a keyword of Rust".to_owned()
    } else if name.ident == handler_method(plain.clone()) && what == "method" {
        format!("a method called `{plain}` takes no `&self`, by custom")
    } else {
        match name.source {
            NameSource::Keyword(keyword) => format!("given by `{keyword}`"),
            NameSource::InPlaceOfWire(keyword) => {
                format!("given by `{keyword}`, since the plain name is taken")
            }
            NameSource::HttpMethod => "several operations have the name in common".to_owned(),
            NameSource::Wire => made_of_wire(name, &plain, style).to_owned(),
        }
    };
    Some(SettledName {
        what,
        wire: name.wire.clone(),
        ident: match around {
            Some(definition) => format!("{}::{}", definition.ident, name.ident),
            None => name.ident.clone(),
        },
        reason,
        place: around.map(|definition| definition.place.clone()),
    })
}

/// Why a name that was made of the text in the document is not the plain one.
fn made_of_wire(name: &Name, plain: &str, style: Style) -> &'static str {
    let candidates = identifiers(&name.wire, style);
    let mut candidates = candidates.iter().map(String::as_str);
    let is_best = candidates.next() == Some(name.ident.as_str());
    if plain.is_empty() {
        "made of signs alone"
    } else if plain.starts_with(|c: char| c.is_numeric()) {
        "an identifier starts with a letter"
    } else if is_best {
        "some of its characters fit no name of this kind"
    } else if candidates.next() == Some(name.ident.as_str()) {
        "its signs are spelled out, since the plain name is taken"
    } else {
        "the plain name is taken"
    }
}
