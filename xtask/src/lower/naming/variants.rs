//! What the variants of a union are called.
//!
//! In: the alternatives and the test that tells them apart. Out: the names that each may have, best
//! first. Variants of one union are named alike: where a discriminator tells them apart, all after
//! their tags if each has one tag, else all after their components; words that all those names
//! share are left out of all. The rest goes by title, component, constant, a member of its own, and
//! last by its JSON type, or by all that it may have.

use std::collections::BTreeMap;

use crate::ident::{Style, camel_words, identifier_of, identifiers};
use crate::lower::unions::Alternative;
use crate::model::{JsonKind, UnionTest};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{Alternatives, Schemas, component_name, is_name, kind_of, type_name};

/// For each variant the names that it may have, best first.
pub(crate) fn variant_names<'a>(
    schemas: &Schemas<'a>,
    union: &Alternatives<'a>,
    alternatives: &[Alternative<'a>],
    test: &UnionTest,
) -> Vec<Vec<String>> {
    let declared = names_by_discriminator(schemas, union, alternatives, test);
    let own_members = own_members(alternatives);
    let chosen = declared.into_iter().zip(own_members);
    let names = alternatives.iter().zip(chosen).enumerate();
    let names = names.map(|(index, (alternative, (declared, own_member)))| {
        let explicit = variant_name(alternative, schemas.resolver).map(|(name, _)| name);
        let title = alternative.view.text("title");
        let title = title.filter(|title| is_name(title));
        let texts = [
            explicit.map(str::to_owned),
            declared,
            title.map(str::to_owned),
            component_name(&alternative.location, schemas.resolver),
            only_value(test, index),
            own_member.map(str::to_owned),
        ];
        let texts = texts.iter().flatten().filter(|_| !alternative.is_several);
        let mut names: Vec<String> = texts
            .flat_map(|text| identifiers(text, Style::Camel))
            .collect();
        names.extend(names_by_kind(schemas, alternatives, alternative));
        names.push("Variant".to_owned());
        names
    });
    names.collect()
}

/// The names by the tags that a discriminator declares; none for the schema that the others build
/// upon.
fn names_by_discriminator<'a>(
    schemas: &Schemas<'a>,
    union: &Alternatives<'a>,
    alternatives: &[Alternative<'a>],
    test: &UnionTest,
) -> Vec<Option<String>> {
    if !matches!(test, UnionTest::Tag(tag) if tag.declared) {
        return vec![None; alternatives.len()];
    }
    let is_base =
        |one: &Alternative<'a>| union.is_inherited() && one.location == union.part.location;
    let bases: Vec<bool> = alternatives.iter().map(is_base).collect();
    let tags = bases.iter().enumerate();
    let tags = tags.map(|(index, is_base)| only_value(test, index).filter(|_| !is_base));
    let tags: Vec<Option<String>> = tags.collect();
    if tags
        .iter()
        .zip(&bases)
        .all(|(tag, is_base)| *is_base || tag.is_some())
    {
        return tags;
    }
    let others = alternatives
        .iter()
        .zip(&bases)
        .filter(|(_, is_base)| !**is_base);
    let components: Option<Vec<String>> = others
        .map(|(one, _)| component_name(&one.location, schemas.resolver))
        .collect();
    let Some(components) = components else {
        return tags;
    };
    let mut names = without_shared_words(&components).into_iter();
    let names = bases
        .iter()
        .map(|is_base| if *is_base { None } else { names.next() });
    names.collect()
}

/// The name by the JSON type. Of several lists, all go by what is in them; of several texts, those
/// that are something else in Rust go by that.
fn names_by_kind<'a>(
    schemas: &Schemas<'a>,
    alternatives: &[Alternative<'a>],
    alternative: &Alternative<'a>,
) -> Vec<String> {
    let Some(kind) = alternative.kind() else {
        return names_of_several(alternative).into_iter().collect();
    };
    let name = kind_name(kind);
    let mut alike = alternatives
        .iter()
        .filter(|other| other.kind() == Some(kind));
    let mut names = Vec::new();
    if kind == JsonKind::Array && alike.nth(1).is_some() {
        let items = alternative.view.keyword("items");
        let item = items.and_then(|(part, _)| {
            let item = schemas.view_at(&part.location.child("items"));
            let component = component_name(&item.parts.first()?.location, schemas.resolver);
            component
                .map(|name| identifier_of(&name, Style::Camel))
                .or_else(|| Some(kind_name(kind_of(&item)?).to_owned()))
        });
        names.extend(item.map(|item| format!("{item}{name}")));
    } else if kind == JsonKind::String && alike.nth(1).is_some() {
        let format = alternative.view.format().and_then(|format| match format {
            "date-time" => Some("DateTime"),
            "date" => Some("Date"),
            _ => None,
        });
        names.extend(format.map(str::to_owned));
    }
    names.push(name.to_owned());
    names
}

/// The name that the spec gives an alternative, and where.
pub(crate) fn variant_name<'a, 'b>(
    alternative: &'b Alternative<'a>,
    resolver: &Resolver<'a>,
) -> Option<(&'a str, &'b Location)> {
    let part = alternative.view.parts.first()?;
    Some((type_name(&part.location, resolver)?, &part.location))
}

/// The name of an alternative that has several JSON types, after all of them.
fn names_of_several(alternative: &Alternative<'_>) -> Option<String> {
    let kinds = alternative
        .kinds
        .as_ref()
        .filter(|kinds| !kinds.is_empty())?;
    let has_numbers = kinds.contains(&JsonKind::Number);
    let kinds = kinds.iter().copied();
    let kinds = kinds.filter(|kind| !(has_numbers && *kind == JsonKind::Integer));
    let names: Vec<&str> = kinds.map(kind_name).collect();
    Some(names.join("Or"))
}

/// The tags' values of a variant that has only one of each.
fn only_value(test: &UnionTest, index: usize) -> Option<String> {
    let own = match test {
        UnionTest::Tag(tag) => {
            let mut own = tag
                .arms
                .iter()
                .filter(|arm| arm.outcome.variants().contains(&index));
            match (own.next().map(|arm| arm.values.as_slice()), own.next()) {
                (Some([only]), None) => Some(only.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    let mut further = test.further().into_iter();
    let further = further.find_map(|test| only_value(test, index));
    let values: Vec<String> = own.into_iter().chain(further).collect();
    (!values.is_empty()).then(|| values.join("-"))
}

/// For each object among several a member that no other alternative has, one that must be there before
/// others.
fn own_members<'a>(alternatives: &[Alternative<'a>]) -> Vec<Option<&'a str>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in alternatives
        .iter()
        .flat_map(|one| one.view.properties().keys())
    {
        *counts.entry(*name).or_default() += 1;
    }
    let is_object = |one: &&Alternative<'_>| one.kind() == Some(JsonKind::Object);
    let are_several = alternatives.iter().filter(is_object).nth(1).is_some();
    // The order in which members are listed says nothing.
    let own = alternatives.iter().map(|one| {
        let members = one.view.properties();
        let is_own = |name: &&str| members.contains_key(name) && counts.get(name) == Some(&1);
        let required = one.required.iter().copied().filter(is_own).min();
        required
            .or_else(|| members.keys().copied().filter(is_own).min())
            .filter(|_| are_several)
    });
    own.collect()
}

/// Names without the words that all of them begin or end with; as they are, if that leaves one
/// without a word or two of them the same.
fn without_shared_words(names: &[String]) -> Vec<String> {
    let words = names
        .iter()
        .map(|name| camel_words(&identifier_of(name, Style::Camel)));
    let words: Vec<Vec<String>> = words.collect();
    let Some(first) = words.first().filter(|_| words.len() > 1) else {
        return names.to_vec();
    };
    let at_start = (0..first.len())
        .take_while(|at| words.iter().all(|words| words.get(*at) == first.get(*at)))
        .count();
    let at_end = (0..first.len())
        .take_while(|at| {
            words
                .iter()
                .all(|words| words.iter().nth_back(*at) == first.iter().nth_back(*at))
        })
        .count();
    let mut stripped: Vec<String> = Vec::new();
    for words in &words {
        let end = words.len().saturating_sub(at_end);
        let left = words.get(at_start..end).unwrap_or_default().concat();
        if !left.starts_with(char::is_alphabetic) || stripped.contains(&left) {
            return names.to_vec();
        }
        stripped.push(left);
    }
    stripped
}

fn kind_name(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Boolean => "Boolean",
        JsonKind::Integer => "Integer",
        JsonKind::Number => "Number",
        JsonKind::String => "Text",
        JsonKind::Array => "List",
        JsonKind::Object => "Object",
    }
}

#[cfg(test)]
mod tests {
    use super::without_shared_words;

    fn stripped(names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        without_shared_words(&names)
    }

    #[test]
    fn words_that_all_names_share_are_left_out_of_all() {
        assert_eq!(
            stripped(&["AchInstrument", "EPayBgInstrument", "card_instrument"]),
            ["Ach", "EPayBg", "Card"]
        );
        assert_eq!(stripped(&["PayAch", "PayCard"]), ["Ach", "Card"]);
        assert_eq!(
            stripped(&["AchInstrument", "Card"]),
            ["AchInstrument", "Card"]
        );
    }

    #[test]
    fn names_that_would_be_empty_or_the_same_stay_as_they_are() {
        assert_eq!(stripped(&["Card", "BankCard"]), ["Card", "BankCard"]);
        assert_eq!(stripped(&["Card"]), ["Card"]);
        assert_eq!(stripped(&["A1b", "A2b"]), ["A1b", "A2b"]);
    }
}
