//! The JSON types that values may have.
//!
//! In: schemas that hold together. Out: the types that values may have, across unions; `None` where
//! any type may occur.

use std::collections::BTreeSet;

use super::Schemas;
use super::choices::without_narrowing;
use super::conjunction::{Conjunct, Conjunction};
use super::values::{Listed, listed};
use super::view::{Alternatives, Conditional, View};
use crate::model::JsonKind;
use crate::vocabulary::{Role, keywords_that};

/// How deeply unions in unions are looked into for the JSON types of their values.
const DEEPEST: usize = 8;

impl<'a> Schemas<'a> {
    /// The JSON types that a schema's values may have; `None` where any may occur.
    pub fn kinds_of(&self, view: &View<'a>, depth: usize) -> Option<BTreeSet<JsonKind>> {
        if let Some(types) = view.types() {
            return types.into_iter().map(json_kind).collect();
        }
        if depth > DEEPEST {
            return None;
        }
        // Keywords beside a union hold for values of their own type: `properties` says nothing of a
        // list.

        let of_union = match self.unions(view) {
            [union] => self.kinds_of_union(union, depth),
            _ => None,
        };
        of_union.or_else(|| Some(BTreeSet::from([kind_of(view)?])))
    }

    fn kinds_of_union(&self, union: &Alternatives<'a>, depth: usize) -> Option<BTreeSet<JsonKind>> {
        let mut kinds = BTreeSet::new();
        for branch in &union.branches {
            let view = self.view_at(branch);
            kinds.extend(self.kinds_of(&view, depth + 1)?);
        }
        Some(kinds)
    }

    /// The JSON type that values of a schema are taken to have which names none, because it says
    /// what such a value holds.
    pub fn assumed_kind(&self, view: &View<'a>) -> Option<JsonKind> {
        let says = |role| keywords_that(role).any(|one| view.keyword(one).is_some());
        let is_plain = view.types().is_none()
            && view.values().is_none()
            && without_narrowing(self.unions(view)).is_empty();
        let has_members = || view.conditional.iter().any(Conditional::has_members);
        match is_plain {
            true if says(Role::OfObjects) || has_members() => Some(JsonKind::Object),
            true if says(Role::OfArrays) => Some(JsonKind::Array),
            _ => None,
        }
    }

    /// Whether a member may be `null`: because a schema says so, or because none says anything of
    /// its type.
    pub fn admits_null(&self, view: &View<'a>, member: &str) -> bool {
        self.is_nullable(&members_at(view, member)) || self.kinds_of_member(view, member).is_none()
    }

    /// The JSON types that a member may have; `None` where nothing is said of them, or the member
    /// is not among the view's own.
    pub fn kinds_of_member(&self, view: &View<'a>, member: &str) -> Option<BTreeSet<JsonKind>> {
        let member = self.view(&members_at(view, member));
        self.kinds_of(&member, 0)
    }
}

/// The schemas that hold for a member.
fn members_at(view: &View<'_>, member: &str) -> Conjunction {
    let places = view.properties().get(member);
    let places = places.into_iter().flatten().cloned();
    places.map(Conjunct::whole).collect()
}

/// The one JSON type that a schema's values have.
pub(crate) fn kind_of(view: &View<'_>) -> Option<JsonKind> {
    match view.types().as_deref() {
        Some([one]) => json_kind(one),
        Some(_) => None,
        None if view
            .keyword("properties")
            .is_some_and(|(_, value)| value.is_object()) =>
        {
            Some(JsonKind::Object)
        }
        None if view.conditional.iter().any(Conditional::has_members) => Some(JsonKind::Object),
        None if view
            .keyword("items")
            .is_some_and(|(_, value)| !value.is_boolean()) =>
        {
            Some(JsonKind::Array)
        }
        None if view.keyword("prefixItems").is_some() => Some(JsonKind::Array),
        None => match listed(&view.values()?, None) {
            Listed::Texts(_) => Some(JsonKind::String),
            Listed::Integers(_) => Some(JsonKind::Integer),
            Listed::Numbers => Some(JsonKind::Number),
            Listed::Booleans => Some(JsonKind::Boolean),
            _ => None,
        },
    }
}

/// The JSON type that a word under `type` names; `None` for `null`.
pub(crate) fn json_kind(word: &str) -> Option<JsonKind> {
    match word {
        "boolean" => Some(JsonKind::Boolean),
        "integer" => Some(JsonKind::Integer),
        "number" => Some(JsonKind::Number),
        "string" => Some(JsonKind::String),
        "array" => Some(JsonKind::Array),
        "object" => Some(JsonKind::Object),
        _ => None,
    }
}
