//! Tags that the alternatives of a union do not declare, but have.
//!
//! In: the alternatives. Out: the place below them whose constants tell them apart best: a member,
//! or a member of a required member. A place that is always there comes before one that may be
//! missing, and that before one some of whose values several alternatives share.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Chooser;
use super::alternative::Alternative;
use super::remaining::Remaining;
use crate::model::{JsonKind, TagKind};
use crate::schema::Constant;

/// A tag that some alternatives have.
#[derive(Debug)]
pub(super) struct Tag {
    quality: Quality,
    /// The names that lead to it, outermost first; none for the value itself.
    pub path: Vec<String>,
    pub kind: TagKind,
    /// The alternatives that may be without it.
    pub optional: Vec<usize>,
    /// The values that each alternative lists, as text.
    pub lists: IndexMap<usize, Vec<String>>,
    /// The alternative that lists none, and admits them all.
    pub open: Option<usize>,
}

/// How well a tag tells alternatives apart, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// A member of the alternatives themselves.
    Near,
    /// Further down.
    Deep,
    /// It may be missing.
    Optional,
    /// Some values are shared, by as many alternatives at most.
    Shared(usize),
}

/// The values of a tag, by the alternatives that list them, the most specific alternative first.
pub(super) fn values_by_variants(
    lists: &IndexMap<usize, Vec<String>>,
) -> IndexMap<Vec<usize>, Vec<String>> {
    let mut specific_first: Vec<_> = lists.iter().collect();
    specific_first.sort_by_key(|(_, values)| values.len());
    let mut variants: IndexMap<&String, Vec<usize>> = IndexMap::new();
    for (variant, values) in specific_first {
        for value in values {
            let of_value = variants.entry(value).or_default();
            if of_value.last() != Some(variant) {
                of_value.push(*variant);
            }
        }
    }
    let mut values: IndexMap<Vec<usize>, Vec<String>> = IndexMap::new();
    for (value, variants) in variants {
        values.entry(variants).or_default().push(value.clone());
    }
    values
}

impl Remaining<'_, '_> {
    /// The tag that tells the alternatives apart best; of several the first by name, since the order
    /// of members says nothing.
    pub fn best_tag(&self) -> Option<Tag> {
        let (_, first) = self.alternatives().next()?;
        let constants = first.constants.iter();
        let unasked = constants.filter(|constant| !self.asked.contains(&constant.path));
        let tags = unasked.filter_map(|constant| self.tag_at(constant));
        tags.min_by(|one, other| (one.quality, &one.path).cmp(&(other.quality, &other.path)))
    }

    /// The tag at the place of one constant, if all alternatives have one there, and a value tells
    /// some of them apart.
    fn tag_at(&self, of: &Constant) -> Option<Tag> {
        let (mut lists, mut optional) = (IndexMap::new(), Vec::new());
        for (variant, alternative) in self.alternatives() {
            let mut constants = alternative.constants.iter();
            let found = constants.find(|one| one.path == of.path && one.kind == of.kind)?;
            if !found.required {
                // What is not an object has no member, required or not.
                if alternative.kind() != Some(JsonKind::Object) {
                    return None;
                }
                optional.push(variant);
            }
            lists.insert(variant, found.values.clone());
        }
        let values = values_by_variants(&lists);
        let most = values.keys().map(Vec::len).max()?;
        let tells_apart = values.keys().any(|variants| variants.len() < lists.len());
        let quality = match (optional.is_empty(), most, of.path.len()) {
            (true, 1, 0 | 1) => Quality::Near,
            (true, 1, _) => Quality::Deep,
            (false, 1, _) => Quality::Optional,
            (true, most, 1..) if tells_apart => Quality::Shared(most),
            _ => return None,
        };
        Some(Tag {
            quality,
            path: of.path.clone(),
            kind: of.kind,
            optional,
            lists,
            open: None,
        })
    }
}

impl<'a> Chooser<'_, 'a> {
    /// A tag about which one alternative says nothing, so that it may be anything there: a value
    /// that no other alternative lists is of that one.
    pub(super) fn open_tag(&self, remaining: &Remaining<'_, 'a>) -> Option<Tag> {
        let constants = remaining.alternatives().flat_map(|(_, one)| &one.constants);
        let mut seen: BTreeSet<&[String]> = remaining.asked.iter().map(Vec::as_slice).collect();
        let unasked = constants.filter(|constant| seen.insert(&constant.path));
        let tags = unasked.filter_map(|constant| self.open_tag_at(remaining, constant));
        tags.min_by(|one, other| (one.quality, &one.path).cmp(&(other.quality, &other.path)))
    }

    fn open_tag_at(&self, remaining: &Remaining<'_, 'a>, of: &Constant) -> Option<Tag> {
        let [name] = of.path.as_slice() else {
            return None;
        };
        let (mut lists, mut optional, mut open) = (IndexMap::new(), Vec::new(), None);
        for (variant, alternative) in remaining.alternatives() {
            if alternative.kind() != Some(JsonKind::Object) {
                return None;
            }
            if !alternative.required.contains(&name.as_str()) {
                optional.push(variant);
            }
            match alternative.member_values(name) {
                Some((kind, values)) if kind == of.kind => {
                    lists.insert(variant, values.to_vec());
                }
                None if open.is_none() && self.admits(alternative, name, of.kind) => {
                    open = Some(variant);
                }
                _ => return None,
            }
        }
        let most = values_by_variants(&lists).keys().map(Vec::len).max()?;
        Some(Tag {
            quality: Quality::Shared(most),
            path: of.path.clone(),
            kind: of.kind,
            optional,
            lists,
            open: Some(open?),
        })
    }

    /// Whether a member of an alternative that is no union may be of a tag's type.
    fn admits(&self, alternative: &Alternative<'a>, member: &str, kind: TagKind) -> bool {
        let is_of_tag = |one: &JsonKind| match kind {
            TagKind::Text => *one == JsonKind::String,
            TagKind::Integer => matches!(one, JsonKind::Integer | JsonKind::Number),
            TagKind::Boolean => *one == JsonKind::Boolean,
        };
        let kinds = self.schemas.kinds_of_member(&alternative.view, member);
        !alternative.is_union && kinds.is_none_or(|kinds| kinds.iter().any(is_of_tag))
    }
}
