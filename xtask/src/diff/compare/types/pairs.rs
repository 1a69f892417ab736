//! Types of both models that are the same one.
//!
//! In: types that stand at the same place. Out: the pairs that are to be compared, each once. A
//! type is known by its name; one whose name is in neither model's other half is the same under
//! another name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem::{Discriminant, discriminant};

use crate::diff::change::{Change, How, What};
use crate::diff::step::Rule;
use crate::model::{Model, TypeDefinition, TypeId, TypeKind};

/// A pair, and the change of a name above it.
pub(in crate::diff::compare) type Met = (TypeId, TypeId, Option<usize>);

/// The pairs of types, and which of them are still to be compared.
pub(in crate::diff::compare) struct TypePairs {
    /// The old types that events reach.
    old: Vec<TypeId>,
    /// The types that events reach, by name.
    old_names: BTreeMap<String, TypeId>,
    new_names: BTreeMap<String, TypeId>,
    /// All types, with what each is called and what kind it is.
    old_types: BTreeMap<TypeId, Known>,
    new_types: BTreeMap<TypeId, Known>,
    met: BTreeSet<(TypeId, TypeId)>,
    open: VecDeque<Met>,
}

type Known = (String, Discriminant<TypeKind>);

fn reached(model: &Model) -> impl Iterator<Item = (TypeId, &TypeDefinition)> {
    let all = model.types.iter().enumerate();
    all.filter(|(_, one)| !one.module.is_empty())
        .map(|(index, one)| (TypeId(index), one))
}

fn by_name(model: &Model) -> BTreeMap<String, TypeId> {
    reached(model)
        .map(|(id, one)| (one.ident.clone(), id))
        .collect()
}

fn by_id(model: &Model) -> BTreeMap<TypeId, Known> {
    let all = model.types.iter().enumerate();
    all.map(|(index, one)| (TypeId(index), (one.ident.clone(), discriminant(&one.kind))))
        .collect()
}

impl TypePairs {
    pub fn new(old: &Model, new: &Model) -> Self {
        Self {
            old: reached(old).map(|(id, _)| id).collect(),
            old_names: by_name(old),
            new_names: by_name(new),
            old_types: by_id(old),
            new_types: by_id(new),
            met: BTreeSet::new(),
            open: VecDeque::new(),
        }
    }

    /// Notes that types stand at the same place; says whether they are the same one.
    pub fn meet(&mut self, old: TypeId, new: TypeId, cause: Option<usize>) -> bool {
        let (Some((old_name, old_kind)), Some((new_name, new_kind))) =
            (self.old_types.get(&old), self.new_types.get(&new))
        else {
            return false;
        };
        let is_renamed = !self.new_names.contains_key(old_name)
            && !self.old_names.contains_key(new_name)
            && old_kind == new_kind;
        let is_same = old_name == new_name || is_renamed;
        if is_same && self.met.insert((old, new)) {
            self.open.push_back((old, new, cause));
        }
        is_same
    }

    /// A pair that was not compared yet. Where none is left, one that stands at no common place.
    pub fn next(&mut self) -> Option<Met> {
        if let Some(pair) = self.open.pop_front() {
            return Some(pair);
        }
        let alike = self.old.iter().find_map(|id| {
            let (name, _) = self.old_types.get(id)?;
            let new = self.new_names.get(name)?;
            (!self.met.contains(&(*id, *new))).then_some((*id, *new))
        });
        let (old, new) = alike?;
        self.meet(old, new, None);
        self.open.pop_front()
    }

    /// The old types that have no counterpart.
    pub fn unpaired_old(&self, model: &Model) -> BTreeSet<TypeId> {
        let paired: BTreeSet<TypeId> = self.met.iter().map(|(old, _)| *old).collect();
        let ids = reached(model).map(|(id, _)| id);
        ids.filter(|id| !paired.contains(id)).collect()
    }

    /// The new types that have no counterpart.
    pub fn unpaired_new(&self, model: &Model) -> BTreeSet<TypeId> {
        let paired: BTreeSet<TypeId> = self.met.iter().map(|(_, new)| *new).collect();
        let ids = reached(model).map(|(id, _)| id);
        ids.filter(|id| !paired.contains(id)).collect()
    }
}

/// A type of both models.
#[derive(Clone, Copy)]
pub(super) struct TypePair<'m> {
    pub old_id: TypeId,
    pub new_id: TypeId,
    pub old: &'m TypeDefinition,
    pub new: &'m TypeDefinition,
}

impl TypePair<'_> {
    /// A change of the type, or of a part of it.
    pub fn change(&self, what: What, how: How, subject: impl Into<String>, rule: Rule) -> Change {
        Change::new(what, how, subject, rule).at(&self.old.place, &self.new.place)
    }

    /// The type is another one, under the same name.
    pub fn changed(&self) -> Change {
        let ident = self.new.ident.as_str();
        self.change(What::Type, How::Changed, ident, Rule::TypeChange)
    }

    /// A part of the type, as Rust writes it.
    pub fn part(&self, ident: &str) -> String {
        format!("{}::{}", self.new.ident, ident.trim_start_matches("r#"))
    }
}
