//! Tags that the alternatives of a union do not declare, but have.
//!
//! In: the alternatives. Out: the constants that each puts at a place below it, and the place whose constants tell them apart best: a
//! member, or a member of a required member. A place that is always there comes before one that may be missing, and that before one
//! some of whose values several alternatives share.

use indexmap::IndexMap;

use super::asking::Asking;
use super::rivals::{Branch, Rivals};
use crate::model::{JsonKind, TagKind};
use crate::schema::Constant;

/// A tag that some alternatives have.
#[derive(Debug)]
pub(crate) struct Candidate {
    quality: Quality,
    /// The names that lead to it, outermost first; none for the value itself.
    pub path: Vec<String>,
    pub kind: TagKind,
    /// The alternatives that may be without it.
    pub optional: Vec<usize>,
    /// The values that each alternative lists, as text.
    pub lists: Vec<(usize, Vec<String>)>,
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

/// The alternatives that list a value, the most specific first, and the values that just these list.
type Claims = IndexMap<Vec<usize>, Vec<String>>;

/// Who lists which values of a tag, those of the most specific alternative first.
pub(super) fn claims(lists: &[(usize, Vec<String>)]) -> Claims {
    let mut specific_first: Vec<&(usize, Vec<String>)> = lists.iter().collect();
    specific_first.sort_by_key(|(_, values)| values.len());
    let mut claimants: IndexMap<&String, Vec<usize>> = IndexMap::new();
    for (variant, values) in specific_first {
        for value in values {
            let of_value = claimants.entry(value).or_default();
            if of_value.last() != Some(variant) {
                of_value.push(*variant);
            }
        }
    }
    let mut claims = Claims::new();
    for (value, claimants) in claimants {
        claims.entry(claimants).or_default().push(value.clone());
    }
    claims
}

impl<'a> Rivals<'_, 'a> {
    /// The tag that tells the alternatives apart best.
    pub(super) fn best_tag(&self) -> Option<Candidate> {
        let (_, first) = self.branches().next()?;
        let constants = first.constants.iter();
        let candidates = constants
            .filter(|constant| !self.asked.contains(&constant.path))
            .filter_map(|constant| self.candidate(constant));
        candidates.min_by_key(|candidate| candidate.quality)
    }

    /// The tag at the place of one constant, if all alternatives have one there and a value tells some of them apart.
    fn candidate(&self, of: &Constant) -> Option<Candidate> {
        let mut lists = Vec::new();
        let mut optional = Vec::new();
        for (variant, branch) in self.branches() {
            let found = branch
                .constants
                .iter()
                .find(|constant| constant.path == of.path && constant.kind == of.kind)?;
            if !found.required {
                // What is no object has no member, required or not.
                if branch.kind() != Some(JsonKind::Object) {
                    return None;
                }
                optional.push(variant);
            }
            lists.push((variant, found.values.clone()));
        }
        let claims = claims(&lists);
        let most = claims.keys().map(Vec::len).max()?;
        let tells = claims.keys().any(|claimants| claimants.len() < lists.len());
        let quality = match (optional.is_empty(), most, of.path.len()) {
            (true, 1, 0 | 1) => Quality::Near,
            (true, 1, _) => Quality::Deep,
            (false, 1, _) => Quality::Optional,
            (true, most, 1..) if tells => Quality::Shared(most),
            _ => return None,
        };
        Some(Candidate {
            quality,
            path: of.path.clone(),
            kind: of.kind,
            optional,
            lists,
            open: None,
        })
    }
}

impl<'a> Asking<'_, 'a> {
    /// A tag that one alternative alone says nothing of, but that it may be anything: what no other lists is that alternative.
    pub(super) fn open_tag(&mut self, rivals: &Rivals<'_, 'a>) -> Option<Candidate> {
        let branches = rivals.branches();
        let constants: Vec<&Constant> = branches.flat_map(|(_, one)| &one.constants).collect();
        let unasked = constants
            .into_iter()
            .filter(|constant| constant.path.len() == 1 && !rivals.asked.contains(&constant.path));
        let candidates: Vec<Candidate> = unasked
            .filter_map(|constant| self.open_candidate(rivals, constant))
            .collect();
        candidates.into_iter().min_by_key(|found| found.quality)
    }

    fn open_candidate(&mut self, rivals: &Rivals<'_, 'a>, of: &Constant) -> Option<Candidate> {
        let [name] = of.path.as_slice() else {
            return None;
        };
        let (mut lists, mut optional, mut open) = (Vec::new(), Vec::new(), None);
        for (variant, branch) in rivals.branches() {
            if branch.kind() != Some(JsonKind::Object) {
                return None;
            }
            if !branch.required.contains(&name.as_str()) {
                optional.push(variant);
            }
            let mut constants = branch.constants.iter();
            match constants.find(|constant| constant.path == of.path) {
                Some(found) if found.kind == of.kind => lists.push((variant, found.values.clone())),
                None if open.is_none() && self.admits(branch, name, of.kind) => {
                    open = Some(variant);
                }
                _ => return None,
            }
        }
        let most = claims(&lists).keys().map(Vec::len).max()?;
        Some(Candidate {
            quality: Quality::Shared(most),
            path: of.path.clone(),
            kind: of.kind,
            optional,
            lists,
            open: Some(open?),
        })
    }

    /// Whether a member of an alternative that is no union may be of a tag's type.
    fn admits(&mut self, branch: &Branch<'a>, member: &str, kind: TagKind) -> bool {
        let is_of_tag = |one: &JsonKind| match kind {
            TagKind::Text => *one == JsonKind::String,
            TagKind::Integer => matches!(one, JsonKind::Integer | JsonKind::Number),
            TagKind::Boolean => *one == JsonKind::Boolean,
        };
        let kinds = self.schemas.kinds_of_member(&branch.view, member);
        !branch.is_union && kinds.is_none_or(|kinds| kinds.iter().any(is_of_tag))
    }
}
