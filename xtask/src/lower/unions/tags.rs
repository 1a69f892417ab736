//! Tags that the alternatives of a union do not declare, but have.
//!
//! In: the alternatives. Out: the constants that each puts at a place below it, and the place whose constants tell them apart best: a
//! member, or a member of a required member. A place that is always there comes before one that may be missing, and that before one
//! some of whose values several alternatives share.

use indexmap::IndexMap;

use super::rivals::{Branch, Rivals};
use crate::lower::types::builder::SchemaLowering;
use crate::model::{JsonKind, TagKind};
use crate::schema::constants::{Constant, constant_values};
use crate::schema::view::{Conjunction, Member, View};

/// How many names may lead to a tag.
const LONGEST: usize = 3;

/// How deeply unions in alternatives are looked into.
const DEEPEST: usize = 4;

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
pub(crate) fn claims(lists: &[(usize, Vec<String>)]) -> Claims {
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

impl<'a> SchemaLowering<'a, '_> {
    /// The constants of a schema and of what is in its required members, in spec order.
    pub(crate) fn constants_of(&mut self, view: &View<'a>) -> Vec<Constant> {
        let mut found = Vec::new();
        self.collect_constants(view, &[], DEEPEST, &mut found);
        found
    }

    fn collect_constants(
        &mut self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        if path.is_empty()
            && let Some((kind, values)) = constant_values(view)
        {
            found.push(Constant {
                path: Vec::new(),
                required: true,
                kind,
                values,
            });
        }
        let required = view.required();
        for (name, places) in view.properties() {
            let members: Conjunction = places.into_iter().map(Member::whole).collect();
            let inner = View::new(&members, self.resolver, self.diagnostics);
            // A tag that is `null` is looked up like one that is missing.
            let is_required = required.contains(&name) && !inner.nullable();
            let below = [path, &[name.to_owned()]].concat();
            if let Some((kind, values)) = constant_values(&inner) {
                found.push(Constant {
                    path: below,
                    required: is_required,
                    kind,
                    values,
                });
            } else if required.contains(&name) && below.len() < LONGEST {
                self.collect_constants(&inner, &below, depth, found);
            }
        }
        if let Some(depth) = depth.checked_sub(1) {
            self.collect_from_union(view, path, depth, found);
        }
    }

    /// The constants that all alternatives of a union put at the same place are the union's.
    fn collect_from_union(
        &mut self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        let unions = view.alternatives(self.resolver, self.diagnostics);
        let [union] = unions.as_slice() else {
            return;
        };
        let mut common: Option<Vec<Constant>> = None;
        for branch in &union.branches {
            let member = [Member::whole(branch.clone())];
            let view = View::new(&member, self.resolver, self.diagnostics);
            let mut own = Vec::new();
            self.collect_constants(&view, path, depth, &mut own);
            common = Some(match common {
                None => own,
                Some(common) => common
                    .into_iter()
                    .filter_map(|constant| with_values_of(constant, &own))
                    .collect(),
            });
        }
        for constant in common.into_iter().flatten() {
            if !found.iter().any(|known| known.path == constant.path) {
                found.push(constant);
            }
        }
    }
}

/// A constant that may also be what another alternative has at its place; `None` where that has none.
fn with_values_of(mut constant: Constant, others: &[Constant]) -> Option<Constant> {
    let other = others
        .iter()
        .find(|other| other.path == constant.path && other.kind == constant.kind)?;
    constant.required &= other.required;
    for value in &other.values {
        if !constant.values.contains(value) {
            constant.values.push(value.clone());
        }
    }
    Some(constant)
}

impl<'a> Rivals<'_, 'a> {
    /// The tag that tells the alternatives apart best.
    pub(crate) fn best_tag(&self) -> Option<Candidate> {
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

impl<'a> SchemaLowering<'a, '_> {
    /// A tag that one alternative alone says nothing of, but that it may be anything: what no other lists is that alternative.
    pub(crate) fn open_tag(&mut self, rivals: &Rivals<'_, 'a>) -> Option<Candidate> {
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
        let kinds = self.kinds_of_member(&branch.view, member);
        !branch.is_union && kinds.is_none_or(|kinds| kinds.iter().any(is_of_tag))
    }
}
