//! Members of both objects that are the same one.
//!
//! In: the members of an object of both models. Out: pairs, and the members that came or went.

use crate::diff::compare::Comparison;
use crate::diff::compare::shapes::Of;
use crate::model::Field;

/// A member of both objects, with its place among the others of each.
pub(super) struct Member<'m> {
    pub old: (usize, &'m Field),
    pub new: (usize, &'m Field),
}

/// The members of two objects.
pub(super) struct Members<'m> {
    pub both: Vec<Member<'m>>,
    pub removed: Vec<&'m Field>,
    pub added: Vec<&'m Field>,
}

/// Pairs members by their name on the wire. Of those that are left, a removed and an added one are
/// the same under another name where they alone have one structure, and one documentation or one
/// place among the members.
pub(super) fn pair_members<'m>(
    comparison: &Comparison<'_>,
    old: &'m [Field],
    new: &'m [Field],
) -> Members<'m> {
    let find = |fields: &'m [Field], wire: &str| {
        let mut all = fields.iter().enumerate();
        all.find(|(_, field)| field.name.wire == wire)
    };
    let mut both = Vec::new();
    let mut removed = Vec::new();
    for (at, field) in old.iter().enumerate() {
        match find(new, &field.name.wire) {
            Some(found) => both.push(Member {
                old: (at, field),
                new: found,
            }),
            None => removed.push((at, field)),
        }
    }
    let added = new.iter().enumerate();
    let mut added: Vec<_> = added
        .filter(|(_, field)| find(old, &field.name.wire).is_none())
        .collect();
    let is_alike = |(at, was): &(usize, &Field), (now_at, now): &(usize, &Field)| {
        let structure = Of(comparison.old.model, &was.shape).structure();
        let is_there = at == now_at && old.len() == new.len();
        let is_told = was.docs == now.docs && !was.docs.is_empty();
        structure == Of(comparison.new.model, &now.shape).structure()
            && was.optional == now.optional
            && (is_there || is_told || was.name.ident == now.name.ident)
    };
    removed.retain(|was| {
        let alike: Vec<usize> = (0..added.len())
            .filter(|index| is_alike(was, &added[*index]))
            .collect();
        if let [only] = alike[..] {
            both.push(Member {
                old: *was,
                new: added.remove(only),
            });
            return false;
        }
        true
    });
    let fields = |members: Vec<(usize, &'m Field)>| members.into_iter().map(|(_, one)| one);
    Members {
        both,
        removed: fields(removed).collect(),
        added: fields(added).collect(),
    }
}
